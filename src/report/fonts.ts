import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { FontFace } from './truetype.js'
import { readTrueType } from './truetype.js'

/** The typefaces of printed forms: files that are embedded, and what layout must know of them. */

const require = createRequire(import.meta.url)
const find = (path: string) => require.resolve(`@expo-google-fonts/${path}.ttf`)

export const fontFiles = {
  Serif: {
    normal: find('pt-serif/400Regular/PTSerif_400Regular'),
    bold: find('pt-serif/700Bold/PTSerif_700Bold'),
  },
  Sans: {
    normal: find('pt-sans/400Regular/PTSans_400Regular'),
    bold: find('pt-sans/700Bold/PTSans_700Bold'),
  },
}

export type FontName = keyof typeof fontFiles
type Weight = keyof (typeof fontFiles)['Sans']

const faces = new Map<string, FontFace>()

/** Read once a process. */
export function fontFace(name: FontName, weight: Weight = 'normal'): FontFace {
  const file = fontFiles[name][weight]
  const known = faces.get(file)
  if (known) return known
  const face = readTrueType(readFileSync(file))
  faces.set(file, face)
  return face
}

export function allFaces(): FontFace[] {
  const weights: readonly Weight[] = ['normal', 'bold']
  const names: readonly FontName[] = ['Serif', 'Sans']
  return names.flatMap(name => weights.map(weight => fontFace(name, weight)))
}
