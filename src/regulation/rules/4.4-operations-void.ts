import { z } from 'zod'
import type { Bracket, GoneMark, Id, Lesson, Mark, State } from '../../journal/index.js'
import type { Incident } from '../decisions.js'
import { lessonSubject } from '../findings.js'
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
  needs: ['lessons', 'marks'],
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
        if (change !== null) tell('unproven-change', lesson, { bracket: change, about, what: changed })
      }
      for (const { lesson, id, bracket, what } of marksWithin(context, incident, interval)) {
        tell('unproven-mark', lesson, { bracket, about: { mark: id }, what })
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

/** The first change of what was there before, that came within, or perhaps did. */
function changeWithin(states: readonly State<unknown>[], interval: VoidInterval): Bracket | null {
  return states.slice(1).find(({ seen }) => enteredWithin(seen, interval) !== 'no')?.seen ?? null
}

interface MarkWithin {
  readonly lesson: Lesson
  readonly id: Id
  readonly bracket: Bracket
  readonly what: string
}

/** Marks name no author: those that came, changed or went meanwhile in the lessons of the account's owner are candidates. */
function* marksWithin(
  { journal, from, to }: Context,
  { personId }: Incident,
  interval: VoidInterval,
): Generator<MarkWithin> {
  const { marks, goneMarks } = journal.slice
  const candidates = [
    ...marks.map(mark => ({ mark, done: doneWithin(mark, interval) })),
    ...goneMarks.map(mark => ({ mark, done: goneWithin(mark, interval) })),
  ]
  for (const { mark, done } of candidates) {
    if (done === null) continue
    const lesson = mark.lessonId === null ? undefined : journal.lesson(mark.lessonId, mark.classId)
    if (!lesson || lesson.date < from || lesson.date > to || !lesson.teacherIds.includes(personId)) continue
    yield { lesson, id: mark.id, ...done }
  }
}

type Done = Pick<MarkWithin, 'bracket' | 'what'>

function doneWithin({ appeared, values }: Mark, interval: VoidInterval): Done | null {
  if (enteredWithin(appeared, interval) !== 'no') return { bracket: appeared, what: 'отметка появилась' }
  const change = changeWithin(values, interval)
  return change === null ? null : { bracket: change, what: 'отметка изменена' }
}

/** What came meanwhile and was taken away afterwards needs nobody any more. */
function goneWithin({ left }: GoneMark, interval: VoidInterval): Done | null {
  return enteredWithin(left, interval) === 'no' ? null : { bracket: left, what: 'отметка удалена' }
}
