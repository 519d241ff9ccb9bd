import type { Id } from '../../src/journal/index.js'
import type { Calibrated } from '../../src/ledger/index.js'
import { amended, type Proven, type StatedChange, withProven } from '../../src/regulation/index.js'
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
 * The school as it is judged: what people changed in its settings holds from its day on, and what they leave open is filled
 * in from its calibration.
 * @param supposed changes that stand beside those which were entered
 * @throws BridgeError NOT_FOUND for a school that the settings don't name; CONFIG_INVALID for a change that can't stand
 */
export async function effectiveSchool(
  deps: JobDeps,
  id: Id,
  supposed: readonly StatedChange[] = [],
): Promise<School> {
  const school = deps.school(id)
  const changes = await deps.statements.standing(id, 'settings')
  const proven = provenOf(await deps.calibrations.newest(id))
  const regulation = withProven(amended(school.regulation, [...changes, ...supposed]), proven)
  return { ...school, regulation }
}
