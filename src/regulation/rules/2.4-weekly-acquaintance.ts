import { z } from 'zod'
import type { Id, IsoDate, Journal } from '../../journal/index.js'
import { defineRule, type RuleContext } from '../rule.js'
import type { Acquaintance } from '../acquaintances.js'
import { lastStudied, statedEvidence, tellStated } from '../stated-duty.js'

const settings = z.strictObject({
  daysAfter: z
    .int()
    .min(0)
    .max(60)
    .default(5)
    .describe('Через сколько дней после воскресенья ознакомление с журналом недели должно быть отмечено'),
})
type Context = RuleContext<z.infer<typeof settings>>

const bySchool = ' (срок установлен настройкой школы)'

/** Nobody sees who looks at a journal: a statement closes the duty, and its absence proves nothing. */
export const weeklyAcquaintance = defineRule({
  id: '2.4-weekly-acquaintance',
  clause: '2.4',
  title: 'Классный руководитель еженедельно знакомится с журналом класса',
  severity: 'info',
  level: 'should',
  termFrom: 'school',
  scope: 'class-week',
  needs: ['class-teacher', 'periods'],
  countsDays: true,
  settings,
  messages: {
    pending: `{where}, неделя с {week}: классному руководителю надо ознакомиться с журналом и отметить это до {deadline}${bySchool}.`,
    kept: `{where}, неделя с {week}: классный руководитель ознакомился с журналом {on}${bySchool}.`,
    mended: `{where}, неделя с {week}: классный руководитель ознакомился с журналом {on}, срок был {deadline}${bySchool}.`,
    'unproven-not-stated': `{where}, неделя с {week}: не доказано: отметки о том, что классный руководитель ознакомился с журналом, нет, срок был {deadline}${bySchool}.`,
  },
  check(context, report) {
    const { journal, calendar, settings, asOf, speech } = context
    const stated = firstDays(context.decisions.acquaintances.map(({ content }) => content))
    for (const { id: classId } of journal.slice.classes) {
      for (const { week, lastDay } of weeksOf(classId, context)) {
        const deadline = calendar.dayEnd(calendar.addDays(week, 6 + settings.daysAfter))
        const on = stated.get(`${classId}/${week}`) ?? null
        report({
          ...tellStated({ on, deadline, asOf, calendar }),
          subject: { class: classId, part: week },
          date: lastDay,
          deadline,
          evidence: statedEvidence,
          responsible: headsOf(classId, journal),
          values: {
            where: speech.className(classId),
            week: speech.date(week),
            deadline: speech.moment(deadline),
            on: on === null ? '' : speech.date(on),
          },
        })
      }
    }
  },
})

/** The earliest stated day of each class-week. */
function firstDays(acquaintances: readonly Acquaintance[]): ReadonlyMap<string, IsoDate> {
  const days = new Map<string, IsoDate>()
  for (const { classId, week, on } of acquaintances) {
    const key = `${classId}/${week}`
    const known = days.get(key)
    if (known === undefined || on < known) days.set(key, on)
  }
  return days
}

interface Week {
  readonly week: IsoDate
  readonly lastDay: IsoDate
}

/** Weeks with days of study within the class's reporting periods, by their last such day. */
function* weeksOf(classId: Id, context: Context): Generator<Week> {
  const { calendar, from, to } = context
  for (let week = calendar.weekStart(from); week <= to; week = calendar.addDays(week, 7)) {
    const lastDay = lastStudied(context, classId, calendar.days(week, calendar.addDays(week, 6)))
    if (lastDay !== undefined) yield { week, lastDay }
  }
}

function headsOf(classId: Id, { slice }: Journal): readonly Id[] {
  return slice.classTeachers
    .filter(head => head.classId === classId && head.left === null)
    .map(({ personId }) => personId)
    .sort()
}
