import { flowText, readFlow } from '../../config/index.js'
import { writtenKinds } from '../../journal/index.js'
import { limitRowsAbout, TypedLimitRows, WrittenLimits, workNames } from '../../regulation/index.js'
import { lowerFirst } from '../../report/index.js'
import { filledLines, one, type Typed } from './field.js'
import type { Form } from './form.js'

/** By when written work has to be checked, row by row. */

const pauses: ReadonlyMap<string, boolean> = new Map([
  ['paused', true],
  ['counted', false],
])

export const writtenLimitsForm: Form<'written-limits'> = {
  title: 'Сроки проверки письменных работ',
  about:
    'Акт школы, которым установлены сроки: регламент и федеральные нормы их не называют. Действует со своего дня до начала следующего и вместо того, что стоит в настройках; без акта опоздание не доказано.',
  schema: WrittenLimits,
  fieldOf: { pauseOnDaysOff: 'daysOff' },
  fields: known => [
    {
      kind: 'text',
      name: 'act',
      label: 'Название акта',
      hint: 'Например: Положение о проверке письменных работ',
    },
    { kind: 'text', name: 'number', label: 'Номер акта' },
    { kind: 'day', name: 'date', label: 'Дата акта' },
    { kind: 'day', name: 'from', label: 'С какого дня действует', usual: known.today },
    {
      ...{
        kind: 'long-text',
        name: 'limits',
        label: 'Сроки',
        usual: known.writtenTerms?.limits.map(flowText).join('\n') ?? '',
      },
      hint: `В каждой строке один срок: {ключ: значение, …}. ${limitRowsAbout}. Виды работ: ${writtenKinds.map(kind => `${kind} — ${workNames[kind]}`).join(', ')}.`,
    },
    {
      kind: 'one',
      name: 'daysOff',
      label: 'Каникулы и праздники',
      hint: 'О сроках, которые считаются календарными днями.',
      choices: [
        { value: 'paused', text: 'в срок не входят' },
        { value: 'counted', text: 'в срок входят' },
      ],
      usual: known.writtenTerms?.pauseOnDaysOff === false ? 'counted' : 'paused',
    },
  ],
  refuse(typed) {
    const lines = limitLines(typed)
    const unread = lines.find(({ row }) => row === null)
    if (unread) return new Map([['limits', `Строка ${unread.number} не читается.`]])
    const issue = TypedLimitRows.safeParse(lines.map(({ row }) => row)).error?.issues[0]
    if (!issue) return null
    const [index, key] = issue.path
    const place = `Строка ${lines[Number(index)]?.number}${key === undefined ? '' : `, ${String(key)}`}`
    return new Map([['limits', `${place}: ${lowerFirst(issue.message)}`]])
  },
  contents: typed => [
    {
      act: one(typed, 'act'),
      number: one(typed, 'number'),
      date: one(typed, 'date'),
      from: one(typed, 'from'),
      pauseOnDaysOff: pauses.get(one(typed, 'daysOff') ?? ''),
      limits: limitLines(typed).map(({ row }) => row),
    },
  ],
}

/** Null for a line that can't be read. */
function limitLines(typed: Typed): { readonly number: number; readonly row: unknown }[] {
  return filledLines(typed, 'limits').map(({ line, number }) => ({
    number,
    row: readFlow(line)?.value ?? null,
  }))
}
