import { z } from 'zod'
import { studyYearDays, studyYearStart } from '../../calendar/index.js'
import { compareIds } from '../../journal/index.js'
import { actName, bySchoolAct, type CheckingTerms, longestDays, termsByDay } from '../checking-terms.js'
import { gradeOf } from '../grade.js'
import { defineRule, type RuleContext } from '../rule.js'
import { writtenWorksInTime } from './2.5-written-works-in-time.js'

const settings = z.strictObject({
  editDays: z
    .int()
    .min(1)
    .max(366)
    .nullable()
    .default(null)
    .describe(
      'Сколько дней после урока платформа даёт ставить и менять отметки (задаёт администратор школы на платформе); null — не ограничено или неизвестно',
    ),
})
type Context = RuleContext<z.infer<typeof settings>>

/** Who has ten days for an essay can't enter its marks when the platform locks the lesson after seven. */
export const editTimeLongEnough = defineRule({
  id: '2.5-edit-time-long-enough',
  clause: '2.5',
  title: 'Платформа даёт выставить отметки в пределах сроков проверки',
  severity: 'major',
  level: 'should',
  termFrom: 'school',
  termLabel: bySchoolAct,
  scope: 'school-year',
  needs: [],
  settings,
  settingsFrom: [writtenWorksInTime.id],
  isOfSchool: true,
  messages: {
    kept: `Период правки отметок на платформе ({editDays} дн. после урока) не короче самого долгого срока проверки ({longest} дн.)${bySchoolAct}.`,
    broken: `Период правки отметок на платформе ({editDays} дн. после урока) короче самого долгого срока проверки ({longest} дн.): такие отметки вовремя не поставить${bySchoolAct}.`,
    'unproven-act': `Период правки отметок на платформе ({editDays} дн. после урока) короче самого долгого срока проверки ({longest} дн.), но акт школы, которым установлен срок, не назван: не доказано${bySchoolAct}.`,
  },
  check(context, report) {
    const { from, to, settings } = context
    const { editDays } = settings
    const date = studyYearDays(studyYearStart(to)).from
    if (date < from) return
    const termsOn = termsByDay(context.decisions.writtenLimits, context.settingsOf(writtenWorksInTime))
    const terms = termsOn(to)
    const slowest = slowestClass(context, terms)
    if (slowest === null || editDays === null) {
      context.notApplicable()
      return
    }
    const isEnough = editDays >= slowest.days
    const isNamed = terms.act !== ''
    report({
      verdict: isEnough ? 'kept' : isNamed ? 'broken' : 'unproven',
      reason: isEnough ? 'kept' : isNamed ? 'broken' : 'unproven-act',
      // One finding for the school; it stands in a class whose works may take longest.
      subject: { class: slowest.classId },
      date,
      deadline: null,
      evidence: { level: 'D', absentAt: null, presentAt: null, platformAt: null },
      responsible: [],
      values: () => ({ editDays, longest: slowest.days, act: actName(terms) }),
    })
  },
})

function slowestClass(
  { journal }: Context,
  terms: CheckingTerms,
): { readonly classId: string; readonly days: number } | null {
  const classes = journal.slice.classes.map(({ id }) => {
    const grade = gradeOf(journal, id)
    return { classId: id, days: grade === null ? 0 : longestDays(terms, grade) }
  })
  const [first] = classes.sort((a, b) => b.days - a.days || compareIds(a.classId, b.classId))
  return first && first.days > 0 ? first : null
}
