import { russianDate } from '../calendar/index.js'
import { type Edition, newerActs, seedLetters } from '../regulation/index.js'

/** The passport of the regulation (clause 1.1), as an inspector asks for it: what it is, and what it stands on. */

export type PassportFacts = Pick<Edition, 'number' | 'date' | 'order' | 'from' | 'letters'>

export interface PassportLine {
  readonly name: string
  /** Null where the settings don't tell. */
  readonly text: string | null
  /** What to write where, in that case. */
  readonly fill: string
}

/** What a school hasn't named isn't put into its mouth. */
const bySeed = 'как в образце, школа своего не назвала'
const place = 'schools[].regulation.editions в bridge.yaml'

const optional = [
  { key: 'date', name: 'Дата приказа' },
  { key: 'order', name: 'Приказ, которым введён' },
  { key: 'letters', name: 'На чём основан' },
] as const

/** Line by line, of one edition. */
export function passportLines(title: string, edition: PassportFacts): PassportLine[] {
  const { number, from, letters } = edition
  const stated = (name: string, text: string): PassportLine => ({ name, text, fill: '' })
  const newer = newerActs(letters ?? seedLetters)
  return [
    stated('Регламент', title),
    stated('Редакция', `№ ${number}`),
    ...optional.map(({ key, name }) => ({
      ...{ name, text: textOf(edition, key) },
      fill: `впишите ${key} у редакции № ${number}: ${place}`,
    })),
    stated('Действует', from === null ? 'первый день не назван: на все дни' : `с ${russianDate(from)}`),
    ...(newer.length === 0 ? [] : [stated('Более новые акты', newer.join('; '))]),
  ]
}

/** The same in a few sentences, of all editions that are in force on some days; number, date and order stand elsewhere. */
export function basisTexts(editions: readonly PassportFacts[]): string[] {
  const letters = [...new Set(editions.flatMap(edition => edition.letters ?? []))]
  const assumed = editions.some(edition => edition.letters === null) ? seedLetters : []
  const newer = newerActs([...letters, ...assumed])
  return [
    ...(letters.length === 0 ? [] : [`Основание регламента: ${letters.join('; ')}.`]),
    ...(assumed.length === 0 ? [] : [`Основание регламента — ${bySeed}: ${assumed.join('; ')}.`]),
    ...(newer.length === 0 ? [] : [`Более новые акты, с которыми его сличает человек: ${newer.join('; ')}.`]),
    ...editions.flatMap(edition => {
      const lacking = passportGaps(edition)
      return lacking === null
        ? []
        : [`Паспорт редакции № ${edition.number} заполнен не полностью, ${lacking}.`]
    }),
  ]
}

/** What the settings don't tell of an edition, and where to write it; null where nothing is missing. */
export function passportGaps(edition: PassportFacts): string | null {
  const empty = optional.filter(({ key }) => textOf(edition, key) === null)
  if (empty.length === 0) return null
  const names = empty.map(({ key, name }) => `${name.toLowerCase()} (${key})`)
  return `не указано: ${names.join(', ')}; впишите в ${place}`
}

function textOf(edition: PassportFacts, key: (typeof optional)[number]['key']): string | null {
  if (key === 'letters') return lettersText(edition.letters)
  const text = edition[key]
  return text !== null && key === 'date' ? russianDate(text) : text
}

function lettersText(letters: PassportFacts['letters']): string | null {
  if (letters === null) return `${bySeed}: ${seedLetters.join('; ')}`
  return letters.length === 0 ? null : letters.join('; ')
}
