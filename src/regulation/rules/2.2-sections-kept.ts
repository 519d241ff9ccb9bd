import { z } from 'zod'
import type { Instant } from '../../clock.js'
import type { Bracket, FormerBell, FormerPeriod, FormerPlace, IsoDate } from '../../journal/index.js'
import type { Told } from '../findings.js'
import { defineRule, type Finding, type RuleContext } from '../rule.js'

const settings = z.strictObject({})
type Context = RuleContext<z.infer<typeof settings>>
type Change = Pick<Finding, 'subject' | 'date' | 'values'> & { readonly left: Bracket; readonly told: Told }

/** What was formed may be put right before it begins; taken away afterwards it leaves marks and topics without a place. */
export const sectionsKept = defineRule({
  id: '2.2-sections-kept',
  clause: '2.2',
  title: 'Начавшиеся периоды, звонки и уроки не удалены',
  severity: 'major',
  level: 'must',
  termFrom: 'regulation',
  scope: 'school-year',
  needs: ['lessons', 'periods', 'bells'],
  countsDays: true,
  settings,
  messages: {
    'kept-beforehand': '{where}: {what} до начала.',
    'kept-replaced': '{where}: {what}, на том же месте стоит другой.',
    broken: '{where}: {what} уже после начала.',
    'unproven-straddles': '{where}: {what}, до или после начала — не доказано.',
    'unproven-order': '{where}: {what} в учебное время; приказа программа не видит.',
  },
  check(context, report) {
    const { journal, from, to } = context
    const changes = [
      ...journal.slice.formerPeriods.flatMap(period => periodChange(period, context)),
      ...journal.slice.formerPlaces.flatMap(place => lessonRemoved(place, context)),
      ...journal.slice.formerBells.flatMap(bell => bellChange(bell, context)),
    ]
    for (const { told, left, ...place } of newestOf(changes)) {
      if (place.date < from || place.date > to) continue
      report({
        verdict: told.verdict,
        reason: told.reason,
        ...place,
        deadline: null,
        evidence: { level: 'B', ...left, platformAt: null },
        responsible: [],
      })
    }
  },
})

/** What went, came back and went again is told of once. */
function newestOf(changes: readonly Change[]): readonly Change[] {
  const inOrder = changes.toSorted((a, b) => a.left.presentAt - b.left.presentAt)
  return [...new Map(inOrder.map(change => [JSON.stringify(change.subject), change])).values()]
}

/** Whether the change came after a beginning, by the looks around it. */
function against(beginning: Instant, { absentAt, presentAt }: Bracket): Told {
  if (presentAt <= beginning) return { verdict: 'kept', reason: 'kept-beforehand' }
  return absentAt !== null && absentAt > beginning
    ? { verdict: 'broken', reason: 'broken' }
    : { verdict: 'unproven', reason: 'unproven-straddles' }
}

/** What is over may go: the platform clears the periods of the year before. */
function periodChange(former: FormerPeriod, context: Context): Change[] {
  const { journal, calendar, speech } = context
  const { id, classId, start, finish, left } = former
  if (left.presentAt > calendar.dayEnd(finish)) return []
  const period = journal.periodsOf(classId).find(other => other.id === id)
  const dates = `${speech.date(start)} – ${speech.date(finish)}`
  return [
    {
      told: against(calendar.dayStart(start), left),
      left,
      subject: { class: classId, period: id, part: `${start}/${finish}` },
      date: dayOf(left, context),
      values: () => ({
        where: `${speech.className(classId)}, период ${period?.name ?? `№ ${id}`}`,
        what: period ? `даты (${dates}) изменены` : `период (${dates}) удалён`,
      }),
    },
  ]
}

function lessonRemoved(place: FormerPlace, { journal, calendar, speech }: Context): Change[] {
  const { lessonId, classId, date, number, left, removed } = place
  if (!removed || journal.lesson(lessonId, classId)) return []
  const times = number === null ? null : calendar.lessonTimes(classId, date, number)
  const told = against(times?.start ?? calendar.dayEnd(date), left)
  const isReplaced = journal
    .lessonsOn(classId, date)
    .some(other => other.number === number && other.status !== 'cancelled')
  return [
    {
      told: isReplaced ? { verdict: 'kept', reason: 'kept-replaced' } : told,
      left,
      subject: { class: classId, lesson: lessonId, part: `${date}/${number ?? '-'}` },
      date,
      values: () => ({
        where: `${speech.className(classId)}, ${speech.date(date)}, урок ${number ?? 'без номера'}`,
        what: 'урок удалён',
      }),
    },
  ]
}

const daysAfter = 7

/** A bell that changed may follow an order; one that went while lessons stand there leaves them without a time. */
function bellChange(former: FormerBell, context: Context): Change[] {
  const { journal, calendar, speech } = context
  const { classId, lessonNumber, start, finish, left } = former
  const day = dayOf(left, context)
  const days = calendar.days(day, calendar.addDays(day, daysAfter))
  if (!days.some(date => calendar.isStudyDay(classId, date))) return []
  const stands = (calendar.facts.bells[classId] ?? []).some(
    bell => bell.lessonNumber === lessonNumber && bell.until === undefined,
  )
  const lessons = days.flatMap(date => journal.lessonsOn(classId, date))
  const hasLesson = lessons.some(({ number, status }) => number === lessonNumber && status === 'held')
  const isGone = !stands && hasLesson
  return [
    {
      told: isGone
        ? { verdict: 'broken', reason: 'broken' }
        : { verdict: 'unproven', reason: 'unproven-order' },
      left,
      subject: { class: classId, part: `${lessonNumber}/${start}-${finish}` },
      date: day,
      values: () => ({
        where: `${speech.className(classId)}, звонок ${lessonNumber}-го урока (${start}–${finish})`,
        what: stands ? 'время изменено' : 'звонок удалён',
      }),
    },
  ]
}

function dayOf({ presentAt }: Bracket, { calendar }: Context): IsoDate {
  return calendar.dateOf(presentAt)
}
