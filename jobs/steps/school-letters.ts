import type { JobDeps, School } from '../deps.js'
import { classLetters, deputyLetters, type NextLetter, type Outcome, sendLetter } from './digest.js'
import type { Evaluation } from './evaluate.js'
import { owedLetters } from './owed.js'
import { buildReport } from './report.js'

export type LetterKind = Outcome['kind']
export const letterKinds: readonly LetterKind[] = ['deputy', 'class', 'owed']

/** Letters of one kind about a school as they would go now. */
export async function nextLetters(
  deps: JobDeps,
  evaluation: Evaluation,
  kind: LetterKind,
): Promise<NextLetter[]> {
  const { school, from, to } = evaluation
  if (kind === 'deputy') return deputyLetters(deps, school, await buildReport(deps, evaluation))
  return kind === 'class' ? classLetters(deps, school, { from, to }) : owedLetters(deps, school)
}

/**
 * Sends what is owed to everyone whom the settings name. One refused recipient doesn't keep the others waiting.
 * @param asked a person wants them now, whatever day and hour it is and whether or not there are news
 * @throws BridgeError MAIL_FAILED when somebody's letter didn't go out; trying again sends only what is still owed
 */
export async function sendSchoolLetters(
  deps: JobDeps,
  evaluation: Evaluation,
  { kinds, asked }: { readonly kinds: readonly LetterKind[]; readonly asked: boolean },
): Promise<Outcome[]> {
  const school: School = evaluation.school
  const outcomes: Outcome[] = []
  const failures: unknown[] = []
  for (const kind of kinds) {
    for (const letter of await nextLetters(deps, evaluation, kind)) {
      try {
        outcomes.push(await sendLetter(deps, letter, { kind, school, asked }))
      } catch (error) {
        failures.push(error)
      }
    }
  }
  if (failures.length > 0) throw failures[0]
  return outcomes
}
