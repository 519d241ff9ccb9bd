import { allFaces } from './fonts.js'
import { printed } from './page.js'

export interface PrintedPlace {
  readonly place: string
  readonly text: string
}

/**
 * A character that the fonts lack would leave an empty box on a paper kept for 25 years, and make the file
 * invalid as PDF/A.
 * @returns «place: U+0041» of each, each once; never the texts
 */
export function missingGlyphs(places: Iterable<PrintedPlace>): readonly string[] {
  const faces = allFaces()
  const found = new Set<string>()
  for (const { place, text } of places) {
    for (const character of printed(text)) {
      const code = character.codePointAt(0) ?? 0
      if (faces.every(face => face.has(code))) continue
      found.add(`${place}: U+${code.toString(16).toUpperCase().padStart(4, '0')}`)
    }
  }
  return [...found]
}
