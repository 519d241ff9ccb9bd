import type { Bell, DayRange } from '../calendar/index.js'
import type { Instant } from '../clock.js'
import {
  type ClassGroup,
  compareIds,
  type Directory,
  type DirectoryMember,
  type GroupRecord,
  type Id,
  type Period,
  type PeriodRecord,
  type PersonName,
  type RecordKind,
  type Subgroup,
  type Subject,
} from '../journal/index.js'
import type { Vocabulary } from '../vocabulary/index.js'
import { breaksBetween } from './breaks.js'
import { type History, historiesOf, type RecordOf } from './histories.js'
import type { SchoolLists } from './kept-lists.js'
import { createTranslator, type Translator } from './translator.js'
import { addDays, utcDateOf } from './weeks.js'

export function byId<T extends { readonly id: Id }>(a: T, b: T): number {
  return compareIds(a.id, b.id)
}

/** Records that stand now. */
export function standing<Kind extends RecordKind>(
  histories: readonly History[],
  kind: Kind,
): RecordOf<Kind>[] {
  return historiesOf(histories, kind).flatMap(({ newest }) => (newest.ended ? [] : [newest.content]))
}

export function classOf({ id, name, parallel }: GroupRecord): ClassGroup {
  return { id, name, parallel }
}

export function subgroupOf({ id, name, parentIds }: GroupRecord): Subgroup {
  return { classIds: [...parentIds].sort(compareIds), id, name }
}

export function periodOf(record: PeriodRecord, translator: Translator): Period {
  const { periodId, classId, number, typeWord, name, start, finish } = record
  return { classId, finish, id: periodId, name, number, start, type: translator.periodType(typeWord) }
}

export function byClassAndId(a: { classId: Id; id: Id }, b: { classId: Id; id: Id }): number {
  return compareIds(a.classId, b.classId) || compareIds(a.id, b.id)
}

/** The school's list, and what only a class's list names (the school's leaves out what ended). */
export function subjectsOf(histories: readonly History[]): Subject[] {
  const subjects = new Map<Id, Subject>()
  const ofClasses = standing(histories, 'class-subject').sort((a, b) => compareIds(b.classId, a.classId))
  for (const { subjectId, name, halfYear } of ofClasses)
    subjects.set(subjectId, { halfYear, id: subjectId, name })
  // Marked by half-year if either list says so: then nobody is accused of a quarter without a mark.
  for (const { id, name, halfYear } of standing(histories, 'subject'))
    subjects.set(id, { halfYear: halfYear || subjects.get(id)?.halfYear === true, id, name })
  return [...subjects.values()].sort(byId)
}

export function classSubjectsOf(histories: readonly History[]): { classId: Id; subjectId: Id }[] {
  return standing(histories, 'class-subject')
    .map(({ classId, subjectId }) => ({ classId, subjectId }))
    .sort((a, b) => compareIds(a.classId, b.classId) || compareIds(a.subjectId, b.subjectId))
}

/**
 * The study year that the lists are of. A list may hold the classes of other years, archived or already formed; in
 * August, between two years, those of the new one count as soon as there are some.
 */
function currentYear(groups: readonly GroupRecord[], at: Instant): number | null {
  const date = utcDateOf(at)
  const calendarYear = Number(date.slice(0, 4)) - (date.slice(5) < '08-01' ? 1 : 0)
  const years = groups.flatMap(group => (group.active && group.studyYear !== null ? [group.studyYear] : []))
  const begun = years.filter(year => year <= calendarYear)
  return begun.length > 0 ? Math.max(...begun) : years.length > 0 ? Math.min(...years) : null
}

/** A group of the current study year, or one whose year the platform doesn't say. */
export function yearTest(
  groups: readonly GroupRecord[],
  at: Instant | null,
): (group: GroupRecord) => boolean {
  const year = at === null ? null : currentYear(groups, at)
  return group => year === null || group.studyYear === null || group.studyYear === year
}

/**
 * Active classes and their subgroups; teachers and members that are no longer listed keep their names here, because
 * old lessons and marks still point at them.
 */
export function directoryNow(
  lists: SchoolLists,
  { school, at, vocabulary }: { school: Id; at: Instant | null; vocabulary: Vocabulary },
): Directory {
  // The newest look tells the study year, and so only by its day.
  return lists.made(`directory/${at === null ? '-' : utcDateOf(at)}`, () =>
    directoryOf(lists.of(directoryKinds), { school, translator: createTranslator(vocabulary), at }),
  )
}

export const directoryKinds = [
  'group',
  'member',
  'teacher',
  'class-teacher',
  'subject',
  'class-subject',
  'period',
] as const

/** @param at by which the study year is told */
export function directoryOf(
  histories: readonly History[],
  { school, translator, at }: { school: Id; translator: Translator; at: Instant | null },
): Directory {
  const all = historiesOf(histories, 'group').map(({ newest }) => newest)
  const isOfYear = yearTest(standing(histories, 'group'), at)
  const ofYear = all.filter(({ content }) => isOfYear(content))
  const groups = ofYear.flatMap(({ content, ended }) => (content.active && ended === null ? [content] : []))
  const classes = groups.filter(group => group.groupKind === 'class')
  const archived = ofYear.flatMap(({ content, ended }) =>
    content.groupKind === 'class' && (!content.active || ended !== null) ? [content] : [],
  )
  const known = new Set(classes.map(({ id }) => id))
  const subgroups = groups.filter(
    group => group.groupKind === 'subgroup' && group.parentIds.some(id => known.has(id)),
  )
  const periods = standing(histories, 'period').filter(({ classId }) => known.has(classId))
  return {
    school,
    classes: classes.map(classOf).sort(byId),
    archivedClasses: archived.map(classOf).sort(byId),
    subgroups: subgroups.map(subgroupOf).sort(byId),
    subjects: subjectsOf(histories),
    classSubjects: classSubjectsOf(histories).filter(({ classId }) => known.has(classId)),
    periods: periods.map(period => periodOf(period, translator)).sort(byClassAndId),
    teachers: historiesOf(histories, 'teacher')
      .map(({ newest }) => personName(newest.content.id, newest.content))
      .sort(byId),
    classTeachers: standing(histories, 'class-teacher')
      .map(teacher => ({ classId: teacher.classId, person: personName(teacher.personId, teacher) }))
      .sort((a, b) => compareIds(a.classId, b.classId) || byId(a.person, b.person)),
    members: historiesOf(histories, 'member').map(memberOf).sort(byGroupAndPerson),
  }
}

function personName(id: Id, names: Omit<PersonName, 'id'>): PersonName {
  const { lastName, firstName, middleName, shortName } = names
  return { id, lastName, firstName, middleName, shortName }
}

function memberOf({ newest }: History<RecordOf<'member'>>): DirectoryMember {
  const { groupId, personId } = newest.content
  return { groupId, person: personName(personId, newest.content), left: newest.ended !== null }
}

function byGroupAndPerson(a: DirectoryMember, b: DirectoryMember): number {
  return compareIds(a.groupId, b.groupId) || compareIds(a.person.id, b.person.id)
}

function bellText({ start, finish, weekdays, since = '', until = '' }: Bell): string {
  return [start, finish, weekdays.join(''), since, until].join('/')
}

/** `Mirror.calendarFacts`. Bells that don't ring any more stand there too: old days are judged by them. */
export function calendarFactsNow(lists: SchoolLists): CalendarFacts {
  return lists.made('calendar', () => calendarFactsOf(lists.of(['bell', 'holiday', 'period'])))
}

interface CalendarFacts {
  readonly bells: Record<Id, Bell[]>
  readonly holidays: Record<Id, DayRange[]>
}

function calendarFactsOf(histories: readonly History[]): CalendarFacts {
  const bells: Record<Id, Bell[]> = {}
  const holidays: Record<Id, DayRange[]> = {}
  for (const { content, seen, ended } of historiesOf(histories, 'bell').flatMap(({ versions }) => versions)) {
    const { classId, lessonNumber, start, finish, weekdays } = content
    // The zone isn't known here: local days are never more than one ahead of UTC's, and later is the safe side.
    const since = seen.absentAt === null ? {} : { since: addDays(utcDateOf(seen.presentAt), 1) }
    const until = ended === null ? {} : { until: addDays(utcDateOf(ended.presentAt), 1) }
    bells[classId] = [
      ...(bells[classId] ?? []),
      { lessonNumber, start, finish, weekdays, ...since, ...until },
    ]
  }
  for (const { classId, name, start, finish } of standing(histories, 'holiday').sort(byText)) {
    holidays[classId] = [...(holidays[classId] ?? []), { from: start, to: finish, name }]
  }
  const periods = new Map<Id, RecordOf<'period'>[]>()
  for (const period of standing(histories, 'period')) {
    periods.set(period.classId, [...(periods.get(period.classId) ?? []), period])
  }
  for (const [classId, ofClass] of periods) {
    holidays[classId] = [...(holidays[classId] ?? []), ...breaksBetween(ofClass)]
  }
  for (const list of Object.values(bells)) {
    list.sort((a, b) => a.lessonNumber - b.lessonNumber || (bellText(a) < bellText(b) ? -1 : 1))
  }
  for (const list of Object.values(holidays)) {
    list.sort((a, b) => (a.from < b.from || (a.from === b.from && a.to < b.to) ? -1 : 1))
  }
  return { bells: inOrder(bells), holidays: inOrder(holidays) }
}

/** So that what is printed of them doesn't depend on the order in which the database has its rows. */
function inOrder<T>(byClass: Readonly<Record<Id, T>>): Record<Id, T> {
  return Object.fromEntries(Object.entries(byClass).sort(([a], [b]) => compareIds(a, b)))
}

/** Composite ids in one fixed order, so that equal sort keys don't depend on the database's. */
function byText(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1
}
