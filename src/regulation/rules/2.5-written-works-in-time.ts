import { z } from 'zod'
import type { Instant } from '../../clock.js'
import { belongings } from '../belonging.js'
import { actName, bySchoolAct, CheckingTerms, createTerms, termsByDay } from '../checking-terms.js'
import { doubtMessages, lookAt, type Told } from '../findings.js'
import { type Judgement, judge } from '../judge.js'
import { defineRule, type RuleContext } from '../rule.js'
import { lessonTerm } from '../terms.js'
import {
  checkersOf,
  firstMarksOfWriters,
  markedWorks,
  type MarkedWork,
  mostOnOneDay,
  workNames,
  workSubject,
} from '../written-works.js'

const minuteMs = 60_000

const settings = CheckingTerms.extend({
  sharePercent: z
    .int()
    .min(1)
    .max(100)
    .default(90)
    .describe('Работа проверена в срок, если к нему отметки получили столько процентов писавших'),
  graceMinutes: z
    .int()
    .min(0)
    .max(120)
    .default(15)
    .describe('Погрешность измерения, минут: в её пределах не нарушение'),
})
type Context = RuleContext<z.infer<typeof settings>>

/** The regulation names the day on which checking ended, which nothing records: the school's own terms stand in. */
export const writtenWorksInTime = defineRule({
  id: '2.5-written-works-in-time',
  clause: '2.5',
  title: 'Письменные работы проверены в срок, установленный школой',
  severity: 'major',
  level: 'must',
  termFrom: 'school',
  termLabel: bySchoolAct,
  scope: 'lesson',
  dueByLesson: true,
  needs: ['lessons', 'marks', 'attendance', 'members'],
  countsDays: true,
  settings,
  messages: {
    pending: `{where}: {work}: отметки получили {marked}, срок проверки — {deadline}${bySchoolAct}.`,
    kept: `{where}: {work}: проверка окончена в срок, отметки получили {marked} из {pupils}${bySchoolAct}.`,
    broken: `{where}: {work}: к сроку {deadline} отметки получили {marked} из {pupils} писавших, а нужно {share} %${bySchoolAct}.`,
    'unproven-act': `{where}: {work}: не доказано: к {deadline} отметки получили {marked} из {pupils}, но акт школы, которым установлен срок, не назван${bySchoolAct}.`,
    'unproven-attendance': `{where}: {work}: не доказано: посещаемость урока не прочитана, а отсутствовавшие пишут позже${bySchoolAct}.`,
    'unproven-grade': `{where}: {work}: не доказано: неизвестно, какой это класс, а от него зависит срок${bySchoolAct}.`,
    'unproven-share': `{where}: {work}: не доказано: вовремя отметки получили не менее {marked} из {pupils}, о других этого не скажешь, срок {deadline}${bySchoolAct}.`,
    'unproven-work-kind': `{where}: {work}: не доказано: вид работы не опознан, срок её проверки неизвестен${bySchoolAct}.`,
    ...doubtMessages('{work}', ['unproven-stale'], bySchoolAct),
  },
  check(context, report) {
    const { journal, calendar, settings, asOf, speech } = context
    const termsOn = termsByDay(context.decisions.writtenLimits, settings)
    const { termOf } = createTerms({ journal, calendar, termsOn })
    const belongingOf = belongings(journal, calendar)

    for (const work of markedWorks(journal, context)) {
      const { lesson, kind } = work
      const marks = firstMarksOfWriters(work, { journal, belongingOf })
      const isOther = lesson.status === 'cancelled' || kind === 'notebook' || marks.length === 0
      const known = kind === null || kind === 'unknown' ? null : termOf(lesson, kind)
      if (isOther || (known?.due === null && known.why === 'none')) {
        context.notApplicable()
        continue
      }
      // No kind of work has an earlier term than the lesson's own day.
      const due = known?.due ?? calendar.dayEnd(lesson.date)
      const deadline = lessonTerm(calendar, lesson, due)
      const share = shareOf(
        marks.map(mark => judgeMark(mark, deadline, context)),
        settings.sharePercent,
      )
      // Nobody knows that it is a written work at all: marks of the day are as right as others.
      if (kind === null && share.isKept) {
        context.notApplicable()
        continue
      }
      const doubt = known === null ? 'unproven-work-kind' : known.due === null ? 'unproven-grade' : null
      const isTermSure = known === null || known.due === null || known.isSure
      const isActNamed = termsOn(lesson.date).act !== ''
      const told = tell({ share, work, deadline, doubt, isTermSure, isActNamed }, context)
      const shown = told.verdict === 'broken' ? share.late[0] : (share.inTime.at(-1) ?? share.all[0])
      report({
        verdict: told.verdict,
        reason: told.reason,
        subject: workSubject(lesson, work.workId),
        date: lesson.date,
        deadline,
        evidence: shown?.evidence ?? { level: null, absentAt: null, presentAt: asOf, platformAt: null },
        responsible: checkersOf(lesson, work.workId, journal),
        values: () => ({
          where: speech.lesson(lesson).where,
          work: workNames[kind ?? 'unknown'],
          deadline: speech.term(due, deadline),
          marked: share.inTime.length,
          pupils: share.all.length,
          share: settings.sharePercent,
          act: actName(termsOn(lesson.date)),
        }),
      })
    }
  },
})

function judgeMark(
  { appeared, stamp }: MarkedWork['marks'][number],
  deadline: Instant,
  { settings, stampZone, asOf }: Context,
): Judgement {
  const graceMs = settings.graceMinutes * minuteMs
  return judge({ bracket: appeared, lookedAt: null, stamp, stampZone, deadline, graceMs, asOf })
}

interface Share {
  readonly all: readonly Judgement[]
  readonly inTime: readonly Judgement[]
  readonly late: readonly Judgement[]
  /** Enough surely came in time, whatever the others did. */
  readonly isKept: boolean
  /** Too many surely came late. */
  readonly isMissed: boolean
}

function shareOf(judgements: readonly Judgement[], percent: number): Share {
  const all = judgements.toSorted(
    (a, b) =>
      (a.evidence.presentAt ?? 0) - (b.evidence.presentAt ?? 0) ||
      (a.evidence.absentAt ?? 0) - (b.evidence.absentAt ?? 0) ||
      (a.evidence.platformAt ?? 0) - (b.evidence.platformAt ?? 0),
  )
  const inTime = all.filter(({ outcome }) => outcome.startsWith('kept'))
  const late = all.filter(({ outcome }) => outcome.startsWith('late'))
  const isEnough = (count: number) => count * 100 >= percent * all.length
  return { all, inTime, late, isKept: isEnough(inTime.length), isMissed: !isEnough(all.length - late.length) }
}

interface Asked {
  readonly share: Share
  readonly work: MarkedWork
  readonly deadline: Instant
  readonly doubt: string | null
  readonly isTermSure: boolean
  readonly isActNamed: boolean
}

function tell({ share, work, deadline, doubt, isTermSure, isActNamed }: Asked, context: Context): Told {
  const { calendar, asOf } = context
  if (doubt !== null) {
    return share.isKept ? { verdict: 'kept', reason: 'kept' } : { verdict: 'unproven', reason: doubt }
  }
  const lookedAt = lookAt(context, 'marks', work.lesson)
  if (asOf <= deadline) return { verdict: 'pending', reason: 'pending' }
  if (lookedAt === null || lookedAt <= deadline) return { verdict: 'unproven', reason: 'unproven-stale' }
  // The day on which most of the marks came ended the checking: who comes after it wrote later.
  const isEndedInTime =
    mostOnOneDay(calendar, brackets(share.inTime)) >= share.all.length - share.inTime.length
  if (share.isKept || isEndedInTime) return { verdict: 'kept', reason: 'kept' }
  const isEndedLate = mostOnOneDay(calendar, brackets(share.late)) > share.all.length - share.late.length
  if (!isTermSure) return { verdict: 'unproven', reason: 'unproven-stale' }
  if (!share.isMissed || !isEndedLate) return { verdict: 'unproven', reason: 'unproven-share' }
  if (lookAt(context, 'attendance', work.lesson) === null)
    return { verdict: 'unproven', reason: 'unproven-attendance' }
  return isActNamed
    ? { verdict: 'broken', reason: 'broken' }
    : { verdict: 'unproven', reason: 'unproven-act' }
}

function brackets(judgements: readonly Judgement[]) {
  return judgements.map(({ evidence: { absentAt, presentAt } }) => ({ absentAt, presentAt: presentAt ?? 0 }))
}
