import { z } from 'zod'
import type { AttendanceEntry, Bracket, Lesson, Mark } from '../../journal/index.js'
import { doubtMessages, lookAt, pupilSubject } from '../findings.js'
import { attendedLessons, isMarked, marksOfLessons, ownOf } from '../marked-lessons.js'
import { isAwayEntry } from '../neighbours.js'
import { defineRule, type Finding, type RuleContext } from '../rule.js'
import { judgeStanding, type Standing } from '../standing.js'
import { lessonTerm } from '../terms.js'

const settings = z.strictObject({
  excusedToo: z
    .boolean()
    .default(true)
    .describe('Считать и тех, у кого причина отсутствия уважительная (например, соревнования)'),
})
type Context = RuleContext<z.infer<typeof settings>>

/** Nobody earns a mark for the work of a lesson without being there: the entry is wrong, or the mark is. */
export const marksWhileAbsent = defineRule({
  id: '2.5-marks-while-absent',
  clause: '2.5',
  title: 'У отсутствовавших нет отметок за работу на этом уроке',
  severity: 'minor',
  level: 'should',
  termFrom: 'regulation',
  scope: 'lesson',
  needs: ['lessons', 'marks', 'attendance'],
  settings,
  messages: {
    pending:
      '{where}: у ученика, отмеченного отсутствующим, стоит отметка за работу на уроке; исправить можно до {deadline}.',
    kept: '{where}: у отсутствовавшего ученика нет отметок за работу на уроке.',
    broken: '{where}: у ученика, отмеченного отсутствующим, стоит отметка за работу на уроке.',
    'unproven-work-kind':
      '{where}: отметка отсутствовавшего — не доказано: вид работы не опознан, возможно, она письменная.',
    'unproven-mark-value':
      '{where}: отметка отсутствовавшего — не доказано: значение отметки не опознано, возможно, это «точка».',
    ...doubtMessages('отметка отсутствовавшего', ['unproven-stale']),
  },
  check(context, report) {
    const { journal, from, to, settings } = context
    const marksOf = marksOfLessons(journal)
    for (const [index, { lesson, entries }] of attendedLessons(journal).entries()) {
      if (lesson.date < from || lesson.date > to) continue
      const all = marksOf[index] ?? none
      const isSeen = lookAt(context, 'marks', lesson) !== null
      for (const entry of ownOf(lesson, entries, journal)) {
        if (!isAwayEntry(entry)) continue
        if (lesson.status === 'cancelled' || (entry.status === 'excused' && !settings.excusedToo)) {
          context.notApplicable()
          continue
        }
        const marks = earnedThere(entry, all, context)
        // Nearly always: no mark, and a look that would have seen one.
        if (marks.length === 0 && isSeen && context.isCounted('kept', lesson)) continue
        report(findingOf({ entry, marks, lesson }, context))
      }
    }
  },
})

interface Question {
  readonly entry: AttendanceEntry
  /** Of the pupil, perhaps for the work of the lesson. */
  readonly marks: readonly Mark[]
  readonly lesson: Lesson
}

function findingOf(question: Question, context: Context): Finding {
  const { entry, lesson } = question
  const { speech } = context
  const { told, due, deadline, evidence } = judgeEntry(question, context)
  return {
    verdict: told.verdict,
    reason: told.reason,
    subject: pupilSubject(lesson, entry.personId),
    date: lesson.date,
    deadline,
    evidence,
    responsible: lesson.teacherIds,
    values: () => ({ where: speech.lesson(lesson).where, deadline: speech.term(due, deadline) }),
  }
}

function judgeEntry({ entry, marks, lesson }: Question, context: Context): Standing {
  const { calendar, asOf } = context
  const since: Bracket = entry.changed ?? entry.appeared
  const isValueKnown = (mark: Mark) => newestMeaning(mark, context) !== 'unknown'
  const sure = marks.filter(mark => mark.workKind === 'lesson' && isValueKnown(mark))
  const [first] = [...(sure.length > 0 ? sure : marks)].sort(
    (a, b) => a.appeared.presentAt - b.appeared.presentAt,
  )
  if (!first) return withoutMark(since, lesson, context)
  const standing = judgeStanding({
    calendar,
    lesson,
    facts: [since, first.appeared, lesson.appeared],
    looks: [
      lookAt(context, 'lessons', lesson),
      lookAt(context, 'marks', lesson),
      lookAt(context, 'attendance', lesson),
    ],
    asOf,
    broken: 'broken',
  })
  if (sure.length > 0) return standing
  const reason = first.workKind === 'unknown' ? 'unproven-work-kind' : 'unproven-mark-value'
  return {
    ...standing,
    told: { verdict: 'unproven', reason },
    evidence: { ...standing.evidence, level: null },
  }
}

function newestMeaning({ values }: Mark, { journal }: Context) {
  return journal.meaningOf(values.at(-1)?.value ?? '')
}

const none: readonly Mark[] = []

/**
 * The pupil's marks that may be for the work of the lesson. A «точка» says that the work is still to come; of two
 * marks for one work nobody knows which was earned when.
 */
function earnedThere({ personId }: AttendanceEntry, all: readonly Mark[], context: Context): readonly Mark[] {
  if (!isMarked(personId, all)) return none
  const own = all.filter(
    mark =>
      mark.personId === personId &&
      (mark.workKind === 'lesson' || mark.workKind === 'unknown') &&
      newestMeaning(mark, context) !== 'waiting',
  )
  return own.filter(
    mark => mark.workId === null || own.filter(({ workId }) => workId === mark.workId).length === 1,
  )
}

function withoutMark({ presentAt }: Bracket, lesson: Lesson, context: Context): Standing {
  const lookedAt = lookAt(context, 'marks', lesson)
  const evidence = { absentAt: lookedAt, presentAt, platformAt: null }
  const due = context.calendar.dayEnd(lesson.date)
  const deadline = lessonTerm(context.calendar, lesson, due)
  return lookedAt === null
    ? {
        told: { verdict: 'unproven', reason: 'unproven-stale' },
        due,
        deadline,
        evidence: { ...evidence, level: null },
      }
    : { told: { verdict: 'kept', reason: 'kept' }, due, deadline, evidence: { ...evidence, level: 'B' } }
}
