import type { Kysely } from 'kysely'
import type { Schema } from '../database/index.js'
import type { Id } from '../journal/index.js'
import type { History } from './histories.js'
import { eachStanding } from './standing-histories.js'

/** Histories; a class-year has 3,400 of lessons and what comes with them, two megabytes. */
const roomFor = 150_000

/**
 * Lessons are read twice where the whole school has to be known before its first class is judged, and are half of what a
 * rule of homework asks for.
 */
export interface KeptLessons {
  /**
   * Gives what stands in these windows.
   * @param asked `again`: they will be asked for once more; what was read is kept until then, if there is room
   * @throws BridgeError INTERRUPTED
   */
  each(windowKeys: readonly string[], asked: Asked): Promise<void>
}

interface Asked {
  readonly again: boolean
  readonly use: (history: History) => void
}

export function createKeptLessons(
  db: Kysely<Schema>,
  school: Id,
  signal: AbortSignal | undefined,
): KeptLessons {
  const kept = new Map<string, readonly History[]>()
  let room = roomFor
  return {
    async each(windowKeys, { again, use }) {
      const place = windowKeys.join('\n')
      const known = kept.get(place)
      if (known) {
        known.forEach(use)
        if (again) return
        kept.delete(place)
        room += known.length
        return
      }
      const read: History[] = []
      const keep = (history: History) => {
        if (read.length <= room) read.push(history)
        use(history)
      }
      await eachStanding(db, school, windowKeys, { use: again ? keep : use, signal })
      if (!again || read.length > room) return
      kept.set(place, read)
      room -= read.length
    },
  }
}
