import { z } from 'zod'
import type { Id, IsoDate } from '../../journal/index.js'
import { int64Text, numberText } from '../lossless.js'
import { contradiction, fieldsOf } from './fields.js'

/**
 * The values that fields of the wire may have. On the wire every field but an id may be absent or null; the
 * problems are Russian, because people read them in the quarantine, and never repeat the value.
 */

/** Undefined from `read` means: not such a value. */
function value<T>(read: (input: unknown) => T | undefined, problem: string) {
  return z.transform((input: unknown, context): T => {
    const result = read(input)
    if (result !== undefined) return result
    const message = input === contradiction ? 'число и его строка расходятся' : problem
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  })
}

/** As `value`, where nothing on the wire is null for us. */
function optional<T>(read: (input: unknown) => T | null | undefined, problem: string) {
  return value(input => (input === null || input === undefined ? null : read(input)), problem)
}

/** An id may be given as a number, as digits, or as the object that it is the id of; 0 is .NET's way to say none. */
export function readId(input: unknown): Id | null | undefined {
  // What most ids are, without the arithmetic that the others need.
  if (typeof input === 'string' && nineteenDigits.test(input) && input <= greatestId) return input
  const plain = int64Text(input)
  if (plain !== null) return plain === '0' ? null : plain
  if (input === '') return null
  const fields = fieldsOf(input)
  return fields ? (int64Text(fields.id) ?? undefined) : undefined
}

const nineteenDigits = /^[1-9]\d{18}$/
const greatestId = '9223372036854775807'

/** `YYYY-MM-DD` and anything after it; null for the year 0001, which .NET writes for a date not set. */
function readDay(input: unknown): IsoDate | null | undefined {
  if (typeof input !== 'string' || !dayForm.test(input)) return undefined
  if (input.startsWith('0001-')) return null
  const day = input.slice(0, 10)
  return isDay(day) ? day : undefined
}

const dayForm = /^\d{4}-\d{2}-\d{2}(?=$|[T ])/

/** Whether the calendar has it: without a date object, because every record names two days. */
function isDay(text: IsoDate): boolean {
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8))]
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const last = month === 2 && isLeap ? 29 : (lastDays[month - 1] ?? 0)
  return day >= 1 && day <= last
}

const lastDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

const stampForm = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{0,9})?)?(Z|[+-]\d{2}:?\d{2})?$/i

function readStamp(input: unknown): string | null | undefined {
  if (typeof input !== 'string' || !stampForm.test(input)) return undefined
  const day = readDay(input)
  return typeof day === 'string' ? input : day
}

function readInteger(input: unknown): number | undefined {
  const text = int64Text(input)
  const number = Number(text)
  return text !== null && Number.isSafeInteger(number) ? number : undefined
}

function readWord(input: unknown): string | undefined {
  return typeof input === 'string' ? input : (numberText(input) ?? undefined)
}

function readList(input: unknown): readonly unknown[] | undefined {
  return Array.isArray(input) ? input : undefined
}

function readIds(input: unknown): readonly Id[] | undefined {
  const ids = readList(input)
    ?.filter(item => item !== null)
    ?.map(readId)
  return ids?.every(id => id !== undefined) ? ids.filter(id => id !== null) : undefined
}

export const id = value(input => readId(input) ?? undefined, 'нет идентификатора или это не целое число')
export const optionalId = optional(readId, 'не идентификатор')
export const ids = optional(readIds, 'не список идентификаторов')
export const text = optional(input => (typeof input === 'string' ? input : undefined), 'не текст')
export const requiredText = value(
  input => (typeof input === 'string' && input.trim() !== '' ? input : undefined),
  'нет названия',
)
/** A word of the platform's vocabulary; some deployments write its number. */
export const word = optional(readWord, 'не слово')
export const integer = optional(readInteger, 'не целое число')
export const flag = optional(input => (typeof input === 'boolean' ? input : undefined), 'не да и не нет')
export const day = value(input => readDay(input) ?? undefined, 'нет даты или это не дата')
export const optionalDay = optional(readDay, 'не дата')
/** The raw text of an act's stamp: its zone is not ours to guess here. */
export const stamp = optional(readStamp, 'не дата со временем')
export const list = optional(readList, 'не список')
