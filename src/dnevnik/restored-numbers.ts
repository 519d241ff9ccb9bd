import { findLongNumbers } from './long-numbers.js'

/** A number of the wire that JavaScript would print differently, as it was written. */
export class ExactNumber {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

export function exactNumber(text: string): number | ExactNumber {
  const value = Number(text)
  return String(value) === text ? value : new ExactNumber(text)
}

/**
 * `JSON.parse` is several times as fast as any parser in JavaScript: so it reads the text, and the few numbers that
 * it may have rounded are put in afterwards, in place.
 * @returns null where that isn't certain: see `Restoring`
 * @throws SyntaxError; RangeError when the value is nested absurdly deep
 */
export function parseAndRestore(text: string): { readonly value: unknown } | null {
  const parsed: unknown = JSON.parse(text)
  const restoring = new Restoring(text)
  const value = restoring.restore(parsed)
  return restoring.isCertain() ? { value } : null
}

/** Walks through a parsed value in the order of its text. */
class Restoring {
  readonly text: string
  readonly places: Int32Array
  readonly members: number
  readonly end: number
  next = 0
  numbers = 0
  seenMembers = 0
  reordered = false

  constructor(text: string) {
    const { count, places, members } = findLongNumbers(text)
    this.text = text
    this.places = places
    this.members = members
    this.end = 3 * count
  }

  /**
   * False where the value isn't in the order of its text: JavaScript puts members that are named like an index
   * first, and keeps one of two members with the same key.
   */
  isCertain(): boolean {
    return !this.reordered && this.seenMembers === this.members
  }

  restore(value: unknown): unknown {
    if (typeof value === 'number') return this.isLong() ? this.long(value) : value
    if (Array.isArray(value)) this.items(value)
    else if (isObject(value)) this.fields(value)
    return value
  }

  items(items: unknown[]): void {
    for (let index = 0; index < items.length; index += 1) {
      const item = items[index]
      const restored = this.restore(item)
      if (restored !== item) items[index] = restored
    }
  }

  fields(fields: Record<string, unknown>): void {
    let members = 0
    for (const name in fields) {
      members += 1
      const first = name.charCodeAt(0)
      if (first <= 57 && first >= 48) this.reordered = true
      const field = fields[name]
      if (typeof field === 'number') {
        if (this.isLong()) fields[name] = this.long(field)
      } else if (typeof field === 'object' && field !== null) {
        this.restore(field)
      }
    }
    this.seenMembers += members
  }

  /** Counts a number; whether it is one of the long ones. */
  isLong(): boolean {
    this.numbers += 1
    return this.next < this.end && this.places[this.next] === this.numbers - 1
  }

  long(value: number): number | ExactNumber {
    const { places, next } = this
    this.next = next + 3
    const text = this.text.slice(places[next + 1], places[next + 2])
    // Of so large numbers JavaScript prints 17 digits and zeros.
    if (value > 1e17 && value < 1e21 && !text.endsWith('0')) return new ExactNumber(text)
    return exactNumber(text)
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
