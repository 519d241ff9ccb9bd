import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Schema } from '../database/index.js'
import type { Id, IsoDate, Subgroup } from '../journal/index.js'
import type { Vocabulary } from '../vocabulary/index.js'
import { withForerunners, withoutForerunners } from './forerunners.js'
import { goneHistories, goneMarkHistories, type History, historiesOf } from './histories.js'
import type { SliceRequest, WindowState } from './mirror.js'
import { standingHistories } from './standing-histories.js'
import { weekStart, weeksBetween } from './weeks.js'

type Db = Kysely<Schema>

interface Asked {
  readonly request: SliceRequest
  readonly vocabulary: Pick<Vocabulary, 'attendance'>
  /** Of the weeks, and of the final marks. */
  readonly windows: readonly WindowState[]
  readonly subgroups: readonly Subgroup[]
  /** Whether a period may end in the days asked for: what is told of its final marks rests on all of it. */
  readonly periodsEnd: boolean
}

export interface JournalHistories {
  readonly histories: readonly History[]
  readonly goneMarks: readonly History[]
  /** Whether final marks were read. */
  readonly withFinals: boolean
}

/** What stands in the windows of a slice, or as much of it as verdicts about its days rest on, and which marks are gone. */
export async function readJournal(db: Db, asked: Asked): Promise<JournalHistories> {
  const { request, windows, periodsEnd } = asked
  const withFinals = periodsEnd || request.judged?.sheets !== false
  const isWhole = periodsEnd || request.judged === undefined
  const wanted = withFinals ? windows : windows.filter(({ resource }) => resource !== 'final-marks')
  const { standing, gone } = isWhole
    ? await readAll(db, request.school, wanted)
    : await readNear(db, asked, wanted)
  const vanished = await goneHistories(db, request.school, keysOf(wanted))
  const histories = withForerunners(standing, vanished)
  return { histories, goneMarks: withoutForerunners(gone, histories), withFinals }
}

interface Read {
  readonly standing: readonly History[]
  /** Of marks that stand nowhere any more. */
  readonly gone: readonly History[]
}

async function readAll(db: Db, school: Id, windows: readonly WindowState[]): Promise<Read> {
  const standing = await standingHistories(db, school, keysOf(windows))
  return { standing, gone: await goneMarksOf(db, school, windows) }
}

function goneMarksOf(db: Db, school: Id, windows: readonly WindowState[]): Promise<History[]> {
  const ofMarks = windows.filter(({ resource }) => resource === 'marks')
  const groupIds = [...new Set(ofMarks.flatMap(({ groupId }) => groupId ?? []))]
  return goneMarkHistories(db, school, { keys: keysOf(ofMarks), groupIds })
}

/**
 * Marks and attendance stand in the week of their lesson, and what is told of a lesson rests on its own: of the weeks around
 * the days they are left out, four in five of a night's records. But for
 * - lessons that came into the days from another week: what hangs on them may still stand there;
 * - marks of pupils who lost one in these days: perhaps it was taken elsewhere;
 * - attendance where somebody writes down who is present: whether the school does is told by all of it.
 */
async function readNear(db: Db, asked: Asked, windows: readonly WindowState[]): Promise<Read> {
  const { school, from, to } = asked.request
  const near = new Set(weeksBetween(from, to))
  const isFar = ({ resource, week }: WindowState) =>
    (resource === 'marks' || resource === 'attendance') && week !== null && !near.has(week)
  const around = await standingHistories(db, school, keysOf(windows.filter(window => !isFar(window))))
  const left = leftPlaces(around, asked)
  const isPresenceSaid = await saysPresence(db, asked)
  const isWanted = (window: WindowState) =>
    (window.resource === 'attendance' && isPresenceSaid) || left.has(placeOf(window.groupId, window.week))
  const far = windows.filter(isFar)
  const wanted = await standingHistories(db, school, keysOf(far.filter(isWanted)))
  const gone = await goneMarksOf(
    db,
    school,
    windows.filter(window => !isFar(window) || isWanted(window)),
  )
  const others = far.filter(window => window.resource === 'marks' && !isWanted(window))
  // Works that no list of lessons has stand among the marks.
  const wantedOfOthers = sql<boolean>`(kind <> 'mark' or ${perhapsTaken(gone)})`
  const rest = await standingHistories(db, school, keysOf(others), wantedOfOthers)
  return { standing: [...around, ...wanted, ...rest], gone }
}

/** Of a version that stands: whether it may be one of these marks, entered elsewhere. It came when that one went, or later. */
function perhapsTaken(gone: readonly History[]): RawBuilder<boolean> {
  const marks = historiesOf(gone, 'mark').map(({ newest }) => newest)
  if (marks.length === 0) return sql<boolean>`false`
  const pupils = [...new Set(marks.map(({ content }) => content.personId))]
  const since = Math.min(...marks.map(({ ended }) => ended?.absentAt ?? 0))
  return sql<boolean>`(present_at > ${since} and content->>'personId' = any(${pupils}::text[]))`
}

/** Classes and weeks in which lessons of the days, or what hangs on them, stood before. */
function leftPlaces(histories: readonly History[], { request, subgroups }: Asked): ReadonlySet<string> {
  const { from, to } = request
  const lessons = historiesOf(histories, 'lesson')
  const dates = new Map(lessons.map(({ newest }) => [newest.content.id, newest.content.date]))
  const isJudged = (date: IsoDate | undefined) => date !== undefined && from <= date && date <= to
  const classesOf = (groupId: Id | null) => subgroups.find(({ id }) => id === groupId)?.classIds ?? []
  const places = new Set<string>()
  const note = (groupId: Id, date: IsoDate) => places.add(placeOf(groupId, weekStart(date)))
  for (const { groupId, newest, versions } of lessons) {
    if (versions.length === 1 || !isJudged(newest.content.date)) continue
    const groups = versions.flatMap(({ content }) => [groupId, ...classesOf(content.groupId)])
    for (const group of groups) for (const { content } of versions) note(group, content.date)
  }
  for (const { groupId, newest, versions } of historiesOf(histories, 'work')) {
    if (versions.length === 1 || !isJudged(dates.get(newest.content.lessonId ?? ''))) continue
    for (const { content } of versions) {
      const date = dates.get(content.lessonId ?? '')
      if (date !== undefined) note(groupId, date)
    }
  }
  return places
}

function placeOf(groupId: Id | null, week: IsoDate | null): string {
  return `${groupId}/${week}`
}

async function saysPresence(db: Db, { windows, vocabulary }: Asked): Promise<boolean> {
  const keys = keysOf(windows.filter(({ resource }) => resource === 'attendance'))
  const { rows } = await sql<{ word: string | null }>`
    select distinct v.word from unnest(${keys}::text[]) w (key)
    cross join lateral (
      select distinct content->>'statusWord' as word from mirror.version
      where window_key = w.key and ended_at is null and kind = 'attendance'
    ) v`.execute(db)
  return rows.some(({ word }) => vocabulary.attendance(word) === 'present')
}

function keysOf(windows: readonly WindowState[]): string[] {
  return windows.map(({ key }) => key)
}
