import { russianDateTime } from '../calendar/index.js'
import type { BreachGroup, DigestModel } from './digest-model.js'
import { letterText, muteText } from './letter-parts.js'
import type { ReportFinding } from './model.js'
import { counted, dayRange, percent, written } from './russian.js'
import {
  breaches,
  brokenRequirements,
  cases,
  checkpointText,
  coverageForReaders,
  exemptionLines,
  isWhole,
  termFromSchool,
} from './wording.js'

/** The plain-text half of the letter, for whoever reads mail without HTML. */

function groupLine(group: BreachGroup): string {
  const count = group.count > 1 ? `${counted(group.count, breaches)}, например: ` : ''
  const teachers = group.teachers.join(', ') || 'учитель не указан'
  const critical = group.critical ? 'КРИТИЧЕСКОЕ. ' : ''
  return `- п. ${group.clause}, ${group.className}: ${critical}${count}${group.example} [${teachers}]`
}

function coverageText({ report, gaps, moreGaps }: DigestModel): string[] {
  return [
    isWhole(report.coverage) ? 'ОХВАТ: ПРОЧИТАНО ВСЁ' : 'ОХВАТ: ПРОЧИТАНО НЕ ВСЁ',
    ...coverageForReaders(report.coverage, report.timeZone),
    ...(gaps.length > 0 ? ['Не прочитано:', ...gaps.map(gap => `- ${gap}`)] : []),
    ...(moreGaps > 0 ? [`И ещё ${written(moreGaps)}.`] : []),
  ]
}

function freshText(model: DigestModel): string[] {
  const title = model.first ? 'НАРУШЕНИЯ' : 'НОВЫЕ НАРУШЕНИЯ'
  if (model.fresh === 0) {
    const fresh = model.open === 0 ? '' : 'новых '
    return [title, `В том, что прочитано, ${fresh}доказанных нарушений нет.`]
  }
  return [
    `${title}: ${written(model.fresh)}`,
    ...model.worst.map(groupLine),
    ...(model.more > 0 ? [`И ещё ${counted(model.more, breaches)}.`] : []),
  ]
}

function openText({ open, openByAge }: DigestModel): string[] {
  if (open === 0) return []
  return [
    `ЕЩЁ НЕ ИСПРАВЛЕНО: ${written(open)}`,
    ...openByAge.map(({ age, count }) => `- ${age}: ${written(count)}`),
  ]
}

function dueText({ due, moreDue, report }: DigestModel): string[] {
  if (due.length === 0) return []
  const at = (item: ReportFinding) =>
    item.verdict.deadline === null ? '' : `до ${russianDateTime(item.verdict.deadline, report.timeZone)} — `
  return [
    'СРОК СКОРО ИСТЕЧЁТ',
    ...due.map(item => `- ${at(item)}п. ${item.verdict.clause}, ${item.className}: ${item.verdict.message}`),
    ...(moreDue > 0 ? [`И ещё ${counted(moreDue, cases)}.`] : []),
  ]
}

function correctionText({ corrections, moreCorrections }: DigestModel): string[] {
  if (corrections.length === 0) return []
  return [
    'УТОЧНЕНИЯ К ПРЕЖНИМ ПИСЬМАМ',
    ...corrections.map(text => `- ${text}`),
    ...(moreCorrections > 0 ? [`И ещё ${written(moreCorrections)}.`] : []),
  ]
}

function figuresText({ figures, moreFigures }: DigestModel): string[] {
  if (figures.length === 0) return []
  return [
    'СОБЛЮДЕНО В ЭТИ ДНИ',
    ...figures.map(rule => {
      const note = rule.termFrom === 'school' ? ` (${termFromSchool})` : ''
      return `- п. ${rule.clause} ${rule.title}${note}: соблюдено ${percent(rule.keptShare)}, нарушено ${written(rule.counts.broken)}, исправлено позже ${written(rule.counts.mended)}`
    }),
    ...(moreFigures > 0 ? [`И ещё ${counted(moreFigures, brokenRequirements)}.`] : []),
  ]
}

function restText(model: DigestModel): string[] {
  const lines: string[] = []
  if (model.mended > 0) lines.push(`Исправлено после срока: ${written(model.mended)} (${model.mendedBy}).`)
  if (model.unproven > 0) {
    lines.push(`Не доказано (это не нарушения): ${counted(model.unproven, cases)}.`)
    if (model.mainReason !== null) lines.push(`Чаще всего: ${model.mainReason}`)
  }
  lines.push(...exemptionLines(model), ...model.report.idle)
  return lines
}

export function digestText(model: DigestModel): string {
  const { report } = model
  return letterText([
    [model.title, `${report.school.name}, ${dayRange(report.from, report.to)}`],
    coverageText(model),
    freshText(model),
    openText(model),
    dueText(model),
    model.printing.length === 0 ? [] : ['ПЕЧАТЬ ГОДОВЫХ ВЕДОМОСТЕЙ', ...model.printing],
    correctionText(model),
    restText(model),
    figuresText(model),
    model.link === null ? [] : [`Всё по порядку: ${model.link}`],
    [
      `По состоянию на ${russianDateTime(report.asOf, report.timeZone)}. ${report.regulation.title}, ${report.regulation.edition}.`,
    ],
    model.copies,
    model.checkpoint === null ? [] : [checkpointText(model.checkpoint)],
    muteText(model.mute),
  ])
}
