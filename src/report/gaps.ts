import type { CalendarFacts } from '../calendar/index.js'
import { errorKinds } from '../errors.js'
import type { Coverage, CoverageGap, Directory, IsoDate, Resource } from '../journal/index.js'
import { groupBy } from './grouping.js'
import type { ReportCoverage } from './model.js'
import { compareRussian, dayRange, listed } from './russian.js'
import { resourceWords } from './wording.js'

/** Longer lists aren't read; the rest is counted. */
const mostLines = 20
const mostNames = 8
const dayMs = 86_400_000

const stateWords: Readonly<Record<CoverageGap['state'], string>> = {
  never: 'не прочитано ни разу',
  failed: 'последнее чтение не удалось',
  stale: 'прочитано раньше, чем истёк срок',
}

/** The answer came, but not all of it could be believed. */
const unclear =
  ': часть записей платформа не отдала, они не разобраны или внезапно пропали, и это ещё не подтвердилось'

/** What the days were judged with. */
interface ReadAgainst {
  readonly missedLooks?: number
  readonly calendar?: CalendarFacts
}

/** What of a class (or of the school) has the same gap in the same weeks. */
interface GapLine {
  readonly owner: string
  readonly what: string
}

function nextWeek(monday: IsoDate): IsoDate {
  return new Date(Date.parse(`${monday}T00:00:00Z`) + 7 * dayMs).toISOString().slice(0, 10)
}

function sundayOf(monday: IsoDate): IsoDate {
  return new Date(Date.parse(`${monday}T00:00:00Z`) + 6 * dayMs).toISOString().slice(0, 10)
}

/** «за неделю 16.11–22.11.2026», «за недели 02.11–15.11.2026 и 30.11–06.12.2026»; neighbours are one range. */
function weeksText(weeks: readonly IsoDate[]): string {
  if (weeks.length === 0) return ''
  const ranges: { from: IsoDate; last: IsoDate }[] = []
  for (const week of weeks) {
    const open = ranges.at(-1)
    if (open && nextWeek(open.last) === week) open.last = week
    else ranges.push({ from: week, last: week })
  }
  const texts = ranges.map(range => dayRange(range.from, sundayOf(range.last)))
  return ` за ${weeks.length === 1 ? 'неделю' : 'недели'} ${listed(texts)}`
}

/** Gaps of one owner with one cause: resources that miss the same weeks share a line. */
function causeLines(owner: string, gaps: readonly CoverageGap[]): GapLine[] {
  const [first] = gaps
  if (!first) return []
  const known = first.errorCode ? `: ${errorKinds[first.errorCode].title} (${first.errorCode})` : ''
  const cause = first.state === 'failed' && known === '' ? unclear : known
  const weeksOf = (resource: Resource) =>
    [...new Set(gaps.filter(gap => gap.resource === resource).flatMap(gap => gap.week ?? []))].sort()
  const resources = [...new Set(gaps.map(gap => gap.resource))].sort((a, b) =>
    compareRussian(resourceWords[a], resourceWords[b]),
  )
  return [...groupBy(resources, resource => weeksText(weeksOf(resource)))].map(([weeks, same]) => ({
    owner,
    what: `${listed(same.map(resource => resourceWords[resource]))}${weeks} — ${stateWords[first.state]}${cause}`,
  }))
}

function ownersText(owners: readonly string[]): string {
  const rest = owners.length - mostNames
  return rest > 1 ? `${owners.slice(0, mostNames).join(', ')} и ещё ${rest}` : listed(owners)
}

/**
 * What wasn't seen, for people: neighbouring weeks, resources and classes with the same trouble share a line,
 * in the order of the classes; at most 20 lines, then «и ещё N».
 */
export function describeGaps(
  coverage: Coverage,
  directory: Directory,
  { missedLooks = 0, calendar }: ReadAgainst = {},
): ReportCoverage {
  const provisionalYears = (calendar?.provisionalYears ?? []).filter(
    year => Number(coverage.from.slice(0, 4)) <= year && year <= Number(coverage.to.slice(0, 4)),
  )
  const names = new Map(
    [...directory.archivedClasses, ...directory.classes, ...directory.subgroups].map(group => [
      group.id,
      group.name,
    ]),
  )
  const ownerOf = (gap: CoverageGap) =>
    gap.groupId === null ? 'Вся школа' : (names.get(gap.groupId) ?? `Группа № ${gap.groupId}`)
  const lines = [
    ...groupBy(coverage.gaps, gap => `${ownerOf(gap)}/${gap.state}/${gap.errorCode ?? ''}`).values(),
  ]
    .flatMap(gaps => (gaps[0] ? causeLines(ownerOf(gaps[0]), gaps) : []))
    .sort((a, b) => compareRussian(a.owner, b.owner) || compareRussian(a.what, b.what))
  const texts = [...groupBy(lines, line => line.what).values()].map(
    same => `${ownersText(same.map(line => line.owner))}: ${same[0]?.what ?? ''}`,
  )
  const rest = texts.length - mostLines
  return {
    windows: coverage.windows,
    complete: coverage.complete,
    quarantined: coverage.quarantined,
    unknownWords: coverage.unknownWords,
    oldestLook: coverage.oldestLook,
    newestLook: coverage.newestLook,
    missedLooks,
    ...(provisionalYears.length > 0 ? { provisionalYears } : {}),
    gaps: rest > 0 ? [...texts.slice(0, mostLines), `и ещё ${rest}`] : texts,
  }
}
