import { ManualClock } from '../../src/clock.js'
import { createDnevnikSource } from '../../src/dnevnik/index.js'
import type { PlatformRecord, Window } from '../../src/journal/index.js'
import { windowKey } from '../../src/journal/index.js'
import { silentLogger } from '../../src/log.js'
import { seenRecord } from '../../src/mirror/canonical.js'
import { createOwnPace } from '../../src/pace/index.js'
import { type SchoolOptions, startSandbox } from '../../src/sandbox/index.js'

/** Hash of each record's content, by kind and id. */
export type Contents = ReadonlyMap<string, string>

/** What a school's journal holds at a moment: what a twin of the sandbox says whom no fault strikes. */
export interface TruthOfSchool {
  at(window: Window, now: number): Promise<Contents>
  close(): Promise<void>
}

export function contentsOf(records: readonly PlatformRecord[]): Contents {
  const seen = records.map(seenRecord)
  return new Map(seen.map(({ kind, record, hash }) => [`${kind}/${record}`, hash]))
}

export async function truthOf(school: SchoolOptions): Promise<TruthOfSchool> {
  const clock = new ManualClock(0)
  const twin = await startSandbox({ ...school, clock })
  const limits = { requestsPerSecond: 1_000_000, requestsAtOnce: 8, openAfter: 4 }
  const log = silentLogger
  const source = createDnevnikSource({
    baseUrl: twin.url,
    token: twin.token,
    clock,
    log,
    timeoutMs: 30_000,
    attempts: 1,
    pace: createOwnPace({ limits, clock, log }),
  })
  const known = new Map<string, Contents>()
  let last: Promise<unknown> = Promise.resolve()

  /** One after the other, because the twin has one clock. */
  async function read(window: Window, now: number): Promise<Contents> {
    clock.set(now)
    // All works of all marks: which of them a mirror asks for depends on what it has.
    const answer = await source.read(window, { unknownWorks: async ids => [...ids] })
    return contentsOf(answer.parse().records)
  }

  return {
    async at(window, now) {
      const key = `${windowKey(window)} ${now}`
      const before = known.get(key)
      if (before) return before
      const reading = last.then(() => read(window, now))
      last = reading.catch(() => undefined)
      const contents = await reading
      known.set(key, contents)
      return contents
    },
    async close() {
      await source.close()
      await twin.close()
    },
  }
}
