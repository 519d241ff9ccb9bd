import { russianDateTime } from '../calendar/index.js'
import type { BreachGroup, DigestModel } from './digest-model.js'
import type { ReportFinding } from './model.js'
import { counted, dayRange, percent, written } from './russian.js'
import {
  breaches,
  cases,
  checkpointText,
  coverageLines,
  exemptionLines,
  isWhole,
  termFromSchool,
} from './wording.js'

/** The plain-text half of the letter, for whoever reads mail without HTML. */

function groupLine(group: BreachGroup): string {
  const fresh =
    group.fresh > 0 ? `НОВОЕ${group.count > 1 ? ` (${group.fresh} из ${group.count})` : ''}. ` : ''
  const count = group.count > 1 ? `${counted(group.count, breaches)}, например: ` : ''
  const teachers = group.teachers.join(', ') || 'учитель не указан'
  return `- п. ${group.clause}, ${group.className}: ${fresh}${count}${group.example} [${teachers}]`
}

function coverageText({ report, gaps, moreGaps }: DigestModel): string[] {
  return [
    isWhole(report.coverage) ? 'ОХВАТ: ПРОЧИТАНО ВСЁ' : 'ОХВАТ: ПРОЧИТАНО НЕ ВСЁ',
    ...coverageLines(report.coverage, report.timeZone),
    ...(gaps.length > 0 ? ['Не прочитано:', ...gaps.map(gap => `- ${gap}`)] : []),
    ...(moreGaps > 0 ? [`И ещё ${written(moreGaps)}.`] : []),
  ]
}

function breachText(model: DigestModel): string[] {
  if (model.broken === 0) return ['НАРУШЕНИЯ', 'В том, что прочитано, доказанных нарушений нет.']
  return [
    `НАРУШЕНИЯ: ${written(model.broken)}${model.fresh === null ? '' : `, новых ${written(model.fresh)}`}`,
    ...model.worst.map(groupLine),
    ...(model.more > 0 ? [`И ещё ${counted(model.more, breaches)}.`] : []),
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

function figuresText({ figures }: DigestModel): string[] {
  if (figures.length === 0) return []
  return [
    'ИТОГИ ПО ПУНКТАМ',
    ...figures.map(rule => {
      const note = rule.termFrom === 'school' ? ` (${termFromSchool})` : ''
      return `- п. ${rule.clause} ${rule.title}${note}: соблюдено ${percent(rule.keptShare)}, нарушено ${written(rule.counts.broken)}, исправлено позже ${written(rule.counts.mended)}, не доказано ${written(rule.counts.unproven)}`
    }),
  ]
}

function restText(model: DigestModel): string[] {
  const lines: string[] = []
  if (model.mended > 0) lines.push(`Исправлено после срока: ${counted(model.mended, cases)}.`)
  if (model.unproven > 0) {
    lines.push(`Не доказано (это не нарушения): ${counted(model.unproven, cases)}.`)
    if (model.mainReason !== null) lines.push(`Чаще всего: ${model.mainReason}`)
  }
  lines.push(...exemptionLines(model), ...model.report.idle)
  return lines
}

export function digestText(model: DigestModel): string {
  const { report } = model
  const blocks = [
    ['Ведение электронного журнала', `${report.school.name}, ${dayRange(report.from, report.to)}`],
    coverageText(model),
    breachText(model),
    dueText(model),
    restText(model),
    figuresText(model),
    model.link === null ? [] : [`Всё по порядку: ${model.link}`],
    [
      `По состоянию на ${russianDateTime(report.asOf, report.timeZone)}. ${report.regulation.title}, ${report.regulation.edition}.`,
    ],
    model.copies,
    model.checkpoint === null ? [] : [checkpointText(model.checkpoint)],
  ]
  const text = blocks.filter(block => block.length > 0).map(block => block.join('\n'))
  return `${text.join('\n\n')}\n`.replaceAll('\u00a0', ' ')
}
