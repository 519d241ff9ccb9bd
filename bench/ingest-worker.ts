import { type DatabaseHandle, openDatabase } from '../src/database/index.js'
import type { Answer, Window } from '../src/journal/index.js'
import { createMirror, type Mirror } from '../src/mirror/index.js'
import { loadVocabulary } from '../src/vocabulary/index.js'
import { answerOf, bodyOf, type Edition, weeks, windowsOfClass } from './school-year.js'
import { millisecondsOf } from './side-by-side.js'

/**
 * The worker of the bench, a process of its own: it makes the answers that the client would give, a few weeks of some
 * classes at a time, and takes them into the mirror over one connection. Only what the mirror does is timed; to decode
 * and hash a body is the client's part, and is timed apart.
 */

/** Looks at every window of these classes, all classes at once, each class one window after the other. */
export interface LookOrder {
  readonly connectionString: string
  readonly classes: readonly string[]
  readonly edition: Edition
  readonly at: number
}

export interface LookReport {
  /** What the mirror took. */
  readonly ms: number
  /** What decoding and hashing the bodies took before. */
  readonly clientMs: number
  /** The most memory that the process has had since it began, in bytes. */
  readonly peak: number
}

const vocabulary = loadVocabulary()

/** Answers that wait for their turn; a worker at work has one a lane. */
const answersAtOnce = 30
const room = Buffer.alloc(answersAtOnce * 160 * 1024)

/** Takes bodies as bytes, until it is made anew: buffers of their own would wait for the collector and be measured. */
function emptyRoom(): (body: string) => Buffer {
  let end = 0
  return body => {
    const start = end
    end += room.write(body, start)
    return room.subarray(start, end)
  }
}

interface Opened {
  readonly connectionString: string
  readonly handle: DatabaseHandle
  readonly mirror: Mirror
}

let opened: Opened | undefined

/** One connection for all orders of a database, as a worker keeps his. */
async function mirrorOf(connectionString: string): Promise<Mirror> {
  if (opened?.connectionString === connectionString) return opened.mirror
  await opened?.handle.close()
  const handle = openDatabase({ connectionString, connections: 1 })
  opened = { connectionString, handle, mirror: createMirror(handle, vocabulary) }
  // Connecting is no part of what is timed.
  await handle.pool.query('select 1')
  return opened.mirror
}

async function look({ connectionString, classes, edition, at }: LookOrder): Promise<LookReport> {
  const mirror = await mirrorOf(connectionString)
  const weeksAtOnce = Math.max(1, Math.floor(answersAtOnce / (3 * classes.length)))
  let [ms, clientMs] = [0, 0]
  for (let start = 0; start < weeks.length; start += weeksAtOnce) {
    const some = new Set(weeks.slice(start, start + weeksAtOnce))
    const bytesOf = emptyRoom()
    const lanes = classes.map(id =>
      windowsOfClass(id)
        .filter(({ week }) => week !== null && some.has(week))
        .map(window => ({ window, bytes: bytesOf(bodyOf(window, edition)) })),
    )
    const answers: { window: Window; answer: Answer }[][] = []
    clientMs += await millisecondsOf(() => {
      for (const lane of lanes)
        answers.push(
          lane.map(({ window, bytes }) => ({ window, answer: answerOf(window, bytes.toString(), at) })),
        )
    })
    ms += await millisecondsOf(() =>
      Promise.all(
        answers.map(async looks => {
          for (const { window, answer } of looks) await mirror.recordLook(window, answer)
        }),
      ),
    )
  }
  return { ms, clientMs, peak: process.resourceUsage().maxRSS * 1024 }
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

// Nobody orders any more: an open connection would keep the process.
process.on('disconnect', () => void opened?.handle.close())
