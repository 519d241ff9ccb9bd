import { openDatabase } from '../src/database/index.js'
import type { Window } from '../src/journal/index.js'
import { createMirror } from '../src/mirror/index.js'
import { loadVocabulary } from '../src/vocabulary/index.js'
import { answerOf, bodyOf, type Edition, weeks, windowsOfClass } from './school-year.js'
import { millisecondsOf } from './side-by-side.js'

/**
 * The worker of the bench, a process of its own: it makes the bodies that the platform would send, a few weeks of some
 * classes at a time, and takes them into the mirror over one connection. Only what the mirror does is timed.
 */

/** Looks at every window of these classes, all classes at once, each class one window after the other. */
export interface LookOrder {
  readonly connectionString: string
  readonly classes: readonly string[]
  readonly edition: Edition
  readonly at: number
}

export interface LookReport {
  readonly ms: number
  /** The most memory that the process has had since it began, in bytes. */
  readonly peak: number
}

const vocabulary = loadVocabulary()

/** Made before the time is taken; room for more than they are. */
const bodiesAtOnce = 60
const room = Buffer.alloc(bodiesAtOnce * 160 * 1024)

/**
 * Takes bodies as bytes, for so they come from the wire, until it is made anew: as texts, or in buffers of their own
 * that wait for the collector, bodies that no worker has at hand would be the larger part of the memory measured.
 */
function emptyRoom(): (body: string) => Buffer {
  let end = 0
  return body => {
    const start = end
    end += room.write(body, start)
    return room.subarray(start, end)
  }
}

async function look({ connectionString, classes, edition, at }: LookOrder): Promise<LookReport> {
  const handle = openDatabase({ connectionString, connections: 1 })
  const mirror = createMirror(handle, vocabulary)
  const weeksAtOnce = Math.max(1, Math.floor(bodiesAtOnce / (3 * classes.length)))
  let ms = 0
  try {
    // Connecting is no part of it.
    await handle.pool.query('select 1')
    for (let start = 0; start < weeks.length; start += weeksAtOnce) {
      const some = new Set(weeks.slice(start, start + weeksAtOnce))
      const ofWeeks = ({ week }: Window) => week !== null && some.has(week)
      const bytesOf = emptyRoom()
      const lanes = classes.map(id =>
        windowsOfClass(id)
          .filter(ofWeeks)
          .map(window => ({ window, bytes: bytesOf(bodyOf(window, edition)) })),
      )
      ms += await millisecondsOf(() =>
        Promise.all(
          lanes.map(async looks => {
            for (const { window, bytes } of looks)
              await mirror.recordLook(window, answerOf(window, bytes.toString(), at))
          }),
        ),
      )
    }
  } finally {
    await handle.close()
  }
  return { ms, peak: process.resourceUsage().maxRSS * 1024 }
}

process.on('message', (order: LookOrder) => {
  look(order).then(
    report => process.send?.(report),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`)
      process.exit(1)
    },
  )
})
