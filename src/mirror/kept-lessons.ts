import type { Kysely } from 'kysely'
import type { Schema } from '../database/index.js'
import type { Id } from '../journal/index.js'
import { type LeftPlace, leftPlaces } from './former-places.js'
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
   * @returns the places that lessons of these windows left
   * @throws BridgeError INTERRUPTED
   */
  each(windowKeys: readonly string[], asked: Asked): Promise<readonly LeftPlace[]>
}

interface Asked {
  readonly again: boolean
  readonly use: (history: History) => void
}

interface Kept {
  readonly standing: readonly History[]
  readonly left: readonly LeftPlace[]
}

export function createKeptLessons(
  db: Kysely<Schema>,
  school: Id,
  signal: AbortSignal | undefined,
): KeptLessons {
  const kept = new Map<string, Kept>()
  let room = roomFor
  return {
    async each(windowKeys, { again, use }) {
      const place = windowKeys.join('\n')
      const known = kept.get(place)
      if (known) {
        known.standing.forEach(use)
        if (again) return known.left
        kept.delete(place)
        room += known.standing.length
        return known.left
      }
      const read: History[] = []
      const keep = (history: History) => {
        if (read.length <= room) read.push(history)
        use(history)
      }
      await eachStanding(db, school, windowKeys, { use: again ? keep : use, signal })
      const left = await leftPlaces(db, windowKeys)
      if (!again || read.length > room) return left
      kept.set(place, { standing: read, left })
      room -= read.length
      return left
    },
  }
}
