import { z } from 'zod'

/** Fields of a form that people fill in: how each is asked, and what was typed. */

export interface Choice {
  readonly value: string
  readonly text: string
}

interface Asked {
  readonly name: string
  readonly label: string
  readonly hint?: string
  /** May be left empty. */
  readonly optional?: boolean
}

export type Field =
  | (Asked & Usual & { readonly kind: 'day' | 'moment' | 'text' | 'long-text' })
  | (Asked & Usual & { readonly kind: 'one'; readonly choices: readonly Choice[] })
  | (Asked & { readonly kind: 'many'; readonly choices: readonly Choice[] })
  /** Opened unticked: in what was sent, a box without its tick looks like one that nobody has seen. */
  | (Asked & { readonly kind: 'flag' })

interface Usual {
  /** What stands there before anybody types. */
  readonly usual?: string
}

/** Everything that was typed, by the field's name; a name that came twice has two. */
export type Typed = ReadonlyMap<string, readonly string[]>
/** Russian words for each field that is wrong; under '' what is wrong with the whole. */
export type Wrong = ReadonlyMap<string, string>

const Sent = z
  .record(z.string(), z.union([z.string().transform(one => [one]), z.array(z.string())]))
  .catch({})

export function typedIn(sent: unknown): Typed {
  return new Map(Object.entries(Sent.parse(sent ?? {})))
}

/** The last of that name, trimmed; null where it is empty. */
export function one(typed: Typed, name: string): string | null {
  const value = typed.get(name)?.at(-1)?.trim() ?? ''
  return value === '' ? null : value
}

/** Each line by its number in the field: empty ones are counted, but left out. */
export function filledLines(
  typed: Typed,
  name: string,
): readonly { readonly number: number; readonly line: string }[] {
  return (typed.get(name)?.at(-1) ?? '')
    .split(/\r?\n/)
    .map((line, index) => ({ number: index + 1, line: line.trim() }))
    .filter(({ line }) => line !== '')
}

/** All that were ticked; null for none, which means all of them. */
export function many(typed: Typed, name: string): readonly string[] | null {
  const values = (typed.get(name) ?? []).filter(value => value !== '')
  return values.length === 0 ? null : [...new Set(values)]
}

/** What is missing in the fields that must be filled in. */
export function missing(fields: readonly Field[], typed: Typed): Wrong {
  return new Map(
    fields
      .filter(({ name, optional, kind }) => optional !== true && kind !== 'flag' && one(typed, name) === null)
      .map(({ name, kind }) => [name, kind === 'one' || kind === 'many' ? 'Выберите.' : 'Заполните.']),
  )
}

/**
 * A schema's complaints, at the fields that they are about.
 * @param fieldOf the field where a key of the schema is typed; the key itself where this says nothing
 */
export function complaints(
  { issues }: z.ZodError,
  fields: readonly Field[],
  fieldOf: Readonly<Record<string, string>>,
): Wrong {
  const wrong = new Map<string, string>()
  for (const { path, message } of issues) {
    const key = String(path[0] ?? '')
    const name = fieldOf[key] ?? key
    const field = fields.some(item => item.name === name) ? name : ''
    if (!wrong.has(field)) wrong.set(field, message)
  }
  return wrong
}
