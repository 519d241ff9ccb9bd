import type { ChangeKind, RecordChanges } from '../journal/index.js'
import { changeKinds } from '../journal/index.js'
import { counted, type Forms, ofParts as ofWindows } from '../report/index.js'
import type { ReadKind, RunKind, RunState } from '../runs/index.js'

/** What only the pages speak of: runs and their steps. Everything else is said as in the reports. */

export const runStates: Readonly<Record<RunState, string>> = {
  queued: 'в очереди',
  running: 'идёт',
  done: 'готово',
  'done-with-gaps': 'готово, но прочитано не всё',
  failed: 'не удалось',
  cancelled: 'отменено',
}
export const runKinds: Readonly<Record<RunKind, string>> = {
  sync: 'Чтение журнала',
  'planned-look': 'Плановое чтение',
  report: 'Отчёт',
  digest: 'Сводка',
  replay: 'Повторный разбор отложенного',
  check: 'Проверка по регламенту',
  'print-kit': 'Комплект печати',
}
const steps: Readonly<Record<string, string>> = {
  directory: 'списки школы',
  windows: 'чтение журнала',
  check: 'проверка по регламенту',
  checked: 'проверено по регламенту',
  report: 'отчёт',
  sheets: 'сводные ведомости',
  journals: 'классные журналы',
  digest: 'сводка',
  replay: 'разбор отложенного',
  'print-kit': 'комплект печати',
}
const askers: Readonly<Record<string, string>> = {
  cron: 'по расписанию',
  web: 'с этой страницы',
  cli: 'из командной строки',
  demo: 'демонстрация',
  queue: 'из очередей',
}
export const stepWord = (step: string) => steps[step] ?? step
export const askerWord = (asker: string) => askers[asker] ?? asker

/** Why nothing was judged for a page. */
export const othersFirst =
  'Программа сейчас проверяет журнал по просьбе другого посетителя, а две такие проверки сразу перегрузили бы компьютер.'

/** What the request ledger says a call was for. */
const purposes: Readonly<Record<string, string>> = {
  sync: 'перечитывание',
  'planned-look': 'плановые чтения',
  report: 'ночные обходы',
  digest: 'сводки',
  calibrate: 'проверка часов платформы',
  init: 'настройка',
  other: 'прочее',
}
export const purposeWord = (purpose: string) => purposes[purpose] ?? purpose

export const elements: Forms = ['запись', 'записи', 'записей']
export const requests: Forms = ['запрос', 'запроса', 'запросов']
export const windows: Forms = ['часть журнала', 'части журнала', 'частей журнала']
export const ofClasses: Forms = ['класса', 'классов', 'классов']
/** What a run has so many of to do. */
export const ofParts = (kind: RunKind): Forms => (kind === 'print-kit' ? ofClasses : ofWindows)

export const readKindWords: Readonly<Record<ReadKind, string>> = {
  lessons: 'уроки, темы и домашние задания',
  marks: 'отметки',
  attendance: 'посещаемость',
  'final-marks': 'итоговые отметки',
  lists: 'списки: классы, обучающиеся, учителя, звонки',
}

const changed: Readonly<Record<ChangeKind, Forms>> = {
  lesson: ['урок', 'урока', 'уроков'],
  topic: ['тема', 'темы', 'тем'],
  homework: ['домашнее задание', 'домашних задания', 'домашних заданий'],
  work: ['работа', 'работы', 'работ'],
  mark: ['отметка', 'отметки', 'отметок'],
  attendance: ['запись о посещаемости', 'записи о посещаемости', 'записей о посещаемости'],
  'final-mark': ['итоговая отметка', 'итоговые отметки', 'итоговых отметок'],
  list: ['строка списков', 'строки списков', 'строк списков'],
}

/** «+12 отметок, +3 темы; изменено: 1 урок; удалено: 1 отметка», the marks first. */
export function differenceText(difference: RecordChanges): string {
  const order: readonly ChangeKind[] = ['mark', 'topic', 'homework', 'attendance', 'final-mark']
  const kinds = [...order, ...changeKinds.filter(kind => !order.includes(kind))]
  const told = (act: 'added' | 'changed' | 'gone', sign: string) =>
    kinds.flatMap(kind => {
      const count = difference[kind]?.[act] ?? 0
      return count === 0 ? [] : [`${sign}${counted(count, changed[kind])}`]
    })
  const [added, other, gone] = [told('added', '+'), told('changed', ''), told('gone', '')]
  const parts = [
    ...(added.length > 0 ? [added.join(', ')] : []),
    ...(other.length > 0 ? [`изменено: ${other.join(', ')}`] : []),
    ...(gone.length > 0 ? [`удалено: ${gone.join(', ')}`] : []),
  ]
  return parts.length === 0 ? 'ничего нового' : parts.join('; ')
}
