import type { FigureSum } from '../ledger/index.js'
import { noFigures } from '../regulation/index.js'
import { figuresOf, share } from '../report/index.js'
import { addresses, type FindingQuery } from './addresses.js'
import { addDays, weekdayOf } from './days.js'
import { type Asked, type Ground, groundOf, ruleCounts } from './findings-view.js'
import { keptClasses } from './narrow.js'
import type { Part, SliceShown } from './pages/slice.js'

/** What the pages of a class, a teacher, a subject or a clause show. */

const mostShown = 20

export async function sliceOf(
  asked: Asked,
  kind: 'class' | 'teacher' | 'subject' | 'clause',
): Promise<SliceShown> {
  const { deps, query } = asked
  const ground = await groundOf(asked)
  const { filter, names } = ground
  const hasFigures = kind !== 'clause' && filter.severity === undefined && filter.rules === undefined
  const { found } = deps
  const keptOf = keptClasses(filter)
  const { school: of, from, to, rules: ofRules } = filter
  const [rules, byWeek, kept, sum, sums, finals, mendingDays, broken, parts] = await Promise.all([
    ruleCounts(deps, filter),
    found.counts({ ...filter, kinds: ['broken', 'mended'] }, ['week']),
    keptOf && found.keptByWeek({ school: of, from, to, rules: ofRules, ...keptOf }),
    hasFigures ? found.figures(filter) : null,
    hasFigures ? found.figuresByWeek(filter) : [],
    hasFigures ? found.finals(filter) : [],
    hasFigures ? found.mendingDays(filter) : null,
    found.list({ ...filter, kinds: ['broken'] }, { limit: mostShown, order: 'worst' }),
    partsOf(asked, ground, kind),
  ])
  const weeks = weeksOf(query)
  const counts = new Map(byWeek.map(({ week, count }) => [week, count]))
  const figures = new Map(sums.map(week => [week.week, week.counts]))
  // What a teacher kept, or what was kept in a subject, nobody knows; but whether lessons there were read.
  const isDecided = (week: string) => (kept === null ? (figures.get(week)?.lessons ?? 0) > 0 : kept.has(week))
  const trend = (title: string, part: Share) => ({
    title,
    unit: 'percent' as const,
    values: weeks.map(week => ({ week, value: part(figures.get(week) ?? noFigures()) })),
  })
  return {
    ground,
    rules,
    figures: sum && figuresOf({ ...sum, mendingDays }),
    finals,
    periodName: date => periodNameOn(ground, query, date),
    charts: [
      {
        title: 'Нарушено, и поздно исправленное тоже',
        unit: 'count',
        // Of a week of which nothing was decided a nought would be praise.
        values: weeks.map(week => ({ week, value: counts.get(week) ?? (isDecided(week) ? 0 : null) })),
      },
      ...(hasFigures
        ? [
            trend('Своевременность тем, %', c => share(c.topicsInTime, c.topicsInTime + c.topicsLate)),
            trend('Своевременность ДЗ, %', c => share(c.homeworkInTime, c.homeworkInTime + c.homeworkLate)),
            trend('Своевременность отметок, %', c => share(c.marksInTime, c.marksInTime + c.marksLate)),
          ]
        : []),
    ],
    parts,
    broken,
  }

  /** Names of things stay in one place. */
  async function partsOf({ school }: Asked, { filter: of }: Ground, whose: typeof kind): Promise<Part[]> {
    const shown = { ...of, kinds: ['broken', 'mended', 'unproven'] as const }
    const { from, to } = query
    const bySubject = async (): Promise<Part> => ({
      title: 'По предметам',
      rows: rowsOf(await found.counts(shown, ['subject', 'kind']), ({ subject }) => subject)
        .filter(({ id }) => id !== '')
        .map(({ id, ...row }) => ({
          ...row,
          name: names.subjectName(id),
          address: addresses.subject(school.id, id, { from, to }),
          query: { ...query, subject: id },
        }))
        .sort((a, b) => a.name.localeCompare(b.name, 'ru')),
    })
    const byClass = async (): Promise<Part> => {
      const rows = rowsOf(await found.counts(shown, ['classId', 'kind']), ({ classId }) => classId)
      const order = new Map(names.classes.map(({ id }, index) => [id, index]))
      return {
        title: 'По классам',
        rows: rows
          .filter(({ id }) => id !== '')
          .sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0))
          .map(({ id, ...row }) => ({
            ...row,
            name: names.className(id),
            address: addresses.class(school.id, id, { from, to }),
            query: { ...query, classId: id },
          })),
      }
    }
    if (whose === 'class') return [await bySubject()]
    if (whose === 'teacher') return [await byClass(), await bySubject()]
    return [await byClass()]
  }
}

type Share = (counts: FigureSum['counts']) => number | null

interface Row {
  readonly id: string
  broken: number
  mended: number
  unproven: number
}

function rowsOf<T extends { readonly kind: string; readonly count: number }>(
  counted: readonly T[],
  idOf: (item: T) => string,
): Row[] {
  const rows = new Map<string, Row>()
  for (const item of counted) {
    const id = idOf(item)
    const row = rows.get(id) ?? { id, broken: 0, mended: 0, unproven: 0 }
    rows.set(id, row)
    if (item.kind === 'broken' || item.kind === 'mended' || item.kind === 'unproven')
      row[item.kind] += item.count
  }
  return [...rows.values()]
}

function weeksOf({ from, to }: FindingQuery): string[] {
  const weeks: string[] = []
  for (let monday = addDays(from, 1 - weekdayOf(from)); monday <= to; monday = addDays(monday, 7))
    weeks.push(monday)
  return weeks
}

/** Final marks belong to the last study day of their period, which lies in it. */
function periodNameOn({ names }: Ground, { classId }: FindingQuery, date: string): string | null {
  const holding = names.periods.filter(
    ({ start, finish, type, classId: of }) =>
      start <= date && date <= finish && type !== 'year' && (classId === undefined || of === classId),
  )
  const found = [...new Set(holding.map(({ name }) => name))]
  return found.length === 0 ? null : found.join(', ')
}
