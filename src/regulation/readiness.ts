import type { Calendar } from '../calendar/index.js'
import type { Instant } from '../clock.js'
import type { Bracket, FilledList, Id, IsoDate, Journal, Lesson, Period, Resource } from '../journal/index.js'
import { perJournal } from './per-journal.js'

/** Twelve things that the administration forms before the year begins, each as far as the platform shows it. */

export const readinessItems = {
  class: 'класс заведён',
  pupils: 'список учеников',
  'class-teacher': 'классный руководитель',
  subjects: 'предметы класса',
  teachers: 'учитель у каждого предмета',
  subgroups: 'состав подгрупп',
  periods: 'отчётные периоды',
  dates: 'даты периодов без пропусков и наложений',
  bells: 'расписание звонков',
  lessons: 'уроки до конца первого периода',
  'work-types': 'виды работ',
  marks: 'система отметок',
} as const
export type ReadinessItem = keyof typeof readinessItems

export interface Formed {
  /** Since when it is there; null while it isn't. */
  readonly since: Bracket | null
  /** The look that proves what isn't there; null where one is missing. */
  readonly lookedAt: Instant | null
}

interface Question {
  readonly journal: Journal
  readonly calendar: Calendar
  readonly classId: Id
  /** Which period is looked at: 5 September, or a later class's first study day. */
  readonly date: IsoDate
  /** Of a class that was opened later; no lessons are missing before it. Null for the others. */
  readonly openedOn: IsoDate | null
}

export function formed(item: ReadinessItem, question: Question): Formed {
  const { journal, classId } = question
  const look = (resource: Resource, groupId: Id | null) => journal.lastLook(resource, groupId, null)
  const list = (resource: FilledList['resource'], groupId: Id | null) => ({
    since: filled(journal, resource, groupId),
    lookedAt: look(resource, groupId),
  })
  switch (item) {
    case 'class':
      return { since: filled(journal, 'groups', classId), lookedAt: look('groups', null) }
    case 'pupils':
      return {
        since: earliest(journal.membersOf(classId).map(({ joined }) => joined)),
        lookedAt: look('members', classId),
      }
    case 'class-teacher': {
      const heads = journal.slice.classTeachers.filter(head => head.classId === classId)
      return {
        since: earliest(heads.map(({ appeared }) => appeared)),
        lookedAt: look('class-teacher', classId),
      }
    }
    case 'subjects':
      return list('class-subjects', classId)
    case 'teachers':
      return teachers(question)
    case 'subgroups':
      return subgroups(question)
    case 'periods':
      return list('periods', classId)
    case 'dates':
      return {
        ...list('periods', classId),
        ...(areDatesWhole(question) ? {} : { since: null }),
      }
    case 'bells':
      return list('bells', classId)
    case 'lessons':
      return lessons(question)
    case 'work-types':
      return list('work-types', null)
    case 'marks':
      return list('mark-values', null)
  }
}

const indices = perJournal<'', ReadonlyMap<string, Bracket>>()

function filled(journal: Journal, resource: FilledList['resource'], groupId: Id | null): Bracket | null {
  const lists = indices(
    journal,
    '',
    () =>
      new Map(
        journal.slice.filledLists.map(list => [`${list.resource}/${list.groupId ?? '-'}`, list.appeared]),
      ),
  )
  return lists.get(`${resource}/${groupId ?? '-'}`) ?? null
}

function earliest(brackets: readonly Bracket[]): Bracket | null {
  return brackets.reduce<Bracket | null>(
    (first, other) => (first === null || other.presentAt < first.presentAt ? other : first),
    null,
  )
}

/** Of things that must all be there: the one that came last; null where one is missing, or there is none. */
function last(brackets: readonly (Bracket | null)[]): Bracket | null {
  const [first, ...others] = brackets
  return others.reduce<Bracket | null>(
    (latest, other) =>
      latest === null || other === null ? null : other.presentAt > latest.presentAt ? other : latest,
    first ?? null,
  )
}

/** A subject that has no lessons yet is another item's matter. */
function teachers(question: Question): Formed {
  const { weeks } = firstWeeks(question)
  const bySubject = new Map<Id, Lesson[]>()
  for (const lesson of weeks.flatMap(({ lessons }) => lessons)) {
    if (lesson.subjectId === null) continue
    const known = bySubject.get(lesson.subjectId)
    if (known) known.push(lesson)
    else bySubject.set(lesson.subjectId, [lesson])
  }
  const named = [...bySubject.values()].map(ofSubject =>
    earliest(ofSubject.filter(({ teacherIds }) => teacherIds.length > 0).map(({ appeared }) => appeared)),
  )
  return { since: last(named), lookedAt: oldest(weeks.map(({ lookedAt }) => lookedAt)) }
}

function subgroups({ journal, classId }: Question): Formed {
  const groups = journal.subgroupsOf(classId)
  const looks = [classId, ...groups.map(({ id }) => id)].map(id => journal.lastLook('members', id, null))
  const since = [
    earliest(journal.membersOf(classId).map(({ joined }) => joined)),
    ...groups.map(({ id }) => earliest(journal.membersOf(id).map(({ joined }) => joined))),
  ]
  return { since: last(since), lookedAt: oldest(looks) }
}

function lessons(question: Question): Formed {
  const { weeks, isWhole } = firstWeeks(question)
  const lookedAt = oldest(weeks.map(week => week.lookedAt))
  const since = last(weeks.map(week => earliest(week.lessons.map(({ appeared }) => appeared))))
  // An empty week proves that lessons are missing; that all are there is proved only by all weeks.
  return since === null || isWhole ? { since, lookedAt } : { since: null, lookedAt: null }
}

function oldest(looks: readonly (Instant | null)[]): Instant | null {
  return looks.reduce((a, b) => (a === null || b === null ? null : Math.min(a, b)), looks[0] ?? null)
}

interface FirstWeeks {
  /** Weeks of study up to the end of the first period that were read; their lessons that aren't cancelled. */
  readonly weeks: readonly { readonly lessons: readonly Lesson[]; readonly lookedAt: Instant }[]
  /** All of them were. */
  readonly isWhole: boolean
}

function firstWeeks({ journal, calendar, classId, date, openedOn }: Question): FirstWeeks {
  const first = ownPeriods(journal, classId).find(({ start, finish }) => start <= date && date <= finish)
  if (!first) return { weeks: [], isWhole: false }
  const start = openedOn !== null && openedOn > first.start ? openedOn : first.start
  const studied = calendar.days(start, first.finish).filter(day => calendar.isStudyDay(classId, day))
  const mondays = [...new Set(studied.map(calendar.weekStart))]
  const weeks = mondays.flatMap(week => {
    const lookedAt = journal.lastLook('lessons', classId, week)
    if (lookedAt === null) return []
    const lessons = calendar
      .days(week, calendar.addDays(week, 6))
      .flatMap(day => journal.lessonsOn(classId, day))
      .filter(({ status }) => status !== 'cancelled')
    return [{ lookedAt, lessons }]
  })
  return { weeks, isWhole: weeks.length === mondays.length }
}

/** The year as a whole lies over the others. */
function ownPeriods(journal: Journal, classId: Id): readonly Period[] {
  return journal
    .periodsOf(classId)
    .filter(({ type }) => type !== 'year')
    .toSorted((a, b) => (a.start < b.start ? -1 : 1))
}

/** Of each kind of period: one holds the day, and none begins before the one before it is over. */
function areDatesWhole({ journal, classId, date }: Question): boolean {
  const periods = ownPeriods(journal, classId)
  const kinds = [...new Set(periods.map(({ type }) => type))]
  return kinds.every(kind => {
    const ofKind = periods.filter(({ type }) => type === kind)
    const holdsDay = ofKind.some(({ start, finish }) => start <= date && date <= finish)
    const isInOrder = ofKind.every(({ start, finish }, index) => {
      const next = ofKind[index + 1]
      return start <= finish && (next === undefined || finish < next.start)
    })
    return holdsDay && isInOrder
  })
}
