import { isBridgeError } from '../errors.js'
import type { Id, Window } from '../journal/index.js'
import { isRefusal } from './failures.js'
import { groupOf, weekOf } from './parse/window.js'
import { type AttendanceWay, attendanceWays, joined, type Reading } from './reading.js'

/** Keeps the address well below what web servers accept. */
const lessonsAtOnce = 50

/**
 * The log entries of a class's week, by the first way that isn't refused. A way that the platform doesn't know is
 * not tried again for other classes; one that is forbidden may be open for the next class.
 */
export async function readAttendance(reading: Reading, window: Window): Promise<string> {
  const first = attendanceWays.indexOf(reading.learnt.attendanceWay)
  let refusal: unknown = null
  let forbidden = false
  for (const way of attendanceWays.slice(first)) {
    if (way !== 'group' && !reading.lessonIds && refusal !== null) throw refusal
    try {
      const body = await readBy(way, reading, window)
      // A week without lessons asks nothing, so it teaches nothing.
      if (!forbidden && body !== joined([])) reading.learnt.attendanceWay = way
      return body
    } catch (error) {
      if (!isRefusal(error)) throw error
      forbidden ||= isBridgeError(error, 'DNEVNIK_FORBIDDEN')
      refusal = error
    }
  }
  throw refusal
}

async function readBy(way: AttendanceWay, reading: Reading, window: Window): Promise<string> {
  if (way === 'group') {
    const query = weekOf(window)
    return await reading.get({ path: `lesson-log-entries/group/${groupOf(window)}`, query })
  }
  const lessons = (await reading.lessonIds?.()) ?? []
  const bodies: string[] = []
  if (way === 'lesson') {
    for (const lesson of lessons) bodies.push(await reading.get({ path: `lessons/${lesson}/log-entries` }))
    return joined(bodies)
  }
  for (const batch of batches(lessons)) {
    bodies.push(await reading.get({ path: 'lesson-log-entries', query: { lessons: batch } }))
  }
  return joined(bodies)
}

function batches(lessons: readonly Id[]): Id[][] {
  const count = Math.ceil(lessons.length / lessonsAtOnce)
  return Array.from({ length: count }, (_, index) =>
    lessons.slice(index * lessonsAtOnce, (index + 1) * lessonsAtOnce),
  )
}
