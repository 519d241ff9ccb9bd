import { russianDate, russianDateTime } from '../calendar/index.js'
import type { IsoDate } from '../journal/index.js'
import type { EvidenceLevel, Severity, VerdictEvidence, VerdictKind } from '../regulation/index.js'
import type { ReportCoverage } from '../report/index.js'
import type { RunKind, RunState } from '../runs/index.js'

/** What the pages call things. */

export const verdictTitles: Readonly<Record<VerdictKind, string>> = {
  broken: 'Нарушено',
  mended: 'Исправлено после срока',
  unproven: 'Не доказано',
  pending: 'Срок не истёк',
  kept: 'Соблюдено',
}
export const severityWords: Readonly<Record<Severity, string>> = {
  critical: 'критическое',
  major: 'существенное',
  minor: 'незначительное',
  info: 'для сведения',
}
export const levelWords: Readonly<Record<EvidenceLevel, string>> = {
  A: 'отметка времени платформы и наши наблюдения согласны',
  B: 'только наши наблюдения',
  C: 'только отметка времени платформы',
}
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
}
const steps: Readonly<Record<string, string>> = {
  directory: 'списки школы',
  windows: 'чтение журнала',
  check: 'проверка по регламенту',
  report: 'отчёт',
  sheets: 'сводные ведомости',
  digest: 'сводка',
}
const askers: Readonly<Record<string, string>> = {
  cron: 'по расписанию',
  web: 'с этой страницы',
  cli: 'из командной строки',
  demo: 'демонстрация',
}
export const stepWord = (step: string) => steps[step] ?? step
export const askerWord = (asker: string) => askers[asker] ?? asker
export const weekdayWords = ['', 'пн', 'вт', 'ср', 'чт', 'пт', 'сб', 'вс'] as const

type Forms = readonly [one: string, few: string, many: string]
export const forms = {
  requests: ['запрос', 'запроса', 'запросов'],
  windows: ['часть журнала', 'части журнала', 'частей журнала'],
  records: ['запись', 'записи', 'записей'],
} as const satisfies Record<string, Forms>

/** `12 345`, with blanks that don't break. */
export function written(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, '\u00a0')
}

export function counted(count: number, [one, few, many]: Forms): string {
  const [tens, ones] = [count % 100, count % 10]
  const form = tens > 10 && tens < 20 ? many : ones === 1 ? one : ones > 1 && ones < 5 ? few : many
  return `${written(count)}\u00a0${form}`
}

/** «16.11.2026» or «16.11.2026 – 20.11.2026» */
export function dayRange(from: IsoDate, to: IsoDate): string {
  return from === to ? russianDate(from) : `${russianDate(from)} – ${russianDate(to)}`
}

export function evidenceText(evidence: VerdictEvidence, timeZone: string): string {
  const at = (instant: number) => russianDateTime(instant, timeZone)
  const { absentAt, presentAt, platformAt } = evidence
  const parts: string[] = []
  if (absentAt !== null) parts.push(`при чтении ${at(absentAt)} ещё не было`)
  if (presentAt !== null) parts.push(`при чтении ${at(presentAt)} ${absentAt === null ? 'уже было' : 'было'}`)
  if (platformAt !== null) parts.push(`отметка времени платформы — ${at(platformAt)}`)
  return parts.join('; ')
}

/** Coverage in sentences; whatever is missing is said. */
export function coverageLines(coverage: ReportCoverage, timeZone: string): string[] {
  const lines = [
    coverage.windows === 0
      ? 'Журнал за эти дни не прочитан ни разу: выводов нет.'
      : `Прочитано полностью ${written(coverage.complete)} из ${written(coverage.windows)} частей журнала (часть — один вид данных одного класса за неделю).`,
  ]
  if (coverage.newestLook !== null) {
    lines.push(`Последнее чтение — ${russianDateTime(coverage.newestLook, timeZone)}.`)
  }
  if (coverage.oldestLook !== null && coverage.oldestLook !== coverage.newestLook) {
    lines.push(`Давнее всего прочитанное — ${russianDateTime(coverage.oldestLook, timeZone)}.`)
  }
  if (coverage.quarantined > 0) {
    lines.push(`Не разобрано и отложено: ${counted(coverage.quarantined, forms.records)}; о них выводов нет.`)
  }
  if (coverage.unknownWords.length > 0) {
    lines.push(`Слова платформы без перевода: ${coverage.unknownWords.join(', ')}.`)
  }
  return lines
}

export function isWhole(coverage: ReportCoverage): boolean {
  const { windows, complete, quarantined, unknownWords, gaps } = coverage
  return windows > 0 && complete === windows && quarantined + unknownWords.length + gaps.length === 0
}
