import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { BridgeError } from '../../src/errors.js'
import type { Id, IsoDate } from '../../src/journal/index.js'
import type { Signature, Statement } from '../../src/ledger/index.js'
import {
  amendableRules,
  amended,
  changesOn,
  editionOn,
  type Proven,
  type RegulationSettings,
  type Rule,
  type RuleValues,
  type SettingsChange,
  type StatedChange,
  valuesOf,
  withProven,
} from '../../src/regulation/index.js'
import type { JobDeps } from '../deps.js'
import { provenOf } from './effective-school.js'
import { type Effect, enterStatements } from './enter-statements.js'

/** What the rules of a school are set to, by whom and since when; and how that is changed. */

export type SettingSource =
  /** Nobody set it. */
  | { readonly kind: 'usual' }
  /** The edition of the regulation in the settings file. */
  | { readonly kind: 'file'; readonly edition: string; readonly since: IsoDate | null }
  /** The file leaves it open, a test has proved it. */
  | { readonly kind: 'test' }
  | { readonly kind: 'change'; readonly number: number; readonly content: SettingsChange }

export interface SettingInForce {
  readonly key: string
  readonly value: unknown
  readonly usual: unknown
  readonly source: SettingSource
}

export interface RuleInForce {
  readonly rule: Rule
  readonly settings: readonly SettingInForce[]
  readonly values: RuleValues
  /** Changes that stand and begin later. */
  readonly ahead: readonly StatedChange[]
  /** When the settings file's next edition ends all changes of this one. */
  readonly until: IsoDate | null
  /** All that was ever entered about it, each with what would be in force on its first day without it and later ones. */
  readonly history: readonly (Statement<'settings'> & { readonly before: RuleValues })[]
  /** Another one whenever somebody has changed or taken back something of this rule, or the day has other values. */
  readonly version: string
}

/** What all of it rests on. */
interface Ground {
  /** As the settings file has it. */
  readonly regulation: RegulationSettings
  readonly proven: Proven
  readonly statements: readonly Statement<'settings'>[]
}

/**
 * The rules that may be changed, as they are set on a day.
 * @throws BridgeError NOT_FOUND for a school that the settings don't name; CONFIG_INVALID
 */
export async function settingsBook(
  deps: JobDeps,
  school: Id,
  date: IsoDate,
): Promise<readonly RuleInForce[]> {
  const ground = await groundOf(deps, school)
  const day = dayOf(ground, date)
  return amendableRules.map(rule => ruleInForce(day, rule))
}

async function groundOf(deps: JobDeps, school: Id): Promise<Ground> {
  const { regulation } = deps.school(school)
  const proven = provenOf(await deps.calibrations.newest(school))
  return { regulation, proven, statements: await deps.statements.list(school, 'settings') }
}

/** What all rules share on a day. */
function dayOf({ regulation, proven, statements }: Ground, date: IsoDate) {
  const standing = statements.flatMap(({ number, revisions }) => {
    const content = revisions.at(-1)?.content ?? null
    return content === null ? [] : [{ number, content }]
  })
  const settings = amended(regulation, standing)
  return {
    ...{ regulation, proven, statements, standing, date },
    inFile: editionOn(regulation, date),
    stated: editionOn(settings, date),
    edition: editionOn(withProven(settings, proven), date),
    changed: changesOn(regulation, standing, date),
  }
}

function ruleInForce(day: ReturnType<typeof dayOf>, rule: Rule): RuleInForce {
  const { regulation, proven, statements, standing, date, inFile, stated } = day
  const values = valuesOf(day.edition, rule.id)
  const usual: RuleValues = rule.settings.parse({})
  const changes = day.changed.filter(({ content }) => content.rule === rule.id)
  const own = statements.filter(({ revisions }) => revisions.some(({ content }) => content?.rule === rule.id))
  const sourceOf = (key: string): SettingSource => {
    if (!isDeepStrictEqual(valuesOf(stated, rule.id)[key], values[key])) return { kind: 'test' }
    const change = changes.findLast(({ content }) => Object.hasOwn(content.values, key))
    if (change) return { kind: 'change', ...change }
    if (isDeepStrictEqual(values[key], usual[key])) return { kind: 'usual' }
    return { kind: 'file', edition: inFile.number, since: inFile.from }
  }
  return {
    rule,
    settings: Object.keys(rule.settings.shape).map(key => ({
      ...{ key, value: values[key], usual: usual[key] },
      source: sourceOf(key),
    })),
    values,
    ahead: standing.filter(({ content }) => content.rule === rule.id && content.from > date),
    until:
      regulation.editions.find(({ from }, index) => index > 0 && from !== null && from > date)?.from ?? null,
    history: own.map(statement => {
      const earlier = standing.filter(({ number }) => number < statement.number)
      const from = statement.revisions[0]?.content?.from ?? date
      const edition = editionOn(withProven(amended(regulation, earlier), proven), from)
      return { ...statement, before: valuesOf(edition, rule.id) }
    }),
    version: versionOf({
      date,
      values,
      revisions: own.map(({ number, revisions }) => [number, revisions.length]),
    }),
  }
}

function versionOf(shown: unknown): string {
  return createHash('sha256').update(JSON.stringify(shown)).digest('hex').slice(0, 16)
}

/** Of what was typed, that which isn't so already. */
export function valuesThatDiffer({ values }: Pick<RuleInForce, 'values'>, typed: RuleValues): RuleValues {
  return Object.fromEntries(
    Object.entries(typed).filter(([key, value]) => !isDeepStrictEqual(values[key], value)),
  )
}

/**
 * Changes what a rule is set to, and has the days judged again that have come.
 * @param seen what whoever changes it had before the eyes
 * @throws BridgeError CHANGED_MEANWHILE where that is no longer so; NOT_FOUND, USAGE
 */
export async function changeSettings(
  deps: JobDeps,
  school: Id,
  { change, seen, ...signature }: Signature & { readonly change: SettingsChange; readonly seen: Seen },
): Promise<Effect> {
  const ground = await groundOf(deps, school)
  const allow = (entered: readonly Statement<'settings'>[]) => {
    const rule = amendableRules.find(({ id }) => id === change.rule)
    if (!rule) return
    const now = ruleInForce(dayOf({ ...ground, statements: entered }, seen.on), rule)
    if (now.version === seen.version) return
    throw new BridgeError('CHANGED_MEANWHILE', { message: whoWasQuicker(now) })
  }
  const entry = { kind: 'settings' as const, contents: [change], ...signature }
  return enterStatements(deps, school, entry, { allow, isTold: false })
}

/** A rule as it was shown for a day. */
export interface Seen {
  readonly on: IsoDate
  readonly version: string
}

function whoWasQuicker({ history }: RuleInForce): string {
  const newest = history
    .flatMap(({ number, revisions }) => revisions.map(revision => ({ number, ...revision })))
    .toSorted((a, b) => a.enteredAt - b.enteredAt)
    .at(-1)
  if (!newest) return 'Пока форма была открыта, настройки изменились. Ничего не записано.'
  const what =
    newest.content === null ? `отозвано изменение № ${newest.number}` : `внесено изменение № ${newest.number}`
  return `Пока форма была открыта, ${what} (${newest.author}). Ничего не записано.`
}
