import type { Life } from '../options.js'
import { Dice } from './dice.js'
import type { Ids } from './ids.js'
import type { Habit, Teacher } from './model.js'
import { inventName } from './names.js'

/** Lessons a week that one teacher takes. */
const fullLoads = { plain: 24, full: 24 } as const

/** Teachers are hired as lessons need them. */
export class Staff {
  readonly #seed: number
  readonly #ids: Ids
  readonly #life: Life
  readonly #byDepartment = new Map<string, { teacher: Teacher; load: number }[]>()
  readonly teachers: Teacher[] = []

  constructor(seed: number, ids: Ids, life: Life = 'plain') {
    this.#seed = seed
    this.#ids = ids
    this.#life = life
  }

  /** A teacher of the department with room for the hours, other than those in `besides`. */
  assign(department: string, hours: number, besides: readonly Teacher[] = []): Teacher {
    const colleagues = this.#byDepartment.get(department) ?? []
    this.#byDepartment.set(department, colleagues)
    const free = colleagues.find(
      colleague => colleague.load + hours <= fullLoads[this.#life] && !besides.includes(colleague.teacher),
    )
    if (free !== undefined) {
      free.load += hours
      return free.teacher
    }
    const teacher = this.#hire(department, colleagues.length)
    colleagues.push({ teacher, load: hours })
    return teacher
  }

  /** Somebody else, of the same department if there is one. */
  substitute(absent: Teacher, dice: Dice): Teacher {
    for (const colleagues of this.#byDepartment.values()) {
      if (!colleagues.some(colleague => colleague.teacher === absent)) continue
      const others = colleagues.filter(colleague => colleague.teacher !== absent)
      if (others.length > 0) return dice.pick(others).teacher
    }
    return dice.pick(this.teachers.filter(teacher => teacher !== absent))
  }

  #hire(department: string, number: number): Teacher {
    const name = `teacher/${department}/${number}`
    const dice = new Dice(this.#seed, name)
    const person = inventName(dice, { men: department === 'физкультура' ? 0.6 : 0.15, middleNameMissing: 0 })
    const teacher: Teacher = {
      ...person,
      middleName: person.middleName ?? '',
      id: this.#ids.short(name),
      userId: this.#ids.short(`${name}/user`),
      habit: this.#life === 'full' ? habitOfFull(dice, this.teachers.length) : habitOf(dice),
      subjects: new Set(),
    }
    this.teachers.push(teacher)
    return teacher
  }
}

/** The worst habits are dealt out and not drawn, so that every school of some size has them. */
function habitOfFull(dice: Dice, place: number): Habit {
  if (place % 20 === 7) return 'sunday'
  return place % 20 === 15 ? 'never' : habitOf(dice)
}

function habitOf(dice: Dice): Habit {
  const roll = dice.next()
  if (roll < 0.4) return 'punctual'
  if (roll < 0.65) return 'evening'
  if (roll < 0.8) return 'forgetful'
  return 'planner'
}

/** How often a teacher's duties slip, against the rates of `acts/`. */
export const carelessness: Readonly<Record<Habit, number>> = {
  punctual: 0.6,
  evening: 1,
  forgetful: 2.5,
  planner: 0.7,
  sunday: 3,
  never: 4,
}
