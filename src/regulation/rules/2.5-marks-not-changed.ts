import { z } from 'zod'
import type { Instant } from '../../clock.js'
import type { Lesson, Mark, State } from '../../journal/index.js'
import { closingPeriod } from '../closing-period.js'
import { correctionDue } from '../correction.js'
import { doubtMessages, markSubject, type Told, tellTiming } from '../findings.js'
import { judge } from '../judge.js'
import { markedLessons } from '../marked-lessons.js'
import { replacedMarks } from '../replaced-marks.js'
import { defineRule, type Finding, type RuleContext } from '../rule.js'
import { lessonTerm } from '../terms.js'
import type { Severity } from '../verdict.js'

const settings = z.strictObject({
  minorAfterDays: z
    .int()
    .min(0)
    .max(60)
    .default(3)
    .describe(
      'Исправление позже стольких дней после дня выставления — незначительное нарушение, раньше — сведения',
    ),
})
type Context = RuleContext<z.infer<typeof settings>>

/** No stamp tells when a mark was changed: our own looks alone. */
export const marksNotChanged = defineRule({
  id: '2.5-marks-not-changed',
  clause: '2.5',
  title: 'Отметки исправлены не позднее дня выставления',
  severity: 'info',
  level: 'should',
  termFrom: 'regulation',
  scope: 'lesson',
  needs: ['lessons', 'marks', 'periods'],
  settings,
  tellsMarks: true,
  messages: {
    kept: '{where}: отметка исправлена в день выставления ({values}).',
    broken: '{where}: отметка исправлена после дня выставления ({values}), не раньше {moment}.',
    'broken-closed':
      '{where}: отметка исправлена после окончания отчётного периода ({values}), не раньше {moment}.',
    'unproven-value':
      '{where}: исправление отметки ({values}) — не доказано: значение не опознано, возможно, это не отметка.',
    ...doubtMessages('исправление отметки ({values})', ['unproven-first-look', 'unproven-straddles']),
  },
  check(context, report) {
    const { journal, from, to } = context
    const { valuesOf } = replacedMarks(journal)
    const withGone = new Set(journal.slice.goneMarks.map(({ lessonId }) => lessonId))

    for (const { lesson, marks, together } of markedLessons(journal)) {
      if (lesson.date < from || lesson.date > to) continue
      // Nearly always, and marks are many: they stand as they were put.
      if (!together.hasChanges && !withGone.has(lesson.id)) {
        context.notApplicable(marks.length)
        continue
      }
      for (const mark of marks) {
        const values = mark.workKind === 'final' ? none : correctionsOf(valuesOf(mark), context)
        const first = values[0]
        const last = values.at(-1)
        if (!first || !last || first === last) {
          context.notApplicable()
          continue
        }
        report(findingOf({ lesson, mark, values, first, last }, context))
      }
    }
  },
})

const none: readonly State<string>[] = []

interface Correction {
  readonly lesson: Lesson
  readonly mark: Mark
  readonly values: readonly State<string>[]
  readonly first: State<string>
  readonly last: State<string>
}

function findingOf({ lesson, mark, values, first, last }: Correction, context: Context): Finding {
  const { calendar, asOf, stampZone, speech } = context
  const due = correctionDue(calendar, lesson, first.seen)
  const deadline = lessonTerm(calendar, lesson, due)
  const judgement = judge({
    bracket: last.seen,
    lookedAt: null,
    stamp: null,
    stampZone,
    deadline,
    graceMs: 0,
    asOf,
  })
  const told = temper(tellTiming(judgement.outcome), values, context)
  const stoodAt = told.verdict === 'broken' ? last.seen.absentAt : null
  const gravity = stoodAt === null ? null : gravityOf({ lesson, deadline, stoodAt }, context)
  return {
    verdict: told.verdict,
    reason: gravity === 'major' ? 'broken-closed' : told.reason,
    ...(gravity === null ? {} : { severity: gravity }),
    subject: markSubject(lesson, mark),
    date: lesson.date,
    deadline,
    evidence: judgement.evidence,
    responsible: lesson.teacherIds,
    values: () => ({
      where: speech.lesson(lesson).where,
      deadline: speech.term(due, deadline),
      values: values.map(({ value }) => `«${value}»`).join(', затем '),
      moment: speech.moment(stoodAt ?? last.seen.presentAt),
    }),
  }
}

/** A value that nobody understands may be a «точка», which is filled in and not corrected. */
function temper(told: Told, values: readonly State<string>[], { journal }: Context): Told {
  const isUnclear = values.some(({ value }) => journal.meaningOf(value) === 'unknown')
  return told.verdict === 'broken' && isUnclear ? { verdict: 'unproven', reason: 'unproven-value' } : told
}

/** The values from the first on that was a mark: to fill in a «точка» corrects nothing. */
function correctionsOf(values: readonly State<string>[], { journal }: Context): readonly State<string>[] {
  return values.slice(values.findIndex(({ value }) => journal.meaningOf(value) !== 'waiting'))
}

/** @param change `stoodAt`: when the value before was last seen, so the change came later */
function gravityOf(
  { lesson, deadline, stoodAt }: { lesson: Lesson; deadline: Instant; stoodAt: Instant },
  { journal, calendar, settings }: Context,
): Severity {
  const period = closingPeriod(journal, lesson)
  if (period && stoodAt > calendar.dayEnd(period.finish)) return 'major'
  const days = calendar.addDays(calendar.dateOf(deadline), settings.minorAfterDays)
  return stoodAt > calendar.dayEnd(days) ? 'minor' : 'info'
}
