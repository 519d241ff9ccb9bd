import {
  diceFor,
  eveningShares,
  isActedOn,
  laterMoment,
  type Making,
  sameDayMoment,
  sundayMoment,
} from '../making.js'
import type { Lesson } from '../school/model.js'
import { carelessness } from '../school/staff.js'
import { placeholderTopics, writeTopic } from '../school/wording.js'
import type { Fact } from '../truth.js'
import { type Courses, followPlans } from './courses.js'

const breached = 0.025
const corrected = 0.03
const placeholderFirst = 0.015
const onSunday = 0.7

/** Clause 2.3: topics come in the lesson, in the evening, or stand there since before the first day. */
export function enterTopics(making: Making, lessons: readonly Lesson[]): void {
  const courses = making.plans ? followPlans(making, lessons) : null
  for (const lesson of lessons) {
    const planned = lesson.placings[0]?.value.teacher.habit === 'planner'
    if (planned) preload(making, lesson, courses)
    if (!isActedOn(making, lesson)) {
      absolveCancelled(making, lesson)
      continue
    }
    const strayed = !planned && enterTopic(making, lesson, courses)
    if (!strayed) correctLater(making, lesson)
  }
}

function fact(
  making: Making,
  lesson: Lesson,
  enteredAt: number | null,
  rule: Fact['rule'] = '2.3-topic-filled',
): Fact {
  return {
    rule,
    subject: { class: lesson.class.id, lesson: lesson.id },
    date: lesson.final.date,
    deadline: making.days.dayEnd(lesson.final.date),
    enteredAt,
  }
}

function preload(making: Making, lesson: Lesson, courses: Courses | null): void {
  const dice = diceFor(making, 'topic', lesson)
  const weekBefore = making.days.calendar.addDays(making.from, -7)
  lesson.topics.push({
    since: making.days.at(weekBefore, 12 * 60),
    value: courses?.topicOf(lesson) ?? writeTopic(dice, lesson.subject.name),
  })
}

/** @returns whether what was written isn't what the plan has */
function enterTopic(making: Making, lesson: Lesson, courses: Courses | null): boolean {
  const dice = diceFor(making, 'topic', lesson)
  const { habit } = lesson.final.teacher
  const own = writeTopic(dice, lesson.subject.name)
  const topic = courses?.topicOf(lesson) ?? own
  const inTime = sameDayMoment(making, dice, lesson, eveningShares[habit])
  if (habit === 'never') {
    making.truth.plant(fact(making, lesson, null))
    return false
  }
  if (habit === 'sunday' && dice.chance(onSunday)) {
    const late = sundayMoment(making, dice, lesson)
    lesson.topics.push({ since: late, value: topic })
    making.truth.plant(fact(making, lesson, late))
    return false
  }
  if (!dice.chance(breached * carelessness[habit])) {
    return enterInTime()
  }
  const kind = dice.next()
  if (kind < 0.35) {
    making.truth.plant(fact(making, lesson, null))
  } else if (kind < 0.75) {
    const late = laterMoment(making, dice, lesson, 3)
    lesson.topics.push({ since: late, value: topic })
    making.truth.plant(fact(making, lesson, late))
  } else {
    lesson.topics.push({ since: inTime, value: dice.pick(placeholderTopics) })
    making.truth.plant(fact(making, lesson, null))
  }
  return false

  function enterInTime(): boolean {
    if (dice.chance(placeholderFirst)) {
      const soon = making.days.between(dice, inTime + 60_000, inTime + 15 * 60_000)
      lesson.topics.push(
        { since: inTime, value: dice.pick(placeholderTopics) },
        { since: soon, value: topic },
      )
      making.truth.absolve('placeholder replaced the same day', fact(making, lesson, soon))
      return false
    }
    const stray = courses?.strayFrom(lesson) ?? null
    lesson.topics.push({ since: inTime, value: stray ?? topic })
    if (stray !== null) making.truth.plant(fact(making, lesson, inTime, '2.3-topics-by-plan'))
    return stray !== null
  }
}

/** A good topic that is worded better on a later day. */
function correctLater(making: Making, lesson: Lesson): void {
  const first = lesson.topics[0]
  if (first === undefined || lesson.topics.length > 1) return
  if (first.value === null || placeholderTopics.includes(first.value)) return
  if (first.since > making.days.dayEnd(lesson.final.date)) return
  const dice = diceFor(making, 'topic-corrected', lesson)
  if (!dice.chance(corrected)) return
  lesson.topics.push({ since: laterMoment(making, dice, lesson, 3), value: `${first.value}. Повторение` })
  making.truth.absolve('topic corrected later', fact(making, lesson, first.since))
}

function absolveCancelled(making: Making, lesson: Lesson): void {
  if (lesson.final.status !== 'Cancelled' || lesson.topics.length > 0) return
  making.truth.absolve('cancelled lesson without topic', fact(making, lesson, null))
}
