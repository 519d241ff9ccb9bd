import { z } from 'zod'
import {
  type App,
  BridgeConfig,
  changeSettings,
  settingsBook,
  trySettings,
  withdrawStatement,
} from '../../app.js'
import { flowText } from '../../config/index.js'
import { editionOn } from '../../regulation/index.js'
import { passportLines } from '../../report/index.js'
import type { FixedSetting, SettingsDeps } from '../../web/index.js'
import { type BeginEntering, enteringAtOnce } from './entering.js'

/** So many changes of a kind tell what would happen. */
const mostShown = 10

/** What the page of settings stands on. */
export function settingsDeps(
  { config, deps }: Pick<App, 'config' | 'deps'>,
  begin: BeginEntering = enteringAtOnce(deps),
): SettingsDeps {
  return {
    book: (school, on) => settingsBook(deps, school, on),
    passport(school, on) {
      const { regulation } = deps.school(school)
      return passportLines(regulation.title, editionOn(regulation, on))
    },
    fixed(school) {
      const { schools, ...installation } = config
      const { regulation, ...own } = schools.find(({ id }) => id === school) ?? {}
      const { title, stamps } = regulation ?? {}
      return told(schemaOf(BridgeConfig), {
        ...installation,
        schools: [{ ...own, regulation: { title, stamps } }],
      })
    },
    try: (school, change, over, signal) =>
      trySettings(deps, school, { change, over, most: mostShown }, signal),
    async change(school, change, { author, seen }) {
      const signature = { author, at: deps.clock.now() }
      const entering = begin()
      const { numbers } = await changeSettings(entering.deps, school, { change, seen, ...signature })
      return { number: numbers[0] ?? 0, checking: entering.checking() }
    },
    async withdraw(school, number, { author, why }) {
      const entering = begin()
      const revision = { author, why, at: deps.clock.now() }
      await withdrawStatement(entering.deps, school, { kind: 'settings', number, ...revision })
      return { checking: entering.checking() }
    },
  }
}

interface JsonSchema {
  readonly description?: string
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly items?: JsonSchema
}

function schemaOf(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema
}

/** Each value with its place and its meaning; of lists of persons and addresses only how many there are. */
function told(schema: JsonSchema, value: unknown, place = ''): FixedSetting[] {
  if (value === undefined) return []
  const of = (key: string) => (place === '' ? key : `${place}.${key}`)
  if (schema.properties)
    return Object.entries(schema.properties).flatMap(([key, field]) =>
      told(field, valueAt(value, key), of(key)),
    )
  if (schema.items?.properties && place === 'schools')
    return Array.isArray(value) ? value.flatMap(item => told(schema.items ?? {}, item, place)) : []
  const hidden = schema.items?.properties !== undefined && Array.isArray(value)
  const shown = hidden ? `записей: ${value.length}` : flowText(withoutPassword(value))
  return [{ key: place, about: schema.description ?? '', value: shown }]
}

function valueAt(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined
}

/** An address may carry a name and a password. */
function withoutPassword(value: unknown): unknown {
  if (typeof value !== 'string' || !URL.canParse(value)) return value
  const url = new URL(value)
  if (url.username === '' && url.password === '') return value
  url.username = ''
  url.password = ''
  return url.href
}
