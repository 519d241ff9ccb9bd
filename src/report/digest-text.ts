import type { DigestModel } from './digest-model.js'
import { letterText, muteText, sectionText } from './letter-parts.js'
import { counted, percent, written } from './russian.js'
import { checkpointText, requirements, termFromSchool } from './wording.js'

/** The plain-text half of the letter, for whoever reads mail without HTML. */

function coverageText({ title, items, more, href }: DigestModel['coverage']): string[] {
  const hidden = more === null ? 'Что не прочитано' : more
  return [
    title,
    ...items.map(({ text }) => text),
    ...(href === null ? (more === null ? [] : [`${more}.`]) : [`${hidden}: ${href}`]),
  ]
}

function figuresText({ figures, moreFigures }: DigestModel): string[] {
  if (figures.length === 0) return []
  return [
    `СОБЛЮДЕНО В ЭТИ ДНИ${moreFigures > 0 ? ` (нарушено ещё ${counted(moreFigures, requirements)})` : ''}`,
    ...figures.map(rule => {
      const note = rule.termFrom === 'school' ? ` (${termFromSchool})` : ''
      return `- п. ${rule.clause} ${rule.title}${note}: соблюдено ${percent(rule.keptShare)}, нарушено ${written(rule.counts.broken)}, исправлено позже ${written(rule.counts.mended)}`
    }),
  ]
}

export function digestText(model: DigestModel): string {
  return letterText([
    [model.title, model.under],
    coverageText(model.coverage),
    ...model.sections.map(sectionText),
    figuresText(model),
    model.link === null ? [] : [`Всё по порядку: ${model.link}`],
    [model.standing],
    model.copies,
    model.checkpoint === null ? [] : [checkpointText(model.checkpoint)],
    muteText(model.mute),
  ])
}
