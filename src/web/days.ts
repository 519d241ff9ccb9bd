import { z } from 'zod'
import { createCalendar, russianDateTime } from '../calendar/index.js'
import type { Instant } from '../clock.js'
import { isBridgeError } from '../errors.js'
import type { IsoDate } from '../journal/index.js'

/** Days that people type, and the days shown when they typed none. */

const earliest = '2010-01-01'
const mostDays = 370
const shownDays = 7
const dayMs = 86_400_000

/** What stood in the fields, as it stood. */
export interface TypedPeriod {
  readonly from: string
  readonly to: string
}
export interface Period {
  readonly from: IsoDate
  readonly to: IsoDate
}
/** Russian words for the field that is wrong. */
export type Problems = Readonly<Partial<Record<'from' | 'to' | 'class' | 'kind', string>>>

/** The school's day on which the instant falls. */
export function schoolDay(now: Instant, timeZone: string): IsoDate {
  return bareCalendar(timeZone).dateOf(now)
}

/** The moment at which a day begins there. */
export function dayStart(date: IsoDate, timeZone: string): Instant {
  return bareCalendar(timeZone).dayStart(date)
}

function bareCalendar(timeZone: string) {
  return createCalendar({
    timeZone,
    week: 6,
    production: { restDays: [], workingDays: [] },
    holidays: {},
    bells: {},
  })
}

export function addDays(date: IsoDate, days: number): IsoDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)
}

/** ISO weekday, 1 Monday to 7 Sunday. */
export function weekdayOf(date: IsoDate): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7
}

/** The last week up to today. */
export function usualPeriod(today: IsoDate): Period {
  return { from: addDays(today, 1 - shownDays), to: today }
}

export function isDay(text: string): boolean {
  return z.iso.date().safeParse(text).success
}

/** The days typed, or what is wrong with them; an empty field is wrong too. */
export function readPeriod(
  typed: TypedPeriod,
  today: IsoDate,
):
  | { readonly period: Period; readonly problems: null }
  | { readonly period: null; readonly problems: Problems } {
  const latest = addDays(today, mostDays)
  const day = z.iso
    .date({ error: 'Нужна дата в виде ГГГГ-ММ-ДД.', abort: true })
    .refine(date => date >= earliest && date <= latest, {
      message: `Дата вне разумных границ: с ${russian(earliest)} по ${russian(latest)}.`,
    })
  const parsed = z
    .object({ from: day, to: day })
    .refine(({ from, to }) => to >= from, { path: ['to'], message: 'Последний день раньше первого.' })
    .refine(({ from, to }) => to <= addDays(from, mostDays - 1), {
      path: ['to'],
      message: `Не больше ${mostDays} дней за раз.`,
    })
    .safeParse(typed)
  if (parsed.success) return { period: parsed.data, problems: null }
  const { from, to } = z.flattenError(parsed.error).fieldErrors
  return { period: null, problems: { ...(from?.[0] && { from: from[0] }), ...(to?.[0] && { to: to[0] }) } }
}

/**
 * Where days were typed of which no calendar tells: the field, and what to say there. Null for any other failure.
 * @param typed names of fields with what stands in them: days, or moments that begin with a day
 */
export function unknownDay(
  error: unknown,
  typed: Iterable<readonly [string, string]>,
): { readonly field: string; readonly text: string } | null {
  if (!isBridgeError(error, 'CALENDAR_UNKNOWN')) return null
  const day = String(error.details.day)
  const [field] = [...typed].find(([, text]) => text.trim().startsWith(day)) ?? ['']
  return { field, text: `${error.message}. Проверьте дату.` }
}

/** The same of a form's first and last day. */
export function unknownPeriod(error: unknown, { from, to }: TypedPeriod): Problems | null {
  const unknown = unknownDay(error, Object.entries({ from, to }))
  if (unknown === null) return null
  return unknown.field === 'to' ? { to: unknown.text } : { from: unknown.text }
}

/** As a browser's field for a moment has it: `2026-10-20T18:00`. */
export function typedMoment(at: Instant, timeZone: string): string {
  const [date = '', time = ''] = russianDateTime(at, timeZone).split(' ')
  return `${date.split('.').reverse().join('-')}T${time}`
}

function russian(date: IsoDate): string {
  return date.split('-').reverse().join('.')
}
