import type { Id } from '../../src/journal/index.js'
import type { Calibrated } from '../../src/ledger/index.js'
import type { Proven } from '../../src/regulation/index.js'
import { withProven } from '../../src/regulation/index.js'
import type { JobDeps, School } from '../deps.js'

const zones = ['utc', 'local', 'moscow'] as const
const meanings = ['given', 'due'] as const

/** What the school's newest tests say. */
export function provenOf(calibrated: Calibrated): Proven {
  const zone = calibrated.stamps?.result
  const edit = calibrated['stamp-edit']?.result
  const lesson = calibrated['homework-lesson']?.result
  return {
    zone: zones.find(item => item === zone) ?? null,
    editKeepsStamp: edit === undefined ? null : edit === 'kept',
    homeworkLesson: meanings.find(item => item === lesson) ?? null,
  }
}

/**
 * The school as it is judged: what its settings leave open is filled in from its calibration.
 * @throws BridgeError NOT_FOUND for a school that the settings don't name
 */
export async function effectiveSchool(deps: JobDeps, id: Id): Promise<School> {
  const school = deps.school(id)
  const proven = provenOf(await deps.calibrations.newest(id))
  return { ...school, regulation: withProven(school.regulation, proven) }
}
