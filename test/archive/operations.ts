import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { recognise } from '../../src/archive/create.js'
import { type Disk, kindOf } from '../../src/archive/disk.js'
import { openFolderArchive } from '../../src/archive/folder-archive.js'
import {
  type Archive,
  type ArchiveOptions,
  type PutRequest,
  restoreArchive,
} from '../../src/archive/index.js'
import { backUp } from './copies.js'
import { disposal, in2033, journalId, oldArchive, oldReportId, sheetId } from './disposals.js'
import { correctedSummary, firstSummary, optionsIn, request, summaryId, weekReport } from './requests.js'
import { emptyRoom, reading, smallArchive, withArchive } from './workshop.js'

/** Everything that changes an archive, its copy or a restored one: each is cut off at each of its steps. */
export interface Operation {
  readonly name: string
  /** Room before it; made once and copied. */
  readonly room: () => Promise<string>
  run(room: string, disk: Disk): Promise<void>
  /** What whoever reads sees: one of `states`. */
  seen(room: string): Promise<string>
  /** Before, in between where that is whole too, and after. */
  readonly states: readonly string[]
  /** Archives that must be sound at every moment; none that aren't there yet. */
  archives(room: string): Promise<ArchiveOptions[]>
}

const textOf = (put: PutRequest) => Buffer.from(put.files[0]?.bytes ?? []).toString()
const copyIn = (room: string) => join(room, 'copy')
const restoredIn = (room: string) => join(room, 'restored')

async function onDisk(options: ArchiveOptions, disk: Disk, work: (archive: Archive) => Promise<unknown>) {
  const archive = await openFolderArchive(options, { disk, lockWaitSeconds: 5 })
  await work(archive)
  await archive.close()
}

/** Null while there is no archive. */
async function fileIn(options: ArchiveOptions, id: string, path: string): Promise<string> {
  if ((await recognise(options.folder)) === 'new') return '-'
  return reading(options, async archive => (await archive.get(id, path))?.toString() ?? '-')
}

async function there(options: ArchiveOptions): Promise<ArchiveOptions[]> {
  return (await recognise(options.folder)) === 'new' ? [] : [options]
}

function storing(name: string, before: readonly PutRequest[], put: PutRequest): Operation {
  return {
    name,
    async room() {
      const room = await emptyRoom()
      if (before.length === 0) return room
      await withArchive(optionsIn(room), async archive => {
        for (const earlier of before) await archive.put(earlier)
      })
      return room
    },
    run: (room, disk) => onDisk(optionsIn(room), disk, archive => archive.put(put)),
    seen: room => fileIn(optionsIn(room), put.id, 'sheet.json'),
    states: [before.some(({ id }) => id === put.id) ? textOf(firstSummary) : '-', textOf(put)],
    archives: room => there(optionsIn(room)),
  }
}

export const entering: Operation = {
  name: 'an entry without files',
  async room() {
    const room = await emptyRoom()
    await smallArchive(room)
    return room
  },
  run: (room, disk) =>
    onDisk(optionsIn(room), disk, archive => archive.scrub({ scope: 'all', actor: 'archivist' })),
  async seen(room) {
    return String(
      Math.min(1, await reading(optionsIn(room), async archive => (await archive.checks()).length)),
    )
  },
  states: ['0', '1'],
  archives: room => there(optionsIn(room)),
}

const old = (room: string): ArchiveOptions => ({ ...optionsIn(room), now: in2033 })

export const disposing: Operation = {
  name: 'a disposal of two objects',
  async room() {
    const room = await emptyRoom()
    await oldArchive(room)
    return room
  },
  run: (room, disk) => onDisk(old(room), disk, archive => archive.dispose(disposal())),
  async seen(room) {
    const texts: string[] = []
    for (const id of [journalId, oldReportId, sheetId]) texts.push(await fileIn(old(room), id, 'a.txt'))
    return texts.join(' ')
  },
  states: ['2 1 1', '- 1 1', '- - 1'],
  archives: room => there(old(room)),
}

export const copying: Operation = {
  name: 'a copy that gets a version and an entry',
  async room() {
    const room = await emptyRoom()
    const options = optionsIn(room)
    await withArchive(options, archive => archive.put(firstSummary))
    await backUp(options, copyIn(room))
    await withArchive(options, async archive => {
      await archive.put(correctedSummary)
      await archive.put(request({ 'a.txt': '1' }, { id: 'urn:x:1' }))
    })
    return room
  },
  async run(room, disk) {
    await backUp(optionsIn(room), copyIn(room), { disk })
  },
  async seen(room) {
    const copy = { ...optionsIn(room), folder: copyIn(room) }
    return `${await fileIn(copy, summaryId, 'sheet.json')} ${await fileIn(copy, 'urn:x:1', 'a.txt')}`
  },
  states: [`${textOf(firstSummary)} -`, `${textOf(correctedSummary)} -`, `${textOf(correctedSummary)} 1`],
  archives: async room => [optionsIn(room), { ...optionsIn(room), folder: copyIn(room) }],
}

export const restoring: Operation = {
  name: 'a restore',
  async room() {
    const room = await emptyRoom()
    const options = await smallArchive(room)
    await backUp(options, copyIn(room))
    return room
  },
  async run(room, disk) {
    // Whoever repeats it after the last rename is told that it is there.
    if ((await kindOf(restoredIn(room))) !== null) return
    const { keyFile } = optionsIn(room)
    await restoreArchive({ from: copyIn(room), to: restoredIn(room), keyFile }, { disk, lockWaitSeconds: 5 })
  },
  seen: room => fileIn({ ...optionsIn(room), folder: restoredIn(room) }, summaryId, 'sheet.json'),
  states: ['-', textOf(correctedSummary)],
  async archives(room) {
    const options = optionsIn(room)
    const restored = await there({ ...options, folder: restoredIn(room) })
    return [options, { ...options, folder: copyIn(room) }, ...restored]
  },
}

export const firstObject = storing('the first object of a new archive', [], firstSummary)
export const newObject = storing('a new object', [weekReport], firstSummary)
export const newVersion = storing('a new version', [firstSummary], correctedSummary)

/** A room of its own, as it was before. */
export async function stage(room: string): Promise<string> {
  const copy = await emptyRoom()
  await cp(room, copy, { recursive: true })
  return copy
}
