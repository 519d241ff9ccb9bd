import { z } from 'zod'
import type { Bracket, Id, Lesson } from '../../journal/index.js'
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
    'unproven-mark':
      '{where}: {what}, когда операции под логином учителя были недействительны (инцидент № {number}); кто её поставил, платформа не сообщает: проверьте.',
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
        if (within === 'no') continue
        const reason = within === 'yes' ? 'void-work' : 'unproven-work'
        const what = work.kind === 'homework' ? 'домашнее задание внесено' : 'работа внесена'
        tell(reason, lesson, { bracket: work.appeared, about: { work: work.id }, what })
      }
      for (const { lesson, id, appeared } of marksWithin(context, incident, interval)) {
        tell('unproven-mark', lesson, { bracket: appeared, about: { mark: id }, what: 'отметка появилась' })
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
    reason: 'void-work' | 'unproven-work' | 'unproven-mark',
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

/** Marks name no author: those that came meanwhile in the lessons of the account's owner are candidates. */
function* marksWithin(
  { journal, from, to }: Context,
  { personId }: Incident,
  interval: VoidInterval,
): Generator<{ readonly lesson: Lesson; readonly id: Id; readonly appeared: Bracket }> {
  for (const { id, classId, lessonId, appeared } of journal.slice.marks) {
    const lesson = lessonId === null ? undefined : journal.lesson(lessonId, classId)
    if (!lesson || lesson.date < from || lesson.date > to || !lesson.teacherIds.includes(personId)) continue
    if (enteredWithin(appeared, interval) !== 'no') yield { lesson, id, appeared }
  }
}
