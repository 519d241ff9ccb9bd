import type { HomeworkFile, Work } from '../school/model.js'
import { int64, type Wire } from './json.js'
import { userWire, type Sight } from './people.js'
import { actStamp } from './stamps.js'

const groups = { Docx: 'Document', Pdf: 'Document', Jpg: 'Image' } as const

/** A file of a homework; its pages lead nowhere. */
export function fileWire(sight: Sight, work: Work, file: HomeworkFile): Wire {
  const { school, switches } = sight
  const url = `https://files.example.org/${school.id}/${file.id}`
  return {
    id: int64(file.id),
    id_str: file.id,
    name: file.name,
    typeGroup: groups[file.type],
    type: file.type,
    pageUrl: url,
    downloadUrl: `${url}/download`,
    user: userWire(sight, work.createdBy),
    size: file.size,
    vote: 0,
    uploadedDate: actStamp(file.uploadedAt + switches.clockSkewSeconds * 1000, file.id, {
      days: school.days,
      zone: switches.stampZone,
    }),
    storageType: 'Local',
  }
}
