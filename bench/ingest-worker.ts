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

/** As many bodies as a worker has at hand at once, more or less: they must not be what its memory is full of. */
const bodiesAtOnce = 60

/** What comes from the wire is one flat text. */
function flat(text: string): string {
  return Buffer.from(text).toString()
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
      const lanes = classes.map(id =>
        windowsOfClass(id)
          .filter(ofWeeks)
          .map(window => ({ window, body: flat(bodyOf(window, edition)) })),
      )
      ms += await millisecondsOf(() =>
        Promise.all(
          lanes.map(async looks => {
            for (const { window, body } of looks) await mirror.recordLook(window, answerOf(window, body, at))
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
