import { z } from 'zod'
import { defineRule } from '../rule.js'
import { monthDayPattern, statedEvidence, tellStated, yearlyDays } from '../stated-duty.js'
import { wholeSchool } from '../verdict.js'

const bySchool = ' (периодичность установлена настройкой школы)'

export const restoreTried = defineRule({
  id: '2.9-restore-tried',
  clause: '2.9',
  title: 'Раз в год архив на пробу восстановлен из копии',
  severity: 'major',
  level: 'must',
  termFrom: 'school',
  scope: 'school-year',
  needs: [],
  settings: z.strictObject({
    due: z
      .string()
      .regex(monthDayPattern)
      .default('06-30')
      .describe('К какому дню каждого года, ММ-ДД, за год до него должно быть пробное восстановление'),
  }),
  messages: {
    pending: `Пробного восстановления архива с {since} ещё не было, срок — {deadline}${bySchool}.`,
    kept: `Пробное восстановление архива прошло {on}${bySchool}.`,
    'unproven-not-stated': `Не доказано: записи о пробном восстановлении архива с {since} нет, срок был {deadline}${bySchool}.`,
    'unproven-failed': `Не доказано: пробное восстановление архива {on} не удалось, удачного с {since} не было${bySchool}.`,
  },
  check({ calendar, decisions, settings, asOf, from, to, speech }, report) {
    for (const date of yearlyDays(settings.due, from, to)) {
      const since = calendar.addDays(`${Number(date.slice(0, 4)) - 1}${date.slice(4)}`, 1)
      const trials = decisions.restores
        .map(({ content }) => content)
        .filter(({ on }) => since <= on && on <= date)
        .sort((a, b) => (a.on < b.on ? 1 : a.on > b.on ? -1 : 0))
      const on = trials.find(({ succeeded }) => succeeded)?.on ?? null
      const failed = trials[0]?.on
      const deadline = calendar.dayEnd(date)
      const told = tellStated({ on, deadline, asOf, calendar })
      report({
        ...told,
        ...(told.verdict === 'unproven' && failed !== undefined ? { reason: 'unproven-failed' } : {}),
        subject: { class: wholeSchool, part: date.slice(0, 4) },
        date,
        deadline,
        evidence: statedEvidence,
        responsible: [],
        values: {
          since: speech.date(since),
          deadline: speech.moment(deadline),
          on: speech.date(on ?? failed ?? date),
        },
      })
    }
  },
})
