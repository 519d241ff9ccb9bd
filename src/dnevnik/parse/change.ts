import { isBridgeError } from '../../errors.js'
import type { EarlierBody, Neighbours, ParsedAnswer, ParsedChange, Window } from '../../journal/index.js'
import { parseAnswer } from './answer.js'
import { elementsOf, listOfElements } from './elements.js'

/** Where more has changed, reading the whole costs little more. */
const mostChanged = 1 / 4

/**
 * What a body says otherwise than an earlier one of the same window that was read whole and without anything new to
 * us: only the elements in which they differ are parsed, each as in any body. Null wherever the whole body might say
 * anything else: that one has to be parsed then, and if something is wrong with it, that will tell.
 */
export function parseChange(
  window: Window,
  body: string,
  earlier: EarlierBody,
  neighbours?: Neighbours,
): ParsedChange | null {
  const now = elementsOf(body)
  const before = elementsOf(earlier.body)
  // So many records: each element said one, and none unsays what another says.
  if (now === null || before?.length !== earlier.records) return null
  const came = without(now, before)
  if (came.length > mostChanged * now.length) return null
  const read = readWell(window, came, neighbours)
  const former = read && readWell(window, without(before, now))
  // Where no changed record is of somebody of the class, the others tell whose answer it is.
  if (!read || !former || !(neighbours === undefined || knowsSomebody(read, neighbours))) return null
  return { records: read.records, former: former.records, fields: lackedFields(read) }
}

function without(elements: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others)
  return elements.filter(element => !known.has(element))
}

/** Null unless all is understood, each element by itself. */
function readWell(window: Window, elements: readonly string[], neighbours?: Neighbours): ParsedAnswer | null {
  try {
    const parsed = parseAnswer(window, listOfElements(elements), neighbours)
    const { records, quarantined, drift } = parsed
    return records.length === elements.length && quarantined.length === 0 && drift.length === 0
      ? parsed
      : null
  } catch (error) {
    if (isBridgeError(error)) return null
    throw error
  }
}

function knowsSomebody({ records }: ParsedAnswer, { people }: Neighbours): boolean {
  return records.some(record => 'personId' in record && people.has(record.personId))
}

/** Of the others each may have had it or not: all that is sure is that not all of them have. */
function lackedFields({ fields = [] }: ParsedAnswer): ParsedChange['fields'] {
  return fields.flatMap(({ name, use }) => (use === 'always' ? [] : [{ name, use: 'sometimes' as const }]))
}
