import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Schema } from '../database/index.js'
import type { Id, Period, Resource, WorkRecord } from '../journal/index.js'
import type { Vocabulary } from '../vocabulary/index.js'
import { createHeirs, withoutForerunners } from './forerunners.js'
import { goneHistories, goneMarkHistories, type History, historiesOf, isOf } from './histories.js'
import type { SliceRequest, WindowState } from './mirror.js'
import { eachStanding } from './standing-histories.js'
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
  /** Gives what stands in windows of lessons, by their keys. */
  readonly eachLesson: (keys: readonly string[], use: (history: History) => void) => Promise<void>
  readonly signal?: AbortSignal | undefined
}

export interface JournalRead {
  readonly goneMarks: readonly History[]
  /** Whether final marks were read. */
  readonly withFinals: boolean
}

/** Of windows without a week those whose records are part of the journal, not of the lists. */
export function isOfFinals(resource: Resource): boolean {
  return resource === 'final-marks' || resource === 'exam-marks'
}

/**
 * What stands in the windows of a slice, or as much of it as verdicts about its days rest on, and which marks are gone.
 * @param use each that stands; none is kept here but those that may go on with one of the gone, which come last
 */
export async function readJournal(
  db: Db,
  asked: Asked,
  use: (history: History) => void,
): Promise<JournalRead> {
  const { request, windows, worksOf, periods, signal } = asked
  const { school, judged } = request
  const isWhole = judged === undefined || periods.some(judged.mayEnd)
  const withFinals = isWhole || judged.sheets
  const wanted = withFinals ? windows : windows.filter(({ resource }) => !isOfFinals(resource))
  const heirs = createHeirs(await goneHistories(db, school, keysOf([...wanted, ...worksOf])))
  const goneMarks = await goneMarksOf(db, school, wanted)
  const works = new Set<Id>()
  const take = (history: History) => {
    if (goneMarks.length > 0 && isOf(history, 'work')) works.add(history.newest.content.id)
    if (!heirs.keeps(history)) use(history)
  }
  const part: Part = { asked, windows: wanted, goneMarks, use: take }
  const gone = isWhole ? await readAll(db, part) : await readNear(db, part)
  if (worksOf.length > 0)
    await eachStanding(db, school, keysOf(worksOf), {
      wanted: sql<boolean>`kind = 'work'`,
      ...{ use: take, signal },
    })
  const kept = heirs.all()
  kept.forEach(use)
  return { goneMarks: withoutForerunners(gone, kept, works), withFinals }
}

interface Part {
  readonly asked: Asked
  readonly windows: readonly WindowState[]
  /** Marks that stand nowhere any more, of all these windows. */
  readonly goneMarks: readonly History[]
  readonly use: (history: History) => void
}

/** @returns those of the gone marks that belong to it */
async function readAll(db: Db, { asked, windows, goneMarks, use }: Part): Promise<readonly History[]> {
  await eachOf(db, asked, windows, use)
  return goneMarks
}

async function eachOf(
  db: Db,
  { request: { school }, eachLesson, signal }: Asked,
  windows: readonly WindowState[],
  use: (history: History) => void,
): Promise<void> {
  const isOfLessons = ({ resource }: WindowState) => resource === 'lessons'
  await eachLesson(keysOf(windows.filter(isOfLessons)), use)
  const others = windows.filter(window => !isOfLessons(window))
  await eachStanding(db, school, keysOf(others), { use, signal })
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
async function readNear(db: Db, { asked, windows, goneMarks, use }: Part): Promise<readonly History[]> {
  const { signal, request } = asked
  const { school, from, to } = request
  const near = new Set(weeksBetween(from, to))
  const isFar = ({ resource, week }: WindowState) =>
    (resource === 'marks' || resource === 'attendance') && week !== null && !near.has(week)
  const ofDays = createOfDays(request)
  const isAround = (window: WindowState) => !isFar(window)
  await eachOf(db, asked, windows.filter(isAround), history => {
    ofDays.add(history)
    use(history)
  })
  const hanging = ofDays.hanging()
  const gone = goneMarks.filter(hanging.includes)
  const all = (await saysPresence(db, asked.windows, asked.vocabulary))
    ? sql`kind = 'attendance'`
    : sql`false`
  await eachStanding(db, school, keysOf(windows.filter(isFar)), {
    // Works that no list of lessons has stand among the marks.
    wanted: sql<boolean>`(kind = 'work' or ${all} or ${hanging.inRow} or ${perhapsTaken(gone)})`,
    ...{ use, signal },
  })
  return gone
}

interface Hanging {
  includes(history: History): boolean
  /** Of a version. */
  readonly inRow: RawBuilder<boolean>
}

/** Finds what hangs on lessons of the days, or on a work of theirs that hung on another lesson before. */
function createOfDays({ from, to }: SliceRequest) {
  const lessons = new Set<Id>()
  const moved: WorkRecord[] = []
  return {
    add(history: History): void {
      if (isOf(history, 'lesson')) {
        const { id, date } = history.newest.content
        if (from <= date && date <= to) lessons.add(id)
      } else if (isOf(history, 'work')) {
        const { content } = history.newest
        if (history.versions.some(version => version.content.lessonId !== content.lessonId))
          moved.push(content)
      }
    },
    /** As soon as all are added. */
    hanging(): Hanging {
      const isThere = (lessonId: Id | null) => lessonId !== null && lessons.has(lessonId)
      const works = new Set(moved.filter(({ lessonId }) => isThere(lessonId)).map(({ id }) => id))
      const ofWorks =
        works.size === 0
          ? sql`false`
          : sql`(kind = 'mark' and content->>'workId' = any(${[...works]}::text[]))`
      return {
        includes({ newest: { content } }) {
          if (content.kind !== 'mark') return false
          return isThere(content.lessonId) || (content.workId !== null && works.has(content.workId))
        },
        inRow: sql<boolean>`(content->>'lessonId' = any(${[...lessons]}::text[]) or ${ofWorks})`,
      }
    },
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
