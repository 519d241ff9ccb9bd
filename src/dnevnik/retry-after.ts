import type { Instant } from '../clock.js'

/** A week: longer waits are mistakes, and timers can't count them. */
const longestMs = 7 * 86_400_000

/**
 * Milliseconds that a `Retry-After` header asks to wait: seconds, or an HTTP date in any of its three forms. A
 * date is counted from the answer's own `Date` header where there is one, because the two clocks may differ and
 * ours may be a simulated one. Null when there is no header or it can't be read.
 */
export function retryAfterMs(header: string | null, date: string | null, now: Instant): number | null {
  const text = header?.trim() ?? ''
  if (/^\d+(\.\d+)?$/.test(text)) return Math.min(Number(text) * 1000, longestMs)
  const until = httpDate(text)
  if (until === null) return null
  return Math.min(Math.max(0, until - (httpDate(date?.trim() ?? '') ?? now)), longestMs)
}

/** The form is checked first: `Date.parse` finds a date in nearly any words. */
function httpDate(text: string): Instant | null {
  if (!/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? .*\d{2}:\d{2}:\d{2}( \d{4}| GMT)$/.test(text)) return null
  const at = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`)
  return Number.isNaN(at) ? null : at
}
