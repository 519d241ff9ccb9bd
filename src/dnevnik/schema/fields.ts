import { numberText } from '../lossless.js'

/**
 * The platform has four ways to write a field's name, and a string twin for most ids: `id_str`, `IdStr`. Here all
 * become one: camel case, with the twin's exact digits in the place of the number.
 */

interface FieldName {
  readonly name: string
  /** The value is the string twin of the field `name`. */
  readonly twin: boolean
}

const names = new Map<string, FieldName>()
/** Names are few; the bound is for answers that are made of names. */
const mostNames = 5_000

function fieldName(wireName: string): FieldName {
  const known = names.get(wireName)
  if (known) return known
  const camel = wireName.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
  const base = /^(.+?)(_str|Str)$/.exec(camel)?.[1]
  const plain = base ?? camel
  const found = { name: plain.charAt(0).toLowerCase() + plain.slice(1), twin: base !== undefined }
  if (names.size < mostNames) names.set(wireName, found)
  return found
}

/** The fields of a wire object by their one name; null for what is no object. */
export function fieldsOf(element: unknown): Record<string, unknown> | null {
  if (typeof element !== 'object' || element === null || Array.isArray(element)) return null
  // Without prototype, so that a field named like one of its methods is a field and nothing else.
  const fields: Record<string, unknown> = Object.create(null)
  const twins: [string, unknown][] = []
  for (const [wireName, value] of Object.entries(element)) {
    const { name, twin } = fieldName(wireName)
    if (twin) twins.push([name, value])
    // Where both casings stand, the one that needed no change is the field.
    else if (wireName === name || !(name in fields)) fields[name] = value
  }
  for (const [name, value] of twins) if (isDigits(value)) fields[name] = reconciled(fields[name], value)
  return fields
}

/** The fields of an object that a schema uses; each name that is neither used nor known is told. */
export type FieldsReader = (element: object, tell: (wireName: string) => void) => Record<string, unknown>

interface KnownField extends FieldName {
  readonly use: 'used' | 'ignored' | 'unknown'
  /** Written as our own name is. */
  readonly exact: boolean
}

/**
 * `fieldsOf` for one kind of object, of which hundreds come at once: what each name means is found out once, and what
 * nobody uses isn't copied. A field that is absent is there too, as undefined.
 */
export function fieldsReader(used: readonly string[], ignored: readonly string[]): FieldsReader {
  const blank = Object.fromEntries(used.map(name => [name, undefined]))
  const use = new Map<string, KnownField['use']>([
    ...ignored.map(name => [name, 'ignored'] as const),
    ...used.map(name => [name, 'used'] as const),
  ])
  const known = new Map<string, KnownField>()

  function knownField(wireName: string): KnownField {
    const found = fieldName(wireName)
    const field = { ...found, use: use.get(found.name) ?? 'unknown', exact: wireName === found.name } as const
    if (known.size < mostNames) known.set(wireName, field)
    return field
  }

  return (element, tell) => {
    const given = element as Readonly<Record<string, unknown>>
    const fields: Record<string, unknown> = { ...blank }
    const twins: [string, unknown][] = []
    for (const wireName of Object.keys(given)) {
      const field = known.get(wireName) ?? knownField(wireName)
      if (field.use === 'unknown') tell(wireName)
      if (field.use !== 'used') continue
      const { name } = field
      if (field.twin) twins.push([name, given[wireName]])
      else if (field.exact || fields[name] === undefined) fields[name] = given[wireName]
    }
    for (const [name, value] of twins) if (isDigits(value)) fields[name] = reconciled(fields[name], value)
    return fields
  }
}

/** Stands in the place of an id whose number and twin name two different things: neither is believed. */
export const contradiction = Symbol('number and twin disagree')

/** The twin, where it only has the digits that the number lost when somebody rounded it to a double. */
function reconciled(field: unknown, twin: unknown): unknown {
  if (field === undefined || field === null) return twin
  if (!Array.isArray(twin)) return agree(field, twin) ? twin : contradiction
  const given = Array.isArray(field) ? field.filter(item => item !== null) : [field]
  const same = given.length === twin.length && given.every((item, index) => agree(item, twin[index]))
  return same ? twin : contradiction
}

function agree(field: unknown, twin: unknown): boolean {
  const text = typeof field === 'string' ? field : numberText(field)
  // Where the field is the object itself, the twin is all that there is of its id.
  return text === null || text === '' || text === twin || Number(text) === Number(twin)
}

function isDigits(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every(isDigitText)
  return isDigitText(value)
}

function isDigitText(value: unknown): boolean {
  return typeof value === 'string' && /^-?\d{1,19}$/.test(value)
}
