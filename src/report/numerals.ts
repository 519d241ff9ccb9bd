import type { Forms } from './russian.js'
import { plural } from './russian.js'

/** Numbers in words, as papers that are sewn and sealed have them: «21 (двадцать один) лист». */

const units = ['', 'один', 'два', 'три', 'четыре', 'пять', 'шесть', 'семь', 'восемь', 'девять'] as const
const teens = [
  'десять',
  'одиннадцать',
  'двенадцать',
  'тринадцать',
  'четырнадцать',
  'пятнадцать',
  'шестнадцать',
  'семнадцать',
  'восемнадцать',
  'девятнадцать',
] as const
const tens = [
  '',
  '',
  'двадцать',
  'тридцать',
  'сорок',
  'пятьдесят',
  'шестьдесят',
  'семьдесят',
  'восемьдесят',
  'девяносто',
] as const
const hundreds = [
  '',
  'сто',
  'двести',
  'триста',
  'четыреста',
  'пятьсот',
  'шестьсот',
  'семьсот',
  'восемьсот',
  'девятьсот',
] as const
const thousands: Forms = ['тысяча', 'тысячи', 'тысяч']
const most = 999_999

function belowThousand(number: number, gender: 'masculine' | 'feminine'): string[] {
  const rest = number % 100
  const unit = rest % 10
  const feminine = unit === 1 ? 'одна' : unit === 2 ? 'две' : undefined
  return [
    hundreds[Math.floor(number / 100)] ?? '',
    rest >= 10 && rest < 20 ? (teens[rest - 10] ?? '') : (tens[Math.floor(rest / 10)] ?? ''),
    rest >= 10 && rest < 20 ? '' : ((gender === 'feminine' ? feminine : undefined) ?? units[unit] ?? ''),
  ]
}

/**
 * In words, for a masculine noun: «двадцать один».
 * @throws RangeError beyond what a book of paper can hold
 */
export function inWords(number: number): string {
  if (!Number.isInteger(number) || number < 0 || number > most)
    throw new RangeError(`${number} has no words here`)
  if (number === 0) return 'ноль'
  const thousand = Math.floor(number / 1000)
  const words = thousand === 0 ? [] : [...belowThousand(thousand, 'feminine'), plural(thousand, thousands)]
  return [...words, ...belowThousand(number % 1000, 'masculine')].filter(word => word !== '').join(' ')
}

/** «21 (двадцать один) лист»; the noun is masculine. */
export function figuresAndWords(number: number, forms: Forms): string {
  return `${number} (${inWords(number)}) ${plural(number, forms)}`
}

export const leafForms: Forms = ['лист', 'листа', 'листов']
