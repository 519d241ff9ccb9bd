import type { z } from 'zod'
import { exemptMeaning as meaningOf, exemptSettings } from '../exempt-meaning.js'
import { cellFinding, type FilledCell, filledCells } from '../filled-cells.js'
import type { Told } from '../findings.js'
import { gradeOf } from '../grade.js'
import { defineRule, type RuleContext } from '../rule.js'
import { orderText, ordersAbout } from '../school-orders.js'

type Context = RuleContext<z.infer<typeof exemptSettings>>

const bySchool = ' (значение установлено настройкой школы)'

/** An order about the pupil goes before what the school has set for all. */
export const exemptMeaning = defineRule({
  id: '2.7-exempt-meaning',
  clause: '2.7',
  title: 'Известно, что значит «ОСВ»',
  severity: 'info',
  level: 'should',
  termFrom: 'school',
  scope: 'class-period',
  needs: ['lessons', 'final-marks', 'members', 'class-subjects', 'periods'],
  countsDays: true,
  settings: exemptSettings,
  messages: {
    'kept-exempt': `{where}: «осв» значит «освобождён»${bySchool}.`,
    'kept-mastered': `{where}: «осв» значит «освоено»${bySchool}.`,
    'kept-exempt-by-order': '{where}: «осв» значит «освобождён», {orders}.',
    'kept-mastered-by-order': '{where}: «осв» значит «освоено», {orders}.',
    'unproven-meaning':
      '{where}: «осв» может значить и «освобождён», и «освоено»: что верно для предмета и класса, ни приказом, ни настройкой школы не сказано.',
    'unproven-orders': '{where}: что значит «осв», приказы говорят по-разному: {orders}.',
  },
  check(context, report) {
    for (const cell of filledCells(context)) {
      if (cell.mark.meaning !== 'exempt') continue
      const orders = ordersAbout(context.decisions.orders, cell.mark).map(({ content }) => content)
      const { where, ...place } = cellFinding(cell, context)
      report({
        ...(orders.length === 0
          ? tell(cell, context)
          : tellOrdered(new Set(orders.map(({ meaning }) => meaning)))),
        ...place,
        deadline: null,
        evidence: {
          level: orders.length === 0 ? 'B' : 'D',
          absentAt: null,
          presentAt: cell.mark.appeared.presentAt,
          platformAt: null,
        },
        values: () => ({ where: where(), orders: orders.map(orderText).join(', ') }),
      })
    }
  },
})

function tellOrdered(meanings: ReadonlySet<string>): Told {
  const [meaning] = meanings
  return meanings.size === 1
    ? { verdict: 'kept', reason: `kept-${meaning}-by-order` }
    : { verdict: 'unproven', reason: 'unproven-orders' }
}

function tell({ mark, period }: FilledCell, { journal, settings }: Context): Told {
  const subjectName = journal.subject(mark.subjectId)?.name ?? ''
  const meaning = meaningOf({ subjectName, grade: gradeOf(journal, period.classId) }, settings)
  return meaning === null
    ? { verdict: 'unproven', reason: 'unproven-meaning' }
    : { verdict: 'kept', reason: `kept-${meaning}` }
}
