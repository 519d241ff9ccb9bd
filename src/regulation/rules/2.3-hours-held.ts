import { z } from 'zod'
import type { Instant } from '../../clock.js'
import type { Id } from '../../journal/index.js'
import type { Told } from '../findings.js'
import { type EndedPeriod, endedPeriods, readSince, type TaughtSubject, taughtSubjects } from '../periods.js'
import { defineRule, type RuleContext } from '../rule.js'
import { startsWithAny } from '../subject-names.js'

const settings = z.strictObject({
  plan: z
    .array(
      z.strictObject({
        class: z.string().trim().min(1),
        subject: z.string().trim().min(1),
        hours: z.array(z.int().min(0).max(400)).min(1),
      }),
    )
    .default([])
    .describe(
      'План часов: класс, начало названия предмета и часы по отчётным периодам по порядку, например {class: 7А, subject: алгебра, hours: [27, 24, 30, 21]}',
    ),
  allowedLag: z
    .int()
    .min(0)
    .max(100)
    .default(2)
    .describe('Отставание от плана, часов за период, которое ещё не нарушение'),
})
type Settings = z.infer<typeof settings>
type Context = RuleContext<Settings>

const bySchool = '(план установлен настройкой школы)'
const fact = '{where}: проведено ли часов по плану, не доказано'

export const hoursHeld = defineRule({
  id: '2.3-hours-held',
  clause: '2.3',
  title: 'Часы проведены по плану',
  severity: 'minor',
  level: 'must',
  termFrom: 'school',
  scope: 'class-period',
  needs: ['lessons', 'marks', 'attendance', 'class-subjects', 'periods'],
  settings,
  messages: {
    pending: `{where}: проведено {held} ч из {planned} по плану, период ещё идёт ${bySchool}.`,
    kept: `{where}: проведено {held} ч из {planned} по плану ${bySchool}.`,
    broken: `{where}: проведено {held} ч из {planned} по плану, отставание {lag} ч ${bySchool}.`,
    'unproven-unread': `${fact}: не все недели периода прочитаны полностью после его конца ${bySchool}.`,
    'unproven-subject': `${fact}: предмета с таким названием у класса нет ${bySchool}.`,
  },
  check(context, report) {
    const { journal, calendar, speech } = context
    for (const ended of endedPeriods(context)) {
      const { period, lastDay } = ended
      const className = journal.classOf(period.classId)?.name ?? ''
      const end = calendar.dayEnd(lastDay)
      for (const { subject, planned } of planOf(ended, className, context.settings)) {
        const found = subjectsNamed(subject, ended, context)
        const held = heldHours(found, period.classId)
        const told = tell({ isKnown: found.length > 0, lag: planned - held, end }, ended, context)
        report({
          ...told,
          subject: {
            class: period.classId,
            period: period.id,
            part: subject,
            ...(found[0] && { subject: found[0].id }),
          },
          date: lastDay,
          deadline: end,
          evidence: { level: 'B', absentAt: null, presentAt: readSince(context, period), platformAt: null },
          responsible: found.flatMap(({ groups }) => groups.allTeachers()),
          values: {
            where: `${speech.className(period.classId)}, ${subject}, ${period.name}`,
            held,
            planned,
            lag: planned - held,
          },
        })
      }
    }
  },
})

function planOf({ period: { number } }: EndedPeriod, className: string, { plan }: Settings) {
  return plan.flatMap(line => {
    const planned = number === null ? undefined : line.hours[number - 1]
    return line.class === className && planned !== undefined ? [{ subject: line.subject, planned }] : []
  })
}

function subjectsNamed(subject: string, { period }: EndedPeriod, context: Context): TaughtSubject[] {
  return [...taughtSubjects(context, period).values()].filter(({ id }) =>
    startsWithAny(context.journal.subject(id)?.name ?? '', [subject]),
  )
}

/** Each subgroup has hours of its own: the one with the fewest counts. What perhaps wasn't held counts as held. */
function heldHours(subjects: readonly TaughtSubject[], classId: Id): number {
  return subjects.reduce((sum, { lessons }) => {
    const groups = new Map<Id, number>()
    for (const { groupId } of lessons) groups.set(groupId, (groups.get(groupId) ?? 0) + 1)
    const ofClass = groups.get(classId) ?? 0
    groups.delete(classId)
    return sum + ofClass + (groups.size === 0 ? 0 : Math.min(...groups.values()))
  }, 0)
}

function tell(
  { isKnown, lag, end }: { readonly isKnown: boolean; readonly lag: number; readonly end: Instant },
  { period }: EndedPeriod,
  context: Context,
): Told {
  if (!isKnown) return { verdict: 'unproven', reason: 'unproven-subject' }
  if (context.asOf <= end) return { verdict: 'pending', reason: 'pending' }
  const since = readSince(context, period)
  if (since === null || since <= end) return { verdict: 'unproven', reason: 'unproven-unread' }
  return lag <= context.settings.allowedLag
    ? { verdict: 'kept', reason: 'kept' }
    : { verdict: 'broken', reason: 'broken' }
}
