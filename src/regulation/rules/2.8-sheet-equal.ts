import { z } from 'zod'
import { changedCells, newestSheets } from '../printed-sheets.js'
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
    kept: '{className}: ведомость, распечатанная {on}, равна журналу, каким он был при чтении {read}.',
    broken:
      '{className}: ведомость, распечатанная {on}, расходится с журналом, каким он был при чтении {read}: клеток {count}.',
    'unproven-stale':
      '{className}: равна ли журналу ведомость, распечатанная {on}, — не доказано: журнал полностью не прочитан.',
  },
  check({ journal, archived, speech }, report) {
    for (const sheet of newestSheets(archived.sheets)) {
      const { classId, printedOn, number, readAt } = sheet
      const looked = journal.lastLook('final-marks', classId, null)
      const isRead = looked !== null && looked >= readAt
      const different = changedCells(journal, sheet).filter(
        ({ seen }) => seen === null || seen.presentAt <= readAt,
      )
      const verdict = !isRead ? 'unproven' : different.length > 0 ? 'broken' : 'kept'
      report({
        verdict,
        reason: isRead ? verdict : 'unproven-stale',
        subject: { class: classId, part: `sheet-${number}` },
        date: printedOn,
        deadline: null,
        evidence: { level: 'B', absentAt: null, presentAt: readAt, platformAt: null },
        responsible: [],
        values: {
          className: speech.className(classId),
          on: speech.date(printedOn),
          read: speech.moment(readAt),
          count: different.length,
        },
      })
    }
  },
})
