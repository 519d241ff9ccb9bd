import { z } from 'zod'
import type { Instant } from '../../clock.js'
import type { Id, IsoDate } from '../../journal/index.js'
import { gradeOf } from '../grade.js'
import { current } from '../history.js'
import { type GivenHomework, givenHomework } from '../homework-terms.js'
import { statedMinutes } from '../homework-text.js'
import { defineRule, type RuleContext } from '../rule.js'
import { homeworkInTime } from './2.6-homework-in-time.js'

const settings = z.strictObject({
  minutes: z
    .record(z.string().regex(/^([1-9]|1[01])$/), z.int().min(0).max(600))
    .default({ 1: 60, 2: 90, 3: 90, 4: 120, 5: 120, 6: 150, 7: 150, 8: 150, 9: 210, 10: 210, 11: 210 })
    .describe('Сколько минут в день могут занимать все домашние задания, по классам (параллелям)'),
})
type Context = RuleContext<z.infer<typeof settings>>

const bySchool = '(предел установлен настройкой школы)'

/** Only what the texts say of time is added up: a remark for whoever watches the load, never a breach. */
export const homeworkLoad = defineRule({
  id: '2.6-homework-load',
  clause: '2.6',
  title: 'Объём домашних заданий за день',
  severity: 'info',
  level: 'should',
  termFrom: 'school',
  scope: 'class-day',
  needs: ['lessons'],
  countsDays: true,
  settings,
  settingsFrom: [homeworkInTime.id],
  asksSchool: ['homeworkMeaning'],
  messages: {
    kept: `{where}: домашние задания, в которых указано время, — {minutes} мин, не больше {limit} мин ${bySchool}.`,
    broken: `{where}: домашние задания, в которых указано время, — {minutes} мин, больше {limit} мин ${bySchool}.`,
    'unproven-grade': `{where}: объём домашних заданий — не доказано: неизвестно, какой это класс, и его предел ${bySchool}.`,
  },
  check(context, report) {
    const { journal, speech, settings } = context
    for (const { classId, date, minutes, seenAt } of loads(context)) {
      const grade = gradeOf(journal, classId)
      const limit = grade === null ? undefined : settings.minutes[grade]
      const verdict = limit === undefined ? 'unproven' : minutes <= limit ? 'kept' : 'broken'
      report({
        verdict,
        reason: limit === undefined ? 'unproven-grade' : verdict,
        subject: { class: classId, part: date },
        date,
        deadline: null,
        evidence: { level: 'B', absentAt: null, presentAt: seenAt, platformAt: null },
        responsible: [],
        values: () => ({
          where: `${speech.className(classId)}, ${speech.date(date)}`,
          minutes: Math.round(minutes),
          ...(limit === undefined ? {} : { limit }),
        }),
      })
    }
  },
})

interface Load {
  readonly classId: Id
  readonly date: IsoDate
  readonly minutes: number
  /** When the last of the texts was seen. */
  readonly seenAt: Instant
}

/** By class and day at which the homework was given; of subgroups of one subject the most burdened counts. */
function* loads(context: Context): Generator<Load> {
  const days = new Map<string, { homework: GivenHomework; minutes: number }[]>()
  for (const homework of givenHomework(context, context.settingsOf(homeworkInTime))) {
    const minutes = statedMinutes(current(homework.work.content)?.text ?? null)
    const { lesson, candidates } = homework
    const isOneDay = candidates.every(candidate => candidate.lesson.date === lesson.date)
    if (minutes === null || lesson.status !== 'held' || !isOneDay) {
      context.notApplicable()
      continue
    }
    const key = `${lesson.classId}/${lesson.date}`
    const day = days.get(key)
    if (day) day.push({ homework, minutes })
    else days.set(key, [{ homework, minutes }])
  }
  for (const day of days.values()) {
    const [first] = day
    if (!first) continue
    const { classId, date } = first.homework.lesson
    const seenAt = Math.max(...day.map(({ homework }) => homework.work.content.at(-1)?.seen.presentAt ?? 0))
    yield { classId, date, minutes: burden(day), seenAt }
  }
}

function burden(day: readonly { readonly homework: GivenHomework; readonly minutes: number }[]): number {
  const subjects = new Map<string, Map<Id, number>>()
  for (const { homework, minutes } of day) {
    const { subjectId, groupId } = homework.lesson
    const groups = subjects.get(subjectId ?? '-') ?? new Map<Id, number>()
    subjects.set(subjectId ?? '-', groups)
    groups.set(groupId, (groups.get(groupId) ?? 0) + minutes)
  }
  const classId = day[0]?.homework.lesson.classId ?? ''
  return [...subjects.values()].reduce((sum, groups) => {
    const others = [...groups].flatMap(([groupId, minutes]) => (groupId === classId ? [] : [minutes]))
    return sum + (groups.get(classId) ?? 0) + Math.max(0, ...others)
  }, 0)
}
