import { z } from 'zod'
import { type Calendar, studyYearStart } from '../../calendar/index.js'
import type { Instant } from '../../clock.js'
import type { Id, IsoDate } from '../../journal/index.js'
import { openingOf, openingTerm } from '../class-openings.js'
import { doubtMessages, type Told, tellDuty } from '../findings.js'
import { type Judgement, judge } from '../judge.js'
import { formed, type ReadinessItem, readinessItems } from '../readiness.js'
import { defineRule, type RuleContext } from '../rule.js'
import { orderText } from '../school-orders.js'
import { spanText } from '../speech.js'
import type { Severity } from '../verdict.js'

const settings = z.strictObject({
  fifthIncluded: z.boolean().default(true).describe('«До 5 сентября» включает само 5 сентября'),
  openedWorkingDays: z
    .int()
    .min(1)
    .max(30)
    .default(5)
    .describe('Сколько рабочих дней после приказа есть у класса, который открыт, когда учебный год уже идёт'),
})
type Context = RuleContext<z.infer<typeof settings>>

const ready = '; готовность {ready} из {all}'

export const sectionsFormed = defineRule({
  id: '2.2-sections-formed',
  clause: '2.2',
  title: 'Разделы журнала сформированы до 5 сентября',
  severity: 'critical',
  level: 'must',
  termFrom: 'regulation',
  scope: 'school-year',
  needs: [
    'lessons',
    'members',
    'groups',
    'class-subjects',
    'class-teacher',
    'periods',
    'bells',
    'work-types',
    'mark-values',
  ],
  countsDays: true,
  settings,
  messages: {
    pending: `{where}: ещё не готово, срок — {deadline}${ready}.`,
    kept: `{where}: готово в срок${ready}.`,
    broken: `{where}: не готово, срок был {deadline}${ready}.`,
    mended: `{where}: готово с опозданием (не менее {delay}), срок был {deadline}${ready}.`,
    ...doubtMessages('готовность', ['unproven-first-look', 'unproven-stale', 'unproven-straddles'], ready),
  },
  check(context, report) {
    const { calendar, speech, asOf } = context
    for (const term of termsOf(context)) {
      const { classId, date, due, begins } = term
      if (asOf < begins) continue
      const deadline = calendar.extended(begins, due)
      const answers = judgeClass({ ...term, deadline }, context)
      if (answers === null) {
        context.notApplicable()
        continue
      }
      // Ready is what is there, whether or not it is known to have come in time.
      const readyOnes = answers.filter(({ judgement }) => judgement.evidence.presentAt !== null)
      for (const { item, judgement, told } of answers) {
        const severity = severityOf(told, date, context)
        report({
          verdict: told.verdict,
          reason: told.reason,
          ...(severity === null ? {} : { severity }),
          subject: { class: classId, part: `${studyYearStart(date)}/${item}` },
          date,
          deadline,
          evidence: judgement.evidence,
          responsible: [],
          values: () => ({
            where: `${speech.className(classId)}${term.opened}, ${readinessItems[item]}`,
            deadline: speech.term(due, deadline),
            delay: spanText(judgement.lateBy),
            ready: readyOnes.length,
            all: answers.length,
          }),
        })
      }
    }
  },
})

interface Term {
  readonly classId: Id
  /** 5 September, or the last day of the class's own term. */
  readonly date: IsoDate
  /** Which period the class begins with: it holds this day. */
  readonly firstDay: IsoDate
  /** The day of the order; null where the term is by the regulation. */
  readonly openedOn: IsoDate | null
  readonly begins: Instant
  readonly due: Instant
  /** By which order the class was opened and whose term it is, in words; empty for a term by the regulation. */
  readonly opened: string
}

/** In the order of days, on each day of classes. */
function termsOf(context: Context): readonly Term[] {
  const { journal, from, to } = context
  const common = fifthsOfSeptember(context)
  return journal.slice.classes
    .flatMap(({ id }) => {
      const own = ownTerm(id, context)
      const ofYear = (date: IsoDate) => own !== null && studyYearStart(own.date) === studyYearStart(date)
      const fifths = common.filter(date => !ofYear(date)).map(date => commonTerm(id, date, context))
      return own !== null && from <= own.date && own.date <= to ? [...fifths, own] : fifths
    })
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))
}

function fifthsOfSeptember({ from, to }: Context): IsoDate[] {
  const [first, last] = [Number(from.slice(0, 4)), Number(to.slice(0, 4))]
  const years = Array.from({ length: last - first + 1 }, (_, index) => first + index)
  return years.map(year => `${year}-09-05`).filter(date => from <= date && date <= to)
}

function commonTerm(classId: Id, date: IsoDate, { calendar, settings }: Context): Term {
  const due = calendar.dayEnd(settings.fifthIncluded ? date : calendar.addDays(date, -1))
  const begins = calendar.dayStart(`${date.slice(0, 4)}-09-01`)
  return { classId, date, firstDay: date, openedOn: null, due, begins, opened: '' }
}

/**
 * Of a class that was opened by an order of the running year; null where there is none, where 5 September comes later, or where the class
 * stood there by then: another one was opened by that order.
 */
function ownTerm(classId: Id, { journal, calendar, settings, decisions }: Context): Term | null {
  const opening = openingOf(decisions.classOpenings, classId)
  if (opening === null) return null
  const question = { journal, calendar, classId, date: opening.date, openedOn: opening.date }
  const { since } = formed('class', question)
  const fifth = `${studyYearStart(opening.date)}-09-05`
  if (since !== null && since.presentAt <= calendar.dayEnd(fifth)) return null
  const { openedWorkingDays } = settings
  const date = openingTerm(opening, openedWorkingDays, calendar)
  if (date <= fifth) return null
  const { order, date: on } = opening
  return {
    ...{ classId, date, due: calendar.dayEnd(date), begins: calendar.dayStart(on) },
    ...{ openedOn: on, firstDay: firstStudyDay(classId, on, calendar) },
    opened: ` (открыт, ${orderText({ order, date: on })}; рабочих дней по настройке школы: ${openedWorkingDays})`,
  }
}

/** A class that is opened in the holidays begins after them; the order's own day where no such day is near. */
function firstStudyDay(classId: Id, openedOn: IsoDate, calendar: Calendar): IsoDate {
  const near = calendar.days(openedOn, calendar.addDays(openedOn, longestHolidays))
  return near.find(day => calendar.isStudyDay(classId, day)) ?? openedOn
}

const longestHolidays = 30

interface Answer {
  readonly item: ReadinessItem
  readonly judgement: Judgement
  readonly told: Told
}

/** Null for a class that was opened only after 5 September: its term counts from an order that nobody has entered. */
function judgeClass(
  { classId, firstDay, openedOn, deadline }: Term & { readonly deadline: Instant },
  context: Context,
): readonly Answer[] | null {
  const { journal, calendar, stampZone, asOf } = context
  const items = Object.keys(readinessItems) as ReadinessItem[]
  const question = { journal, calendar, classId, date: firstDay, openedOn }
  const seen = formed('class', question).since
  const isLate = seen !== null && seen.absentAt !== null && seen.absentAt > deadline
  if (isLate && openedOn === null) return null
  return items.map(item => {
    const { since, lookedAt } = formed(item, question)
    const judgement = judge({
      bracket: since ?? { absentAt: null, presentAt: null },
      lookedAt,
      stamp: null,
      stampZone,
      deadline,
      graceMs: 0,
      asOf,
    })
    return { item, judgement, told: tellDuty(judgement.outcome) }
  })
}

/** A reminder from 1 September, a warning from the 3rd, grave when the term is over. */
function severityOf({ verdict }: Told, date: IsoDate, { calendar, asOf }: Context): Severity | null {
  if (verdict === 'mended' || verdict === 'unproven') return 'major'
  if (verdict !== 'pending') return null
  return asOf < calendar.dayStart(calendar.addDays(date, -2)) ? 'info' : 'minor'
}
