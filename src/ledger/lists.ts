import { type RawBuilder, sql } from 'kysely'

/** Columns of many rows, handed to a statement as one text each: the driver would put an array together element by element. */

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
 * row: an array of it is made when the statement is planned, copied whole, and taken apart again.
 */
export function jsonTexts(texts: readonly (string | null)[]): RawBuilder<unknown> {
  const joined = texts.map(text => text ?? '').join(separator)
  return sql`string_to_array(${joined}::text, ${separator}, '')`
}

/** The text of an array of numbers. */
export function numberList(numbers: readonly (number | null)[]): string {
  return `{${numbers.map(number => number ?? 'null').join()}}`
}
