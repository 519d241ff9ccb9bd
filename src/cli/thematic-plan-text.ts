import { russianDate } from '../calendar/index.js'
import type { PlannedVersion, PlanPreview } from '../app.js'
import type { PlanChange, PlanRow } from '../regulation/index.js'
import { changeWords, planSizeText, rowWords, yearText } from '../report/index.js'

/** How the commands about calendar-thematic plans speak. */

export function previewText(
  { subjectName, studyYear, file, versions }: PlanPreview,
  isEntered: boolean,
): string {
  const { rows, unread, kind } = file
  const dated = rows.flatMap(({ date }) => date ?? [])
  const days = dated.length === 0 ? 'без дат' : `даты у ${dated.length} из ${rows.length}`
  const sections = new Set(rows.map(({ section }) => section)).size
  return [
    `${subjectName}, ${yearText(studyYear)} учебный год: ${planSizeText(rows)}, разделов ${sections}, ${days} (${kind}).`,
    ...(unread.length > 0 ? [`Не читаются столбцы: ${unread.map(name => `«${name}»`).join(', ')}.`] : []),
    ...versions.map(versionText),
    ...(isEntered ? [] : rowsText(rows)),
  ].join('\n')
}

/** Rows under their sections. */
export function rowsText(rows: readonly PlanRow[]): string[] {
  return rows.flatMap((row, index) => {
    const isNew = row.section !== null && row.section !== rows[index - 1]?.section
    return [...(isNew ? [`  ${row.section}`] : []), `    ${rowWords(row)}`]
  })
}

function versionText({ className, draft, supersedes, changes, unchanged, isTaught }: PlannedVersion): string {
  const stranger = isTaught ? '' : ' ВНИМАНИЕ: среди предметов класса на платформе его нет.'
  if (supersedes && unchanged) {
    return `  ${className}: то же, что в плане № ${supersedes.number}, версия ${supersedes.version}.${stranger}`
  }
  const from = `действует с ${russianDate(draft.from)}`
  if (!supersedes) return `  ${className}: новый план, ${from}.${stranger}`
  const { number, version } = supersedes
  return `  ${className}: заменяет план № ${number}, версия ${version}; ${from}; ${countsText(changes)}.${stranger}`
}

function countsText(changes: readonly PlanChange[]): string {
  const of = (kind: PlanChange['kind']) => changes.filter(change => change.kind === kind).length
  return `добавлено тем ${of('added')}, исключено ${of('removed')}, изменено ${of('changed')}`
}

export function changeText(change: PlanChange & { readonly heldOn: readonly string[] }): string {
  const row = change.after ?? change.before
  const held = change.heldOn.length === 0 ? '' : `; проведено ${change.heldOn.map(russianDate).join(', ')}`
  return `  ${row ? rowWords(row) : ''} — ${changeWords(change)}${held}`
}
