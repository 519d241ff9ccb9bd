import { type RawBuilder, sql } from 'kysely'

/** Columns of many rows, handed to a statement as one text each: the driver would put an array together element by element. */

/** Rows a statement: beyond some thousands arrays get slower again. */
const batch = 5_000

export function* parts<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += batch) yield items.slice(start, start + batch)
}

/** JSON text has no control characters, and hardly any other text has this one. */
const separator = '\x1f'

/**
 * A list of texts, each behind a separator, so that of an empty list nothing is left and of an empty text one. Given as an
 * array each is escaped letter by letter, which costs more than all else that is done to hand a verdict over.
 */
export function textList(texts: readonly string[]): RawBuilder<readonly string[]> {
  if (texts.some(text => text.includes(separator))) return sql`${texts}::text[]`
  const joined = texts.map(text => separator + text).join('')
  return sql`(string_to_array(${joined}::text, ${separator}))[2:]`
}

/**
 * A list of JSON texts: as an array, each would be escaped letter by letter, and read letter by letter. They become JSON row by
 * row, and the list itself only when the statement is run: without the select it would be made while that is planned, copied whole
 * and taken apart again.
 */
export function jsonTexts(texts: readonly (string | null)[]): RawBuilder<unknown> {
  const joined = texts.map(text => text ?? '').join(separator)
  return sql`(select string_to_array(${joined}::text, ${separator}, ''))`
}

/** The text of an array of numbers. */
export function numberList(numbers: readonly (number | null)[]): string {
  return `{${numbers.map(number => number ?? 'null').join()}}`
}
