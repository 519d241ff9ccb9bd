import { z } from 'zod'
import type { Id, IsoDate } from '../journal/index.js'
import type { FindingFilter, Within } from '../ledger/index.js'
import { mayBeMended, rules, type Severity, verdictKinds, wholeSchool } from '../regulation/index.js'
import { type FindingQuery, schoolWord } from './addresses.js'
import { type Period, type Problems, readPeriod, type TypedPeriod, usualPeriod } from './days.js'

/** What stands in the address of a page about findings. */

/** A parameter that came twice counts once, the last time; an empty one is as good as none. */
const Text = z
  .union([z.string(), z.array(z.string()).transform(all => all.at(-1) ?? '')])
  .transform(text => (text === '' ? undefined : text))
  .optional()
const Moment = Text.pipe(z.iso.datetime().optional()).catch(undefined)
const severities = ['critical', 'major', 'minor', 'info'] as const satisfies readonly Severity[]
const mostPages = 10_000

const Sent = z.object({
  from: Text,
  to: Text,
  kind: Text.pipe(z.enum(verdictKinds).optional()).catch(undefined),
  class: Text,
  teacher: Text,
  subject: Text,
  clause: Text,
  rule: Text,
  severity: Text.pipe(z.enum(severities).optional()).catch(undefined),
  since: Moment,
  until: Moment,
  dueFrom: Moment,
  dueTo: Moment,
  mendable: Text.pipe(z.literal('1').optional()).catch(undefined),
  page: Text.transform(text => (text === undefined ? undefined : Number(text)))
    .pipe(z.int().min(1).max(mostPages).optional())
    .catch(undefined),
})

export interface ReadQuery {
  readonly typed: TypedPeriod
  readonly problems: Problems | null
  /** Null where the days make no sense. */
  readonly query: FindingQuery | null
}

/** Days that aren't there are the usual ones. */
export function readQuery(sent: unknown, today: IsoDate, usual: Period = usualPeriod(today)): ReadQuery {
  const { from, to, class: named, ...rest } = Sent.parse(sent)
  const classId = named === schoolWord ? wholeSchool : named
  const typed = { from: from ?? usual.from, to: to ?? usual.to }
  const { period, problems } = readPeriod(typed, today)
  return { typed, problems, query: period && { ...period, classId, ...rest } }
}

export function rulesOfClause(clause: string): readonly string[] {
  return rules.filter(rule => rule.clause === clause).map(({ id }) => id)
}

/** The same as a question to the ledger. */
export function filterOf(school: Id, query: FindingQuery, within: Within | null): FindingFilter {
  const { from, to, kind, classId, teacher, subject, severity, since, until, dueFrom, dueTo } = query
  return {
    ...{ school, from, to, classId, teacher, subject, severity, within },
    rules: rulesOf(query),
    kinds: kind === undefined ? undefined : [kind],
    ...((since ?? until) !== undefined && { became: { after: instantOf(since), until: instantOf(until) } }),
    ...((dueFrom ?? dueTo) !== undefined && {
      deadline: { from: instantOf(dueFrom) ?? 0, to: instantOf(dueTo) ?? Number.MAX_SAFE_INTEGER },
    }),
  }
}

function rulesOf({ clause, rule, mendable }: FindingQuery): readonly string[] | undefined {
  const asked = rule !== undefined ? [rule] : clause !== undefined ? rulesOfClause(clause) : undefined
  if (mendable === undefined) return asked
  return (asked ?? rules.map(({ id }) => id)).filter(mayBeMended)
}

function instantOf(moment: string | undefined): number | undefined {
  return moment === undefined ? undefined : Date.parse(moment)
}
