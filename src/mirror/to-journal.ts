import { readPlatformStamp } from '../calendar/index.js'
import type {
  AttendanceEntry,
  Bracket,
  ClassTeacher,
  FinalMark,
  FormerBell,
  FormerPeriod,
  GoneMark,
  Id,
  Lesson,
  Mark,
  Membership,
  PlatformRecord,
  PlatformStamp,
  ResultMark,
  State,
  Work,
  WorkContent,
  WorkKind,
  WorkRecord,
  WorkTypeRecord,
  WrittenKind,
} from '../journal/index.js'
import type { WorkWords } from '../vocabulary/index.js'
import { type History, type RecordOf, runs, type Version } from './histories.js'
import type { Translator } from './translator.js'

/**
 * From the platform's records with their versions to the journal's facts with their evidence. Pure.
 *
 * A mark, work or entry that vanished for a while and came back under its id is the same act: it keeps its first
 * appearance, because an act that was once seen in time can't have come late. A lesson counts from its last
 * return to its present day, because nobody can fill in what isn't there.
 */
export interface Reading {
  readonly translator: Translator
  readonly timeZone: string
  /** The school's own work types by id. */
  readonly workTypes: ReadonlyMap<Id, WorkTypeRecord>
  /** Person ids of the teachers by their user ids, null where that is also somebody else's person id: nobody knows which of the two the platform names as an author. */
  readonly personOfUser: ReadonlyMap<Id, Id | null>
}

/** Equal neighbours are one state: a change of the status doesn't make an old topic new. */
function states<R extends PlatformRecord, T>(history: History<R>, read: (content: R) => T): State<T>[] {
  const found: State<T>[] = []
  for (const { content, seen } of history.versions) {
    const value = read(content)
    const before = found.at(-1)
    if (before && JSON.stringify(before.value) === JSON.stringify(value)) continue
    found.push({ seen, value })
  }
  return found
}

function firstVersion<R extends PlatformRecord>(history: History<R>): Version<R> {
  return history.versions[0] ?? history.newest
}

/** @param version in which the stamp was first seen: where the clocks disagreed then, it is no evidence */
function stamp(raw: string | null, version: Version, { timeZone }: Reading): PlatformStamp | null {
  return raw === null || version.clockOff ? null : readPlatformStamp(raw, timeZone)
}

/**
 * Since when a lesson stands on its present day and isn't cancelled: of a lesson that was moved or put back after
 * the fact nobody could have known earlier what it owes on that day.
 */
function standsSince(history: History<RecordOf<'lesson'>>, { translator }: Reading): Bracket {
  const isCancelled = ({ statusWord }: RecordOf<'lesson'>) =>
    translator.lessonStatus(statusWord) === 'cancelled'
  const { content } = history.newest
  const run = runs(history).at(-1) ?? []
  const other = run.findLastIndex(
    version => version.content.date !== content.date || isCancelled(version.content) !== isCancelled(content),
  )
  return (run[other + 1] ?? history.newest).seen
}

export function lessonFrom(history: History<RecordOf<'lesson'>>, reading: Reading): Lesson {
  const { id, groupId, date, number, subjectId, teacherIds, statusWord } = history.newest.content
  const named = history.versions.flatMap(({ content }) => content.teacherIds)
  const places = new Set(history.versions.map(({ content }) => `${content.date}/${content.number}`))
  return {
    appeared: standsSince(history, reading),
    classId: history.groupId,
    date,
    formerTeacherIds: [...new Set(named)].filter(teacherId => !teacherIds.includes(teacherId)),
    groupId: groupId ?? history.groupId,
    id,
    moved: places.size > 1,
    number,
    status: reading.translator.lessonStatus(statusWord),
    subjectId,
    teacherIds,
    topic: states(history, content => content.topic),
  }
}

/** What a work is, and which of the written ones. */
export interface KindOfWork {
  readonly kind: WorkKind
  readonly written: WrittenKind | null
}

/** A title wins over the kind «lesson»: as long as the title of a work's type wasn't read, it may say «Диктант». */
function kindOfWork(work: WorkRecord, { translator, workTypes }: Reading): KindOfWork {
  const type = work.workTypeId === null ? undefined : workTypes.get(work.workTypeId)
  const found = kindOfWords(
    {
      kindWord: work.kindWord ?? type?.kindWord ?? null,
      title: type?.title ?? null,
      periodTypeWord: work.periodTypeWord,
    },
    translator,
  )
  if (work.workTypeId === null || type) return found
  if (found.kind === 'lesson') return unknownWork
  return found.kind === 'written' ? { kind: 'written', written: 'unknown' } : found
}

const unknownWork: KindOfWork = { kind: 'unknown', written: null }

export function kindOfWords(words: WorkWords, translator: Translator): KindOfWork {
  const kind = translator.workKind(words)
  return { kind, written: kind === 'written' ? translator.writtenKind(words) : null }
}

function workContent({ text, fileCount, statusWord, sentRaw }: WorkRecord): WorkContent {
  return { draft: statusWord?.trim().toLowerCase() === 'new' && sentRaw === null, fileCount, text }
}

function personOf(author: Id | null, { personOfUser }: Reading): Id | null {
  const person = author === null ? null : personOfUser.get(author)
  return person === undefined ? author : person
}

export function workFrom(history: History<WorkRecord>, reading: Reading): Work {
  const { content } = history.newest
  const { kind, written } = kindOfWork(content, reading)
  const sentFirst = history.versions.find(version => version.content.sentRaw === content.sentRaw)
  return {
    appeared: firstVersion(history).seen,
    classId: history.groupId,
    content: states(history, workContent),
    createdBy: personOf(content.createdBy, reading),
    id: content.id,
    kind,
    lessonId: content.lessonId,
    sent: stamp(content.sentRaw, sentFirst ?? history.newest, reading),
    targetDate: content.targetDate,
    written,
  }
}

/** A mark of which isn't known yet what it is for: its work may be read after it. */
export interface OpenMark extends Omit<Mark, 'workKind' | 'written'> {
  workKind: WorkKind
  written: WrittenKind | null
}

export function openMarkFrom(history: History<RecordOf<'mark'>>, reading: Reading): OpenMark {
  const { id, personId, lessonId, workId } = history.newest.content
  const first = firstVersion(history)
  return {
    appeared: first.seen,
    classId: history.groupId,
    id,
    lessonId,
    personId,
    stamp: stamp(first.content.stampRaw, first, reading),
    values: valuesOf(history),
    workId,
    workKind: unknownWork.kind,
    written: unknownWork.written,
  }
}

/** @param kindsOfWorks of all that were read */
export function closeMark(
  mark: OpenMark,
  workTypeId: Id | null,
  kindsOfWorks: ReadonlyMap<Id, KindOfWork>,
  reading: Reading,
): void {
  const ofWork = mark.workId === null ? undefined : kindsOfWorks.get(mark.workId)
  const { kind, written } =
    ofWork === undefined || ofWork.kind === 'unknown' ? kindOfType(workTypeId, reading) : ofWork
  mark.workKind = kind
  mark.written = written
}

/**
 * Nearly all marks have one version: nothing is compared for them. What a forerunner was put for another work, nobody
 * changed.
 */
function valuesOf(history: History<RecordOf<'mark'>>): readonly State<string>[] {
  const { workId, value } = history.newest.content
  if (history.versions.length === 1) return onlyState(history.newest.seen, value)
  const versions = history.versions.filter(({ content }) => content.workId === workId)
  return states({ ...history, versions }, ({ value: text }) => text)
}

const onlyStates = new WeakMap<Bracket, Map<string, readonly State<string>[]>>()

/** Of hundreds of marks that one look brought there are five values: those that say the same share it. */
function onlyState(seen: Bracket, value: string): readonly State<string>[] {
  const ofLook = onlyStates.get(seen) ?? new Map<string, readonly State<string>[]>()
  if (ofLook.size === 0) onlyStates.set(seen, ofLook)
  const known = ofLook.get(value) ?? [{ seen, value }]
  ofLook.set(value, known)
  return known
}

/** Null while it stands. */
export function goneMarkFrom(
  history: History<RecordOf<'mark'>>,
  reading: Reading,
  kindsOfWorks: ReadonlyMap<Id, KindOfWork>,
): GoneMark | null {
  const { ended } = history.newest
  if (ended === null) return null
  const mark = openMarkFrom(history, reading)
  closeMark(mark, history.newest.content.workTypeId, kindsOfWorks, reading)
  const { id, classId, personId, lessonId, workId, workKind, written, values, stamp: stamped } = mark
  return {
    appeared: mark.appeared,
    classId,
    id,
    left: ended,
    lessonId,
    personId,
    stamp: stamped,
    values,
    workId,
    workKind,
    written,
  }
}

function kindOfType(workTypeId: Id | null, { translator, workTypes }: Reading): KindOfWork {
  const type = workTypeId === null ? undefined : workTypes.get(workTypeId)
  if (!type) return unknownWork
  return kindOfWords({ kindWord: type.kindWord, title: type.title, periodTypeWord: null }, translator)
}

/** An entry that was made without a status counts from its first status: before that nothing was recorded. */
export function attendanceFrom(history: History<RecordOf<'attendance'>>, reading: Reading): AttendanceEntry {
  const { lessonId, personId, statusWord } = history.newest.content
  const statusOf = (word: string | null) => reading.translator.attendance(word)
  const status = statusOf(statusWord)
  const filled = history.versions.find(({ content }) => statusOf(content.statusWord) !== 'unset')
  const first = status === 'unset' || !filled ? firstVersion(history) : filled
  const statuses =
    history.versions.length === 1 ? [] : states(history, content => statusOf(content.statusWord))
  return {
    appeared: first.seen,
    changed: statuses.length > 1 ? (statuses.at(-1)?.seen ?? null) : null,
    classId: history.groupId,
    lessonId,
    personId,
    stamp: stamp(first.content.stampRaw, first, reading),
    status,
  }
}

export function finalMarkFrom(history: History<RecordOf<'final-mark'>>, reading: Reading): FinalMark {
  const { personId, subjectId, periodId, value } = history.newest.content
  const first = firstVersion(history)
  return {
    appeared: first.seen,
    classId: history.groupId,
    meaning: reading.translator.markMeaning(value),
    periodId,
    personId,
    stamp: stamp(first.content.stampRaw, first, reading),
    subjectId,
    value,
  }
}

export function resultMarkFrom(
  history: History<RecordOf<'exam-mark'>>,
  { translator }: Pick<Reading, 'translator'>,
): ResultMark {
  const { personId, subjectId, line, value } = history.newest.content
  return {
    appeared: firstVersion(history).seen,
    classId: history.groupId,
    line,
    meaning: translator.markMeaning(value),
    personId,
    subjectId,
    value,
  }
}

/** One membership for each time that the pupil was on the list. */
export function membershipsFrom(history: History<RecordOf<'member'>>): Membership[] {
  const { groupId, personId } = history.newest.content
  return runs(history).flatMap(run => {
    const first = run[0]
    const last = run.at(-1)
    return first && last ? [{ groupId, joined: first.seen, left: last.ended, personId }] : []
  })
}

/** The same of who leads a class: one entry for each time. */
export function classTeachersFrom(history: History<RecordOf<'class-teacher'>>): ClassTeacher[] {
  const { classId, personId } = history.newest.content
  return runs(history).flatMap(run => {
    const first = run[0]
    const last = run.at(-1)
    return first && last ? [{ appeared: first.seen, classId, left: last.ended, personId }] : []
  })
}

/** The days between which a period stood before it was moved or removed; its name and number may change freely. */
export function formerPeriodsFrom({ versions }: History<RecordOf<'period'>>): FormerPeriod[] {
  return versions.flatMap(({ content, ended, gone }, index) => {
    const next = gone ? undefined : versions[index + 1]?.content
    const stays = next !== undefined && next.start === content.start && next.finish === content.finish
    if (ended === null || stays) return []
    const { periodId: id, classId, start, finish } = content
    return [{ classId, finish, id, left: ended, start }]
  })
}

/** Bells that don't ring any more; one that came back under its times is none of them. */
export function formerBellsFrom({ newest }: History<RecordOf<'bell'>>): FormerBell[] {
  if (newest.ended === null) return []
  const { classId, lessonNumber, start, finish, weekdays } = newest.content
  return [{ classId, finish, left: newest.ended, lessonNumber, start, weekdays }]
}
