import { z } from 'zod'
import { compareIds, type Id, type Lesson } from '../../journal/index.js'
import { type FilledLesson, filledLesson } from '../filled-lessons.js'
import { lessonSubject } from '../findings.js'
import { defineRule, type RuleContext } from '../rule.js'
import { answers } from '../substitutions.js'
import { enteredWithin } from '../void-interval.js'

const settings = z.strictObject({
  enabled: z
    .boolean()
    .default(false)
    .describe('Искать признаки того, что под логином учителя в журнал писал кто-то другой'),
})
type Context = RuleContext<z.infer<typeof settings>>

const bySchool = ' (поиск признаков установлен настройкой школы)'
const ask = 'это признак, не доказательство: спросите, кто писал под этим логином'

/** Off unless a school wants it: no platform tells who sat at the keyboard, and a sign accuses nobody. */
export const loginSigns = defineRule({
  id: '4.1-login-signs',
  clause: '4.1',
  title: 'Под логином учителя пишет только он сам: признаки обратного',
  severity: 'info',
  level: 'should',
  termFrom: 'school',
  termLabel: bySchool,
  scope: 'lesson',
  needs: ['lessons'],
  asksSchool: ['filledLessons'],
  settings,
  messages: {
    'unproven-at-once': `{where}: тема записана, а учитель урока в то же время вёл другой урок, и тема того урока тоже записана ({others}); ${ask}${bySchool}.`,
    'unproven-absent': `{where}: урок вёл другой учитель ({order}), а работа или задание к нему внесены в этот день под логином отсутствующего; ${ask}${bySchool}.`,
  },
  check(context, report) {
    const { journal, settings, from, to, speech } = context
    if (!settings.enabled) return
    const authors = authorsOfDay(context)
    for (const lesson of journal.slice.lessons) {
      if (lesson.date < from || lesson.date > to) continue
      const found = [atOnce(lesson, context), underAbsent(lesson, authors, context)]
      for (const sign of found) {
        if (sign === null) continue
        const { reason, values } = sign
        report({
          verdict: 'unproven',
          reason,
          subject: { ...lessonSubject(lesson), part: reason },
          date: lesson.date,
          deadline: null,
          evidence: { level: null, absentAt: null, presentAt: null, platformAt: null },
          responsible: [],
          values: { where: speech.lesson(lesson).where, ...values },
        })
      }
    }
  },
})

interface Sign {
  readonly reason: 'unproven-at-once' | 'unproven-absent'
  readonly values: Readonly<Record<string, string>>
}

/** Classes that learn one subject together have one lesson, and a teacher whom a colleague helps isn't alone. */
function atOnce(lesson: Lesson, { journal, calendar, school, asOf }: Context): Sign | null {
  const own = filledLesson(lesson, journal, calendar)
  const [teacher] = lesson.teacherIds
  // A topic may be written down before the lesson.
  if (own === null || teacher === undefined || own.end > asOf) return null
  const others = school
    .filledLessons(teacher, lesson.date)
    .filter(other => other.subjectId !== own.subjectId && overlap(other, own))
  if (others.length === 0) return null
  const told = others.toSorted((a, b) => compareIds(a.id, b.id)).map(wordsOf)
  return { reason: 'unproven-at-once', values: { others: [...new Set(told)].join('; ') } }
}

function overlap(a: FilledLesson, b: FilledLesson): boolean {
  return a.start < b.end && b.start < a.end
}

function wordsOf({ className, number, subjectName }: FilledLesson): string {
  return `${className}, урок ${number}, ${subjectName}`
}

/** What was surely entered on the very day was perhaps entered by whoever stood in; of other days nobody knows who was away. */
function underAbsent(lesson: Lesson, authors: AuthorsOfDay, { decisions }: Context): Sign | null {
  const own = authors.get(keyOf(lesson.classId, lesson.id)) ?? []
  if (own.length === 0) return null
  const found = decisions.substitutions
    .filter(({ content }) => content.insteadOf !== null && own.includes(content.insteadOf))
    .toSorted((a, b) => a.number - b.number)
    .find(({ content }) => answers(content, lesson))
  return found ? { reason: 'unproven-absent', values: { order: found.content.order } } : null
}

/** By lesson, whose works surely came to it on its day. */
type AuthorsOfDay = ReadonlyMap<string, readonly Id[]>

function authorsOfDay({ journal, calendar }: Context): AuthorsOfDay {
  const authors = new Map<string, Id[]>()
  for (const { classId, lessonId, createdBy, appeared } of journal.slice.works) {
    const lesson = lessonId === null ? undefined : journal.lesson(lessonId, classId)
    if (!lesson || createdBy === null) continue
    const day = { from: calendar.dayStart(lesson.date), to: calendar.dayEnd(lesson.date) }
    if (enteredWithin(appeared, day) !== 'yes') continue
    const key = keyOf(lesson.classId, lesson.id)
    authors.set(key, [...(authors.get(key) ?? []), createdBy])
  }
  return authors
}

function keyOf(classId: Id, lessonId: Id): string {
  return `${classId}/${lessonId}`
}
