import { type RawBuilder, sql } from 'kysely'
import type { DatabaseHandle } from '../database/index.js'
import { type FigureCounts, figureCounts, noFigures } from '../regulation/index.js'
import { columnOf } from './figure-days.js'
import type {
  Checked,
  Counted,
  Dimension,
  FigureSum,
  FindingFilter,
  Findings,
  ListOptions,
  Taught,
} from './findings.js'
import { type EntryRow, entryColumns, toEntry } from './postgres-ledger.js'

type FigureRow = FigureCounts & { readonly week: string | null; readonly pupilWeeks: number }

export function createFindings({ kysely }: DatabaseHandle): Findings {
  async function sums(filter: FindingFilter, week: RawBuilder<string | null>): Promise<FigureSum[]> {
    const each = sql.join(figureCounts.map(name => sql`sum(${columnOf(name)})::int as ${columnOf(name)}`))
    const all = sql.join(figureCounts.map(name => sql`sum(${columnOf(name)})::int as ${sql.ref(name)}`))
    const { rows } = await sql<FigureRow>`
      with of_class as (
        select class_id, date_trunc('week', date::date)::date::text as week, max(pupils) as pupils, ${each}
        from ledger.figure_day where ${figureMatches(filter)}
        group by 1, 2)
      select ${week} as week, ${all}, coalesce(sum(pupils), 0)::int as "pupilWeeks"
      from of_class group by 1 order by 1`.execute(kysely)
    return rows.map(({ week: monday, pupilWeeks, ...counts }) => ({ week: monday, pupilWeeks, counts }))
  }

  async function keptBy(
    { school, from, to, classIds, rules }: Parameters<Findings['kept']>[0],
    by: RawBuilder<unknown>,
  ): Promise<Map<string, number>> {
    const { rows } = await sql<{ by: string; kept: number }>`
      select ${by} as by, sum(kept)::int as kept from ledger.rule_day
      where school = ${school} and date between ${from} and ${to}
        and ${among('class_id', classIds ?? undefined)} and ${among('rule', rules)}
      group by 1`.execute(kysely)
    return new Map(rows.map(row => [row.by, row.kept]))
  }

  return {
    async list(filter, options) {
      const { limit, offset = 0 } = options
      const { rows } = await sql<EntryRow>`
        select ${entryColumns} from ledger.entry
        where ${entryMatches(filter)} and ${optionMatches(options)}
        order by ${orders[options.order]}, verdict_key limit ${limit} offset ${offset}`.execute(kysely)
      return rows.map(toEntry)
    },

    async counts(filter, by) {
      const columns = sql.join(by.map(name => sql`${dimensions[name]} as ${sql.ref(name)}`))
      const { rows } = await sql<Counted<(typeof by)[number]>>`
        select ${columns}, count(*)::int as count from ledger.entry
        where ${entryMatches(filter)} group by ${sql.join(by.map((_, index) => sql.raw(String(index + 1))))}
        order by ${sql.join(by.map((_, index) => sql.raw(String(index + 1))))}`.execute(kysely)
      return rows
    },

    kept: filter => keptBy(filter, sql`rule`),

    keptByWeek: filter => keptBy(filter, sql`date_trunc('week', date::date)::date::text`),

    async checked({ school, from, to }) {
      const { rows } = await sql<{ oldest: string | null; newest: string | null }>`
        select min(last) as oldest, max(last) as newest from (
          select date, max(as_of) as last from ledger.checked_day
          where school = ${school} and date between ${from} and ${to} and (rules = '{}' or ${everyDay} = any(rules))
          group by date) as day`.execute(kysely)
      const [row] = rows
      if (!row || row.oldest === null || row.newest === null) return null
      return { oldest: Number(row.oldest), newest: Number(row.newest) } satisfies Checked
    },

    async checkedClasses({ school, from, to, rule }) {
      const { rows } = await sql<{ classId: string }>`
        select distinct class_id as "classId" from ledger.rule_day
        where school = ${school} and date between ${from} and ${to} and rule = ${rule}`.execute(kysely)
      return new Set(rows.map(({ classId }) => classId))
    },

    async mendingDays(filter) {
      const { rows } = await sql<{ days: number | null }>`
        select percentile_cont(0.5) within group (order by (mended.at - found.at) / 86400000.0) as days
        from ledger.entry
        cross join lateral (select at from ledger.event
          where event.school = entry.school and entry_id = entry.id and to_kind = 'broken' order by event.id limit 1) as found
        cross join lateral (select at from ledger.event
          where event.school = entry.school and entry_id = entry.id and to_kind = 'mended' and from_kind = 'broken'
          order by event.id desc limit 1) as mended
        where ${entryMatches({ ...filter, kinds: ['mended'] })}`.execute(kysely)
      const days = rows[0]?.days ?? null
      return days === null ? null : Math.round(days * 10) / 10
    },

    async figures(filter) {
      const [sum] = await sums(filter, sql<null>`null::text`)
      return sum ?? { week: null, counts: noFigures(), pupilWeeks: 0 }
    },

    figuresByWeek: filter => sums(filter, sql<string>`week`),

    async finals(filter) {
      const all = sql.join(figureCounts.map(name => sql`sum(${columnOf(name)})::int as ${sql.ref(name)}`))
      const { rows } = await sql<FigureCounts & { date: string }>`
        select date, ${all} from ledger.figure_day
        where ${figureMatches(filter)} and fives + fours + threes + twos + not_attested + finals_due > 0
        group by date order by date`.execute(kysely)
      return rows.map(({ date, ...counts }) => ({ date, counts }))
    },

    async taught(filter) {
      const { rows } = await sql<Taught>`
        select distinct class_id as "classId", subject_id as "subjectId", teachers as "teacherIds"
        from ledger.figure_day
        where ${figureMatches(filter)} and lessons + unread > 0 order by 1, 2, 3`.execute(kysely)
      return rows
    },
  }
}

/** Checks of all rules tell each of their days; of some, this one stands for all: it is among them since the first version. */
const everyDay = '2.3-topic-filled'

const rank = sql`array_position(array['critical', 'major', 'minor', 'info'], severity)`
const orders: Readonly<Record<ListOptions['order'], RawBuilder<unknown>>> = {
  worst: sql`${rank}, date desc, class_id, rule`,
  deadline: sql`deadline, class_id`,
  news: sql`changed_at desc`,
}

const dimensions: Readonly<Record<Dimension, RawBuilder<string>>> = {
  rule: sql`rule`,
  classId: sql`class_id`,
  date: sql`date`,
  week: sql`date_trunc('week', date::date)::date::text`,
  kind: sql`kind`,
  severity: sql`severity`,
  subject: sql`coalesce(subject_id, '')`,
  teacher: sql`unnest(teachers)`,
}

function entryMatches(filter: FindingFilter): RawBuilder<boolean> {
  const { school, from, to, rules, kinds, severity } = filter
  const ofSeverity = severity === undefined ? sql<boolean>`true` : sql<boolean>`severity = ${severity}`
  return sql<boolean>`closed_at is null and school = ${school} and date between ${from} and ${to}
    and ${among('rule', rules)} and ${ofKind(kinds)} and ${ofSeverity} and ${whenMatches(filter)}
    and ${ofWhom(filter)}`
}

function whenMatches({ became, deadline }: FindingFilter): RawBuilder<boolean> {
  const parts = [
    ...(became?.after === undefined ? [] : [sql<boolean>`changed_at > ${became.after}`]),
    ...(became?.until === undefined ? [] : [sql<boolean>`changed_at <= ${became.until}`]),
    ...(deadline === undefined ? [] : [sql<boolean>`deadline between ${deadline.from} and ${deadline.to}`]),
  ]
  return parts.length === 0 ? sql<boolean>`true` : sql<boolean>`${sql.join(parts, sql` and `)}`
}

/** One kind as such: then the index by gravity gives its order too. */
function ofKind(kinds: FindingFilter['kinds']): RawBuilder<boolean> {
  const [only, ...others] = kinds ?? []
  return only !== undefined && others.length === 0 ? sql<boolean>`kind = ${only}` : among('kind', kinds)
}

function figureMatches(filter: FindingFilter): RawBuilder<boolean> {
  const { school, from, to } = filter
  return sql<boolean>`school = ${school} and date between ${from} and ${to} and ${ofWhom(filter)}`
}

/** Whose it is: what both tables know under the same names. */
function ofWhom({ classId, subject, teacher, within }: FindingFilter): RawBuilder<boolean> {
  const parts = [
    ...(classId === undefined ? [] : [sql<boolean>`class_id = ${classId}`]),
    ...(subject === undefined ? [] : [sql<boolean>`subject_id = ${subject}`]),
    ...(teacher === undefined ? [] : [sql<boolean>`${teacher} = any(teachers)`]),
    ...(within === null ? [] : [mayBeSeen(within)]),
  ]
  return parts.length === 0 ? sql<boolean>`true` : sql<boolean>`${sql.join(parts, sql` and `)}`
}

function mayBeSeen({ classIds, teacher }: NonNullable<FindingFilter['within']>): RawBuilder<boolean> {
  return sql<boolean>`(class_id = any(${classIds}::text[]) or coalesce(${teacher}::text = any(teachers), false))`
}

function optionMatches({ due, changedSince }: ListOptions): RawBuilder<boolean> {
  const isDue = due ? sql<boolean>`deadline > ${due.after} and deadline <= ${due.until}` : sql<boolean>`true`
  const isNew = changedSince === undefined ? sql<boolean>`true` : sql<boolean>`changed_at >= ${changedSince}`
  return sql<boolean>`${isDue} and ${isNew}`
}

function among(column: string, values: readonly string[] | undefined): RawBuilder<boolean> {
  return values === undefined ? sql<boolean>`true` : sql<boolean>`${sql.ref(column)} = any(${values}::text[])`
}
