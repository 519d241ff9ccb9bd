import { parse, stringify } from 'lossless-json'
import { failure } from './failures.js'
import { ExactNumber, exactNumber, parseAndRestore } from './restored-numbers.js'

/**
 * JSON without loss: the platform writes 64-bit ids as numbers, which `JSON.parse` rounds. A number whose text
 * JavaScript would print differently stays an `ExactNumber`, so `numberText` gives back what was on the wire.
 */

/**
 * @throws SyntaxError for anything but one complete JSON value, and for an object that says two things under one
 * key; RangeError when it is nested absurdly deep
 */
export function parseLossless(text: string): unknown {
  const fast = parseAndRestore(text)
  return fast === null ? parse(text, undefined, exactNumber) : fast.value
}

/** The value of a whole body. @throws BridgeError DNEVNIK_TRUNCATED, without the parser's words: they repeat the text */
export function completeJson(body: string): unknown {
  try {
    return parseLossless(body)
  } catch {
    throw failure('DNEVNIK_TRUNCATED')
  }
}

const exactly = {
  test: (value: unknown) => value instanceof ExactNumber,
  stringify: (value: unknown) => (value as ExactNumber).text,
}

/** JSON text with every number as it was on the wire. @throws BridgeError DNEVNIK_UNEXPECTED for absurd nesting */
export function losslessText(value: unknown): string {
  try {
    return stringify(value, undefined, undefined, [exactly]) ?? 'null'
  } catch (error) {
    // The parser gets by with less stack than the writer: a body of brackets may pass the one and not the other.
    if (error instanceof RangeError) throw failure('DNEVNIK_UNEXPECTED')
    throw error
  }
}

/** The number as it stood on the wire; null for what isn't a number. */
export function numberText(value: unknown): string | null {
  if (typeof value === 'number') return String(value)
  return value instanceof ExactNumber ? value.text : null
}

/** Signed 64-bit integer as a decimal string without leading zeros; null for anything else. */
export function int64Text(value: unknown): string | null {
  const text = typeof value === 'string' ? value : numberText(value)
  if (text === null || !/^-?\d{1,19}$/.test(text)) return null
  // Eighteen digits fit for sure, and most texts are canonical already.
  if (/^[1-9]\d{0,17}$/.test(text)) return text
  const id = BigInt(text)
  return BigInt.asIntN(64, id) === id ? id.toString() : null
}
