import type { IsoDate } from '../../journal/index.js'
import { Dice } from './dice.js'
import type { Pupil } from './model.js'
import type { SchoolDays } from './school-days.js'

const joins = 0.025
const leaves = 0.025

/** Pupils who come, leave, or change to the next class of their parallel during the year. */
export class Movers {
  readonly #seed: number
  readonly #days: SchoolDays
  /** First of September. */
  readonly #first: IsoDate
  /** By parallel: who leaves a class for the one that is made next. */
  readonly #changing = new Map<number, Pupil[]>()

  constructor(seed: number, days: SchoolDays, first: IsoDate) {
    this.#seed = seed
    this.#days = days
    this.#first = first
  }

  /** The pupils of a class as its year sees them. */
  move(className: string, parallel: number, settled: readonly Pupil[]): Pupil[] {
    const arriving = this.#changing.get(parallel) ?? []
    this.#changing.set(parallel, [])
    const own = settled.map((pupil, index) => this.#fate(className, pupil, index))
    const changing = own.find(({ joined, left }) => joined === null && left !== null)
    if (changing !== undefined) this.#changing.set(parallel, [changing])
    return [...own, ...arriving.map(pupil => ({ ...pupil, joined: pupil.left, left: null }))]
  }

  #fate(className: string, pupil: Pupil, index: number): Pupil {
    const dice = new Dice(this.#seed, `mover/${className}/${index}`)
    const roll = dice.next()
    const day = this.#days.calendar.addDays(this.#first, dice.whole(14, 240))
    if (roll < joins) return { ...pupil, joined: day }
    return roll < joins + leaves ? { ...pupil, left: day } : pupil
  }
}
