import type { Bracket, State } from '../journal/index.js'

/**
 * When a changing field first was as the duty demands: the bracket of the oldest state that satisfies it. Later
 * changes of a value that was right in time are another matter than its lateness. Null when it never was.
 */
export function firstSeen<T>(history: readonly State<T>[], isDone: (value: T) => boolean): Bracket | null {
  // Asked of each work and lesson: a function for `find` would be made each time.
  for (const { value, seen } of history) if (isDone(value)) return seen
  return null
}

/** The newest state's value; undefined for a history that is empty. */
export function current<T>(history: readonly State<T>[]): T | undefined {
  return history[history.length - 1]?.value
}
