import { z } from 'zod'
import type { Instant } from '../../clock.js'
import type { Id, IsoDate, Lesson } from '../../journal/index.js'
import { gradeOf } from '../grade.js'
import { givenHomework } from '../homework-terms.js'
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
      if (context.isCounted(verdict, { classId, date })) continue
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

/** What is set for one day, as it adds up. */
interface Day {
  readonly classId: Id
  readonly date: IsoDate
  seenAt: Instant
  readonly subjects: Map<Id | null, SubjectLoad>
}

interface SubjectLoad {
  ofClass: number
  /** By subgroup; null where none has homework of its own, as nearly always. */
  ofGroups: Map<Id, number> | null
}

/** By class and day at which the homework was given; of subgroups of one subject the most burdened counts. */
function* loads(context: Context): Generator<Load> {
  const classes = new Map<Id, Map<IsoDate, Day>>()
  const minutesOf = statedIn(new Map())
  for (const { work, lesson, candidates } of givenHomework(context, context.settingsOf(homeworkInTime))) {
    const content = work.content.at(-1)
    const minutes = minutesOf(content?.value.text ?? null)
    const { classId, date } = lesson
    const isOneDay = candidates.every(candidate => candidate.lesson.date === date)
    if (minutes === null || lesson.status !== 'held' || !isOneDay) {
      context.notApplicable()
      continue
    }
    const days = classes.get(classId) ?? new Map<IsoDate, Day>()
    if (days.size === 0) classes.set(classId, days)
    const day = days.get(date) ?? { classId, date, seenAt: 0, subjects: new Map() }
    if (day.subjects.size === 0) days.set(date, day)
    day.seenAt = Math.max(day.seenAt, content?.seen.presentAt ?? 0)
    addTo(day, lesson, minutes)
  }
  for (const days of classes.values())
    for (const { classId, date, seenAt, subjects } of days.values())
      yield { classId, date, minutes: burden(subjects), seenAt }
}

/** The same text is often set many times. */
function statedIn(known: Map<string, number | null>): typeof statedMinutes {
  return text => {
    if (text === null) return null
    const found = known.get(text)
    if (found !== undefined) return found
    const minutes = statedMinutes(text)
    known.set(text, minutes)
    return minutes
  }
}

function addTo({ subjects }: Day, { classId, groupId, subjectId }: Lesson, minutes: number): void {
  const load = subjects.get(subjectId) ?? { ofClass: 0, ofGroups: null }
  subjects.set(subjectId, load)
  if (groupId === classId) {
    load.ofClass += minutes
    return
  }
  load.ofGroups ??= new Map()
  load.ofGroups.set(groupId, (load.ofGroups.get(groupId) ?? 0) + minutes)
}

function burden(subjects: Day['subjects']): number {
  let sum = 0
  for (const { ofClass, ofGroups } of subjects.values())
    sum = sum + ofClass + (ofGroups === null ? 0 : Math.max(0, ...ofGroups.values()))
  return sum
}
