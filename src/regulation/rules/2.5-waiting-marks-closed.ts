import { z } from 'zod'
import type { Bracket, GoneMark, Journal, Mark, State } from '../../journal/index.js'
import { doubtMessages, lookAt, markSubject, tellDuty } from '../findings.js'
import { judge } from '../judge.js'
import { defineRule, type RuleContext } from '../rule.js'
import { spanText } from '../speech.js'
import { lessonTerm } from '../terms.js'

const bySchool = ' (срок установлен настройкой школы)'

const settings = z.strictObject({
  days: z.int().min(1).max(120).default(14).describe('Сколько дней «точка» может ждать отметки'),
})
type Context = RuleContext<z.infer<typeof settings>>

/** A «точка» promises a mark: sooner or later there has to be one, or nothing. The platform tells no time of that. */
export const waitingMarksClosed = defineRule({
  id: '2.5-waiting-marks-closed',
  clause: '2.5',
  title: '«Точка» заменена отметкой или снята',
  severity: 'minor',
  level: 'should',
  termFrom: 'school',
  scope: 'lesson',
  needs: ['lessons', 'marks'],
  settings,
  messages: {
    pending: `{where}: «точка» ждёт отметки, срок — {deadline}${bySchool}.`,
    kept: `{where}: «точка» закрыта вовремя${bySchool}.`,
    broken: `{where}: «точка» стоит с {opened} и не закрыта, срок был {deadline}${bySchool}.`,
    mended: `{where}: «точка» закрыта с опозданием (не менее {delay}), срок был {deadline}${bySchool}.`,
    ...doubtMessages('«точка»', ['unproven-first-look', 'unproven-stale', 'unproven-straddles'], bySchool),
  },
  check(context, report) {
    const { journal, calendar, settings, asOf, from, to, stampZone, speech } = context
    for (const { mark, wait } of waits(context)) {
      const lesson = mark.lessonId === null ? undefined : journal.lesson(mark.lessonId, mark.classId)
      if (!lesson || lesson.date < from || lesson.date > to) continue
      if (lesson.status === 'cancelled') {
        context.notApplicable()
        continue
      }
      const opened = calendar.dateOf(wait.opened)
      const due = calendar.dayEnd(calendar.addDays(opened, settings.days))
      const deadline = lessonTerm(calendar, lesson, due)
      const judgement = judge({
        bracket: wait.closed ?? { absentAt: null, presentAt: null },
        lookedAt: lookAt(context, 'marks', lesson),
        stamp: null,
        stampZone,
        deadline,
        graceMs: 0,
        asOf,
      })
      report({
        ...tellDuty(judgement.outcome),
        subject: markSubject(lesson, mark),
        date: lesson.date,
        deadline,
        evidence: judgement.evidence,
        responsible: lesson.teacherIds,
        values: () => ({
          where: speech.lesson(lesson).where,
          deadline: speech.term(due, deadline),
          opened: speech.date(opened),
          delay: spanText(judgement.lateBy),
        }),
      })
    }
  },
})

function* waits({ journal }: Context): Generator<{ readonly mark: Mark | GoneMark; readonly wait: Wait }> {
  // Many schools know no such mark: no need to look through all marks.
  if (!Object.values(journal.slice.markMeanings).includes('waiting')) return
  const isWaiting = ({ value }: State<string>) => journal.meaningOf(value) === 'waiting'
  const hasWaited = ({ values }: Mark | GoneMark) => values.some(isWaiting)
  for (const marks of [journal.slice.marks, journal.slice.goneMarks]) {
    for (const mark of marks.filter(hasWaited)) {
      const wait = waitOf(mark, journal)
      if (wait !== null) yield { mark, wait }
    }
  }
}

interface Wait {
  /** First look with the «точка»: it stood at least since then. */
  readonly opened: number
  readonly closed: Bracket | null
}

/** The last time that the mark was a «точка»; null where it never was. */
function waitOf(mark: Mark | GoneMark, journal: Journal): Wait | null {
  const { values } = mark
  const last = values.findLastIndex(({ value }) => journal.meaningOf(value) === 'waiting')
  const before = values
    .slice(0, last + 1)
    .findLastIndex(({ value }) => journal.meaningOf(value) !== 'waiting')
  const opened = values[before + 1]
  if (last < 0 || !opened) return null
  const left = 'left' in mark ? mark.left : null
  return { opened: opened.seen.presentAt, closed: values[last + 1]?.seen ?? left }
}
