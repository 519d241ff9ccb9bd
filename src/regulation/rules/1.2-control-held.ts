import { z } from 'zod'
import { defineRule } from '../rule.js'
import { lastStudied, monthsBetween, statedEvidence, tellStated } from '../stated-duty.js'

const bySchool = ' (периодичность установлена настройкой школы)'

/** The regulation demands control and sets no frequency: each class once a month, as schools usually do. */
export const controlHeld = defineRule({
  id: '1.2-control-held',
  clause: '1.2',
  title: 'Ведение журнала каждого класса проконтролировано в этом месяце',
  severity: 'major',
  level: 'must',
  termFrom: 'school',
  scope: 'class-period',
  needs: ['periods'],
  countsDays: true,
  settings: z.strictObject({}),
  messages: {
    pending: `{className}, {month}: журнал класса надо проверить до {deadline}${bySchool}.`,
    kept: `{className}, {month}: журнал класса проверен {on}${bySchool}.`,
    'unproven-not-stated': `{className}, {month}: не доказано: записи о контроле журнала нет, срок был {deadline}${bySchool}.`,
  },
  check(context, report) {
    const { journal, calendar, decisions, asOf, from, to, speech } = context
    const sessions = decisions.controls.map(({ content }) => content)
    for (const { id: classId } of journal.slice.classes) {
      for (const days of monthsBetween(from, to, calendar)) {
        const lastDay = lastStudied(context, classId, days)
        const end = days.at(-1)
        if (lastDay === undefined || end === undefined) continue
        const month = end.slice(0, 7)
        const deadline = calendar.dayEnd(end)
        const held = sessions
          .filter(session => session.on.startsWith(month) && session.classIds.includes(classId))
          .map(({ on }) => on)
          .sort()
        const [on = null] = held
        report({
          ...tellStated({ on, deadline, asOf, calendar }),
          subject: { class: classId, part: month },
          date: lastDay,
          deadline,
          evidence: statedEvidence,
          responsible: [],
          values: {
            className: speech.className(classId),
            month: `${month.slice(5)}.${month.slice(0, 4)}`,
            deadline: speech.moment(deadline),
            on: on === null ? '' : speech.date(on),
          },
        })
      }
    }
  },
})
