import { isBridgeError } from '../errors.js'
import type { Id, Window } from '../journal/index.js'
import { isRefusal } from './failures.js'
import { daysOf, groupOf } from './parse/window.js'
import { type AttendanceWay, attendanceWays, joined, type Reading } from './reading.js'
import { inBatches } from './sizes.js'

/**
 * The log entries of a class's week, by the first way that isn't refused. A way that the platform doesn't know is
 * not tried again for other classes; one that is forbidden may be open for the next class.
 */
export async function readAttendance(reading: Reading, window: Window): Promise<string> {
  const first = attendanceWays.indexOf(reading.learnt.attendanceWay)
  let refusal: unknown = null
  /** What was found out about this class only. */
  let exception = false
  for (const way of attendanceWays.slice(first)) {
    try {
      const bodies = await readBy(way, reading, window)
      if (bodies === null) {
        // Lessons without subject are a matter of this week; who gives no subjects at all never will.
        exception ||= reading.known.subjectIds !== undefined
        continue
      }
      // A week without lessons asks nothing, so it teaches nothing.
      if (!exception && bodies.length > 0) reading.learnt.attendanceWay = way
      return way === 'group' && bodies.length === 1 ? (bodies[0] ?? '') : joined(bodies)
    } catch (error) {
      if (!isRefusal(error)) throw isForWantOfLessons(error) && isForbidden(refusal) ? refusal : error
      exception ||= isForbidden(error)
      refusal = error
    }
  }
  if (refusal !== null) throw refusal
  // The caller knows no lessons and the only way left needs them: the way by class tells what the platform says.
  return joined(await readByGroup(reading, window, {}))
}

function isForbidden(error: unknown): boolean {
  return isBridgeError(error, 'DNEVNIK_FORBIDDEN')
}

/** The caller's own failure to name the lessons: every failure of an answer names its path. */
function isForWantOfLessons(error: unknown): boolean {
  return isBridgeError(error, 'DNEVNIK_UNEXPECTED') && error.details.path === undefined
}

/** Null where this way can't be gone, for want of lessons or subjects. */
async function readBy(way: AttendanceWay, reading: Reading, window: Window): Promise<string[] | null> {
  if (way === 'group') return readByGroup(reading, window, {})
  if (way === 'subjects') return readBySubjects(reading, window)
  const lessons = await reading.known.lessonIds?.()
  if (!lessons) return null
  if (way === 'lessons') {
    const ask = (part: readonly Id[]) => reading.get({ path: 'lesson-log-entries', query: { lessons: part } })
    return inBatches(reading.learnt.sizes, { name: 'attendanceLessons', items: lessons, ask })
  }
  const bodies: string[] = []
  for (const lesson of lessons) bodies.push(await reading.get({ path: `lessons/${lesson}/log-entries` }))
  return bodies
}

async function readBySubjects(reading: Reading, window: Window): Promise<string[] | null> {
  const subjects = await reading.known.subjectIds?.()
  if (!subjects) return null
  const bodies: string[] = []
  for (const subject of subjects) bodies.push(...(await readByGroup(reading, window, { subject })))
  return bodies
}

/**
 * A refused parameter may be the number of days or the subject that is missing, and only a day can tell: where that is
 * refused as well, all its days have been tried for nothing, once.
 */
function readByGroup(
  reading: Reading,
  window: Window,
  query: Readonly<Record<string, string>>,
): Promise<string[]> {
  const path = `lesson-log-entries/group/${groupOf(window)}`
  return inBatches(reading.learnt.sizes, {
    name: 'attendanceDays',
    items: daysOf(window),
    ask: days => reading.get({ path, query: { ...query, from: days[0] ?? '', to: days.at(-1) ?? '' } }),
  })
}
