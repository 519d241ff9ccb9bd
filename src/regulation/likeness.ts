/**
 * How alike two topics are, from 0 to 1. Both texts are made plain: lower case, «ё» as «е», abbreviations written out,
 * without «Урок 12.» before them and hours behind them, nothing but letters and digits. Each word is then cut into pieces
 * of three letters, its ends among them (« дробей » into « др», «дро», «роб» …), so that endings and the order of words
 * count little. The measure is the share of pieces that both have (Dice: twice the common ones, by the sum of both
 * counts); where nearly all of the shorter text stands in the longer one, as in merged topics and in those to which
 * a teacher adds something, it is that share of the shorter text.
 */

/** «к/р» → «контрольная работа»: as a school abbreviates. */
export type Abbreviations = Readonly<Record<string, string>>

export function plainTopics(abbreviations: Abbreviations): (topic: string) => string {
  const known = new Map<string, string>()
  const pattern = abbreviationPattern(Object.keys(abbreviations))
  const written = new Map(Object.entries(abbreviations).map(([short, full]) => [tight(short), full]))
  /** «ВПР» is meant by «ВПР.» as well. */
  const fullOf = (short: string) => written.get(short) ?? written.get(short.replace(/\.$/, ''))
  return topic => {
    const before = known.get(topic)
    if (before !== undefined) return before
    const lower = topic.toLowerCase().replaceAll('ё', 'е')
    const full = pattern ? lower.replace(pattern, short => ` ${fullOf(tight(short)) ?? short} `) : lower
    const plain = full
      .trim()
      .replace(hoursBehind, '')
      .replace(counter, '')
      .replace(signs, ' ')
      .trim()
      .toLowerCase()
      .replaceAll('ё', 'е')
    known.set(topic, plain)
    return plain
  }
}

/** Where nothing else is written, «Урок 12» is what the lesson is about. */
const counter =
  /^(?:(?:урок|тема|занятие)(?:\s+урока)?\s*(?:№?\s*\d+(?:[.-]\d+)*|[.:–—-])|№\s*\d+(?:[.-]\d+)*|\d+(?:\.\d+)*[.)])(?=\P{L}*\p{L})/u
const hoursBehind = /\(\s*\d+\s*ч(?:ас\p{L}*)?\.?\s*\)$/u
const signs = /[^\p{L}\p{N}]+/gu

/** «к/р» is found as «к / р» and «к.р.», «контр.» only with its dot. */
function abbreviationPattern(shorts: readonly string[]): RegExp | null {
  if (shorts.length === 0) return null
  const longestFirst = [...shorts].sort((a, b) => b.length - a.length)
  const forms = longestFirst.map(short =>
    tight(short)
      .replace(/[^\p{L}\p{N}/]/gu, sign => `\\u{${sign.codePointAt(0)?.toString(16)}}`)
      .replace(/\//g, '\\s*[./]\\s*')
      .replace(/[\p{L}\p{N}]$/u, '$&\\.?'),
  )
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${forms.join('|')})(?![\\p{L}\\p{N}])`, 'gu')
}

function tight(short: string): string {
  const text = short.toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, '')
  const parts = text.split(/[./]/).filter(part => part !== '')
  // Which sign stands between the letters says nothing; a single word is abbreviated by its dot.
  return parts.length > 1 ? parts.join('/') : text
}

/** Its pieces, each once. */
export function piecesOf(plain: string): readonly string[] {
  const pieces = new Set<string>()
  for (const word of plain.split(' ')) {
    const padded = ` ${word} `
    for (let index = 0; index + 3 <= padded.length; index += 1) pieces.add(padded.slice(index, index + 3))
  }
  return [...pieces]
}

/** Fewer pieces than a word has say nothing when they stand in a longer text. */
const fewestPieces = 8
const nearlyAll = 0.8

/** @param common pieces that both have */
export function likenessOf(common: number, one: number, other: number): number {
  const shorter = Math.min(one, other)
  const share = shorter === 0 ? 0 : common / shorter
  if (shorter >= fewestPieces && share >= nearlyAll) return share
  return one + other === 0 ? 0 : (2 * common) / (one + other)
}
