/** Counts whatever comes, and keeps the first of it in an order: what people are shown of it, however much there is. */
export interface FirstFew<Item> {
  add(items: Iterable<Item>): void
  readonly count: number
  /** In the order. */
  readonly items: readonly Item[]
}

/** @param most Infinity for all */
export function firstFew<Item>(most: number, order: (a: Item, b: Item) => number): FirstFew<Item> {
  let kept: Item[] = []
  let count = 0
  return {
    add(items) {
      const fresh = [...items]
      count += fresh.length
      kept = [...kept, ...fresh].sort(order)
      if (kept.length > most) kept.length = most
    },
    get count() {
      return count
    },
    get items() {
      return kept
    },
  }
}
