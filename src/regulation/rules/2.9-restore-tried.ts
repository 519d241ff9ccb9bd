import { z } from 'zod'
import type { Instant } from '../../clock.js'
import type { IsoDate } from '../../journal/index.js'
import { defineRule, type RuleContext } from '../rule.js'
import { loggedEvidence, monthDayPattern, statedEvidence, tellStated, yearlyDays } from '../stated-duty.js'
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
  isOfSchool: true,
  messages: {
    pending: `Пробного восстановления архива с {since} ещё не было, срок — {deadline}${bySchool}.`,
    kept: `Пробное восстановление архива прошло {on}${bySchool}.`,
    'unproven-not-stated': `Не доказано: записи о пробном восстановлении архива с {since} нет, срок был {deadline}${bySchool}.`,
    'unproven-failed': `Не доказано: пробное восстановление архива {on} не удалось, удачного с {since} не было${bySchool}.`,
  },
  check(context, report) {
    const { calendar, settings, asOf, from, to, speech } = context
    for (const date of yearlyDays(settings.due, from, to)) {
      const since = calendar.addDays(`${Number(date.slice(0, 4)) - 1}${date.slice(4)}`, 1)
      const trials = trialsOf(context).filter(({ on }) => since <= on && on <= date)
      const good = trials.findLast(({ succeeded }) => succeeded)
      const on = good?.on ?? null
      const failed = trials.at(-1)?.on
      const deadline = calendar.dayEnd(date)
      const told = tellStated({ on, deadline, asOf, calendar })
      report({
        ...told,
        ...(told.verdict === 'unproven' && failed !== undefined ? { reason: 'unproven-failed' } : {}),
        subject: { class: wholeSchool, part: date.slice(0, 4) },
        date,
        deadline,
        evidence: good?.at === undefined ? statedEvidence : loggedEvidence(good.at),
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

interface Trial {
  readonly on: IsoDate
  readonly succeeded: boolean
  /** Of the entry in the archive's log; absent where somebody states it. */
  readonly at?: Instant
}

/** By day; what the log tells after what is stated for the same day. */
function trialsOf({
  archived,
  calendar,
  decisions,
}: Pick<RuleContext<unknown>, 'archived' | 'calendar' | 'decisions'>): readonly Trial[] {
  const stated = decisions.restores.map(({ content: { on, succeeded } }): Trial => ({ on, succeeded }))
  const logged = archived.trials
    .toSorted((a, b) => a.at - b.at)
    .map(({ at, findings }): Trial => ({ on: calendar.dateOf(at), succeeded: findings === 0, at }))
  return [...stated, ...logged].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
}
