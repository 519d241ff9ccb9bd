import { z } from 'zod'
import type { IsoDate } from '../../journal/index.js'
import type { Told } from '../findings.js'
import type { BackupCopy } from '../keeping.js'
import { defineRule, type RuleContext } from '../rule.js'
import { lastStudied, statedEvidence, tellStated } from '../stated-duty.js'
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
  messages: {
    pending: `Неделя с {week}: проверенной копии не старше {everyDays} дн. ещё нет, срок — {deadline}${bySchool}.`,
    kept: `Неделя с {week}: проверенная копия сделана {on}${bySchool}.`,
    'unproven-not-stated': `Неделя с {week}: не доказано: записи о копии не старше {everyDays} дн. к {deadline} нет${bySchool}.`,
    'unproven-not-verified': `Неделя с {week}: не доказано: копия {on} есть, но не проверена${bySchool}.`,
  },
  check(context, report) {
    const { calendar, settings, asOf, from, to, speech } = context
    for (let week = calendar.weekStart(from); week <= to; week = calendar.addDays(week, 7)) {
      const sunday = calendar.addDays(week, 6)
      const lastDay = lastSchoolDay(calendar.days(week, sunday), context)
      if (lastDay === undefined) continue
      const deadline = calendar.dayEnd(sunday)
      const oldest = calendar.addDays(sunday, 1 - settings.everyDays)
      const copies = context.decisions.backups
        .map(({ content }) => content)
        .filter(({ on }) => oldest <= on && on <= sunday)
      const on = newest(copies.filter(({ verified }) => verified))
      const unverified = newest(copies)
      report({
        ...temper(tellStated({ on, deadline, asOf, calendar }), unverified !== null),
        subject: { class: wholeSchool, part: week },
        date: lastDay,
        deadline,
        evidence: statedEvidence,
        responsible: [],
        values: {
          week: speech.date(week),
          everyDays: settings.everyDays,
          deadline: speech.moment(deadline),
          on: speech.date(on ?? unverified ?? week),
        },
      })
    }
  },
})

function temper(told: Told, isUnverified: boolean): Told {
  return told.verdict === 'unproven' && isUnverified ? { ...told, reason: 'unproven-not-verified' } : told
}

function newest(copies: readonly BackupCopy[]): IsoDate | null {
  return (
    copies
      .map(({ on }) => on)
      .sort()
      .at(-1) ?? null
  )
}

/** On which any class learns. */
function lastSchoolDay(days: readonly IsoDate[], context: Context): IsoDate | undefined {
  return context.journal.slice.classes
    .flatMap(({ id }) => lastStudied(context, id, days) ?? [])
    .sort()
    .at(-1)
}
