import type { Id } from '../../journal/index.js'
import { diceFor, laterMoment, type Making, membersOf } from '../making.js'
import type { Lesson, LogEntry } from '../school/model.js'
import { carelessness } from '../school/staff.js'

const overlooked = 0.02

/**
 * Clause 2.5: of two who were away all day a teacher notes one. At most one such gap in a class-day, in the middle of
 * the pupil's lessons, and never on a day with a lesson that was left empty, so that the others show it.
 */
export function overlookOne(
  making: Making,
  day: {
    /** Away from every lesson of the day. */
    readonly pupils: readonly Id[]
    readonly ofDay: readonly Lesson[]
    readonly empty: Lesson | null
  },
): void {
  if (day.empty !== null) return
  for (const person of day.pupils) {
    const own = day.ofDay
      .filter(lesson => membersOf(lesson).some(({ id }) => id === person))
      .sort((one, other) => one.final.number - other.final.number)
    for (const [index, lesson] of own.entries()) {
      const before = own[index - 1]
      const after = own[index + 1]
      if (!before || !after) continue
      const dice = diceFor(making, `overlooked/${person}`, lesson)
      if (!dice.chance(overlooked * carelessness[lesson.final.teacher.habit])) continue
      if (overlook(making, lesson, { person, before, after })) return
    }
  }
}

function overlook(
  making: Making,
  lesson: Lesson,
  { person, before, after }: { person: Id; before: Lesson; after: Lesson },
): boolean {
  const entry = entryOf(lesson, person)
  const around = [before, after].map(other => entryOf(other, person))
  const isPlain = [entry, ...around].every(one => one?.statuses.length === 1)
  const others = lesson.entries.filter(other => other.person !== person)
  if (!entry || !isPlain || others.length === 0) return false
  const dice = diceFor(making, `gap/${person}`, lesson)
  const late = dice.chance(0.4) ? laterMoment(making, dice, lesson, 1) : null
  lesson.entries.splice(lesson.entries.indexOf(entry), 1)
  if (late !== null) {
    const statuses = entry.statuses.map(({ value }) => ({ since: late, value }))
    lesson.entries.push({ ...entry, madeAt: late, statuses })
  }
  making.truth.plant({
    rule: '2.5-attendance-gaps',
    subject: { class: lesson.class.id, lesson: lesson.id, person },
    date: lesson.final.date,
    deadline: making.days.dayEnd(lesson.final.date),
    enteredAt: late,
  })
  return true
}

function entryOf({ entries }: Lesson, person: Id): LogEntry | undefined {
  return entries.find(entry => entry.person === person)
}
