import { open } from 'node:fs/promises'
import { type DatabaseHandle, openDatabase } from '../src/database/index.js'
import type { Window } from '../src/journal/index.js'
import { createMirror, type Mirror } from '../src/mirror/index.js'
import { loadVocabulary } from '../src/vocabulary/index.js'
import { answerOf, type UndatedAnswer, weeks, windowsOfWeek } from './school-year.js'
import { millisecondsOf } from './side-by-side.js'

/**
 * The worker of the bench, a process of its own: it reads the bodies that the platform would send and makes the answers
 * that the client would give, some weeks of some classes at a time, and takes them into the mirror over one connection. Only
 * what the mirror does is timed; to decode and hash a body is the client's part, and is timed apart.
 */

/** Looks at every window of these classes, all classes at once, each class one window after the other. */
export interface LookOrder {
  readonly connectionString: string
  readonly classes: readonly string[]
  /** The bodies of a week's windows of one class after the other, week by week. */
  readonly bodies: string
  /** How long each body is, bytes. */
  readonly lengths: readonly number[]
  /** The same is looked at once at each of these moments. */
  readonly moments: readonly number[]
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
/** Where their bytes are: buffers of their own would wait for the collector and be measured. */
const room = Buffer.alloc(answersAtOnce * 160 * 1024)

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

async function look({ connectionString, classes, bodies, lengths, moments }: LookOrder): Promise<LookReport> {
  const mirror = await mirrorOf(connectionString)
  const file = await open(bodies)
  const weeksAtOnce = Math.max(1, Math.floor(answersAtOnce / (3 * classes.length)))
  let [ms, clientMs, position, bodiesRead] = [0, 0, 0, 0]
  for (let start = 0; start < weeks.length; start += weeksAtOnce) {
    let end = 0
    const lanes: { window: Window; bytes: Buffer }[][] = classes.map(() => [])
    for (const week of weeks.slice(start, start + weeksAtOnce)) {
      for (const [lane, id] of classes.entries()) {
        for (const window of windowsOfWeek(id, week)) {
          const length = lengths[bodiesRead++] ?? 0
          await file.read(room, end, length, position)
          lanes[lane]?.push({ window, bytes: room.subarray(end, end + length) })
          end += length
          position += length
        }
      }
    }
    const answers: { window: Window; answer: UndatedAnswer }[][] = []
    clientMs += await millisecondsOf(() => {
      for (const lane of lanes)
        answers.push(
          lane.map(({ window, bytes }) => ({ window, answer: answerOf(window, bytes.toString()) })),
        )
    })
    for (const at of moments) {
      ms += await millisecondsOf(() =>
        Promise.all(
          answers.map(async looks => {
            for (const { window, answer } of looks)
              await mirror.recordLook(window, { ...answer, askedAt: at, answeredAt: at + 1000 })
          }),
        ),
      )
    }
  }
  await file.close()
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
