import { isBridgeError } from '../errors.js'
import type { Id, Window } from '../journal/index.js'
import { failure } from './failures.js'
import { groupOf } from './parse/window.js'
import { joined, type Reading } from './reading.js'
import { byFirstWay } from './ways.js'

/**
 * Final marks of a class: in one answer, else pupil by pupil, as clients in use read them. Not subject by subject: the
 * subjects of a class are those of its current period only, so the marks of another would be missed unseen.
 */
export function readFinalMarks(reading: Reading, window: Window): Promise<string> {
  const group = groupOf(window)
  const { pupilIds } = reading.known
  return byFirstWay(reading.learnt.detours, 'final-marks', [
    () => reading.get({ path: `edu-groups/${group}/final-marks` }),
    ...(pupilIds ? [async () => readByPupil(reading, group, await pupilIds())] : []),
  ])
}

/** `{"periods":[…],"pupils":[{…}]}`: a pupil's marks name their periods by number only. */
async function readByPupil(reading: Reading, group: Id, pupils: readonly Id[]): Promise<string> {
  const answers: string[] = []
  for (const pupil of pupils) answers.push(await allFinalMarks(reading, group, pupil))
  const periods = await reading.get({ path: `edu-groups/${group}/reporting-periods` })
  return `{"periods":${periods},"pupils":${joined(answers)}}`
}

/**
 * Marks of exams and the resulting ones of a class, as `{"pupils":[{…}]}`: no answer for a class has them. Who has left the
 * class is asked for on, and may be refused: `"refused":["…"]` tells of whom then.
 * @throws BridgeError DNEVNIK_UNEXPECTED where nobody says who the pupils are
 */
export async function readExamMarks(reading: Reading, window: Window): Promise<string> {
  const { pupilIds, listedPupils } = reading.known
  if (!pupilIds) {
    throw failure('DNEVNIK_UNEXPECTED', {
      message: 'Отметки за экзамены даются только по ученикам, а кто в классе — неизвестно.',
    })
  }
  const group = groupOf(window)
  const answers: string[] = []
  const refused: Id[] = []
  let refusal: unknown = null
  for (const pupil of await pupilIds()) {
    try {
      answers.push(await allFinalMarks(reading, group, pupil))
    } catch (error) {
      if (!isBridgeError(error, 'DNEVNIK_FORBIDDEN', 'DNEVNIK_NOT_FOUND')) throw error
      if (!listedPupils || (await listedPupils()).includes(pupil)) throw error
      refusal = error
      refused.push(pupil)
    }
  }
  // Of nobody at all: it is the class that isn't given.
  if (refusal !== null && answers.length === 0) throw refusal
  const untold = refused.length === 0 ? '' : `,"refused":${JSON.stringify(refused)}`
  return `{"pupils":${joined(answers)}${untold}}`
}

function allFinalMarks({ get }: Reading, group: Id, pupil: Id): Promise<string> {
  return get({ path: `persons/${pupil}/edu-groups/${group}/allfinalmarks` }, 'object')
}
