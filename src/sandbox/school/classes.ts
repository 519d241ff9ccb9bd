import type { Life } from '../options.js'
import type { Timetables } from './bells.js'
import { Dice } from './dice.js'
import type { Ids } from './ids.js'
import type { Group, Pupil, SchoolClass, Subject, Teacher } from './model.js'
import type { Movers } from './movers.js'
import type { SchoolDays } from './school-days.js'
import { makeSetUp } from './set-up.js'
import { inventName } from './names.js'
import type { Staff } from './staff.js'
import { specialists } from './subjects.js'
import { type BusyTeachers, type Demand, planWeek } from './week-plan.js'

export interface ClassMakers {
  readonly seed: number
  readonly ids: Ids
  readonly staff: Staff
  readonly busy: BusyTeachers
  readonly timetables: Timetables
  readonly subjects: readonly Subject[]
  readonly pupilsPerClass: number
  readonly secondShift: boolean
  readonly life: Life
  readonly movers: Movers
  readonly days: SchoolDays
  /** The calendar year of September. */
  readonly start: number
}

const letters = 'АБВГДЕЖЗ'

/** 5А, 6А … 11А, 5Б …; with grades 1–4 as soon as 14 classes don't fill two of each. */
export function classNames(count: number): { parallel: number; name: string }[] {
  const parallels = count > 14 ? [5, 6, 7, 8, 9, 10, 11, 1, 2, 3, 4] : [5, 6, 7, 8, 9, 10, 11]
  const names = Array.from({ length: count }, (_, index) => {
    const parallel = parallels[index % parallels.length] ?? 5
    return { parallel, name: `${parallel}${letters.charAt(Math.floor(index / parallels.length))}` }
  })
  return names.sort((one, other) => one.parallel - other.parallel || (one.name < other.name ? -1 : 1))
}

/** Two digits that don't depend on how many classes there are. */
function numberOf(parallel: number, name: string): number {
  return parallel + 11 * letters.indexOf(name.slice(-1))
}

export function makeClass(
  makers: ClassMakers,
  { parallel, name }: { parallel: number; name: string },
  heads: Set<Teacher>,
): SchoolClass {
  const shift = makers.secondShift && (parallel === 6 || parallel === 7) ? 2 : 1
  const sixDays = makers.life === 'full' && parallel >= 10
  const settled = Array.from({ length: makers.pupilsPerClass }, (_, index) => makePupil(makers, name, index))
  const pupils = makers.life === 'full' ? makers.movers.move(name, parallel, settled) : settled
  const subjects = makers.subjects.filter(subject => (subject.hours[parallel] ?? 0) > 0)
  const wholeClass: Group = {
    id: makers.ids.long(`class/${name}`),
    kind: 'class',
    name,
    fullName: '',
    pupils,
  }
  const weekdays = sixDays ? [1, 2, 3, 4, 5, 6] : [1, 2, 3, 4, 5]
  const subgroups: Group[] = []
  const byDepartment = new Map<string, Teacher>()
  const demands = subjects.map((subject): Demand => {
    const hours = subject.hours[parallel] ?? 0
    if ((subject.subgroupsFrom ?? 12) <= parallel) return { subject, hours, lines: twoLines(subject, hours) }
    const department =
      parallel <= 4 && !specialists.has(subject.department) ? 'начальные классы' : subject.department
    const load = departmentHours(department)
    const teacher = byDepartment.get(department) ?? makers.staff.assign(department, load)
    byDepartment.set(department, teacher)
    teacher.subjects.add(subject.name)
    return { subject, hours, lines: [{ group: wholeClass, teacher }] }
  })
  const classTeacher = chooseHead([...byDepartment.values()], heads)
  return {
    ...wholeClass,
    kind: 'class',
    number: numberOf(parallel, name),
    parallel,
    shift,
    sixDays,
    timetable: sixDays ? makers.timetables.sixDays : timetableOf(makers.timetables, parallel, shift),
    archived: new Dice(makers.seed, `${name}/archived`).chance(0.4) ? [makePupil(makers, name, -1)] : [],
    subgroups,
    subjects,
    plan: planWeek(demands, new Dice(makers.seed, `plan/${name}`), { shift, weekdays }, makers.busy),
    classTeacher,
    setUp: makeSetUp(makers, name, classTeacher),
  }

  function departmentHours(department: string): number {
    return subjects
      .filter(subject => department === 'начальные классы' || subject.department === department)
      .filter(subject => department !== 'начальные классы' || !specialists.has(subject.department))
      .reduce((sum, subject) => sum + (subject.hours[parallel] ?? 0), 0)
  }

  function twoLines(subject: Subject, hours: number): Demand['lines'] {
    const first = makers.staff.assign(subject.department, hours)
    const second = makers.staff.assign(subject.department, hours, [first])
    return [first, second].map((teacher, index) => {
      teacher.subjects.add(subject.name)
      const group: Group = {
        id: makers.ids.long(`subgroup/${name}/${subject.name}/${index}`),
        kind: 'subgroup',
        name: `${name}, ${subject.name.toLowerCase()}, группа ${index + 1}`,
        fullName: `${teacher.lastName} ${teacher.firstName.slice(0, 1)}. ${teacher.middleName.slice(0, 1)}.`,
        pupils: pupils.filter((_, place) => place % 2 === index),
      }
      subgroups.push(group)
      return { group, teacher }
    })
  }
}

function chooseHead(candidates: readonly Teacher[], heads: Set<Teacher>): Teacher {
  const head = candidates.find(teacher => !heads.has(teacher)) ?? candidates[0]
  if (head === undefined) throw new Error('a class without teachers')
  heads.add(head)
  return head
}

function timetableOf(timetables: Timetables, parallel: number, shift: 1 | 2) {
  if (shift === 2) return timetables.second
  return parallel === 5 ? timetables.shortMonday : timetables.first
}

function makePupil(makers: ClassMakers, className: string, index: number): Pupil {
  const name = `pupil/${className}/${index}`
  const dice = new Dice(makers.seed, name)
  return {
    ...inventName(dice, { men: 0.5, middleNameMissing: 0.04 }),
    id: makers.ids.short(name),
    userId: dice.chance(0.05) ? null : makers.ids.short(`${name}/user`),
    joined: null,
    left: null,
  }
}
