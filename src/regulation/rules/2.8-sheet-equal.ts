import { z } from 'zod'
import type { Told } from '../findings.js'
import { areLinesKnown, changedCells, newestSheets } from '../printed-sheets.js'
import { defineRule } from '../rule.js'

/** A sheet is made of the journal as it was read; this finds one of which the looks of its time say something else. */
export const sheetEqual = defineRule({
  id: '2.8-sheet-equal',
  clause: '2.8',
  title: 'Распечатанная ведомость была равна журналу',
  severity: 'critical',
  level: 'must',
  termFrom: 'regulation',
  scope: 'school-year',
  needs: ['final-marks', 'periods'],
  settings: z.strictObject({}),
  messages: {
    kept: '{where}: ведомость, распечатанная {on}, равна журналу, каким он был при чтении {read}.',
    broken:
      '{where}: ведомость, распечатанная {on}, расходится с журналом, каким он был при чтении {read}: клеток {count}.',
    'unproven-stale':
      '{where}: равна ли журналу ведомость, распечатанная {on}, — не доказано: журнал полностью не прочитан.',
    'unproven-period-type':
      '{where}: равна ли журналу ведомость, распечатанная {on}, — не доказано: вид одного из периодов не опознан, и чья отметка за год, неизвестно.',
  },
  check({ journal, archived, speech }, report) {
    for (const sheet of newestSheets(archived.sheets)) {
      const { classId, printedOn, number, readAt } = sheet
      const looked = journal.lastLook('final-marks', classId, null)
      const isRead = looked !== null && looked >= readAt
      const different = changedCells(journal, sheet).filter(
        ({ seen }) => seen === null || seen.presentAt <= readAt,
      )
      report({
        ...tell({
          isRead,
          isDifferent: different.length > 0,
          areLinesKnown: areLinesKnown(journal, classId),
        }),
        subject: { class: classId, part: `sheet-${number}` },
        date: printedOn,
        deadline: null,
        evidence: { level: 'B', absentAt: null, presentAt: readAt, platformAt: null },
        responsible: [],
        values: {
          where: speech.className(classId),
          on: speech.date(printedOn),
          read: speech.moment(readAt),
          count: different.length,
        },
      })
    }
  },
})

function tell(seen: { isRead: boolean; isDifferent: boolean; areLinesKnown: boolean }): Told {
  if (!seen.isRead) return { verdict: 'unproven', reason: 'unproven-stale' }
  if (!seen.isDifferent) return { verdict: 'kept', reason: 'kept' }
  return seen.areLinesKnown
    ? { verdict: 'broken', reason: 'broken' }
    : { verdict: 'unproven', reason: 'unproven-period-type' }
}
