import { z } from 'zod'
import type { Bracket, Id, Journal, Lesson, Mark, Membership, Resource } from '../../journal/index.js'
import { belongings, settledTest } from '../belonging.js'
import { doubtMessages, lookAt, markSubject, type Told } from '../findings.js'
import { firstPeriod, gradeOf } from '../grade.js'
import { markedLessons } from '../marked-lessons.js'
import { defineRule, type Finding, type RuleContext } from '../rule.js'
import { judgeStanding } from '../standing.js'

const settings = z.strictObject({
  grade1Marks: z.boolean().default(false).describe('В первых классах отметки ставят'),
  grade2FirstPeriod: z
    .boolean()
    .default(false)
    .describe('Во вторых классах в первом отчётном периоде (I четверти) отметок не ставят'),
})
type Context = RuleContext<z.infer<typeof settings>>

export const marksInPlace = defineRule({
  id: '2.5-marks-in-place',
  clause: '2.5',
  title: 'Отметки стоят только там, где могут стоять',
  severity: 'major',
  level: 'must',
  termFrom: 'regulation',
  scope: 'lesson',
  needs: ['lessons', 'marks', 'members', 'periods'],
  settings,
  messages: {
    pending: '{where}: отметка стоит там, где её быть не должно; исправить можно до {deadline}.',
    kept: '{where}: отметка стоит на своём месте.',
    'broken-cancelled': '{where}: отметка стоит на отменённом уроке.',
    'broken-grade': '{where}: отметка стоит в классе, где отметок не ставят.',
    'broken-left': '{where}: отметка стоит у ученика, который ко дню урока выбыл из класса или подгруппы.',
    'unproven-member':
      '{where}: место отметки — не доказано: неясно, учился ли ученик в классе в день урока.',
    'unproven-period':
      '{where}: место отметки — не доказано: неизвестен отчётный период второго класса, в первом отметок не ставят.',
    'unproven-work-kind':
      '{where}: место отметки — не доказано: вид работы не опознан, возможно, это отметка за период.',
    'unproven-value':
      '{where}: место отметки — не доказано: значение не опознано, а отметок здесь не ставят.',
    ...doubtMessages('место отметки', ['unproven-stale']),
  },
  check(context, report) {
    const { journal, from, to } = context
    const isWithoutMarks = gradesWithoutMarks(context)
    const faultOf = faults(context, isWithoutMarks)
    const areSettled = settledTest(journal)

    for (const { lesson, marks, together } of markedLessons(journal)) {
      if (lesson.date < from || lesson.date > to) continue
      // Nearly always, and marks are many.
      const areAllKept =
        !together.hasFinal &&
        lesson.status === 'held' &&
        isWithoutMarks(lesson) === 'no' &&
        areSettled(marks, lesson)
      if (areAllKept && context.isCounted('kept', lesson, marks.length)) continue
      for (const mark of marks) {
        const fault = mark.workKind === 'final' ? 'not-yet' : faultOf(mark, lesson)
        // What a newcomer brings along stands on lessons before the first day.
        if (fault === 'not-yet') {
          context.notApplicable()
          continue
        }
        if (fault === 'kept' && context.isCounted('kept', lesson)) continue
        report(
          typeof fault === 'string'
            ? withoutFault(fault, { mark, lesson }, context)
            : withFault(fault, { mark, lesson }, context),
        )
      }
    }
  },
})

interface Standing {
  readonly mark: Mark
  readonly lesson: Lesson
}

function withoutFault(
  reason: Exclude<Place, Fault>,
  { mark, lesson }: Standing,
  { speech }: Context,
): Finding {
  return {
    verdict: reason === 'kept' ? 'kept' : 'unproven',
    reason,
    subject: markSubject(lesson, mark),
    date: lesson.date,
    deadline: null,
    evidence: { level: 'B', ...mark.appeared, platformAt: null },
    responsible: lesson.teacherIds,
    values: speech.lesson(lesson),
  }
}

function withFault(fault: Fault, { mark, lesson }: Standing, context: Context): Finding {
  const { speech } = context
  const { told, due, deadline, evidence } = judgeFault({ fault, mark, lesson }, context)
  const isUnclear = mark.workKind === 'unknown' && told.verdict === 'broken'
  const { verdict, reason } = isUnclear ? unknownKind : told
  return {
    verdict,
    reason,
    subject: markSubject(lesson, mark),
    date: lesson.date,
    deadline,
    evidence,
    responsible: lesson.teacherIds,
    values: () => ({ where: speech.lesson(lesson).where, deadline: speech.term(due, deadline) }),
  }
}

const unknownKind: Told = { verdict: 'unproven', reason: 'unproven-work-kind' }

interface Fault {
  readonly reason: 'broken-cancelled' | 'broken-grade' | 'broken-left'
  /** Besides mark and lesson. */
  readonly left: { readonly groupId: Id; readonly seen: Bracket } | null
}

const cancelled: Fault = { reason: 'broken-cancelled', left: null }
const withoutMarks: Fault = { reason: 'broken-grade', left: null }

type Place = Fault | 'kept' | 'not-yet' | `unproven-${'member' | 'period' | 'status' | 'value'}`

/** What is wrong with a mark's place. */
function faults(
  { journal, calendar }: Context,
  isWithoutMarks: ReturnType<typeof gradesWithoutMarks>,
): (mark: Mark, lesson: Lesson) => Place {
  const belongingOf = belongings(journal, calendar)

  return (mark, lesson) => {
    const belonging = belongingOf(mark, lesson)
    if (belonging === 'not-yet') return 'not-yet'
    if (lesson.status === 'cancelled') return cancelled
    if (lesson.status === 'unknown') return 'unproven-status'
    const without = isWithoutMarks(lesson)
    if (without !== 'no') {
      const meaning = journal.meaningOf(mark.values.at(-1)?.value ?? '')
      if (meaning === 'number') return without === 'yes' ? withoutMarks : 'unproven-period'
      if (meaning === 'unknown') return 'unproven-value'
    }
    if (belonging === 'perhaps') return 'unproven-member'
    return belonging === 'left' ? { reason: 'broken-left', left: whenLeft(mark, lesson, journal) } : 'kept'
  }
}

/** The last list that the pupil left: the class's, else the subgroup's. */
function whenLeft({ classId, personId }: Mark, { groupId }: Lesson, journal: Journal): Fault['left'] {
  for (const id of [classId, groupId]) {
    const own = journal.membersOf(id).filter(member => member.personId === personId)
    const left = own.flatMap(member => member.left ?? []).sort((a, b) => b.presentAt - a.presentAt)[0]
    if (left && own.every(isOver)) return { groupId: id, seen: left }
  }
  return null
}

function isOver({ left }: Membership): boolean {
  return left !== null
}

/** `perhaps`: in a second grade whose first period isn't known. Asked for each mark, answered once a class-day. */
function gradesWithoutMarks({ journal, settings }: Context): (lesson: Lesson) => 'yes' | 'perhaps' | 'no' {
  const grades = new Map(journal.slice.classes.map(({ id }) => [id, gradeOf(journal, id)]))
  const firstPeriods = new Map(journal.slice.classes.map(({ id }) => [id, firstPeriod(journal, id)]))
  return ({ classId, date }) => {
    const grade = grades.get(classId)
    if (grade === 1) return settings.grade1Marks ? 'no' : 'yes'
    if (grade !== 2 || !settings.grade2FirstPeriod) return 'no'
    const period = firstPeriods.get(classId)
    if (!period) return 'perhaps'
    return period.start <= date && date <= period.finish ? 'yes' : 'no'
  }
}

function judgeFault({ fault, mark, lesson }: { fault: Fault; mark: Mark; lesson: Lesson }, context: Context) {
  const { journal, calendar, asOf } = context
  const { left } = fault
  const windows: readonly Resource[] = ['lessons', 'marks']
  const looks = windows.map(resource => lookAt(context, resource, lesson))
  return judgeStanding({
    calendar,
    lesson,
    facts: left ? [mark.appeared, lesson.appeared, left.seen] : [mark.appeared, lesson.appeared],
    // A list that was once short is believed when it is short again.
    looks: left ? [...looks, journal.lastLook('members', left.groupId, null)] : looks,
    asOf,
    broken: fault.reason,
  })
}
