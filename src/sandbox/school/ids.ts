import type { Id } from '../../journal/index.js'
import { hash } from './dice.js'

/** Ids with the platform's magnitudes, derived from what they name, never given twice. */
export class Ids {
  readonly #seed: number
  readonly #taken = new Set<Id>()

  constructor(seed: number) {
    this.#seed = seed
  }

  /** 19 digits, above 2^53: groups, subjects, lessons, works, marks, periods, work types, timetables. */
  long(name: string): Id {
    return this.#free(name, (high, low) => `${1_300_000_000 + (high % 1_000_000_000)}${nineDigits(low)}`)
  }

  /** 13 digits: persons, users, schools. */
  short(name: string): Id {
    return this.#free(name, (_, low) => `1000${nineDigits(low)}`)
  }

  #free(name: string, form: (high: number, low: number) => Id): Id {
    for (let attempt = 0; ; attempt++) {
      const id = form(hash(`${name}/${attempt}`, this.#seed), hash(`${attempt}/${name}`, this.#seed))
      if (this.#taken.has(id)) continue
      this.#taken.add(id)
      return id
    }
  }
}

/** An id of something that follows from another one, such as its edited form: 19 digits, the same in every school. */
export function derivedId(name: string): Id {
  return `${1_300_000_000 + (hash(name, 3) % 1_000_000_000)}${nineDigits(hash(name, 4))}`
}

function nineDigits(value: number): string {
  return String(value % 1_000_000_000).padStart(9, '0')
}
