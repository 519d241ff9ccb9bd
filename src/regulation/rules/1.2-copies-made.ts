import { z } from 'zod'
import type { Instant } from '../../clock.js'
import type { IsoDate } from '../../journal/index.js'
import type { Told } from '../findings.js'
import { defineRule, type RuleContext } from '../rule.js'
import { lastStudied, loggedEvidence, statedEvidence, tellStated } from '../stated-duty.js'
import { wholeSchool } from '../verdict.js'

const settings = z.strictObject({
  everyDays: z
    .int()
    .min(1)
    .max(60)
    .default(7)
    .describe(
      'Не старше скольких дней должна быть проверенная резервная копия к концу каждой учебной недели',
    ),
})
type Context = RuleContext<z.infer<typeof settings>>

const bySchool = ' (периодичность установлена настройкой школы)'

export const copiesMade = defineRule({
  id: '1.2-copies-made',
  clause: '1.2',
  title: 'Есть свежая проверенная резервная копия',
  severity: 'major',
  level: 'must',
  termFrom: 'school',
  scope: 'school-year',
  needs: ['periods'],
  countsDays: true,
  settings,
  isOfSchool: true,
  messages: {
    pending: `Неделя с {week}: проверенной копии не старше {everyDays} дн. ещё нет, срок — {deadline}${bySchool}.`,
    kept: `Неделя с {week}: проверенная копия сделана {on}${bySchool}.`,
    'unproven-not-stated': `Неделя с {week}: не доказано: записи о копии не старше {everyDays} дн. к {deadline} нет${bySchool}.`,
    'unproven-not-verified': `Неделя с {week}: не доказано: копия {on} есть, но не проверена${bySchool}.`,
    'unproven-same-disk': `Неделя с {week}: не доказано: копия {on} лежит на том же диске, что и архив${bySchool}.`,
  },
  check(context, report) {
    const { calendar, settings, asOf, from, to, speech } = context
    for (let week = calendar.weekStart(from); week <= to; week = calendar.addDays(week, 7)) {
      const sunday = calendar.addDays(week, 6)
      const lastDay = lastSchoolDay(calendar.days(week, sunday), context)
      if (lastDay === undefined) continue
      const deadline = calendar.dayEnd(sunday)
      const oldest = calendar.addDays(sunday, 1 - settings.everyDays)
      const copies = copiesOf(context).filter(({ on }) => oldest <= on && on <= sunday)
      const counts = copies.findLast(({ lack }) => lack === null)
      const lacking = copies.at(-1)
      const on = counts?.on ?? null
      report({
        ...temper(tellStated({ on, deadline, asOf, calendar }), lacking?.lack ?? null),
        subject: { class: wholeSchool, part: week },
        date: lastDay,
        deadline,
        evidence: counts?.at === undefined ? statedEvidence : loggedEvidence(counts.at),
        responsible: [],
        values: {
          week: speech.date(week),
          everyDays: settings.everyDays,
          deadline: speech.moment(deadline),
          on: speech.date(on ?? lacking?.on ?? week),
        },
      })
    }
  },
})

interface Copy {
  readonly on: IsoDate
  /** Of the entry in the archive's log; absent where somebody states it. */
  readonly at?: Instant
  /** Why it isn't the copy that is asked for. */
  readonly lack: 'unproven-not-verified' | 'unproven-same-disk' | null
}

/** By day; what the log tells after what is stated for the same day. */
function copiesOf({ archived, calendar, decisions }: Context): readonly Copy[] {
  const stated = decisions.backups.map(
    ({ content: { on, verified } }): Copy => ({ on, lack: verified ? null : 'unproven-not-verified' }),
  )
  const logged = archived.backups
    .toSorted((a, b) => a.at - b.at)
    .map(({ at, onSameDisk }): Copy => {
      return { on: calendar.dateOf(at), at, lack: onSameDisk ? 'unproven-same-disk' : null }
    })
  return [...stated, ...logged].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
}

function temper(told: Told, lack: Copy['lack']): Told {
  return told.verdict === 'unproven' && lack !== null ? { ...told, reason: lack } : told
}

/** On which any class learns. */
function lastSchoolDay(days: readonly IsoDate[], context: Context): IsoDate | undefined {
  return context.journal.slice.classes
    .flatMap(({ id }) => lastStudied(context, id, days) ?? [])
    .sort()
    .at(-1)
}
