import { clipped, plainText } from '../plain-text.js'

/** The page of printed forms, and how texts and columns fall on it: decided before anything is drawn. */

export const page = {
  /** A4 landscape, in points. */
  width: 841.89,
  height: 595.28,
  /** 30 mm on the side of the binding: the sheet is kept for 25 years. */
  margins: { left: 85, top: 40, right: 28, bottom: 48 },
} as const

export const papers = ['A4', 'A3'] as const
export type Paper = (typeof papers)[number]

/** An A3 sheet is two of A4, one above the other. */
const sizes: Readonly<Record<Paper, { readonly width: number; readonly height: number }>> = {
  A4: page,
  A3: { width: 1190.55, height: page.width },
}

/** Between the margins, in points. */
export function roomOn(paper: Paper): { readonly across: number; readonly down: number } {
  const { width, height } = sizes[paper]
  const { left, top, right, bottom } = page.margins
  return { across: width - left - right, down: height - top - bottom }
}
export const roomAcross = roomOn('A4').across

/** Between a cell's text and its border, left and right. */
export const padding = 2

/** Text as it is printed: composed letters, single blanks, nothing invisible. */
export function printed(text: string): string {
  return plainText(text)
    .normalize('NFC')
    .replace(/[\u00ad\u200b-\u200f\u2060\ufeff\p{Variation_Selector}]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
}

/** Longer than any name that people, classes and subjects bear. */
export const mostOfName = 200

/** A name as it is printed: one of a megabyte harms only itself. The data beside the form has all of it. */
export function printedName(name: string): string {
  return clipped(printed(name), mostOfName)
}

/** Breaks a text at blanks and hyphens, but not between «№» and its number; a word longer than the line is cut. */
export function breakLines(text: string, width: number, widthOf: (text: string) => number): string[] {
  const lines: string[] = []
  let line = ''
  for (const piece of printed(text).match(/№ [^\s-]+\s?|[^\s-]*-+\s?|[^\s-]+\s?/gu) ?? []) {
    if (line !== '' && widthOf((line + piece).trimEnd()) > width) {
      lines.push(line.trimEnd())
      line = ''
    }
    line += piece
    if (widthOf(line.trimEnd()) <= width) continue
    const parts = cutWord(line, width, widthOf)
    lines.push(...parts.slice(0, -1))
    line = parts.at(-1) ?? ''
  }
  if (line.trim() !== '') lines.push(line.trimEnd())
  return lines
}

/** Parts of a word, each as long as the line allows, and one character at least: measured no further than a line reaches. */
function cutWord(word: string, width: number, widthOf: (text: string) => number): string[] {
  const parts: string[] = []
  let part = ''
  for (const character of word) {
    if (part !== '' && widthOf((part + character).trimEnd()) > width) {
      parts.push(part)
      part = ''
    }
    part += character
  }
  return [...parts, part]
}

interface Wide {
  readonly width: number
}

/** As few pages as fit, with about as many subjects on each. */
export function splitColumns<T extends Wide>(all: readonly T[], room: number): T[][] {
  const greedy = fill(all, room, all.length)
  return fill(all, room, Math.max(1, Math.ceil(all.length / greedy.length)))
}

function fill<T extends Wide>(all: readonly T[], room: number, most: number): T[][] {
  const parts: T[][] = [[]]
  let used = 0
  for (const column of all) {
    const part = parts.at(-1) ?? []
    if (part.length > 0 && (part.length >= most || used + column.width > room)) {
      parts.push([column])
      used = column.width
    } else {
      part.push(column)
      used += column.width
    }
  }
  return parts
}
