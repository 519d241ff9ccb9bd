/** Numbers of a JSON text that a double may not hold as they are written, found by one scan. */
export interface LongNumbers {
  readonly count: number
  /** Of each, in the order of the text: how many numbers come before it, where it begins, where it ends. */
  readonly places: Int32Array
  /** Members of all objects of the text, those under a repeated key included. */
  readonly members: number
}

const quote = 34
const plus = 43
const comma = 44
const minus = 45
const point = 46
const zero = 48
const nine = 57
const colon = 58
const bigE = 69
const backslash = 92
const smallE = 101

/** As many digits as a double always keeps. */
const safeDigits = 15

/**
 * Written for speed: it runs over every byte that the platform sends. Hence the copy (cheaper than asking the
 * string for each character), the typed array (a growing list cost more than all the rest) and the one function.
 * @param text valid JSON
 */
export function findLongNumbers(text: string): LongNumbers {
  const codes = codesOf(text)
  const { length } = text
  let places = new Int32Array(1024)
  let used = 0
  let members = 0
  let numbers = 0
  for (let at = 0; at < length; at += 1) {
    const code = codes[at] as number
    if (code > colon || code === comma) continue
    if (code === quote) {
      for (at += 1; at < length && codes[at] !== quote; at += 1) if (codes[at] === backslash) at += 1
    } else if (code === colon) {
      members += 1
    } else if (code >= zero || code === minus) {
      const start = at
      let plain = code !== minus
      for (at += 1; at < length; at += 1) {
        const part = codes[at] as number
        if (part >= zero && part <= nine) continue
        if (part !== point && part !== bigE && part !== smallE && part !== plus && part !== minus) break
        plain = false
      }
      if (!plain || at - start > safeDigits) {
        if (used + 3 > places.length) places = twiceAsLong(places)
        places[used] = numbers
        places[used + 1] = start
        places[used + 2] = at
        used += 3
      }
      numbers += 1
      at -= 1
    }
  }
  return { count: used / 3, places, members }
}

/** Most bodies fit, and need no array of their own. */
const scratch = new Uint16Array(128 * 1024)

/** Valid until it is called again. */
function codesOf(text: string): Uint16Array {
  const codes = text.length <= scratch.length ? scratch : new Uint16Array(text.length)
  Buffer.from(codes.buffer).write(text, 'utf16le')
  return codes
}

function twiceAsLong(places: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(places.length * 2)
  longer.set(places)
  return longer
}
