import type { Dice } from './dice.js'
import type { Group, PlannedLesson, Subject, Teacher } from './model.js'

export interface Demand {
  readonly subject: Subject
  readonly hours: number
  readonly lines: readonly { readonly group: Group; readonly teacher: Teacher }[]
}

/** Which teacher is taken when; shared by all classes of the school. */
export class BusyTeachers {
  readonly #taken = new Set<string>()

  free(demand: Demand, place: string): boolean {
    return demand.lines.every(line => !this.#taken.has(`${line.teacher.id}/${place}`))
  }

  take(demand: Demand, place: string): void {
    for (const line of demand.lines) this.#taken.add(`${line.teacher.id}/${place}`)
  }
}

/**
 * A week of a class: days of almost equal length without gaps, a subject at most once a day while that is
 * possible, teachers in one room at a time where the order of the day allows it.
 */
export function planWeek(
  demands: readonly Demand[],
  dice: Dice,
  { shift, weekdays }: { shift: number; weekdays: readonly number[] },
  busy: BusyTeachers,
): PlannedLesson[] {
  const left = new Map(demands.map(demand => [demand, demand.hours]))
  const total = demands.reduce((sum, demand) => sum + demand.hours, 0)
  const longDays = new Set(dice.shuffle(weekdays).slice(0, total % weekdays.length))
  const plan: PlannedLesson[] = []
  for (const weekday of weekdays) {
    const today = chooseDay(Math.floor(total / weekdays.length) + (longDays.has(weekday) ? 1 : 0))
    for (let number = 1; today.length > 0; number++) {
      const place = `${shift}/${weekday}/${number}`
      const index = Math.max(
        0,
        today.findIndex(demand => busy.free(demand, place)),
      )
      for (const demand of today.splice(index, 1)) {
        busy.take(demand, place)
        plan.push({ weekday, number, subject: demand.subject, lines: demand.lines })
      }
    }
  }
  return plan

  function chooseDay(count: number): Demand[] {
    const open = demands.filter(demand => (left.get(demand) ?? 0) > 0)
    const order = dice.shuffle(open).sort((one, other) => (left.get(other) ?? 0) - (left.get(one) ?? 0))
    const chosen = order.slice(0, count)
    for (const demand of chosen) left.set(demand, (left.get(demand) ?? 0) - 1)
    return dice.shuffle(chosen)
  }
}
