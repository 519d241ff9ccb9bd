import type { Instant } from '../clock.js'

/** A time in which the platform couldn't be worked with; both ends are instants, UTC. */
export interface Outage {
  readonly from: Instant
  readonly to: Instant
}

/** In order and apart: outages that overlap or touch are one. */
export function merged(outages: readonly Outage[]): readonly Outage[] {
  const inOrder = outages.filter(({ from, to }) => from < to).sort((a, b) => a.from - b.from)
  const apart: Outage[] = []
  for (const outage of inOrder) {
    const last = apart.at(-1)
    if (last === undefined || outage.from > last.to) apart.push(outage)
    else apart[apart.length - 1] = { from: last.from, to: Math.max(last.to, outage.to) }
  }
  return apart
}

/**
 * A term that began at `start` and would end at `deadline`: it stands still while an outage lasts, so that whoever had
 * an hour left when it began has an hour left when it is over.
 * @param outages as `merged` gives them
 */
export function extended(outages: readonly Outage[], start: Instant, deadline: Instant): Instant {
  let end = deadline
  for (const { from, to } of outages) {
    if (from >= end) break
    end += Math.max(0, to - Math.max(from, start))
  }
  return end
}
