import { Buffer } from 'node:buffer'

/** A generator of whole numbers from a seed: the same seed damages the same bodies in the same way. */
export type Random = (below: number) => number

export function seeded(seed: number): Random {
  let state = seed >>> 0
  return below => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

type Mutation = (bytes: Buffer, random: Random) => Buffer

const page = '<!DOCTYPE html><html><body>На сайте ведутся технические работы</body></html>'
const values = ['null', 'true', '0', '-1', '""', '"x"', '[]', '{}', '[[]]', '{"id":1}', '1.5', '"2026-13-45"']
const numbers = [
  '9'.repeat(400),
  '1e400',
  '-1e-400',
  '99999999999999999999',
  '-9223372036854775809',
  '0.1e1',
  '-0',
]

/** As old Russian servers write it. */
function cp1251(character: string): number {
  const code = character.charCodeAt(0)
  if (code < 0x80) return code
  return code >= 0x410 && code <= 0x44f ? code - 0x350 : 0x3f
}

function spliced(bytes: Buffer, from: number, to: number, inserted: Buffer | string): Buffer {
  return Buffer.concat([bytes.subarray(0, from), Buffer.from(inserted), bytes.subarray(to)])
}

/** Puts another value in the place of one of the body's values, if the text has one that can be found. */
function replaced(bytes: Buffer, random: Random, insteads: readonly string[]): Buffer {
  const text = bytes.toString()
  const all = [...text.matchAll(/(?<=[:[,]\s*)(?:-?\d[\d.]*|"[^"\\]*"(?!\s*:)|null|true|false|\[\])/g)]
  const match = all[random(Math.max(all.length, 1))]
  if (!match) return bytes
  const instead = insteads[random(insteads.length)] ?? ''
  return Buffer.from(text.slice(0, match.index) + instead + text.slice(match.index + match[0].length))
}

const mutations: readonly Mutation[] = [
  function flipBits(bytes, random) {
    const changed = Buffer.from(bytes)
    for (let count = 1 + random(4); count > 0; count -= 1) {
      const at = random(changed.length)
      changed[at] = (changed[at] ?? 0) ^ (1 << random(8))
    }
    return changed
  },
  (bytes, random) => bytes.subarray(0, random(bytes.length)),
  (bytes, random) => bytes.subarray(random(bytes.length)),
  (bytes, random) => replaced(bytes, random, values),
  (bytes, random) => replaced(bytes, random, numbers),
  function nest(bytes, random) {
    const depth = [10, 1_000, 100_000][random(3)] ?? 10
    return random(2) === 0
      ? Buffer.concat([Buffer.from('['.repeat(depth)), bytes, Buffer.from(']'.repeat(depth))])
      : replaced(bytes, random, [`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`])
  },
  function sayTwice(bytes, random) {
    const text = bytes.toString()
    const members = [...text.matchAll(/"[^"\\]+"\s*:\s*(?:-?\d+|"[^"\\]*"|null)/g)]
    const match = members[random(Math.max(members.length, 1))]
    if (!match) return bytes
    const other = random(2) === 0 ? match[0] : match[0].replace(/:.*$/s, ':7')
    return Buffer.from(`${text.slice(0, match.index)}${other},${text.slice(match.index)}`)
  },
  (bytes, random) =>
    random(2) === 0 ? Buffer.from(page) : spliced(bytes, random(bytes.length), bytes.length, page),
  function swapFields(bytes, random) {
    const text = bytes.toString()
    const fields = [...text.matchAll(/(?<="\s*:\s*)(?:-?\d+|"[^"\\]*"|null)/g)]
    const [one, other] = [
      fields[random(Math.max(fields.length, 1))],
      fields[random(Math.max(fields.length, 1))],
    ]
    if (!one || !other) return bytes
    const [first, last] = one.index < other.index ? [one, other] : [other, one]
    if (first.index === last.index) return bytes
    const between = text.slice(first.index + first[0].length, last.index)
    return Buffer.from(
      text.slice(0, first.index) + last[0] + between + first[0] + text.slice(last.index + last[0].length),
    )
  },
  /** Lists of the platform hold nulls; here also where it never puts one. */
  function insertNull(bytes, random) {
    const places = [...bytes.toString().matchAll(/[[,]/g)]
    const match = places[random(Math.max(places.length, 1))]
    if (!match) return bytes
    const text = bytes.toString()
    return Buffer.from(`${text.slice(0, match.index + 1)}null,${text.slice(match.index + 1)}`)
  },
  function encodeOtherwise(bytes, random) {
    const text = bytes.toString()
    return (
      [
        Buffer.from(text, 'utf16le'),
        Buffer.from(`\ufeff${text}`, 'utf16le'),
        Buffer.from(text, 'latin1'),
        Buffer.from(`\ufeff${text}`),
        Buffer.from([...text].map(cp1251)),
      ][random(5)] ?? bytes
    )
  },
  function breakUtf8(bytes, random) {
    const broken = [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xf8, 0x88], [0x00], [0xef, 0xbb, 0xbf]]
    const at = random(4) === 0 ? 0 : random(bytes.length)
    return spliced(bytes, at, at, Buffer.from(broken[random(broken.length)] ?? []))
  },
  function repeatPiece(bytes, random) {
    const from = random(bytes.length)
    const piece = bytes.subarray(from, from + 1 + random(200))
    return spliced(bytes, from, from, piece)
  },
  function losePiece(bytes, random) {
    const from = random(bytes.length)
    return spliced(bytes, from, from + 1 + random(200), '')
  },
]

/** One damage, now and then two or three. */
export function mutated(body: Buffer, random: Random): Buffer {
  let bytes = body
  for (let rounds = random(4) === 0 ? 1 + random(3) : 1; rounds > 0 && bytes.length > 0; rounds -= 1) {
    bytes = (mutations[random(mutations.length)] ?? mutations[0])?.(bytes, random) ?? bytes
  }
  return bytes
}
