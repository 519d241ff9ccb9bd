import { z } from 'zod'
import type { Rule } from './rule.js'

/** A rule's settings as people are asked for them: what each means stands beside its schema. */

export interface SettingShape {
  readonly key: string
  /** Russian: what it means, in the words of the settings file. */
  readonly about: string
  readonly kind:
    | 'number'
    | 'text'
    /** One of `choices`. */
    | 'choice'
    /** Words, in their order. */
    | 'list'
    /** A number or a word by name. */
    | 'map'
    /** Rows with several columns, which people write as the settings file does. */
    | 'rows'
  readonly choices: readonly { readonly value: unknown; readonly text: string }[]
  /** Russian names of a map's keys; those that aren't there are called by themselves. */
  readonly words: Readonly<Record<string, string>>
  /** Of a number, inclusive; null where there is none. */
  readonly least: number | null
  readonly most: number | null
  /** Whether it may be left out. */
  readonly nullable: boolean
}

interface JsonSchema {
  readonly type?: string
  readonly description?: string
  readonly words?: Readonly<Record<string, string>>
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly minimum?: number
  readonly maximum?: number
  readonly items?: JsonSchema
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly anyOf?: readonly JsonSchema[]
}

export function settingShapes({ settings }: Pick<Rule, 'settings'>): readonly SettingShape[] {
  const { properties = {} } = z.toJSONSchema(settings, { io: 'input' }) as JsonSchema
  return Object.entries(properties).map(([key, schema]) => shapeOf(key, schema))
}

function shapeOf(key: string, schema: JsonSchema): SettingShape {
  const { description = key, words = {} } = schema
  const alternatives = schema.anyOf ?? [schema]
  const nullable = alternatives.some(({ type }) => type === 'null')
  const proper = alternatives.filter(({ type }) => type !== 'null')
  const choices = proper.flatMap(choicesOf)
  const [only = schema] = proper
  return {
    key,
    // The words of the choices stand at the choices themselves.
    about:
      choices.length > 0 && Object.keys(words).length > 0 ? (description.split(': ')[0] ?? key) : description,
    kind: choices.length > 0 ? 'choice' : kindOf(only),
    choices: choices.map(value => ({ value, text: words[String(value)] ?? usualWords(value) })),
    words,
    least: only.minimum ?? null,
    // The greatest of all integers is no bound that somebody set.
    most: only.maximum === Number.MAX_SAFE_INTEGER ? null : (only.maximum ?? null),
    nullable,
  }
}

function choicesOf(schema: JsonSchema): readonly unknown[] {
  if (schema.type === 'boolean') return [true, false]
  return schema.enum ?? (schema.const === undefined ? [] : [schema.const])
}

function usualWords(value: unknown): string {
  if (value === true) return 'да'
  return value === false ? 'нет' : String(value)
}

function kindOf({ type, items }: JsonSchema): SettingShape['kind'] {
  if (type === 'number' || type === 'integer') return 'number'
  if (type === 'object') return 'map'
  if (type !== 'array') return 'text'
  return items?.type === 'object' ? 'rows' : 'list'
}
