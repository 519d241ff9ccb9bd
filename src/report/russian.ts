import { russianDate, russianDateTime } from '../calendar/index.js'
import type { Instant } from '../clock.js'
import type { IsoDate } from '../journal/index.js'

/** How numbers, counts, days and instants are written in Russian; nothing here knows what they mean. */

export type Forms = readonly [one: string, few: string, many: string]

const noBreak = '\u00a0'

/** By ISO weekday. */
export const weekdayWords = ['', 'пн', 'вт', 'ср', 'чт', 'пт', 'сб', 'вс'] as const

/** `Ё` sorts as `Е`, `5А` before `10Б`. */
const collator = new Intl.Collator('ru', { numeric: true })

export function compareRussian(a: string, b: string): number {
  return collator.compare(a, b)
}

/** Where names with «Ё» stand: among those with «Е», as in dictionaries, or after them, as in the alphabet. */
export type YoOrder = 'as-e' | 'after-e'

/** The collation's own highest letter: «Ё» is an «Е» with something after every other letter behind it. */
const highest = '\uffff'

export function nameOrder(yo: YoOrder): (a: string, b: string) => number {
  if (yo === 'as-e') return compareRussian
  const spelt = (text: string) =>
    text.normalize('NFC').replaceAll('ё', `е${highest}`).replaceAll('Ё', `Е${highest}`)
  return (a, b) => compareRussian(spelt(a), spelt(b))
}

/** As it goes on within a sentence; «УВР» stays. */
export function lowerFirst(text: string): string {
  return text.replace(/^\p{Lu}(?!\p{Lu})/u, first => first.toLowerCase())
}

/** The form of a noun after a number: 1 нарушение, 2 нарушения, 5 нарушений. */
export function plural(count: number, forms: Forms): string {
  const tens = count % 100
  const ones = count % 10
  if (tens > 10 && tens < 20) return forms[2]
  if (ones === 1) return forms[0]
  return ones > 1 && ones < 5 ? forms[1] : forms[2]
}

/** `12 345`, with blanks that don't break. */
export function written(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, noBreak)
}

/** «3 нарушения» */
export function counted(count: number, forms: Forms): string {
  return `${written(count)}${noBreak}${plural(count, forms)}`
}

/**
 * Part of a whole in per cent with one digit; null when the whole is empty. Never rounds to 100 while something
 * is missing, nor to 0 while something is there: both would be false.
 */
export function share(part: number, whole: number): number | null {
  if (whole === 0) return null
  const rounded = Math.round((part / whole) * 1000) / 10
  if (part < whole && rounded >= 100) return 99.9
  if (part > 0 && rounded <= 0) return 0.1
  return rounded
}

/** «97,5 %»; a dash where there is nothing to divide. */
export function percent(value: number | null): string {
  return value === null ? '—' : `${String(value).replace('.', ',')}${noBreak}%`
}

/** «16.11.2026», or «16.11–20.11.2026», or «28.12.2026–10.01.2027». */
export function dayRange(from: IsoDate, to: IsoDate): string {
  if (from === to) return russianDate(from)
  const start = from.slice(0, 4) === to.slice(0, 4) ? russianDate(from).slice(0, 5) : russianDate(from)
  return `${start}–${russianDate(to)}`
}

/** Offset of the zone at that instant: «UTC+03:00». */
function offsetOf(instant: Instant, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
  const name = format.formatToParts(new Date(instant)).find(part => part.type === 'timeZoneName')?.value
  return (name === undefined || name === 'GMT' ? 'GMT+00:00' : name).replace('GMT', 'UTC')
}

/** «16.11.2026 15:25 (UTC+03:00)»: for papers that outlive the reader's idea of the zone. */
export function zonedDateTime(instant: Instant, timeZone: string): string {
  return `${russianDateTime(instant, timeZone)} (${offsetOf(instant, timeZone)})`
}

/** «уроки, отметки и посещаемость» */
export function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? ''
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} и ${last}`
}
