import { isBridgeError } from '../errors.js'
import type { Id } from '../journal/index.js'
import { isRefusal } from './failures.js'
import { completeJson, int64Text } from './lossless.js'
import { listOf } from './parse/window.js'
import { type Reading, type WorkWay, workWays } from './reading.js'
import { fieldsOf } from './schema/fields.js'
import { readId } from './schema/values.js'
import { inBatches } from './sizes.js'

/** Ids of works that lessons name only by number: their short form does. */
export function worksByNumber(bodies: readonly string[]): Id[] {
  const numbers = new Set<Id>()
  const objects = new Set<Id>()
  for (const lesson of elementsOf(bodies)) {
    const works = fieldsOf(lesson)?.works
    for (const work of Array.isArray(works) ? works : []) {
      const number = int64Text(work)
      if (number !== null && number !== '0') numbers.add(number)
      const id = number === null ? readId(work) : null
      if (id) objects.add(id)
    }
  }
  return [...numbers].filter(id => !objects.has(id))
}

/** Ids of the works that marks hang on. */
export function worksOfMarks(bodies: readonly string[]): Id[] {
  const ids = elementsOf(bodies).flatMap(mark => readId(fieldsOf(mark)?.work) ?? [])
  return [...new Set(ids)]
}

function elementsOf(bodies: readonly string[]): unknown[] {
  return bodies.flatMap(body => [...listOf(completeJson(body))])
}

/**
 * Bodies with these works, by the first way that isn't refused; none where the platform offers no way, which whoever
 * parses the whole will see from the works that are missing.
 */
export async function readWorks(reading: Reading, ids: readonly Id[]): Promise<string[]> {
  if (ids.length === 0 || reading.learnt.workWay === null) return []
  let forbidden = false
  for (const way of workWays.slice(workWays.indexOf(reading.learnt.workWay))) {
    try {
      const bodies = await readBy(way, reading, ids)
      if (!forbidden) reading.learnt.workWay = way
      return bodies
    } catch (error) {
      if (!isRefusal(error)) throw error
      forbidden ||= isBridgeError(error, 'DNEVNIK_FORBIDDEN')
    }
  }
  if (!forbidden) reading.learnt.workWay = null
  return []
}

function readBy(way: WorkWay, reading: Reading, ids: readonly Id[]): Promise<string[]> {
  const { sizes } = reading.learnt
  if (way === 'works') {
    // A bare array of bare integers: the platform is not known to take quoted ones.
    const ask = (part: readonly Id[]) => reading.get({ path: 'works/many', body: `[${part.join(',')}]` })
    return inBatches(sizes, { name: 'works', items: ids, ask })
  }
  // Without the school: with it, the platform gives what the token's owner has to do between two days.
  const path = 'users/me/school/homeworks'
  const ask = (part: readonly Id[]) => reading.get({ path, query: { homeworkId: part } }, 'object')
  return inBatches(sizes, { name: 'homework', items: ids, ask })
}
