import { z } from 'zod'
import type { Instant } from '../../clock.js'
import type { Bracket, Lesson } from '../../journal/index.js'
import { doubtMessages, lessonSubject, lookAt, type Told, tellDuty } from '../findings.js'
import { current, firstSeen } from '../history.js'
import { judge, neverSeen, outcomeOf, type Sighting, type Term } from '../judge.js'
import { defineRule, type Finding, type RuleContext } from '../rule.js'
import { spanText } from '../speech.js'
import { lessonTerm } from '../terms.js'
import { topicTest } from '../topic-text.js'

const settings = z.strictObject({
  act: z
    .string()
    .trim()
    .default('')
    .describe(
      'Акт школы, которым установлен срок, например «приказ № 17 от 01.09.2026»: его называют сообщения',
    ),
  minimumLetters: z
    .int()
    .min(1)
    .max(40)
    .default(4)
    .describe('Тема, в которой меньше букв, считается незаполненной'),
  placeholders: z
    .array(z.string().min(1))
    .default(['тема', 'тема урока', 'урок', '-'])
    .describe('Слова, которые темой не считаются (регистр не важен)'),
})
type Context = RuleContext<z.infer<typeof settings>>

const bySchool = ' (срок установлен настройкой школы{byAct})'

/** The regulation wants topics by the plan and sets no term: the term is the school's own. */
export const topicFilled = defineRule({
  id: '2.3-topic-filled',
  clause: '2.3',
  title: 'Тема урока записана',
  severity: 'major',
  level: 'must',
  termFrom: 'school',
  termLabel: bySchool,
  scope: 'lesson',
  dueByLesson: true,
  needs: ['lessons'],
  settings,
  messages: {
    pending: `{where}: тема урока ещё не записана, срок — {deadline}${bySchool}.`,
    kept: `{where}: тема урока записана вовремя${bySchool}.`,
    broken: `{where}: темы урока нет, срок был {deadline}${bySchool}.`,
    'broken-placeholder': `{where}: вместо темы урока стоит заглушка, срок был {deadline}${bySchool}.`,
    'broken-wiped': `{where}: тема была записана и затем удалена, срок был {deadline}${bySchool}.`,
    mended: `{where}: тема урока записана с опозданием (не менее {delay}), срок был {deadline}${bySchool}.`,
    ...doubtMessages('тема урока', ['unproven-first-look', 'unproven-stale', 'unproven-straddles'], bySchool),
  },
  check(context, report) {
    const { journal, calendar, settings, asOf, from, to, stampZone } = context
    const isFilled = topicTest(settings)

    for (const lesson of journal.slice.lessons) {
      if (lesson.date < from || lesson.date > to) continue
      if (lesson.status === 'cancelled') {
        context.notApplicable()
        continue
      }
      const topic = current(lesson.topic) ?? null
      const due = calendar.dayEnd(lesson.date)
      const deadline = lessonTerm(calendar, lesson, due)
      const sighting = firstSeen(lesson.topic, isFilled)
      const bracket = (isFilled(topic) ? sighting : null) ?? neverSeen
      const lookedAt = lookAt(context, 'lessons', lesson)
      const term = { lookedAt, stampZone, deadline, graceMs: 0, asOf }
      const told = tellDuty(outcomeOf(bracket, null, term))
      if (context.isCounted(told.verdict, lesson)) continue
      report(findingOf({ lesson, told, topic, sighting, bracket, due, term }, context))
    }
  },
})

interface Facts {
  readonly lesson: Lesson
  readonly told: Told
  readonly topic: string | null
  /** When it was first filled in, if only for a time. */
  readonly sighting: Bracket | null
  readonly bracket: Sighting['bracket']
  readonly due: Instant
  readonly term: Term
}

function findingOf(
  { lesson, told, topic, sighting, bracket, due, term }: Facts,
  { settings, speech }: Context,
): Finding {
  const { deadline } = term
  const judgement = judge({ bracket, stamp: null, ...term })
  const isMissing = told.reason === 'broken'
  const wiped = isMissing && sighting !== null && sighting.presentAt <= deadline ? sighting : null
  const isPlaceholder = isMissing && topic !== null && topic.trim() !== ''
  return {
    verdict: told.verdict,
    reason: wiped ? 'broken-wiped' : isPlaceholder ? 'broken-placeholder' : told.reason,
    subject: lessonSubject(lesson),
    date: lesson.date,
    deadline,
    // Of a wiped topic: there at `presentAt`, no longer there at `absentAt`.
    evidence: wiped ? { ...judgement.evidence, presentAt: wiped.presentAt } : judgement.evidence,
    responsible: lesson.teacherIds,
    values: () => ({
      where: speech.lesson(lesson).where,
      byAct: settings.act === '' ? '' : `: ${settings.act}`,
      deadline: speech.term(due, deadline),
      delay: spanText(judgement.lateBy),
    }),
  }
}
