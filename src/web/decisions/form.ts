import type { z } from 'zod'
import type { Content } from '../../ledger/index.js'
import type { DecisionKind, KnownNames } from './deps.js'
import { type Field, many, one, type Typed, type Wrong } from './field.js'

/** How a kind of statement is asked for on a page, and the fields that several ask alike. */

export interface Form<Kind extends DecisionKind> {
  readonly title: string
  /** Over the list: what it is for. */
  readonly about: string
  fields(known: KnownNames): readonly Field[]
  /** What was typed, by the schema's keys; several where one form means several statements. */
  contents(typed: Typed, known: KnownNames): readonly unknown[]
  readonly schema: z.ZodType<Content<Kind>>
  /** The field where a key of the schema is typed, where it has another name. */
  readonly fieldOf?: Readonly<Record<string, string>>
  /** What the schema alone would say unclearly. */
  refuse?(typed: Typed, known: KnownNames): Wrong | null
  /** Pupils are chosen: the form asks for their class first. */
  readonly asksClass?: boolean
}

export const classField = (known: KnownNames, hint = 'Ничего не отмечено — все классы.'): Field => ({
  kind: 'many',
  name: 'class',
  label: 'Классы',
  hint,
  choices: known.classes,
  optional: true,
})
export const orderField: Field = {
  kind: 'text',
  name: 'order',
  label: 'Основание',
  hint: 'Например: приказ № 12 от 13.11.2026',
}
export const onDay = (known: KnownNames): Field => ({
  kind: 'day',
  name: 'on',
  label: 'Когда',
  usual: known.today,
})
/** The study year before, this one and the next, `2026-2027`. */
export function yearsAround({ studyYear }: Pick<KnownNames, 'studyYear'>): string[] {
  const first = Number(studyYear.slice(0, 4))
  return [first - 1, first, first + 1].map(year => `${year}-${year + 1}`)
}

export const allClasses = (typed: Typed, known: KnownNames) =>
  many(typed, 'class') ?? known.classes.map(({ value }) => value)

/** A moment that was typed can't be read: a number that no schema takes says so at its field. */
export function momentIn(typed: Typed, name: string, known: KnownNames): number | null {
  const text = one(typed, name)
  return text === null ? null : (known.instantOf(text) ?? Number.NaN)
}
