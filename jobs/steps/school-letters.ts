import type { JobDeps, School } from '../deps.js'
import { type Addressee, type LetterKind, nobodyNamed } from './addressees.js'
import { classLetters, deputyLetters, type NextLetter, type Outcome, sendLetter } from './digest.js'
import { type Evaluation, evaluate } from './evaluate.js'
import { owedLetters } from './owed.js'
import { daysOfDigest } from './plan.js'
import { buildReport } from './report.js'

/** Letters of one kind about a school as they would go now; of class teachers only those whose week it is. */
async function nextLetters(deps: JobDeps, evaluation: Evaluation, kind: LetterKind): Promise<NextLetter[]> {
  const { school, from, to } = evaluation
  if (kind === 'deputy') return deputyLetters(deps, school, await buildReport(deps, evaluation))
  return kind === 'class' ? classLetters(deps, school, { from, to }) : owedLetters(deps, school)
}

/**
 * The letters of some addressees of one kind as they would go now, whether or not they do, to be looked at: made as those
 * are that go. None for whom there is nothing to say.
 * @param days the usual ones where none are given
 * @throws BridgeError CALENDAR_UNKNOWN, CLOCK_BEHIND, INTERRUPTED
 */
export async function previewLetters(
  deps: JobDeps,
  schoolId: School['id'],
  asked: {
    readonly to: readonly Addressee[]
    readonly days?: { readonly from?: string | undefined; readonly to?: string | undefined }
    readonly signal?: AbortSignal
  },
): Promise<NextLetter[]> {
  const { to: all, days: wanted, signal } = asked
  const school = deps.school(schoolId)
  const { calendar } = await deps.calendar(school)
  const day = wanted?.to ?? calendar.dateOf(deps.clock.now())
  const days = { ...daysOfDigest(calendar, day), ...(wanted?.from !== undefined && { from: wanted.from }) }
  const of = (kind: LetterKind) => all.filter(addressee => addressee.kind === kind)
  const letters: NextLetter[] = []
  if (of('deputy').length > 0) {
    const evaluation = await evaluate(deps, { school: school.id, ...days, classIds: null }, signal)
    const report = await buildReport(deps, evaluation)
    letters.push(...(await deputyLetters(deps, evaluation.school, report, of('deputy'))))
  }
  const forClasses = { to: of('class'), all: true, ...(signal && { signal }) }
  letters.push(...(await classLetters(deps, school, days, forClasses)))
  letters.push(...(await owedLetters(deps, school, of('owed'))))
  return letters.map(letter =>
    letter.to.address === nobodyNamed ? { ...letter, notSent: 'nobody-named', goesAt: null } : letter,
  )
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
