import type { JournalSlice } from './slice.js'

const itemsAtOnce = 1000

/**
 * The slice as canonical JSON (RFC 8785) with a line's end, in parts: a school-year is longer than one text may be. The
 * keys of a slice and of all records in it are put in their order where they are made: sorting a million costs more than
 * judging them.
 */
export function* sliceText(slice: JournalSlice): Generator<string> {
  let before = '{'
  for (const [key, value] of Object.entries(slice)) {
    yield `${before}${JSON.stringify(key)}:`
    before = ','
    if (Array.isArray(value)) yield* listText(value)
    else yield typeof value === 'object' ? wordsText(value) : JSON.stringify(value)
  }
  yield '}\n'
}

function* listText(items: readonly unknown[]): Generator<string> {
  yield '['
  for (let start = 0; start < items.length; start += itemsAtOnce) {
    const text = JSON.stringify(items.slice(start, start + itemsAtOnce))
    yield `${start === 0 ? '' : ','}${text.slice(1, -1)}`
  }
  yield ']'
}

/** Words are keys here, and an engine puts «5» before «10». */
function wordsText(words: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(words).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${pairs.map(pair => pair.map(text => JSON.stringify(text)).join(':')).join()}}`
}
