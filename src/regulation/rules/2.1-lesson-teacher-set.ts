import { z } from 'zod'
import type { Instant } from '../../clock.js'
import type { Lesson } from '../../journal/index.js'
import { lessonSubject, lookAt } from '../findings.js'
import { defineRule, type Finding, type RuleContext } from '../rule.js'
import { startsWithAny } from '../subject-names.js'

/** Rights go with the lesson: who isn't named there can't keep its page. Lessons ahead are judged as they stand. */
export const lessonTeacherSet = defineRule({
  id: '2.1-lesson-teacher-set',
  clause: '2.1',
  title: 'У урока есть учитель',
  severity: 'major',
  level: 'must',
  termFrom: 'regulation',
  scope: 'lesson',
  dueByLesson: true,
  needs: ['lessons'],
  settings: z.strictObject({
    withoutTeacher: z
      .array(z.string().trim().min(1))
      .default([])
      .describe('Начала названий предметов, у уроков которых учителя может не быть (регистр не важен)'),
  }),
  messages: {
    kept: '{where}: учитель указан.',
    'kept-by-substitution': '{where}: учителем указан проводивший урок по замене, {order}.',
    broken: '{where}: учитель не указан, по данным на {looked}.',
    'unproven-stale': '{where}: указан ли учитель — не доказано: журнал за эту неделю полностью не прочитан.',
  },
  check(context, report) {
    const { journal, settings, from, to } = context
    for (const lesson of journal.slice.lessons) {
      if (lesson.date < from || lesson.date > to) continue
      const subjectName = journal.subject(lesson.subjectId)?.name ?? ''
      if (lesson.status === 'cancelled' || startsWithAny(subjectName, settings.withoutTeacher)) {
        context.notApplicable()
        continue
      }
      const looked = lookAt(context, 'lessons', lesson)
      const isNamed = lesson.teacherIds.length > 0
      const verdict = looked === null ? 'unproven' : isNamed ? 'kept' : 'broken'
      if (!context.isCounted(verdict, lesson)) report(findingOf({ lesson, looked, verdict }, context))
    }
  },
})

interface Facts {
  readonly lesson: Lesson
  readonly looked: Instant | null
  readonly verdict: 'unproven' | 'kept' | 'broken'
}

function findingOf(
  { lesson, looked, verdict }: Facts,
  { substitutions, speech }: RuleContext<unknown>,
): Finding {
  const isNamed = lesson.teacherIds.length > 0
  const substitution = substitutions.of(lesson)?.content
  return {
    verdict,
    reason: looked === null ? 'unproven-stale' : substitution ? 'kept-by-substitution' : verdict,
    subject: lessonSubject(lesson),
    date: lesson.date,
    deadline: null,
    evidence: {
      level: substitution ? 'D' : 'B',
      absentAt: isNamed ? null : looked,
      presentAt: isNamed ? looked : null,
      platformAt: null,
    },
    responsible: [],
    values: () => ({
      where: speech.lesson(lesson).where,
      ...(looked === null ? {} : { looked: speech.moment(looked) }),
      order: substitution?.order ?? '',
    }),
  }
}
