import { diceFor, type Making } from '../making.js'
import type { Lesson, Teacher } from '../school/model.js'
import type { PlantedRule } from '../truth.js'
import { isLed } from './sections.js'

export interface Author {
  readonly teacher: Teacher
  /** What is broken where somebody writes who isn't entitled to. */
  readonly rule: Extract<PlantedRule, '2.1-homework-author' | '2.4-class-teacher-edits'> | null
}

const byClassTeacher = 0.004
const byColleague = 0.004

/** Who writes homework down: the lesson's teacher, and now and then the class teacher or a colleague of another subject. */
export function authorsOf(making: Making, lessons: readonly Lesson[]): (given: Lesson) => Author {
  const teaching = new Map<string, Set<Teacher>>()
  for (const { subject, placings } of lessons) {
    const named = teaching.get(subject.id) ?? new Set()
    teaching.set(subject.id, named)
    for (const { value } of placings) named.add(value.teacher)
  }
  const busy = new Set(lessons.map(({ final }) => final.teacher))

  return given => {
    const own: Author = { teacher: given.final.teacher, rule: null }
    const dice = diceFor(making, 'homework-author', given)
    const roll = dice.next()
    const { classTeacher } = given.class
    const isStranger = (teacher: Teacher) => !(teaching.get(given.subject.id)?.has(teacher) ?? false)
    const leads = isLed(given.class, making.days.at(given.final.date, 0))
    if (roll < byClassTeacher && leads && isStranger(classTeacher))
      return { teacher: classTeacher, rule: '2.4-class-teacher-edits' }
    if (roll < byClassTeacher || roll >= byClassTeacher + byColleague) return own
    const colleagues = [...busy].filter(teacher => teacher !== classTeacher && isStranger(teacher))
    return colleagues.length === 0 ? own : { teacher: dice.pick(colleagues), rule: '2.1-homework-author' }
  }
}
