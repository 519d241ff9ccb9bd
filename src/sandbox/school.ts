import { isTimeZone } from '../calendar/index.js'
import { BridgeError } from '../errors.js'
import type { Id, IsoDate } from '../journal/index.js'
import { type ClassYear, emptyYear, passYear } from './class-year.js'
import type { SchoolOptions } from './options.js'
import { makeTimetables, type Timetables } from './school/bells.js'
import { classNames, makeClass } from './school/classes.js'
import { Dice } from './school/dice.js'
import { fullPlans } from './school/full-plans.js'
import { Ids } from './school/ids.js'
import type { Person, SchoolClass, StudyYear, Subject, Teacher } from './school/model.js'
import { Movers } from './school/movers.js'
import { inventName } from './school/names.js'
import { makeNextYear, type NextYear } from './school/next-year.js'
import { createSchoolDays, type SchoolDays } from './school/school-days.js'
import { Staff } from './school/staff.js'
import { makeStudyYear, studyYearOf } from './school/study-year.js'
import { subjectPlans } from './school/subjects.js'
import { BusyTeachers } from './school/week-plan.js'
import type { Move, Truth } from './truth.js'

/** A school with everything that will ever have been entered in it; answers show parts of it by the clock. */
export interface School {
  readonly id: Id
  readonly seed: number
  readonly name: string
  readonly timeZone: string
  readonly days: SchoolDays
  readonly year: StudyYear
  readonly timetables: Timetables
  readonly subjects: readonly Subject[]
  readonly teachers: readonly Teacher[]
  /** The deputy head to whom the token belongs. */
  readonly owner: Person
  readonly workTypes: ReadonlyMap<string, { readonly id: Id; readonly kind: string; readonly title: string }>
  readonly classes: readonly SchoolClass[]
  readonly next: NextYear
  /** Made when it is first asked for, always the same. */
  yearOf(schoolClass: SchoolClass): ClassYear
  /** Makes the years of all classes. */
  truth(): Truth
}

const workTypes = [
  ['Ответ на уроке', 'CommonWork'],
  ['Работа на уроке', 'DefaultNewLessonWork'],
  ['Домашняя работа', 'Homework'],
  ['Контрольная работа', 'LessonTestWork'],
  ['Самостоятельная работа', 'LessonTestWork'],
  ['Тест', 'LessonTestWork'],
  ['Сочинение', 'LessonComposition'],
  ['Наизусть', 'LessonByHeart'],
  ['Лабораторная работа', 'LaboratoryWork'],
  ['Творческая работа', 'CreativeWork'],
  ['Итоговая за период', 'PeriodMark'],
  ['Экзамен', 'Exam'],
  ['Годовая', 'PeriodMark'],
  ['Итоговая', 'PeriodFinalMark'],
] as const

/**
 * The same options always give the same school.
 * @throws BridgeError USAGE when the options make no school
 */
export function generateSchool(options: SchoolOptions & { readonly attendWritten?: boolean }): School {
  refuseNonsense(options)
  const { seed, from, to } = options
  const timeZone = options.timeZone ?? 'Europe/Moscow'
  const life = options.life ?? 'plain'
  const days = createSchoolDays(timeZone, life)
  const ids = new Ids(seed)
  const year = makeStudyYear(from, days, ids)
  const staff = new Staff(seed, ids, life)
  const timetables = makeTimetables(ids)
  const plans = life === 'full' ? fullPlans : subjectPlans
  const subjects = plans.map((plan): Subject => ({ ...plan, id: ids.long(`subject/${plan.name}`) }))
  const id = ids.short('school')
  const makers = {
    seed,
    ids,
    staff,
    busy: new BusyTeachers(),
    timetables,
    subjects,
    pupilsPerClass: options.pupilsPerClass ?? 25,
    secondShift: options.classes >= 10,
    life,
    movers: new Movers(seed, days, `${year.start}-09-01`),
    days,
    start: year.start,
  }
  const heads = new Set<Teacher>()
  const classes = classNames(options.classes).map(name => makeClass(makers, name, heads))
  const aheadTo = days.calendar.addDays(to, options.aheadDays ?? 14)
  const { homeworkOn = 'due', attendWritten = false, plans: followsPlans = false } = options
  const range = { seed, life, from, to, aheadTo, plans: followsPlans }
  const making = { ...range, homeworkOn, attendWritten, days, year, staff }
  const next = makeNextYear({ year, classes, subjects, days, ids })
  const yearOf = remembered((schoolClass: SchoolClass) =>
    next.classes.includes(schoolClass) ? emptyYear() : passYear(making, schoolClass),
  )
  let truth: Truth | null = null
  const dice = new Dice(seed, 'school')
  return {
    id,
    seed,
    name: `МБОУ «Школа № ${dice.whole(2, 98)}»`,
    timeZone,
    days,
    year,
    timetables,
    subjects: subjects.filter(subject => classes.some(schoolClass => schoolClass.subjects.includes(subject))),
    teachers: staff.teachers,
    owner: {
      ...inventName(dice, { men: 0.1, middleNameMissing: 0 }),
      id: ids.short('owner'),
      userId: ids.short('owner/user'),
    },
    workTypes: new Map(
      workTypes.map(([title, kind]) => [title, { id: ids.long(`work-type/${title}`), kind, title }]),
    ),
    classes,
    next,
    yearOf,
    truth: () => (truth ??= tellTruth()),
  }

  function tellTruth(): Truth {
    const written = classes.map(schoolClass => yearOf(schoolClass).truth.written(days.calendar.format))
    return {
      school: id,
      seed,
      planted: written.flatMap(({ planted }) => planted),
      innocent: written.flatMap(({ innocent }) => innocent),
      moves: classes.flatMap(movesOf),
    }
  }
}

function movesOf({ id: ofClass, pupils }: SchoolClass): Move[] {
  return pupils.flatMap(({ id: person, joined, left }): Move[] => [
    ...(joined === null ? [] : [{ person, class: ofClass, date: joined, kind: 'joined' as const }]),
    ...(left === null ? [] : [{ person, class: ofClass, date: left, kind: 'left' as const }]),
  ])
}

function remembered<K, V>(make: (key: K) => V): (key: K) => V {
  const made = new Map<K, V>()
  return key => {
    const known = made.get(key) ?? make(key)
    made.set(key, known)
    return known
  }
}

function refuseNonsense({ seed, classes, pupilsPerClass = 25, timeZone, from, to }: SchoolOptions): void {
  const problems = [
    Number.isSafeInteger(seed) || 'число seed должно быть целым',
    (Number.isInteger(classes) && classes >= 1 && classes <= 60) || 'классов должно быть от 1 до 60',
    (Number.isInteger(pupilsPerClass) && pupilsPerClass >= 2 && pupilsPerClass <= 40) ||
      'учеников в классе должно быть от 2 до 40',
    timeZone === undefined || isTimeZone(timeZone) || `неизвестный часовой пояс «${timeZone}»`,
    (isDay(from) && isDay(to) && from <= to) || 'первый и последний день пишутся как ГГГГ-ММ-ДД, по порядку',
    studyYearOf(from) === studyYearOf(to) || 'первый и последний день должны быть одного учебного года',
  ].filter(problem => problem !== true)
  if (problems.length === 0) return
  throw new BridgeError('USAGE', {
    message: `Учебную школу так не построить: ${problems.join('; ')}.`,
    hint: 'Исправьте параметры песочницы.',
  })
}

function isDay(text: IsoDate): boolean {
  const parsed = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text) && text.length === 10
}
