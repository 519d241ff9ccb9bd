import { hash } from 'node:crypto'
import {
  type AttendanceEntry,
  type ClassGroup,
  compareIds,
  type GroupRecord,
  type Id,
  type JournalSlice,
  type LastLook,
  type Mark,
  type PeriodRecord,
  type Resource,
  sliceReach,
  weeklyResources,
} from '../journal/index.js'
import type { Vocabulary } from '../vocabulary/index.js'
import {
  byClassAndId,
  byId,
  classOf,
  classSubjectsOf,
  periodOf,
  standing,
  subgroupOf,
  subjectsOf,
  yearTest,
} from './directory.js'
import { createFacts } from './facts.js'
import { filledLists, isOfClasses } from './filled-lists.js'
import { formerFinalMarks, formerResultMarks } from './former-final-marks.js'
import { formerPlacesFrom, type LeftPlace } from './former-places.js'
import { type History, historiesOf } from './histories.js'
import { isOfFinals, readJournal } from './journal-histories.js'
import { createKeptLessons, type KeptLessons } from './kept-lessons.js'
import type { Snapshot } from './kept-lists.js'
import type { SliceOf, SliceRead, SliceRequest, WindowState } from './mirror.js'
import { stopIfAsked } from './stop.js'
import { classTeachersFrom, formerBellsFrom, formerPeriodsFrom, membershipsFrom } from './to-journal.js'
import { createTranslator, type Translator } from './translator.js'
import { addDays, weeksBetween } from './weeks.js'
import { listStates, newestLook, weekStates } from './window-states.js'

/** A period's last study day lies at most so far before its finish. */
const longestBreak = 14

const directoryKinds = [
  'group',
  'member',
  'teacher',
  'class-teacher',
  'subject',
  'class-subject',
  'work-type',
  'period',
  'bell',
  'mark-value',
] as const

/** What all slices of some days share, whichever classes each of them is of. */
export interface SliceGround {
  readonly snapshot: Snapshot
  readonly vocabulary: Vocabulary
  readonly timeZone: string
  readonly request: SliceRequest
  readonly signal: AbortSignal | undefined
  readonly directory: readonly History[]
  /** The days of its lessons. */
  readonly days: { readonly first: string; readonly last: string }
  readonly ofWeeks: readonly WindowState[]
  readonly isOfYear: (group: GroupRecord) => boolean
}

/** `Mirror.slice`: one consistent reading of the mirror. */
export async function readSlice(...asked: Parameters<typeof readGround>): Promise<JournalSlice> {
  const ground = await readGround(...asked)
  const lessons = createKeptLessons(ground.snapshot.db, ground.request.school, ground.signal)
  const { slice } = await readSliceOf(ground, { classIds: null }, lessons)
  return slice
}

export async function readGround(
  snapshot: Snapshot,
  vocabulary: Vocabulary,
  request: SliceRequest,
  { timeZone, signal }: { readonly timeZone: string; readonly signal?: AbortSignal | undefined },
): Promise<SliceGround> {
  const { db, lists } = snapshot
  const { school } = request
  const directory = lists.of(directoryKinds)
  const first = firstDay(request, standing(directory, 'period'), createTranslator(vocabulary))
  const last = addDays(request.to, sliceReach.after)
  const ofWeeks = await weekStates(db, school, {
    weeks: weeksBetween(first, last),
    groupIds: request.classIds ? withSubgroups(request.classIds, standing(directory, 'group')) : null,
  })
  const isOfYear = yearTest(standing(directory, 'group'), await newestLook(db, school))
  const days = { first, last }
  return { snapshot, vocabulary, timeZone, request, signal, directory, days, ofWeeks, isOfYear }
}

/** @throws BridgeError INTERRUPTED where nobody waits for it any more, noticed while it is read */
export async function readSliceOf(
  ground: SliceGround,
  { classIds, only, allWorks = false, besides, again = false }: SliceOf,
  lessons: KeptLessons,
): Promise<SliceRead> {
  const { snapshot, vocabulary, timeZone, request, signal, directory, days, ofWeeks, isOfYear } = ground
  const { db } = snapshot
  const { school } = request
  const translator = createTranslator(vocabulary)
  const isWanted = (resource: Resource) => only?.includes(resource) ?? true
  const weeksBeside = new Set(besides?.weeks)
  const isBeside = ({ resource, week }: WindowState) =>
    week !== null && weeksBeside.has(week) && besides?.only.includes(resource)
  const scope = scopeOf(classIds ?? request.classIds ?? null, ofWeeks, directory, isOfYear)
  stopIfAsked(signal)
  const inScope = [
    ...ofWeeks.filter(({ groupId }) => groupId !== null && scope.groupIds.has(groupId)),
    ...(await listStates(db, school, [...scope.groupIds])),
  ].sort((a, b) => (a.key < b.key ? -1 : 1))
  const ofJournal = inScope.filter(
    state =>
      (state.week !== null || isOfFinals(state.resource)) && (isWanted(state.resource) || isBeside(state)),
  )
  const ofWorks = inScope.filter(
    state => allWorks && state.resource === 'marks' && !isWanted('marks') && !isBeside(state),
  )
  const periods = standing(directory, 'period')
    .filter(({ classId }) => scope.classIds.has(classId))
    .map(period => periodOf(period, translator))
    .sort(byClassAndId)
  const workTypes = new Map(standing(directory, 'work-type').map(type => [type.id, type]))
  const facts = createFacts({ translator, timeZone, workTypes, personOfUser: personsByUser(directory) })
  let left: readonly LeftPlace[] = []
  const { goneMarks, withFinals } = await readJournal(
    db,
    {
      ...{ request, vocabulary, periods, signal },
      ...{ windows: ofJournal, worksOf: ofWorks },
      async eachLesson(keys, use) {
        left = await lessons.each(keys, { again, use })
      },
    },
    facts.add,
  )
  stopIfAsked(signal)
  const journal = facts.within(days, goneMarks)
  const memberships = historiesOf(directory, 'member')
    .filter(({ newest }) => scope.groupIds.has(newest.content.groupId))
    .flatMap(membershipsFrom)
    .sort(
      (a, b) =>
        compareIds(a.groupId, b.groupId) ||
        compareIds(a.personId, b.personId) ||
        a.joined.presentAt - b.joined.presentAt,
    )
  const ofClass = <T extends { readonly classId: Id }>(items: readonly T[]) =>
    items.filter(({ classId }) => scope.classIds.has(classId))
  const isMember = membershipTest(memberships)
  const slice: JournalSlice = {
    attendance: onePerAct(journal.attendance, isSameEntry, isMember),
    classSubjects: ofClass(classSubjectsOf(directory)),
    classTeachers: ofClass(historiesOf(directory, 'class-teacher').flatMap(classTeachersFrom)).sort(
      (a, b) =>
        compareIds(a.classId, b.classId) ||
        compareIds(a.personId, b.personId) ||
        a.appeared.presentAt - b.appeared.presentAt,
    ),
    classes: scope.classes,
    filledLists: filledLists(directory).filter(list => isOfClasses(list, scope.classIds)),
    finalMarks: journal.finalMarks,
    formerBells: ofClass(historiesOf(directory, 'bell').flatMap(formerBellsFrom)).sort(
      (a, b) =>
        compareIds(a.classId, b.classId) ||
        a.lessonNumber - b.lessonNumber ||
        a.left.presentAt - b.left.presentAt ||
        (a.start < b.start ? -1 : 1),
    ),
    formerFinalMarks:
      withFinals && isWanted('final-marks')
        ? await formerFinalMarks(db, school, { classIds: [...scope.classIds], translator })
        : [],
    formerPeriods: ofClass(historiesOf(directory, 'period').flatMap(formerPeriodsFrom)).sort(
      (a, b) => byClassAndId(a, b) || a.left.presentAt - b.left.presentAt,
    ),
    formerPlaces: formerPlacesFrom(left, translator),
    formerResultMarks:
      withFinals && isWanted('exam-marks')
        ? await formerResultMarks(db, school, { classIds: [...scope.classIds], translator })
        : [],
    from: request.from,
    goneMarks: onePerAct(journal.goneMarks, isSameMark, isMember),
    lessons: journal.lessons,
    looks: inScope.flatMap(lastLook),
    markMeanings: meaningsOf([...journal.marks, ...journal.goneMarks], translator),
    marks: onePerAct(journal.marks, isSameMark, isMember),
    memberships,
    periods,
    resultMarks: journal.resultMarks,
    school,
    subgroups: scope.subgroups,
    subjects: subjectsOf(directory),
    to: request.to,
    unknownWords: translator.unknownWords(),
    works: journal.works,
  }
  return { slice, looksHash: looksHash(inScope) }
}

/** @param states in the order of their keys */
function looksHash(states: readonly WindowState[]): string {
  const lines = states.map(({ key, newestAt, proofAt, whole, quarantined }) =>
    JSON.stringify([key, newestAt, proofAt, whole, quarantined]),
  )
  return hash('sha256', lines.join('\n'), 'hex')
}

function withSubgroups(classIds: readonly Id[], groups: readonly GroupRecord[]): Id[] {
  const inner = groups.filter(({ parentIds }) => parentIds.some(id => classIds.includes(id)))
  return [...classIds, ...inner.map(({ id }) => id)]
}

/** Classes asked for, and their subgroups; a class that has left the directory stays as long as it was read. */
export function scopeOf(
  wanted: readonly Id[] | null,
  ofWeeks: readonly WindowState[],
  directory: readonly History[],
  isOfYear: (group: GroupRecord) => boolean,
) {
  const groups = standing(directory, 'group')
  const known = new Map<Id, GroupRecord>(
    groups.filter(group => group.groupKind === 'class').map(group => [group.id, group]),
  )
  const inner = new Set(groups.filter(group => group.groupKind === 'subgroup').map(group => group.id))
  const read = ofWeeks.flatMap(({ groupId }) => (groupId !== null && !inner.has(groupId) ? [groupId] : []))
  const active = [...known.values()].filter(group => group.active && isOfYear(group)).map(group => group.id)
  const asked = wanted ? new Set(wanted) : null
  const classIds = new Set([...active, ...read].filter(id => asked === null || asked.has(id)))
  const classes = [...classIds].map((id): ClassGroup => {
    const group = known.get(id)
    return group ? classOf(group) : { id, name: `№ ${id}`, parallel: null }
  })
  const subgroups = groups
    .filter(group => group.groupKind === 'subgroup' && group.parentIds.some(id => classIds.has(id)))
    .map(subgroupOf)
    .sort(byId)
  const groupIds = new Set([...classIds, ...subgroups.map(({ id }) => id)])
  return { classes: classes.sort(byId), classIds, subgroups, groupIds }
}

/** What a final mark rests on reaches back to the beginning of its period, which may lie before all deadlines. */
function firstDay(
  { from, to, classIds }: SliceRequest,
  periods: readonly PeriodRecord[],
  translator: Translator,
): string {
  const closing = periods.filter(
    ({ classId, typeWord, finish }) =>
      from <= finish &&
      finish <= addDays(to, longestBreak) &&
      (classIds?.includes(classId) ?? true) &&
      translator.periodType(typeWord) !== 'year',
  )
  const starts = closing.map(({ start }) => start)
  return [addDays(from, -sliceReach.before), ...starts].reduce((a, b) => (b < a ? b : a))
}

export function personsByUser(directory: readonly History[]): ReadonlyMap<Id, Id | null> {
  const teachers = historiesOf(directory, 'teacher').map(({ newest }) => newest.content)
  const persons = new Set(teachers.map(({ id }) => id))
  const pairs = teachers.flatMap(({ id, userId }): [Id, Id | null][] =>
    // An id that is one teacher's user and another's person says nothing.
    userId === null || userId === id ? [] : [[userId, persons.has(userId) ? null : id]],
  )
  return new Map(pairs)
}

/** The few values that a school uses, in one order. */
function meaningsOf(marks: readonly Mark[], translator: Translator): JournalSlice['markMeanings'] {
  const values = new Set<string>()
  for (const mark of marks) for (const { value } of mark.values) values.add(value)
  return Object.fromEntries([...values].sort().map(value => [value, translator.markMeaning(value)]))
}

type ByPerson = Pick<Mark, 'classId' | 'personId'>

export function membershipTest(memberships: JournalSlice['memberships']): (act: ByPerson) => boolean {
  const members = new Set(memberships.map(({ groupId, personId }) => `${groupId}/${personId}`))
  return ({ classId, personId }) => members.has(`${classId}/${personId}`)
}

/**
 * A subgroup of two classes shows its marks in both; each act counts once, in the pupil's own class.
 * @param acts in order, so that those which are one stand side by side
 */
export function onePerAct<T extends ByPerson>(
  acts: readonly T[],
  isSame: (a: T, b: T) => boolean,
  isMember: (act: T) => boolean,
): T[] {
  const chosen: T[] = []
  for (const act of acts) {
    const other = chosen.at(-1)
    if (other === undefined || !isSame(other, act)) chosen.push(act)
    else if (!isMember(other) && isMember(act)) chosen[chosen.length - 1] = act
  }
  return chosen
}

export function isSameMark(a: Pick<Mark, 'id'>, b: Pick<Mark, 'id'>): boolean {
  return a.id === b.id
}

export function isSameEntry(a: AttendanceEntry, b: AttendanceEntry): boolean {
  return a.lessonId === b.lessonId && a.personId === b.personId
}

const weekly: ReadonlySet<string> = new Set(weeklyResources)

function lastLook({ resource, groupId, week, proofAt, quarantined }: WindowState): LastLook[] {
  if (weekly.has(resource) !== (week !== null) || proofAt === null) return []
  return [{ at: proofAt, groupId, quarantined, resource, week }]
}
