/**
 * What others typed, without what acts on the text around it: marks that turn a line around, and control characters, which no page,
 * letter or workbook may hold. Lines and tabs stay; nothing visible goes.
 */
export function plainText(text: string): string {
  return text.replace(unseen, '')
}

const unseen = /(?![\t\n\r])[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/** The same on one line. */
export function oneLine(text: string): string {
  return plainText(text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')).trim()
}

/** Its first characters, as many whole ones as so many units of a string hold. */
export function wholeStart(text: string, most: number): string {
  return text.slice(0, most).replace(/[\ud800-\udbff]$/, '')
}

/** At most so many characters, cut between whole ones. */
export function clipped(text: string, most: number): string {
  return text.length <= most ? text : `${[...text.slice(0, most)].slice(0, -1).join('')}…`
}
