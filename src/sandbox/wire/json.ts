import type { Id } from '../../journal/index.js'

/**
 * JSON as the platform writes it: ids are bare 64-bit integers, which JavaScript's numbers can't hold. In our
 * objects they are marked texts; the mark and the quotes fall off when the text is made.
 */

export type Wire = string | number | boolean | null | readonly Wire[] | { readonly [key: string]: Wire }

/** A private-use character: no name, topic or homework contains it. */
const mark = '\uE000'

export function int64(id: Id): string {
  return mark + id
}

export function int64OrNull(id: Id | null): string | null {
  return id === null ? null : int64(id)
}

export function wireJson(value: Wire): string {
  return JSON.stringify(value).replaceAll(/"\uE000(-?\d+)"/g, '$1')
}

/** Stable, but not in the order of ids: the platform promises none. */
export function unsorted<T extends { readonly id: Id }>(items: readonly T[]): T[] {
  return items.toSorted((one, other) => (one.id.slice(-6) < other.id.slice(-6) ? -1 : 1))
}
