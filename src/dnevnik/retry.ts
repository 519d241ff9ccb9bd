import { randomInt } from 'node:crypto'

const baseMs = 300
const longestMs = 30_000

/** How long to wait after the n-th failed try (from 1): doubling, with jitter, so that workers don't come in step. */
export function backOffMs(attempt: number, random: () => number): number {
  const whole = Math.min(baseMs * 2 ** (attempt - 1), longestMs)
  return Math.round(whole * (0.5 + random() / 2))
}

/** Jitter decides nothing but moments of waiting, so it needn't be repeatable outside tests. */
export function anyJitter(): number {
  return randomInt(2 ** 32) / 2 ** 32
}
