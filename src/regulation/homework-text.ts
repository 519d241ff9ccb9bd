import type { WorkContent } from '../journal/index.js'

/** What the text of homework says, as far as words and numbers show it. */

export interface Demands {
  /** The subject has a textbook: a number, a sign or a file has to say what is set. */
  readonly reference: boolean
  /** Beginnings of words that say it without a number. */
  readonly enough: readonly string[]
}

const reference = /\d|[§№]|(?<!\p{L})(?:с|стр|упр|п|гл|зад|рис|табл)\.|https?:\/\//iu

/** Words, and what they refer to; «§ 12» and «№ 5» need no words. */
export function isSpecified({ text, fileCount }: WorkContent, demands: Demands): boolean {
  if (fileCount > 0) return true
  const said = text ?? ''
  if (!/[\p{L}§№]/u.test(said)) return false
  if (!demands.reference || reference.test(said)) return true
  const words = wordsOf(said)
  return demands.enough.some(start => words.some(word => word.startsWith(plain(start))))
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll('ё', 'е')
}

function wordsOf(text: string): readonly string[] {
  return plain(text).match(/\p{L}+/gu) ?? []
}

/** A digit is looked for first: what must not stand before it is asked of few places then. */
const spans =
  /(?=\d)(?<!на\s+)(?<![\d.,])(\d{1,3}(?:[.,]\d)?)\s*(ч|час|часа|часов|мин|минут|минуты|минута)(?!\p{L})/giu

/** Minutes that the text itself allows for the work; «сообщение на 2 минуты» tells how long to speak. Null: none. */
export function statedMinutes(text: string | null): number | null {
  const found = [...(text ?? '').matchAll(spans)].map(([, amount = '', unit = '']) => {
    const number = Number(amount.replace(',', '.'))
    return unit.toLowerCase().startsWith('ч') ? number * 60 : number
  })
  return found.length === 0 ? null : found.reduce((sum, minutes) => sum + minutes, 0)
}

const longestRange = 200

/** «№ 5–7» names three tasks. */
function numbersOf(text: string): readonly number[] {
  const found: number[] = []
  for (const [, first = '', last] of text.matchAll(/(\d{1,6})(?:\s*[-–—]\s*(\d{1,6}))?/g)) {
    const from = Number(first)
    const to = last === undefined ? from : Number(last)
    if (to < from || to - from > longestRange) found.push(from, to)
    else for (let number = from; number <= to; number++) found.push(number)
  }
  return found
}

/** Words with which a longer text asks for less. */
const easing =
  /^(кроме|без|или|вместо|не|нет|только|устно|отмен|люб|по|желан|необязательн|можно|перен|сокра|исключ|выбор|лучше|достаточно)/

export type Change = 'same' | 'shortened' | 'more' | 'unclear'

/**
 * What a change of the text did to the work: `shortened` if nothing came and something went, `more` if nothing went,
 * something came, and no word of what came can mean less. A shortened task harms nobody, so whatever perhaps is one
 * stays `unclear`.
 */
export function compareTasks(before: WorkContent, after: WorkContent): Change {
  const [a, b] = [partsOf(before), partsOf(after)]
  const came = [...b].filter(part => !a.has(part))
  const went = [...a].filter(part => !b.has(part))
  const files = after.fileCount - before.fileCount
  if (came.length === 0 && went.length === 0 && files === 0) return 'same'
  if (came.length === 0 && files <= 0) return 'shortened'
  const isLonger = came.length > 0 && went.length === 0 && files >= 0
  return isLonger && !came.some(part => easing.test(part)) ? 'more' : 'unclear'
}

function partsOf({ text }: WorkContent): ReadonlySet<string> {
  return new Set([...wordsOf(text ?? ''), ...numbersOf(text ?? '').map(String)])
}
