import { clipped } from '../plain-text.js'
import { allFaces } from './fonts.js'
import { mostOfName, printed, printedName } from './page.js'

export interface PrintedPlace {
  readonly place: string
  readonly text: string
}

const asked = new Map<string, boolean>()

/** Asked for each character of a journal, of which there are few different ones. */
function isPrintable(character: string): boolean {
  const known = asked.get(character)
  if (known !== undefined) return known
  const code = character.codePointAt(0) ?? 0
  const has = allFaces().every(face => face.has(code))
  asked.set(character, has)
  return has
}

function codeOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

/** The text as it is printed, with «[U+1F600]» in place of what the fonts lack: nothing is dropped. */
export function legible(text: string): string {
  return [...printed(text)]
    .map(character => (isPrintable(character) ? character : `[${codeOf(character)}]`))
    .join('')
}

/** Of a name: also one of codes only leaves room for what stands beside it. */
export function legibleName(name: string): string {
  return clipped(legible(printedName(name)), mostOfName)
}

/** More than anybody writes into a topic or homework. */
export const mostOfText = 10_000
/** Of what names are put into. */
export const mostOfLine = 1_000

/** Of what people write at length: a text of a megabyte doesn't make hundreds of pages; the data beside the form has all of it. */
export function legibleText(text: string, most: number): string {
  return legible(clipped(text, most))
}

/**
 * A character that the fonts lack would leave an empty box on a paper kept for 25 years, and make the file
 * invalid as PDF/A.
 * @returns «place: U+0041» of each, each once; never the texts
 */
export function missingGlyphs(places: Iterable<PrintedPlace>): readonly string[] {
  const found = new Set<string>()
  for (const { place, text } of places) {
    for (const character of printed(text)) {
      if (!isPrintable(character)) found.add(`${place}: ${codeOf(character)}`)
    }
  }
  return [...found]
}
