import { z } from 'zod'
import type { Instant } from '../../clock.js'
import type { ClassTeacher, IsoDate } from '../../journal/index.js'
import type { Told } from '../findings.js'
import { defineRule, type RuleContext } from '../rule.js'

const settings = z.strictObject({})
type Context = RuleContext<z.infer<typeof settings>>

/** The list of who leads a class is read now and then: who stood there at the newest look is taken to stand there still. */
export const classTeacherSet = defineRule({
  id: '2.1-class-teacher-set',
  clause: '2.1',
  title: 'У класса есть классный руководитель',
  severity: 'major',
  level: 'must',
  termFrom: 'regulation',
  scope: 'school-year',
  needs: ['class-teacher'],
  settings,
  messages: {
    kept: '{where}: классный руководитель назначен, по данным на {looked}.',
    broken: '{where}: классный руководитель не назначен, по данным на {looked}.',
    'unproven-stale':
      '{where}: назначен ли классный руководитель — не доказано: {looked} не был назван никто, с тех пор список не читали.',
    'unproven-change':
      '{where}: назначен ли классный руководитель — не доказано: он сменился между двумя наблюдениями.',
    'unproven-unread':
      '{where}: назначен ли классный руководитель — не доказано: платформа его не назвала, список не прочитан.',
  },
  check(context, report) {
    const { journal, calendar, speech, asOf, asked } = context
    const today = calendar.dateOf(asOf)
    // Of all days asked for: told once, however many editions these have.
    const date = today < asked.to ? today : asked.to
    const moment = Math.min(calendar.dayEnd(date), asOf)
    for (const { id, name } of journal.slice.classes) {
      const looked = journal.lastLook('class-teacher', id, null)
      const heads = journal.slice.classTeachers.filter(({ classId }) => classId === id)
      const told = tell(heads, { date, moment, looked }, context)
      report({
        verdict: told.verdict,
        reason: told.reason,
        subject: { class: id },
        date,
        deadline: null,
        evidence: {
          level: 'B',
          absentAt: told.verdict === 'kept' ? null : looked,
          presentAt: told.verdict === 'kept' ? looked : null,
          platformAt: null,
        },
        responsible: [],
        values: () => ({ where: name, ...(looked === null ? {} : { looked: speech.moment(looked) }) }),
      })
    }
  },
})

function tell(
  heads: readonly ClassTeacher[],
  {
    date,
    moment,
    looked,
  }: { readonly date: IsoDate; readonly moment: Instant; readonly looked: Instant | null },
  { calendar }: Context,
): Told {
  if (looked === null) return { verdict: 'unproven', reason: 'unproven-unread' }
  if (heads.some(head => isThere(head, moment))) return { verdict: 'kept', reason: 'kept' }
  if (heads.some(head => isPerhapsThere(head, moment)))
    return { verdict: 'unproven', reason: 'unproven-change' }
  const isOfToday = looked >= calendar.dayStart(date)
  return isOfToday
    ? { verdict: 'broken', reason: 'broken' }
    : { verdict: 'unproven', reason: 'unproven-stale' }
}

function isThere({ appeared, left }: ClassTeacher, moment: Instant): boolean {
  const hasCome = appeared.absentAt === null || appeared.presentAt <= moment
  return hasCome && (left === null || (left.absentAt !== null && left.absentAt >= moment))
}

function isPerhapsThere({ appeared, left }: ClassTeacher, moment: Instant): boolean {
  const comesLater = appeared.absentAt !== null && appeared.absentAt > moment
  return !comesLater && (left === null || left.presentAt > moment)
}
