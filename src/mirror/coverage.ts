import { type Kysely, sql } from 'kysely'
import type { Instant } from '../clock.js'
import type { Schema } from '../database/index.js'
import {
  type ClassGroup,
  type Coverage,
  type CoverageGap,
  type Directory,
  type Id,
  type IsoDate,
  isNotOffered,
  type RecordKind,
  type Window,
  windowKey,
} from '../journal/index.js'
import type { Vocabulary } from '../vocabulary/index.js'
import { directoryNow, standing } from './directory.js'
import { expectedWindows } from './expected-windows.js'
import type { SchoolLists, Snapshot } from './kept-lists.js'
import type { SliceRequest, WindowState } from './mirror.js'
import { kindOfWords } from './to-journal.js'
import { createTranslator, type Translator } from './translator.js'
import { addDays, utcDateOf, utcDayStart, weeksBetween } from './weeks.js'
import { listStates, newestLook, weekStates } from './window-states.js'

const hourMs = 3_600_000

/** `Mirror.coverage` */
export async function readCoverage(
  { db, lists }: Snapshot,
  { vocabulary, hasExams }: { vocabulary: Vocabulary; hasExams: (group: ClassGroup) => boolean },
  request: SliceRequest,
): Promise<Coverage> {
  const { school, from, to } = request
  const translator = createTranslator(vocabulary)
  const newest = await newestLook(db, school)
  const directory = directoryNow(lists, { school, vocabulary, at: newest })
  // The lists' own words are asked for too, so that the translator notes those that it doesn't know.
  const classIds = new Set(directory.classes.map(({ id }) => id))
  for (const { classId, typeWord } of standing(lists.of(['period']), 'period'))
    if (classIds.has(classId)) translator.periodType(typeWord)
  const states = await statesOfDays(db, directory, request)
  const byKey = new Map(states.map(state => [state.key, state]))
  const expected = [
    ...expectedWindows(request, directory, hasExams),
    ...subgroupWindows(request, directory, byKey),
    ...formerWindows(request, directory, states),
  ]
  const offered = expected.filter(
    window => !isNotOffered(window.resource, byKey.get(windowKey(window))?.errorCode ?? null),
  )
  const windows = await withoutNeedless(db, offered, byKey)
  const keys = windows.map(windowKey)
  const isStale = await staleness(db, request, { keys, newest })
  const gaps = windows.flatMap(window => gapOf(window, byKey.get(windowKey(window)), isStale))
  const proofs = keys.flatMap(key => byKey.get(key)?.proofAt ?? [])
  await translateWords(db, lists, keys, translator)
  return {
    from,
    to,
    windows: windows.length,
    complete: windows.length - gaps.length,
    gaps,
    quarantined: keys.reduce((sum, key) => sum + (byKey.get(key)?.quarantined ?? 0), 0),
    unknownWords: translator.unknownWords(),
    oldestLook: proofs.length > 0 ? proofs.reduce((a, b) => Math.min(a, b)) : null,
    newestLook: proofs.length > 0 ? proofs.reduce((a, b) => Math.max(a, b)) : null,
  }
}

/** `Mirror.windows` */
export async function readWindows(
  { db, lists }: Snapshot,
  vocabulary: Vocabulary,
  request: SliceRequest,
): Promise<WindowState[]> {
  const { school } = request
  const directory = directoryNow(lists, { school, vocabulary, at: await newestLook(db, school) })
  return statesOfDays(db, directory, request)
}

/** Windows of the weeks, and the lists of whoever of them is listed now or was read in these weeks. */
async function statesOfDays(
  db: Kysely<Schema>,
  { classes, archivedClasses, subgroups }: Directory,
  { school, from, to, classIds }: SliceRequest,
): Promise<WindowState[]> {
  const isAsked = (id: Id) => classIds?.includes(id) ?? true
  const inner = subgroups.filter(subgroup => subgroup.classIds.some(isAsked))
  const listed = [...classes, ...archivedClasses].filter(({ id }) => isAsked(id))
  const ofWeeks = await weekStates(db, school, {
    weeks: weeksBetween(from, to),
    groupIds: classIds ?? null,
  })
  const groups = [...listed, ...inner].map(({ id }) => id)
  const read = ofWeeks.flatMap(({ groupId }) => groupId ?? [])
  const ofLists = [...new Set([...groups, ...(classIds ?? []), ...read])]
  return [...ofWeeks, ...(await listStates(db, school, ofLists))]
}

/** Who is in a subgroup is asked only where it matters; where it was asked, its failure is a gap like any other. */
function subgroupWindows(
  { school, classIds }: SliceRequest,
  { subgroups }: Directory,
  states: ReadonlyMap<string, WindowState>,
): Window[] {
  const asked = classIds ? new Set(classIds) : null
  return subgroups
    .filter(subgroup => asked === null || subgroup.classIds.some(id => asked.has(id)))
    .map((subgroup): Window => ({ school, resource: 'members', group: subgroup.id, week: null }))
    .filter(window => states.has(windowKey(window)))
}

/** Weeks of classes that aren't listed any more were read while they were; whether to their end has to be told. */
function formerWindows(
  { school, classIds }: SliceRequest,
  { archivedClasses }: Directory,
  states: readonly WindowState[],
): Window[] {
  const former = new Set(archivedClasses.map(({ id }) => id))
  return states.flatMap(({ resource, groupId, week }) => {
    if (week === null || groupId === null || !former.has(groupId)) return []
    // Named by the request, it is expected anyway.
    return classIds ? [] : [{ school, resource, group: groupId, week }]
  })
}

/**
 * Marks and attendance hang on lessons: of a week whose lessons were read whole, and are none, they aren't asked for
 * (`jobs/steps/known.ts`).
 */
async function withoutNeedless(
  db: Kysely<Schema>,
  windows: readonly Window[],
  states: ReadonlyMap<string, WindowState>,
): Promise<readonly Window[]> {
  const lessonsOf = (window: Window) => windowKey({ ...window, resource: 'lessons' })
  const isCandidate = (window: Window) =>
    (window.resource === 'marks' || window.resource === 'attendance') &&
    !states.has(windowKey(window)) &&
    states.get(lessonsOf(window))?.whole === true
  const candidates = windows.filter(isCandidate)
  if (candidates.length === 0) return windows
  const { rows } = await sql<{ key: string }>`
    select distinct window_key as key from mirror.version
    where window_key = any(${candidates.map(lessonsOf)}::text[]) and kind = 'lesson' and ended_at is null`.execute(
    db,
  )
  const taught = new Set(rows.map(({ key }) => key))
  return windows.filter(window => !isCandidate(window) || taught.has(lessonsOf(window)))
}

function gapOf(
  { resource, group, week }: Window,
  state: WindowState | undefined,
  isStale: (state: WindowState) => boolean,
): CoverageGap[] {
  const gap = {
    resource,
    groupId: group,
    week,
    errorCode: state?.errorCode ?? null,
    lastComplete: state?.proofAt ?? null,
  }
  if (!state) return [{ ...gap, state: 'never' }]
  if (!state.whole) return [{ ...gap, state: 'failed' }]
  return isStale(state) ? [{ ...gap, state: 'stale' }] : []
}

/**
 * A class-week is stale when its last lesson day of the days asked for is over and was never looked at to its end.
 * Neither the clock nor the zone is known here, so both are judged on the safe side: a day is over when the school
 * was looked at on a later UTC day, and it can't have ended before noon UTC anywhere between UTC and UTC+12.
 */
async function staleness(
  db: Kysely<Schema>,
  { school, to }: SliceRequest,
  { keys, newest }: { readonly keys: readonly string[]; readonly newest: Instant | null },
): Promise<(state: WindowState) => boolean> {
  if (newest === null) return () => false
  const yesterday = addDays(utcDateOf(newest), -1)
  const lastDay = to < yesterday ? to : yesterday
  const lessonDays = await lastLessonDays(db, school, keys, lastDay)
  return ({ groupId, week, proofAt }) => {
    const day = lessonDays.get(`${groupId}/${week}`)
    return day !== undefined && proofAt !== null && proofAt < utcDayStart(day) + 12 * hourMs
  }
}

async function lastLessonDays(
  db: Kysely<Schema>,
  school: Id,
  keys: readonly string[],
  until: IsoDate,
): Promise<Map<string, IsoDate>> {
  const { rows } = await sql<{ groupId: Id; week: IsoDate; day: IsoDate | null }>`
    select c.group_id as "groupId", c.week, (
        select max(content->>'date') from mirror.version
        where window_key = c.window_key and ended_at is null and kind = 'lesson' and content->>'date' <= ${until}
      ) as day
    from mirror.chain c
    where c.school = ${school} and c.window_key = any(${keys}::text[]) and c.resource = 'lessons'`.execute(db)
  return new Map(
    rows.flatMap(({ groupId, week, day }) => (day === null ? [] : [[`${groupId}/${week}`, day]])),
  )
}

/** Shows the translator every word that stands in the windows; it remembers those it doesn't know. */
async function translateWords(
  db: Kysely<Schema>,
  lists: SchoolLists,
  keys: readonly string[],
  translator: Translator,
): Promise<void> {
  const workTypes = new Map(standing(lists.of(['work-type']), 'work-type').map(type => [type.id, type]))
  const values = standing(lists.of(['mark-value']), 'mark-value')
  const offered = new Set(values.map(({ value }) => value.trim().toLowerCase()))
  for (const { kind, word, type } of await wordsIn(db, keys)) {
    if (kind === 'lesson') translator.lessonStatus(word)
    if (kind === 'attendance') translator.attendance(word)
    if (markKinds.has(kind)) translator.mark(word ?? '', offered)
    if (kind !== 'work') continue
    const { kindWord = null, title = null } = (type === null ? undefined : workTypes.get(type)) ?? {}
    kindOfWords({ kindWord: word ?? kindWord, title, periodTypeWord: null }, translator)
  }
}

const markKinds: ReadonlySet<RecordKind> = new Set(['mark', 'final-mark', 'exam-mark'])

interface Word {
  readonly kind: RecordKind
  readonly word: string | null
  /** Of a work, the id of its type. */
  readonly type: Id | null
}

/**
 * The words of all that stands in the windows, each once. A school's year has a million records: they are read window by
 * window and once, since PostgreSQL by its own reckoning would rather read those of ten years, for each question.
 */
async function wordsIn(db: Kysely<Schema>, keys: readonly string[]): Promise<readonly Word[]> {
  const { rows } = await sql<Word>`
    select distinct v.kind,
      case v.kind when 'work' then v.content->>'kindWord' when 'lesson' then v.content->>'statusWord'
        when 'attendance' then v.content->>'statusWord' else v.content->>'value' end as word,
      case v.kind when 'work' then v.content->>'workTypeId' end as type
    from unnest(${keys}::text[]) w (key)
    cross join lateral (
      select kind, content from mirror.version where window_key = w.key and ended_at is null offset 0
    ) v
    where v.kind in ('lesson', 'attendance', 'work', 'mark', 'final-mark', 'exam-mark')`.execute(db)
  return rows
}
