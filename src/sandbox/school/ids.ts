import type { Id } from '../../journal/index.js'
import { hash } from './dice.js'

/** Ids with the platform's magnitudes, derived from what they name, never given twice. */
export class Ids {
  readonly #seed: number
  readonly #classNumber: number | null
  readonly #taken = new Set<Id>()

  /** With a class's number every long id carries it, so that whose it is can be told before that class's year is made. */
  constructor(seed: number, classNumber: number | null = null) {
    this.#seed = seed
    this.#classNumber = classNumber
  }

  /** 19 digits, above 2^53: groups, subjects, lessons, works, marks, periods, work types, timetables. */
  long(name: string): Id {
    return this.#free(name, (high, low) => {
      const head = 1_300_000_000 + (high % 1_000_000_000)
      const marked = this.#classNumber === null ? head : head - (head % 100) + this.#classNumber
      return `${marked}${nineDigits(low)}`
    })
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

/** The number of the class whose year a long id belongs to, if it belongs to any. */
export function classNumberIn(id: Id): number {
  return Number(id.slice(8, 10))
}

/** An id of something that follows from another one: 19 digits, the same in every school. */
export function derivedId(name: string): Id {
  return `${1_300_000_000 + (hash(name, 3) % 1_000_000_000)}${nineDigits(hash(name, 4))}`
}

/** The id of a record after so many edits: another one, of the same class. */
export function editedId(id: Id, edits: number): Id {
  const derived = derivedId(`${id}/edit/${edits}`)
  return derived.slice(0, 8) + id.slice(8, 10) + derived.slice(10)
}

function nineDigits(value: number): string {
  return String(value % 1_000_000_000).padStart(9, '0')
}
