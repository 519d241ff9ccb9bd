import { flowText, readFlow } from '../../config/index.js'
import {
  readRuleValues,
  type Rule,
  type RuleValues,
  type SettingShape,
  settingShapes,
} from '../../regulation/index.js'
import { settingText } from '../../report/index.js'
import { type Field, filledLines, one, type Typed, type Wrong } from '../decisions/field.js'

/** A rule's settings as fields of a form, and what was typed as the rule's own values. */

export const fieldOf = (key: string) => `set-${key}`
/** What the field showed when the form was opened. */
export const shownOf = (key: string) => `was-${key}`

/** @param inForce to be shown at each field */
export function settingFields(rule: Rule, inForce: RuleValues): readonly Field[] {
  const usual: RuleValues = rule.settings.parse({})
  return settingShapes(rule).map(shape => {
    const { key, about, choices, kind, nullable } = shape
    const now = `Действует: ${settingText(shape, inForce[key])}. По умолчанию: ${settingText(shape, usual[key])}.`
    const asked = {
      name: fieldOf(key),
      label: about,
      hint: [howToType(shape), now].filter(text => text !== '').join(' '),
      optional: nullable || kind === 'list' || kind === 'rows' || kind === 'map' || usual[key] === '',
    }
    if (kind === 'choice')
      return {
        ...asked,
        kind: 'one',
        choices: choices.map(({ value, text }) => ({ value: String(value), text })),
      }
    return { ...asked, kind: kind === 'number' || kind === 'text' ? 'text' : 'long-text' }
  })
}

function howToType({ kind, least, most, nullable }: SettingShape): string {
  const empty = nullable ? ' Пусто — не задано.' : ''
  switch (kind) {
    case 'number': {
      const bounds = [least === null ? '' : `от ${least}`, most === null ? '' : `до ${most}`]
      const between = bounds.filter(text => text !== '').join(' ')
      return `Число${between === '' ? '' : ` ${between}`.replaceAll('.', ',')}.${empty}`
    }
    case 'list':
      return 'Каждое с новой строки.'
    case 'map':
      return 'В каждой строке «имя = значение».'
    case 'rows':
      return 'В каждой строке одна запись, как в bridge.yaml: {ключ: значение, …}.'
    default:
      return ''
  }
}

/** As the form shows it before anybody types. */
export function typedText({ kind, words }: SettingShape, value: unknown): string {
  if (value === null || value === undefined) return ''
  if (kind === 'number') return String(value).replace('.', ',')
  if (kind === 'list') return Array.isArray(value) ? value.join('\n') : ''
  if (kind === 'rows') return Array.isArray(value) ? value.map(flowText).join('\n') : ''
  if (kind !== 'map') return String(value)
  return Object.entries(value)
    .map(([name, item]) => `${words[name] ?? name} = ${String(item)}`)
    .join('\n')
}

export function typedValues(rule: Rule, values: RuleValues): Map<string, string[]> {
  return new Map(settingShapes(rule).map(shape => [shape.key, [typedText(shape, values[shape.key])]]))
}

/** What whoever typed it has changed, against what the form showed; or what is wrong with it, at its field. */
export function readChanged(
  rule: Rule,
  typed: Typed,
): { readonly values: RuleValues; readonly wrong: null } | { readonly values: null; readonly wrong: Wrong } {
  const wrong = new Map<string, string>()
  const values: Record<string, unknown> = {}
  for (const shape of settingShapes(rule)) {
    if (!isChanged(shape.key, typed)) continue
    const read = readOne(shape, typed)
    if ('problem' in read) wrong.set(fieldOf(shape.key), read.problem)
    else values[shape.key] = read.value
  }
  const checked = readRuleValues(rule, values)
  for (const { path, message } of checked.error?.issues ?? []) {
    const field = fieldOf(String(path[0] ?? ''))
    const place = path[1]
    const line = typeof place === 'number' ? filledLines(typed, field)[place]?.number : undefined
    if (!wrong.has(field)) wrong.set(field, placed(line ?? place, message))
  }
  return checked.success && wrong.size === 0 ? { values: checked.data, wrong: null } : { values: null, wrong }
}

export function isChanged(key: string, typed: Typed): boolean {
  return plain(one(typed, fieldOf(key))) !== plain(one(typed, shownOf(key)))
}

/** Browsers send lines with other ends than they got. */
function plain(text: string | null): string {
  return (text ?? '').replaceAll('\r\n', '\n').trim()
}

function placed(place: PropertyKey | undefined, message: string): string {
  if (typeof place === 'number') return `Строка ${place}: ${message}`
  return place === undefined ? message : `«${String(place)}»: ${message}`
}

type Read = { readonly value: unknown } | { readonly problem: string }

const number = /^-?\d+([.,]\d+)?$/

function readOne({ key, kind, choices, nullable, words }: SettingShape, typed: Typed): Read {
  const text = one(typed, fieldOf(key)) ?? ''
  if (text === '' && nullable) return { value: null }
  const lines = filledLines(typed, fieldOf(key))
  switch (kind) {
    case 'number':
      return number.test(text) ? { value: Number(text.replace(',', '.')) } : { problem: 'Нужно число.' }
    case 'text':
      return { value: text }
    case 'choice': {
      const chosen = choices.find(({ value }) => String(value) === text)
      return chosen ? { value: chosen.value } : { problem: 'Выберите.' }
    }
    case 'list':
      return { value: lines.map(({ line }) => line) }
    case 'rows':
      return readLines(
        lines,
        line => readFlow(line)?.value,
        rows => rows,
      )
    case 'map': {
      const names = new Map(Object.entries(words).map(([name, word]) => [word, name]))
      const readPair = (line: string) => {
        const [, name, value] = /^(.+?)\s*=\s*(.+)$/.exec(line) ?? []
        if (name === undefined || value === undefined) return undefined
        return [
          names.get(name) ?? name,
          number.test(value) ? Number(value.replace(',', '.')) : value,
        ] as const
      }
      return readLines(lines, readPair, pairs => Object.fromEntries(pairs))
    }
  }
}

function readLines<T>(
  lines: ReturnType<typeof filledLines>,
  read: (line: string) => T | undefined,
  whole: (items: readonly T[]) => unknown,
): Read {
  const items: T[] = []
  for (const { number, line } of lines) {
    const item = read(line)
    if (item === undefined) return { problem: `Строка ${number} не читается: «${line}».` }
    items.push(item)
  }
  return { value: whole(items) }
}
