import { LosslessNumber, parse } from 'lossless-json'
import { parseLossless } from '../src/dnevnik/lossless.js'
import { atLeast, type Bench, type Figure } from './figures.js'
import { bodiesOfYear } from './platform.js'
import { inTurns } from './side-by-side.js'

function losslessJson(text: string): unknown {
  return parse(text, undefined, digits => {
    const value = Number(digits)
    return String(value) === digits ? value : new LosslessNumber(digits)
  })
}

/** A body as it comes from the wire: decoded from bytes, not put together from pieces. */
function fromWire(text: string): string {
  return Buffer.from(text).toString()
}

/** Parsing without loss against `JSON.parse` on the same bodies. */
export const lossless: Bench = {
  about: 'lossless parsing of the bodies of a year against JSON.parse',
  async run({ size, say }) {
    const bodies = await bodiesOfYear(size ?? 2)
    const texts = bodies.map(({ body }) => fromWire(body))
    const characters = texts.reduce((total, text) => total + text.length, 0)
    say(`${texts.length} bodies, ${characters} characters`)
    const ways = { plain: JSON.parse, ours: parseLossless, library: losslessJson }
    const weekly = inTurns(ways, texts, 9)
    const joined = inTurns(ways, [fromWire(`[${texts.join()}]`)], 9)
    const figures: Figure[] = [
      { name: 'bodies of a year', value: characters / 1e6, unit: 'million characters' },
      {
        name: 'ours ÷ JSON.parse, window by window',
        value: weekly.plain / weekly.ours,
        unit: '',
        target: atLeast(0.4),
      },
      {
        name: 'lossless-json ÷ JSON.parse, window by window',
        value: weekly.plain / weekly.library,
        unit: '',
      },
      {
        name: 'ours ÷ JSON.parse, one body of all',
        value: joined.plain / joined.ours,
        unit: '',
        target: atLeast(0.4),
      },
      { name: 'lossless-json ÷ JSON.parse, one body of all', value: joined.plain / joined.library, unit: '' },
    ]
    return figures
  },
}
