import { z } from 'zod'
import { flowText } from './flow.js'

/**
 * `config/example.yaml` is made from the schema, so it can't lie: every key with its description as a comment
 * and its default, or an example where no default is safe.
 */
interface JsonSchema {
  readonly type?: string
  readonly description?: string
  readonly default?: unknown
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly example?: unknown
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly items?: JsonSchema
  readonly anyOf?: readonly JsonSchema[]
}

function exampleOf(schema: JsonSchema): unknown {
  if (schema.default !== undefined) return schema.default
  if (schema.const !== undefined) return schema.const
  if (schema.example !== undefined) return schema.example
  return schema.enum?.[0] ?? ''
}

/** A list whose default is one item of defaults is shown with that item written out. */
function isOneEmpty(value: unknown): boolean {
  return JSON.stringify(value) === '[{}]'
}

function isExplained({ properties = {} }: JsonSchema): boolean {
  const fields = Object.values(properties)
  return fields.length > 0 && fields.every(({ description }) => description !== undefined)
}

/** What could stand in a list that is empty by default. */
function itemAsComment(item: JsonSchema, indent: string): string[] {
  let first = true
  return lines(item, '').map(line => {
    if (line.startsWith('#')) return `${indent}#   ${line}`
    const start = first ? '- ' : '  '
    first = false
    return `${indent}# ${start}${line}`
  })
}

function lines(schema: JsonSchema, indent: string): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, field]) => {
    const name = /^[\w-]+$/.test(key) ? key : flowText(key)
    const comment = field.description ? [`${indent}# ${field.description}`] : []
    if (field.properties && Object.keys(field.properties).length === 0)
      return [...comment, `${indent}${name}: {}`]
    if (field.properties) {
      const whole = [`${name}:`, ...lines(field, '  ')]
      // What isn't there unless somebody wants it: an example must not switch it on.
      const start = field.default === undefined && schema.required?.includes(key) !== true ? '# ' : ''
      return [...comment, ...whole.map(line => `${indent}${start}${line}`)]
    }
    if (field.items?.properties && (field.default === undefined || isOneEmpty(field.default))) {
      const item = lines(field.items, `${indent}    `)
      const first = item.findIndex(line => !line.trim().startsWith('#'))
      return [
        ...comment,
        `${indent}${name}:`,
        ...item.map((line, index) => (index === first ? `${indent}  - ${line.trim()}` : line)),
      ]
    }
    const shown = `${indent}${name}: ${flowText(exampleOf(field))}`
    if (field.items && isExplained(field.items))
      return [...comment, shown, ...itemAsComment(field.items, indent)]
    return [...comment, shown]
  })
}

export function exampleYaml(schema: z.ZodType): string {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema
  return [
    '# Settings of one installation, with every key and its default. Made from the schema by `npm run generate`;',
    '# your own bridge.yaml needs only what differs.',
    ...lines(json, ''),
    '',
  ].join('\n')
}
