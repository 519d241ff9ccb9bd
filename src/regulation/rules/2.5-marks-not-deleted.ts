import { z } from 'zod'
import type { Instant } from '../../clock.js'
import type { GoneMark, Lesson } from '../../journal/index.js'
import { belongings, isAway } from '../belonging.js'
import { closingPeriod } from '../closing-period.js'
import { correctionDue } from '../correction.js'
import { doubtMessages, lookAt, markSubject, type Told, tellTiming } from '../findings.js'
import { firstPeriod, gradeOf } from '../grade.js'
import { type Judgement, judge } from '../judge.js'
import { isPerhapsTakenAlong } from '../membership.js'
import { type ReplacedMarks, replacedMarks } from '../replaced-marks.js'
import { defineRule, type RuleContext } from '../rule.js'
import { lessonTerm } from '../terms.js'

const settings = z.strictObject({
  failing: z
    .array(z.string().trim().min(1))
    .default(['1', '2'])
    .describe(
      'Неудовлетворительные отметки (знаки «+» и «-» не важны): их удаление в последнюю неделю периода — серьёзное нарушение',
    ),
})
type Context = RuleContext<z.infer<typeof settings>>

/** The platform keeps no trace of a deleted mark: our own looks alone. */
export const marksNotDeleted = defineRule({
  id: '2.5-marks-not-deleted',
  clause: '2.5',
  title: 'Отметки не удалены после дня выставления',
  severity: 'minor',
  level: 'should',
  termFrom: 'regulation',
  scope: 'lesson',
  needs: ['lessons', 'marks', 'members', 'periods'],
  countsDays: true,
  settings,
  tellsMarks: true,
  messages: {
    kept: '{where}: отметка «{value}» удалена в день выставления.',
    broken: '{where}: отметка «{value}» удалена после дня выставления, не раньше {moment}.',
    'broken-failing':
      '{where}: неудовлетворительная отметка «{value}» удалена в последнюю неделю отчётного периода или позже, не раньше {moment}.',
    'unproven-once':
      '{where}: удаление отметки «{value}» — не доказано: её нет в журнале при одном чтении, следующее ещё не подтвердило.',
    'unproven-moved':
      '{where}: удаление отметки «{value}» — не доказано: возможно, она перенесена на другой урок предмета.',
    'unproven-value':
      '{where}: отметка «{value}» удалена — не доказано: значение не опознано, возможно, это не отметка.',
    'unproven-pupil-left':
      '{where}: удаление отметки «{value}» — не доказано: ученик выбыл, отметки могли уйти вместе с ним.',
    ...doubtMessages('удаление отметки «{value}»', ['unproven-first-look', 'unproven-straddles']),
  },
  check(context, report) {
    const { journal, calendar, asOf, from, to, stampZone, speech } = context
    const replaced = replacedMarks(journal)
    const isLegitimate = legitimacy(context, replaced)

    for (const mark of journal.slice.goneMarks) {
      const lesson = mark.lessonId === null ? undefined : journal.lesson(mark.lessonId, mark.classId)
      if (lesson && (lesson.date < from || lesson.date > to)) continue
      // A mark goes with a lesson that is taken out of the timetable.
      if (!lesson || isLegitimate(mark, lesson)) {
        context.notApplicable()
        continue
      }
      const due = correctionDue(calendar, lesson, mark.appeared)
      const deadline = lessonTerm(calendar, lesson, due)
      const judgement = judge({
        bracket: mark.left,
        lookedAt: null,
        stamp: null,
        stampZone,
        deadline,
        graceMs: 0,
        asOf,
      })
      const told = temper(judgement, { mark, lesson, replaced }, context)
      const stoodAt = told.verdict === 'broken' ? mark.left.absentAt : null
      const isGrave = stoodAt !== null && isFailingInFinalWeek({ mark, lesson, stoodAt }, context)
      report({
        verdict: told.verdict,
        reason: isGrave ? 'broken-failing' : told.reason,
        ...(isGrave ? { severity: 'major' } : {}),
        subject: markSubject(lesson, mark),
        date: lesson.date,
        deadline,
        evidence: judgement.evidence,
        responsible: lesson.teacherIds,
        values: () => ({
          where: speech.lesson(lesson).where,
          deadline: speech.term(due, deadline),
          value: lastValueOf(mark),
          moment: speech.moment(stoodAt ?? mark.left.presentAt),
        }),
      })
    }
  },
})

function lastValueOf(mark: GoneMark): string {
  return mark.values.at(-1)?.value ?? ''
}

/** Deletions that put something right, or that are none. */
function legitimacy(
  { journal, calendar }: Context,
  { replacementOf }: ReplacedMarks,
): (mark: GoneMark, lesson: Lesson) => boolean {
  const belongingOf = belongings(journal, calendar)
  return (mark, lesson) =>
    mark.workKind === 'final' ||
    lesson.status === 'cancelled' ||
    journal.meaningOf(lastValueOf(mark)) === 'waiting' ||
    replacementOf(mark) !== null ||
    isAway(belongingOf(mark, lesson)) ||
    isPerhapsWithoutMarks(lesson, { journal })
}

/** Where a school has no marks, taking one away is right. */
function isPerhapsWithoutMarks({ classId, date }: Lesson, { journal }: Pick<Context, 'journal'>): boolean {
  const grade = gradeOf(journal, classId)
  return grade === 1 || (grade === 2 && date <= (firstPeriod(journal, classId)?.finish ?? date))
}

/** What is gone is believed when lessons, marks and the list of pupils were read once more since. */
function temper(
  judgement: Judgement,
  { mark, lesson, replaced }: { mark: GoneMark; lesson: Lesson; replaced: ReplacedMarks },
  context: Context,
): Told {
  const told = tellTiming(judgement.outcome)
  if (told.verdict !== 'broken') return told
  const { journal, calendar } = context
  if (journal.meaningOf(lastValueOf(mark)) === 'unknown')
    return { verdict: 'unproven', reason: 'unproven-value' }
  if (isPerhapsTakenAlong(mark, journal)) return { verdict: 'unproven', reason: 'unproven-pupil-left' }
  if (replaced.isPerhapsMoved(mark, calendar)) return { verdict: 'unproven', reason: 'unproven-moved' }
  const looks = [
    lookAt(context, 'lessons', lesson),
    lookAt(context, 'marks', lesson),
    journal.lastLook('members', mark.classId, null),
  ]
  const isConfirmed = looks.every(look => look !== null && look > mark.left.presentAt)
  return isConfirmed ? told : { verdict: 'unproven', reason: 'unproven-once' }
}

function isFailingInFinalWeek(
  { mark, lesson, stoodAt }: { mark: GoneMark; lesson: Lesson; stoodAt: Instant },
  { journal, calendar, settings }: Context,
): boolean {
  if (!settings.failing.includes(lastValueOf(mark).replace(/[+\-−]$/, ''))) return false
  const period = closingPeriod(journal, lesson)
  return period !== null && stoodAt >= calendar.finalWindow(lesson.classId, period.finish).opens
}
