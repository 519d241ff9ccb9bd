import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Schema } from '../database/index.js'
import type { Id, Period, Resource } from '../journal/index.js'
import type { Vocabulary } from '../vocabulary/index.js'
import { withForerunners, withoutForerunners } from './forerunners.js'
import { goneHistories, goneMarkHistories, type History, historiesOf } from './histories.js'
import type { SliceRequest, WindowState } from './mirror.js'
import { standingHistories } from './standing-histories.js'
import { weeksBetween } from './weeks.js'

type Db = Kysely<Schema>

interface Asked {
  readonly request: SliceRequest
  readonly vocabulary: Pick<Vocabulary, 'attendance'>
  /** Of the weeks, and of the final marks and those of exams. */
  readonly windows: readonly WindowState[]
  /** Windows of which only works are wanted. */
  readonly worksOf: readonly WindowState[]
  readonly periods: readonly Period[]
  readonly signal?: AbortSignal | undefined
}

export interface JournalHistories {
  readonly histories: readonly History[]
  readonly goneMarks: readonly History[]
  /** Whether final marks were read. */
  readonly withFinals: boolean
}

/** Of windows without a week those whose records are part of the journal, not of the lists. */
export function isOfFinals(resource: Resource): boolean {
  return resource === 'final-marks' || resource === 'exam-marks'
}

/** What stands in the windows of a slice, or as much of it as verdicts about its days rest on, and which marks are gone. */
export async function readJournal(db: Db, asked: Asked): Promise<JournalHistories> {
  const { request, windows, worksOf, periods } = asked
  const { judged } = request
  const isWhole = judged === undefined || periods.some(judged.mayEnd)
  const withFinals = isWhole || judged.sheets
  const wanted = withFinals ? windows : windows.filter(({ resource }) => !isOfFinals(resource))
  const { standing, gone } = isWhole ? await readAll(db, asked, wanted) : await readNear(db, asked, wanted)
  const works = await worksIn(db, asked)
  const vanished = await goneHistories(db, request.school, keysOf([...wanted, ...worksOf]))
  const histories = withForerunners([...standing, ...works], vanished)
  return { histories, goneMarks: withoutForerunners(gone, histories), withFinals }
}

async function worksIn(db: Db, { request, worksOf, signal }: Asked): Promise<readonly History[]> {
  if (worksOf.length === 0) return []
  return standingHistories(db, request.school, keysOf(worksOf), {
    wanted: sql<boolean>`kind = 'work'`,
    signal,
  })
}

interface Read {
  readonly standing: readonly History[]
  /** Of marks that stand nowhere any more. */
  readonly gone: readonly History[]
}

async function readAll(
  db: Db,
  { request: { school }, signal }: Asked,
  windows: readonly WindowState[],
): Promise<Read> {
  const standing = await standingHistories(db, school, keysOf(windows), { signal })
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
 * - what hangs on lessons of the days all the same: these came from another week, or went there and weren't read since;
 * - marks of pupils who lost one in these days: perhaps it was taken elsewhere;
 * - attendance where somebody writes down who is present: whether the school does is told by all of it.
 */
async function readNear(db: Db, asked: Asked, windows: readonly WindowState[]): Promise<Read> {
  const { signal, request } = asked
  const { school, from, to } = request
  const near = new Set(weeksBetween(from, to))
  const isFar = ({ resource, week }: WindowState) =>
    (resource === 'marks' || resource === 'attendance') && week !== null && !near.has(week)
  const around = await standingHistories(db, school, keysOf(windows.filter(window => !isFar(window))), {
    signal,
  })
  const hanging = hangingOn(around, asked.request)
  const gone = (await goneMarksOf(db, school, windows)).filter(hanging.includes)
  const all = (await saysPresence(db, asked.windows, asked.vocabulary))
    ? sql`kind = 'attendance'`
    : sql`false`
  const far = await standingHistories(
    db,
    school,
    keysOf(windows.filter(isFar)),
    // Works that no list of lessons has stand among the marks.
    {
      wanted: sql<boolean>`(kind = 'work' or ${all} or ${hanging.inRow} or ${perhapsTaken(gone)})`,
      signal,
    },
  )
  return { standing: [...around, ...far], gone }
}

interface Hanging {
  includes(history: History): boolean
  /** Of a version. */
  readonly inRow: RawBuilder<boolean>
}

/** What hangs on lessons of the days, or on a work of theirs that hung on another lesson before. */
function hangingOn(histories: readonly History[], { from, to }: SliceRequest): Hanging {
  const lessons = new Set(
    historiesOf(histories, 'lesson')
      .map(({ newest: { content } }) => content)
      .filter(({ date }) => from <= date && date <= to)
      .map(({ id }) => id),
  )
  const isThere = (lessonId: Id | null) => lessonId !== null && lessons.has(lessonId)
  const works = new Set(
    historiesOf(histories, 'work')
      .filter(
        ({ newest: { content }, versions }) =>
          isThere(content.lessonId) &&
          versions.some(version => version.content.lessonId !== content.lessonId),
      )
      .map(({ newest }) => newest.content.id),
  )
  const ofWorks =
    works.size === 0 ? sql`false` : sql`(kind = 'mark' and content->>'workId' = any(${[...works]}::text[]))`
  return {
    includes({ newest: { content } }) {
      if (content.kind !== 'mark') return false
      return isThere(content.lessonId) || (content.workId !== null && works.has(content.workId))
    },
    inRow: sql<boolean>`(content->>'lessonId' = any(${[...lessons]}::text[]) or ${ofWorks})`,
  }
}

/** Of a version: whether it may be one of these marks, entered elsewhere. It came when that one went, or later. */
function perhapsTaken(gone: readonly History[]): RawBuilder<boolean> {
  const marks = historiesOf(gone, 'mark').map(({ newest }) => newest)
  if (marks.length === 0) return sql<boolean>`false`
  const pupils = [...new Set(marks.map(({ content }) => content.personId))]
  const since = Math.min(...marks.map(({ ended }) => ended?.absentAt ?? 0))
  return sql<boolean>`(kind = 'mark' and present_at > ${since} and content->>'personId' = any(${pupils}::text[]))`
}

/** Whether any word of these windows says that somebody was there. */
export async function saysPresence(
  db: Db,
  windows: readonly WindowState[],
  vocabulary: Pick<Vocabulary, 'attendance'>,
): Promise<boolean> {
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
