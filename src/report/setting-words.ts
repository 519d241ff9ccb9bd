import { flowText } from '../config/index.js'
import { russianDate } from '../calendar/index.js'
import { rules, type SettingShape, settingShapes, type SettingsChange } from '../regulation/index.js'

/** What rules are set to, for people. */

export function settingText(shape: SettingShape, value: unknown): string {
  if (value === null || value === undefined) return 'не задано'
  switch (shape.kind) {
    case 'choice':
      return shape.choices.find(choice => choice.value === value)?.text ?? String(value)
    case 'number':
      return String(value).replace('.', ',')
    case 'list':
      return Array.isArray(value) && value.length > 0 ? value.join(', ') : 'пусто'
    case 'map':
      return Object.entries(value)
        .map(([name, item]) => `${shape.words[name] ?? name} — ${String(item).replace('.', ',')}`)
        .join('; ')
    case 'rows':
      return Array.isArray(value) && value.length > 0 ? value.map(flowText).join(' ') : 'пусто'
    case 'text':
      return value === '' ? 'не указано' : String(value)
  }
}

/** «п. 2.6 Домашнее задание записано в срок, с 20.11.2026: Сколько минут … — 120; приказ № 12 от 13.11.2026» */
export function settingsWords({ rule: id, from, values, order, reason }: SettingsChange): string {
  const rule = rules.find(known => known.id === id)
  const shapes = rule ? settingShapes(rule) : []
  const changed = Object.entries(values).map(([key, value]) => {
    const shape = shapes.find(known => known.key === key)
    return shape ? `${shape.about} — ${settingText(shape, value)}` : `${key} — ${flowText(value)}`
  })
  const name = rule ? `п. ${rule.clause} ${rule.title}` : id
  return [
    `${name}, с ${russianDate(from)}: ${changed.join('; ')}`,
    order,
    ...(reason === null ? [] : [reason]),
  ].join('; ')
}

/** Who set it. */
export function settingSourceWords(source: SettingOrigin): string {
  switch (source.kind) {
    case 'usual':
      return 'значение по умолчанию'
    case 'file': {
      const since = source.since === null ? '' : `, с ${russianDate(source.since)}`
      return `bridge.yaml, редакция № ${source.edition}${since}`
    }
    case 'test':
      return 'доказано проверкой, calibrate'
    case 'change':
      return `${source.content.order}, с ${russianDate(source.content.from)}, изменение № ${source.number}`
  }
}

type SettingOrigin =
  | { readonly kind: 'usual' | 'test' }
  | { readonly kind: 'file'; readonly edition: string; readonly since: string | null }
  | { readonly kind: 'change'; readonly number: number; readonly content: SettingsChange }
