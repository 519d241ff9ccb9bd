import type { Window } from '../journal/index.js'
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
async function readByPupil({ get }: Reading, group: string, pupils: readonly string[]): Promise<string> {
  const answers: string[] = []
  for (const pupil of pupils) {
    answers.push(await get({ path: `persons/${pupil}/edu-groups/${group}/allfinalmarks` }, 'object'))
  }
  const periods = await get({ path: `edu-groups/${group}/reporting-periods` })
  return `{"periods":${periods},"pupils":${joined(answers)}}`
}
