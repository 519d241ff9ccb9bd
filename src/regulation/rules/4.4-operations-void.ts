import { z } from 'zod'
import {
  type Bracket,
  clockTolerance,
  type Id,
  type Lesson,
  type Mark,
  type State,
} from '../../journal/index.js'
import type { Incident } from '../decisions.js'
import { lessonSubject } from '../findings.js'
import { readingsOf } from '../judge.js'
import { isPerhapsTakenAlong } from '../membership.js'
import { defineRule, type RuleContext } from '../rule.js'
import { enteredWithin, type VoidInterval, voidInterval } from '../void-interval.js'

const settings = z.strictObject({
  voidFrom: z
    .enum(['max', 'min'])
    .default('max')
    .meta({
      description:
        'С какого сообщения операции недействительны: max — когда узнали и руководитель, и служба поддержки, min — с первого',
      words: { max: 'когда узнали и руководитель, и служба поддержки', min: 'с первого' },
    }),
})
type Context = RuleContext<z.infer<typeof settings>>

const byNobody =
  ', когда операции под логином учителя были недействительны (инцидент № {number}); кто это сделал, платформа не сообщает: проверьте.'

export const operationsVoid = defineRule({
  id: '4.4-operations-void',
  clause: '4.4',
  title: 'Внесённое под чужим логином подтверждено или внесено заново',
  severity: 'critical',
  level: 'must',
  termFrom: 'regulation',
  scope: 'lesson',
  needs: ['lessons', 'marks', 'members'],
  settings,
  messages: {
    'void-work':
      '{where}: {what}, когда операции под этим логином были недействительны (инцидент № {number}): подтвердите или внесите заново.',
    'unproven-work':
      '{where}: {what}, не доказано, до сообщения о нарушении доступа или после (инцидент № {number}): проверьте.',
    'unproven-mark': `{where}: {what}${byNobody}`,
    'unproven-change': `{where}: {what}${byNobody}`,
  },
  check(context, report) {
    const { decisions, journal, from, to } = context
    const { voidFrom } = context.settings
    for (const { number, content: incident } of decisions.incidents) {
      const interval = voidInterval(incident, voidFrom)
      if (interval === null) continue
      const tell = teller(context, { number, report })
      for (const work of journal.slice.works) {
        if (work.createdBy !== incident.personId || work.lessonId === null) continue
        const lesson = journal.lesson(work.lessonId, work.classId)
        if (!lesson || lesson.date < from || lesson.date > to) continue
        if (incident.confirmedWorkIds.includes(work.id)) {
          context.notApplicable()
          continue
        }
        const within = enteredWithin(work.appeared, interval)
        const about = { work: work.id }
        const [entered, changed] =
          work.kind === 'homework'
            ? ['домашнее задание внесено', 'домашнее задание изменено']
            : ['работа внесена', 'работа изменена']
        if (within !== 'no') {
          const reason = within === 'yes' ? 'void-work' : 'unproven-work'
          tell(reason, lesson, { bracket: work.appeared, about, what: entered })
          continue
        }
        // The platform names who entered a work, never who changed it.
        const change = changeWithin(work.content, interval)
        if (change !== null) tell('unproven-change', lesson, { ...worded(change, changed), about })
      }
      for (const { lesson, id, ...done } of marksWithin(context, incident, interval)) {
        tell('unproven-mark', lesson, { ...done, about: { mark: id } })
      }
    }
  },
})

interface Told {
  readonly bracket: Bracket
  readonly about: { readonly work: Id } | { readonly mark: Id }
  readonly what: string
}

function teller(
  { speech }: Context,
  {
    number,
    report,
  }: { readonly number: number; readonly report: Parameters<typeof operationsVoid.check>[1] },
) {
  return (
    reason: 'void-work' | 'unproven-work' | 'unproven-mark' | 'unproven-change',
    lesson: Lesson,
    { bracket, about, what }: Told,
  ) =>
    report({
      verdict: reason === 'void-work' ? 'void' : 'unproven',
      reason,
      subject: { ...lessonSubject(lesson), ...about, incident: String(number) },
      date: lesson.date,
      deadline: null,
      evidence: { level: null, ...bracket, platformAt: null },
      responsible: [],
      values: () => ({ where: speech.lesson(lesson).where, what, number }),
    })
}

/** An act that came within, or perhaps did. */
interface ActWithin {
  readonly bracket: Bracket
  readonly isSure: boolean
}

type Done = Pick<Told, 'bracket' | 'what'>

function worded({ bracket, isSure }: ActWithin, what: string): Done {
  return { bracket, what: isSure ? what : `${what}, возможно` }
}

function actWithin(bracket: Bracket, interval: VoidInterval): ActWithin | null {
  const within = enteredWithin(bracket, interval)
  return within === 'no' ? null : { bracket, isSure: within === 'yes' }
}

/** The first change of what was there before, that surely came within; else the first that perhaps did. */
function changeWithin(states: readonly State<unknown>[], interval: VoidInterval): ActWithin | null {
  const changes = states.slice(1).flatMap(({ seen }) => actWithin(seen, interval) ?? [])
  return changes.find(({ isSure }) => isSure) ?? changes[0] ?? null
}

interface MarkWithin extends Done {
  readonly lesson: Lesson
  readonly id: Id
}

/** Marks name no author: those that came, changed or went meanwhile in the lessons of the account's owner are candidates. */
function* marksWithin(
  context: Context,
  { personId }: Incident,
  interval: VoidInterval,
): Generator<MarkWithin> {
  const { journal, from, to } = context
  const lessonOf = ({ lessonId, classId }: Mark): Lesson | null => {
    const lesson = lessonId === null ? undefined : journal.lesson(lessonId, classId)
    if (!lesson || lesson.date < from || lesson.date > to) return null
    return lesson.teacherIds.includes(personId) ? lesson : null
  }
  for (const mark of journal.slice.marks) {
    const done = doneWithin(mark, interval, context)
    const lesson = done && lessonOf(mark)
    if (done && lesson) yield { lesson, id: mark.id, ...done }
  }
  // What came meanwhile and was taken away afterwards needs nobody any more.
  for (const mark of journal.slice.goneMarks) {
    const gone = actWithin(mark.left, interval)
    const lesson = gone && lessonOf(mark)
    // Marks go with a cancelled lesson and with a pupil who leaves: nobody deletes them.
    if (!gone || !lesson || lesson.status === 'cancelled' || isPerhapsTakenAlong(mark, journal)) continue
    yield { lesson, id: mark.id, ...worded(gone, 'отметка удалена') }
  }
}

function doneWithin(mark: Mark, interval: VoidInterval, context: Context): Done | null {
  const came = actWithin(mark.appeared, interval)
  if (came !== null && !isStampedBefore(mark, interval, context)) return worded(came, 'отметка появилась')
  const change = changeWithin(mark.values, interval)
  return change === null ? null : worded(change, 'отметка изменена')
}

/** Where nobody had looked before, only the platform's stamp tells a mark of September from one of yesterday. */
function isStampedBefore(
  { appeared, stamp }: Mark,
  { from }: VoidInterval,
  { stampZone }: Pick<Context, 'stampZone'>,
): boolean {
  if (appeared.absentAt !== null || stamp === null) return false
  return readingsOf(stamp, stampZone).every(reading => reading + clockTolerance < from)
}
