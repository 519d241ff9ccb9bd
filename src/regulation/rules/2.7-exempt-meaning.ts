import { exemptMeaning as meaningOf, exemptSettings } from '../exempt-meaning.js'
import { cellFinding, filledCells } from '../filled-cells.js'
import { gradeOf } from '../grade.js'
import { defineRule } from '../rule.js'

const bySchool = ' (значение установлено настройкой школы)'

export const exemptMeaning = defineRule({
  id: '2.7-exempt-meaning',
  clause: '2.7',
  title: 'Известно, что значит «ОСВ»',
  severity: 'info',
  level: 'should',
  termFrom: 'school',
  scope: 'class-period',
  needs: ['final-marks'],
  settings: exemptSettings,
  messages: {
    'kept-exempt': `{where}: «осв» значит «освобождён»${bySchool}.`,
    'kept-mastered': `{where}: «осв» значит «освоено»${bySchool}.`,
    'unproven-meaning':
      '{where}: «осв» может значить и «освобождён», и «освоено»: что верно для предмета и класса, в настройках школы не задано.',
  },
  check(context, report) {
    const { journal, settings } = context
    for (const cell of filledCells(context)) {
      if (cell.mark.meaning !== 'exempt') continue
      const subjectName = journal.subject(cell.mark.subjectId)?.name ?? ''
      const meaning = meaningOf({ subjectName, grade: gradeOf(journal, cell.period.classId) }, settings)
      report({
        ...(meaning === null
          ? { verdict: 'unproven', reason: 'unproven-meaning' }
          : { verdict: 'kept', reason: `kept-${meaning}` }),
        ...cellFinding(cell, context),
        deadline: null,
        evidence: { level: 'B', absentAt: null, presentAt: cell.mark.appeared.presentAt, platformAt: null },
      })
    }
  },
})
