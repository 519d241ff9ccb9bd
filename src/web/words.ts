import type { Forms } from '../report/index.js'
import type { RunKind, RunState } from '../runs/index.js'

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
  'print-kit': 'Комплект печати',
}
const steps: Readonly<Record<string, string>> = {
  directory: 'списки школы',
  windows: 'чтение журнала',
  check: 'проверка по регламенту',
  report: 'отчёт',
  sheets: 'сводные ведомости',
  journals: 'классные журналы',
  digest: 'сводка',
  'print-kit': 'комплект печати',
}
const askers: Readonly<Record<string, string>> = {
  cron: 'по расписанию',
  web: 'с этой страницы',
  cli: 'из командной строки',
  demo: 'демонстрация',
}
export const stepWord = (step: string) => steps[step] ?? step
export const askerWord = (asker: string) => askers[asker] ?? asker

export const requests: Forms = ['запрос', 'запроса', 'запросов']
export const windows: Forms = ['часть журнала', 'части журнала', 'частей журнала']
/** «из 1 части», «из 3 частей» */
export const ofWindows: Forms = ['части журнала', 'частей журнала', 'частей журнала']
