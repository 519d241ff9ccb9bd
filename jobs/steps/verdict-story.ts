import type { Instant } from '../../src/clock.js'
import { BridgeError } from '../../src/errors.js'
import {
  type Id,
  type PlatformStamp,
  type Window,
  weeklyResources,
  windowKey,
} from '../../src/journal/index.js'
import { entryId, type LedgerEntry, type LedgerEvent, type Statement } from '../../src/ledger/index.js'
import type { ChainLook } from '../../src/mirror/index.js'
import {
  clauses,
  type Edition,
  editionOn,
  type Rule,
  rules,
  type Verdict,
  verdictKey,
} from '../../src/regulation/index.js'
import type { JobDeps, School } from '../deps.js'
import { effectiveSchool } from './effective-school.js'
import { whereTo } from './where-to.js'

/** Everything that one verdict rests on, for whoever has to answer for it. */
export interface VerdictStory {
  readonly entry: LedgerEntry
  readonly closed: boolean
  readonly events: readonly LedgerEvent[]
  /** Null where the rule is no more. */
  readonly rule: Pick<Rule, 'id' | 'title' | 'termFrom'> | null
  /** What the clause demands that the rule checks, in our own words. */
  readonly demands: readonly string[]
  readonly edition: Edition
  /** The lesson's; null where there is no lesson or bell. */
  readonly bells: { readonly start: Instant; readonly end: Instant } | null
  /** What the platform states of the act, as it came, by what is stated. */
  readonly stamps: readonly { readonly of: 'work' | 'mark' | 'attendance'; readonly stamp: PlatformStamp }[]
  /** Looks at the windows that the rule reads, around the verdict's evidence. */
  readonly looks: readonly { readonly window: Window; readonly looks: readonly ChainLook[] }[]
  /** What people replied to it, oldest first, what was taken back among it. */
  readonly replies: readonly Statement<'reply'>[]
  /** The exemption or incident that made it what it is. */
  readonly statement: Decisive | null
  /** Those that did once, and no more: taken back, ended, or about something else by now. */
  readonly formerDecisions: readonly { readonly by: Decision['by']; readonly statement: Decisive }[]
}

type Decision = NonNullable<Verdict['decision']>
type Decisive = Statement<'exemption'> | Statement<'incident'>

/** @throws BridgeError NOT_FOUND */
export async function verdictStory(deps: JobDeps, school: Id, id: string): Promise<VerdictStory> {
  const known = await deps.ledger.history(id)
  // Another school's entry is none of this one's business.
  if (!known || entryId(school, verdictKey(known.entry.verdict)) !== id) {
    throw new BridgeError('NOT_FOUND', {
      message: `Записи ${id} нет`,
      hint: whereTo('Запись ищите в списке найденного', 'Сегодня', 'verdicts'),
    })
  }
  const { verdict } = known.entry
  const effective = await effectiveSchool(deps, school)
  const { calendar } = await deps.calendar(effective)
  const rule = rules.find(({ id: name }) => name === verdict.rule) ?? null
  const { work = null, mark = null, lesson: lessonId = null, class: classId } = verdict.subject
  const acts = await deps.mirror.acts(
    { school, classId, date: verdict.date, lesson: lessonId, work, mark },
    effective.timeZone,
  )
  const lesson = acts.lessons.find(item => item.id === lessonId)
  const bells =
    lesson === undefined || lesson.number === null
      ? null
      : calendar.lessonTimes(lesson.classId, lesson.date, lesson.number)
  const stamped = [
    ...acts.works.filter(item => item.id === work).map(({ sent }) => ({ of: 'work', stamp: sent }) as const),
    ...acts.marks.filter(item => item.id === mark).map(({ stamp }) => ({ of: 'mark', stamp }) as const),
    ...(rule?.needs.includes('attendance')
      ? acts.attendance
          .filter(item => item.lessonId === lessonId)
          .map(({ stamp }) => ({ of: 'attendance', stamp }) as const)
      : []),
  ]
  return {
    ...known,
    rule,
    demands: clauses.filter(clause => clause.rules.includes(verdict.rule)).map(({ demand }) => demand),
    edition: editionOn(effective.regulation, verdict.date),
    bells,
    stamps: stamped.flatMap(({ of, stamp }) => (stamp === null ? [] : [{ of, stamp }])),
    looks: await looksOf(deps, effective, { verdict, rule, week: calendar.weekStart(verdict.date) }),
    replies: await repliesTo(deps, school, id),
    statement: verdict.decision ? await statementOf(deps, school, verdict.decision) : null,
    formerDecisions: await formerDecisions(deps, school, known),
  }
}

interface Question {
  readonly verdict: Verdict
  readonly rule: Rule | null
  readonly week: string
}

/** So many looks tell of a window; the rest shows `observations`. */
const mostLooks = 12

async function looksOf(
  deps: JobDeps,
  { id: school }: School,
  { verdict, rule, week }: Question,
): Promise<VerdictStory['looks']> {
  const group = verdict.subject.class
  const windows: Window[] = (rule?.needs ?? []).map(resource => {
    const weekly = weeklyResources.some(item => item === resource)
    return { school, resource, group, week: weekly ? week : null }
  })
  const found = await Promise.all(
    windows.map(async window => {
      const looks = await deps.mirror.chain(school, windowKey(window))
      return { window, looks: around(looks, verdict).slice(-mostLooks) }
    }),
  )
  return found.filter(({ looks }) => looks.length > 0)
}

/** From the last look before the fact could be there to the first after it was, and after the deadline. */
function around(looks: readonly ChainLook[], { evidence, deadline }: Verdict): readonly ChainLook[] {
  const moments = [evidence.absentAt, evidence.presentAt, deadline].flatMap(at => at ?? [])
  if (moments.length === 0) return looks
  const [first, last] = [Math.min(...moments), Math.max(...moments)]
  const before = looks.filter(({ askedAt }) => askedAt < first).slice(-1)
  const within = looks.filter(({ askedAt }) => askedAt >= first && askedAt <= last)
  const after = looks.filter(({ askedAt }) => askedAt > last).slice(0, 1)
  return [...before, ...within, ...after]
}

async function repliesTo(
  { statements }: JobDeps,
  school: Id,
  entry: string,
): Promise<VerdictStory['replies']> {
  const replies = await statements.list(school, 'reply')
  return replies.filter(({ revisions }) => revisions[0]?.content?.entry === entry)
}

async function formerDecisions(
  deps: JobDeps,
  school: Id,
  { entry, events }: Pick<VerdictStory, 'entry' | 'events'>,
): Promise<VerdictStory['formerDecisions']> {
  const keyOf = ({ by, number }: Decision) => `${by}/${number}`
  const { decision: now } = entry.verdict
  const all = new Map(events.flatMap(({ verdict: { decision: one } }) => (one ? [[keyOf(one), one]] : [])))
  if (now) all.delete(keyOf(now))
  const found = await Promise.all(
    [...all.values()].map(async one => ({ by: one.by, statement: await statementOf(deps, school, one) })),
  )
  return found.flatMap(({ by, statement }) => (statement === null ? [] : [{ by, statement }]))
}

async function statementOf(
  { statements }: JobDeps,
  school: Id,
  decision: Decision,
): Promise<Decisive | null> {
  const isWanted = ({ number }: { readonly number: number }) => number === decision.number
  const list =
    decision.by === 'exemption'
      ? await statements.list(school, 'exemption')
      : await statements.list(school, 'incident')
  return list.find(isWanted) ?? null
}
