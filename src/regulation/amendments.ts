import { z } from 'zod'
import { BridgeError } from '../errors.js'
import type { IsoDate } from '../journal/index.js'
import type { Rule } from './rule.js'
import { rules } from './rules/index.js'
import { type Edition, EditionSchema, type RegulationSettings, typedSettings } from './settings.js'
import { requiredLine, type Stated } from './stated.js'

/**
 * What a school changes in the settings of a rule without a new edition of the regulation: from a day on, by an order.
 * Days before it are judged as they were, since each day is judged by the edition that is in force on it, and what is
 * changed begins as an edition of its own. A new edition of the regulation says everything anew and ends it.
 */

/** Terms of storage bind an archive that may lie where no database is: they stand in the settings file alone. */
const inFileOnly: ReadonlySet<string> = new Set(['3-terms-end'])

/** Rules of which something may be changed, in the order of the regulation. */
export const amendableRules: readonly Rule[] = rules.filter(
  ({ id, settings }) => Object.keys(settings.shape).length > 0 && !inFileOnly.has(id),
)

/** By a rule's own keys. */
export type RuleValues = Readonly<Record<string, unknown>>

/**
 * The values are those of the rule as it was when they were entered: `amended` reads them by today's rule, so that one
 * which a newer program doesn't take can still be listed and taken back.
 */
export const SettingsChange = z.strictObject({
  /** Rule id. */
  rule: z.string(),
  /** First day, inclusive. */
  from: z.iso.date({ error: 'Первый день: нужна дата ГГГГ-ММ-ДД' }),
  /** What changes; the rule's other keys stay as they were. */
  values: z
    .record(z.string(), z.json())
    .refine(values => Object.keys(values).length > 0, { error: 'Не сказано, что меняется' }),
  /** «приказ № 12 от 13.11.2026» */
  order: requiredLine('Основание'),
  reason: requiredLine('Причина').nullable(),
})
export type SettingsChange = z.infer<typeof SettingsChange>
export type StatedChange = Stated<SettingsChange>

/** @throws BridgeError NOT_FOUND for a rule that isn't there, or has nothing to set in this way */
export function amendableRule(id: string): Rule {
  const rule = amendableRules.find(known => known.id === id)
  if (rule) return rule
  throw new BridgeError('NOT_FOUND', {
    message: rules.some(known => known.id === id)
      ? `У правила ${id} так ничего изменить нельзя: ${inFileOnly.has(id) ? 'его настройки стоят только в bridge.yaml' : 'настроек у него нет'}`
      : `Правила ${id} нет`,
    hint: 'Правила и их настройки: раздел «Настройки», в командной строке — settings show',
  })
}

/** Some of a rule's values, as somebody writes them now; a key that the rule hasn't is an issue too. */
export function readRuleValues({ id, settings }: Pick<Rule, 'id' | 'settings'>, values: RuleValues) {
  const shape: z.ZodRawShape = { ...settings.shape, ...typedSettings[id] }
  const named = Object.entries(shape).filter(([key]) => Object.hasOwn(values, key))
  return z.strictObject(Object.fromEntries(named)).safeParse(values)
}

/** By first day, then as they were entered: the later word counts. */
function inOrder(changes: readonly StatedChange[]): StatedChange[] {
  return changes.toSorted((a, b) =>
    a.content.from < b.content.from ? -1 : a.content.from > b.content.from ? 1 : a.number - b.number,
  )
}

/** The changes that belong to an edition of the settings file, in the order in which they come into force. */
function changesOfEdition(
  { editions }: RegulationSettings,
  index: number,
  changes: readonly StatedChange[],
): StatedChange[] {
  const start = index === 0 ? null : (editions[index]?.from ?? null)
  const next = editions[index + 1]?.from ?? null
  return inOrder(changes).filter(
    ({ content: { from } }) => (start === null || from >= start) && (next === null || from < next),
  )
}

/** What is changed on a day, of the settings file's edition that is in force on it; later words last. */
export function changesOn(
  settings: RegulationSettings,
  changes: readonly StatedChange[],
  date: IsoDate,
): readonly StatedChange[] {
  const index = settings.editions.findLastIndex(({ from }, at) => at === 0 || (from !== null && from <= date))
  return changesOfEdition(settings, index, changes).filter(({ content: { from } }) => from <= date)
}

/**
 * The settings with what was changed since: each day on which something changes begins an edition.
 * @throws BridgeError CONFIG_INVALID for a change that the rule, as it is now, doesn't take
 */
export function amended(settings: RegulationSettings, changes: readonly StatedChange[]): RegulationSettings {
  if (changes.length === 0) return settings
  const editions = settings.editions.flatMap((edition, index) => {
    const pieces: Edition[] = []
    for (const ofDay of byDay(changesOfEdition(settings, index, changes)))
      pieces.push(amendedEdition(pieces.at(-1) ?? edition, ofDay, edition.number))
    const first = pieces[0]?.from ?? null
    if (first === null || edition.from === null || edition.from < first) return [edition, ...pieces]
    // The first edition is in force on days before its own too.
    return index === 0 ? [{ ...edition, from: null }, ...pieces] : pieces
  })
  return { ...settings, editions }
}

function byDay(changes: readonly StatedChange[]): StatedChange[][] {
  const days = new Map<IsoDate, StatedChange[]>()
  for (const change of changes) {
    const { from } = change.content
    days.set(from, [...(days.get(from) ?? []), change])
  }
  return [...days.values()]
}

function amendedEdition(before: Edition, changes: readonly StatedChange[], number: string): Edition {
  const numbers = changes.map(change => change.number)
  const orders = changes.map(({ content }) => content.order)
  return {
    ...changes.reduce(withChange, before),
    number: `${number}, ${numbers.length === 1 ? 'изменение' : 'изменения'} № ${numbers.join(', ')}`,
    date: null,
    order: [...new Set(orders)].join('; '),
    from: changes[0]?.content.from ?? null,
  }
}

function withChange(edition: Edition, { number, content }: StatedChange): Edition {
  const parsed = EditionSchema.safeParse(withValues(edition, content))
  if (parsed.success) return parsed.data
  throw new BridgeError('CONFIG_INVALID', {
    message: `Изменение настроек № ${number}, ${content.rule}: ${parsed.error.issues.map(({ message }) => message).join('; ')}`,
    hint: `Отзовите его: settings withdraw ${number}`,
    cause: parsed.error,
  })
}

/** Unchecked. */
function withValues(edition: Edition, { rule, values }: Pick<SettingsChange, 'rule' | 'values'>) {
  return { ...edition, rules: { ...edition.rules, [rule]: { ...valuesOf(edition, rule), ...values } } }
}

/** What a rule is set to in an edition. */
export function valuesOf(edition: Edition, rule: string): RuleValues {
  const own: Readonly<Record<string, RuleValues>> = edition.rules
  return own[rule] ?? {}
}

/** The settings as if these values had been in force on all days: what one looks at before one decides. */
export function asIfAlways(
  settings: RegulationSettings,
  change: Pick<SettingsChange, 'rule' | 'values'>,
): RegulationSettings {
  const editions = settings.editions.map(edition => EditionSchema.parse(withValues(edition, change)))
  return { ...settings, editions }
}
