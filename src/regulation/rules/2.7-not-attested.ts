import { z } from 'zod'
import { currentDoubts, currentMarks, missedShare } from '../current-marks.js'
import { cellFinding, filledCells } from '../filled-cells.js'
import type { Told } from '../findings.js'
import { defineRule } from '../rule.js'
import { orderText, ordersAbout } from '../school-orders.js'

const bySchool = ' (порог установлен настройкой школы)'

/** A list for people: grounds stand in orders and certificates, so «н/а» is never called a breach. An order that was entered is one. */
export const notAttested = defineRule({
  id: '2.7-not-attested',
  clause: '2.7',
  title: '«Н/А» и доля пропущенных уроков',
  severity: 'info',
  level: 'should',
  termFrom: 'school',
  scope: 'class-period',
  needs: ['lessons', 'marks', 'attendance', 'final-marks', 'members', 'class-subjects', 'periods'],
  countsDays: true,
  settings: z.strictObject({
    missedShare: z
      .number()
      .min(0)
      .max(1)
      .default(0.5)
      .describe('Доля пропущенных уроков предмета, при которой «н/а» понятна без других оснований'),
  }),
  messages: {
    kept: `{where}: «н/а», пропущено {missed} % уроков предмета ({lessons})${bySchool}.`,
    'kept-by-order': '{where}: «н/а», основание — {orders}.',
    'unproven-grounds': `{where}: «н/а», пропущено {missed} % уроков предмета ({lessons}); приказ не внесён${bySchool}.`,
    ...currentDoubts('{where}: «н/а», доля пропущенных уроков не доказана', bySchool),
  },
  check(context, report) {
    for (const cell of filledCells(context)) {
      if (cell.mark.meaning !== 'not-attested') continue
      const { lessons, known } = currentMarks(context, cell)
      const share = missedShare(context.journal, cell.mark.personId, lessons)
      const orders = ordersAbout(context.decisions.orders, cell.mark)
      const isOrdered = orders.length > 0
      const told = isOrdered ? byOrder : tell(known, share >= context.settings.missedShare)
      const place = cellFinding(cell, context)
      report({
        verdict: told.verdict,
        reason: told.reason,
        subject: place.subject,
        date: place.date,
        responsible: place.responsible,
        deadline: null,
        evidence: {
          level: isOrdered ? 'D' : 'B',
          absentAt: null,
          presentAt: cell.mark.appeared.presentAt,
          platformAt: null,
        },
        values: () => ({
          where: place.where(),
          missed: Math.round(share * 100),
          lessons: lessons.length,
          orders: orders.map(({ content }) => orderText(content)).join(', '),
        }),
      })
    }
  },
})

const byOrder: Told = { verdict: 'kept', reason: 'kept-by-order' }

function tell(known: ReturnType<typeof currentMarks>['known'], isMissed: boolean): Told {
  if (typeof known !== 'number') return { verdict: 'unproven', reason: `unproven-${known}` }
  return isMissed ? { verdict: 'kept', reason: 'kept' } : { verdict: 'unproven', reason: 'unproven-grounds' }
}
