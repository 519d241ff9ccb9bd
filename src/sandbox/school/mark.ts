import type { Instant } from '../../clock.js'
import type { Id } from '../../journal/index.js'
import type { Lesson, Mark, Since, Work } from './model.js'

interface Put {
  readonly id: Id
  readonly person: Id
  readonly work: Work
  readonly putAt: Instant
  readonly value: string
  /** Another value, later. */
  readonly edit?: Since<string> | null
  readonly goneAt?: Instant | null
  readonly number?: 1 | 2
}

/** Kept small: a school of 40 classes has half a million of them. */
export class PutMark implements Mark {
  readonly id: Id
  readonly person: Id
  readonly work: Work
  readonly putAt: Instant
  readonly number: 1 | 2
  readonly goneAt: Instant | null
  readonly #value: string
  readonly #edit: Since<string> | null

  constructor({ id, person, work, putAt, value, edit = null, goneAt = null, number = 1 }: Put) {
    this.id = id
    this.person = person
    this.work = work
    this.putAt = putAt
    this.number = number
    this.goneAt = goneAt
    this.#value = value
    this.#edit = edit
  }

  get lesson(): Lesson | null {
    return this.work.lesson
  }

  get values(): readonly Since<string>[] {
    const first = { since: this.putAt, value: this.#value }
    return this.#edit === null ? [first] : [first, this.#edit]
  }
}
