/** How far the platform's clock and ours may differ before its stamps contradict our looks. */
export const clockTolerance = 2 * 60_000

/** The platform's clock minus ours, in milliseconds, as one look could tell. */
export interface ClockSkew {
  readonly ms: number
  /** The true difference is at most this far from `ms`. */
  readonly errorMs: number
}
