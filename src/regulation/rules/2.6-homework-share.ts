import { z } from 'zod'
import type { Id, IsoDate, Lesson } from '../../journal/index.js'
import type { Told } from '../findings.js'
import { givenHomework, homeworkMeaning } from '../homework-terms.js'
import { defineRule, type RuleContext } from '../rule.js'
import { homeworkInTime } from './2.6-homework-in-time.js'

const settings = z.strictObject({
  minimum: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe(
      'Наименьшая доля уроков недели с домашним заданием; 0 — доля только сообщается: не задать задание не нарушение; 1 — на каждом уроке нужна запись, хотя бы «не задано»',
    ),
})
type Context = RuleContext<z.infer<typeof settings>>

/** A figure: homework that nobody set is no breach, so the default asks for none. */
export const homeworkShare = defineRule({
  id: '2.6-homework-share',
  clause: '2.6',
  title: 'Доля уроков с домашним заданием за неделю',
  severity: 'info',
  level: 'should',
  termFrom: 'school',
  scope: 'class-week',
  needs: ['lessons'],
  countsDays: true,
  settings,
  settingsFrom: [homeworkInTime.id],
  asksSchool: ['homeworkMeaning'],
  messages: {
    pending:
      '{where}: доля уроков с домашним заданием будет известна после {end} (порог установлен настройкой школы).',
    kept: '{where}: домашнее задание — на {given} из {lessons} уроков, {share} % (порог установлен настройкой школы: {minimum} %).',
    broken:
      '{where}: домашнее задание — на {given} из {lessons} уроков, {share} %, меньше порога {minimum} % (он установлен настройкой школы).',
    'unproven-work-kind':
      '{where}: доля уроков с домашним заданием — не доказано: вид некоторых работ не опознан, возможно, это домашние задания (порог установлен настройкой школы: {minimum} %).',
    'unproven-stale':
      '{where}: доля уроков с домашним заданием — не доказано: после {end} журнал не прочитан полностью (порог установлен настройкой школы).',
  },
  check(context, report) {
    const { calendar, settings, speech } = context
    for (const { classId, week, lessons, lastDay, given } of classWeeks(context)) {
      const share = given / lessons.length
      const end = calendar.dayEnd(lastDay)
      const lookedAt = lookedSince(classId, week, context)
      const told: Told =
        context.asOf <= end
          ? { verdict: 'pending', reason: 'pending' }
          : lookedAt === null || lookedAt <= end
            ? { verdict: 'unproven', reason: 'unproven-stale' }
            : share >= settings.minimum
              ? { verdict: 'kept', reason: 'kept' }
              : mayReach(settings.minimum, { lessons, given, unclear: unclearWorks(classId, week, context) })
                ? { verdict: 'unproven', reason: 'unproven-work-kind' }
                : { verdict: 'broken', reason: 'broken' }
      report({
        verdict: told.verdict,
        reason: told.reason,
        subject: { class: classId, part: week },
        date: lastDay,
        deadline: end,
        evidence: { level: 'B', absentAt: null, presentAt: lookedAt, platformAt: null },
        responsible: [],
        restsOn: lessons.map(({ id }) => id),
        values: () => ({
          where: `${speech.className(classId)}, неделя с ${speech.date(week)}`,
          end: speech.moment(end),
          given,
          lessons: lessons.length,
          share: Math.round(share * 100),
          minimum: Math.round(settings.minimum * 100),
        }),
      })
    }
  },
})

interface ClassWeek {
  readonly classId: Id
  readonly week: IsoDate
  readonly lessons: readonly Lesson[]
  /** The last day of the week on which the class had lessons. */
  readonly lastDay: IsoDate
  readonly given: number
}

/** Weeks whose last lesson lies in the days asked for, each as a whole. */
function* classWeeks(context: Context): Generator<ClassWeek> {
  const { journal, calendar } = context
  const [from, to] = [calendar.weekStart(context.from), calendar.addDays(calendar.weekStart(context.to), 6)]
  const withHomework = new Set<Lesson>()
  // Where it isn't clear at which of several lessons it was given, all of them count: the share is then too high.
  for (const { lesson, candidates } of givenHomework(context, context.settingsOf(homeworkInTime), {
    from,
    to,
  })) {
    if (candidates.length === 0) withHomework.add(lesson)
    for (const candidate of candidates) withHomework.add(candidate.lesson)
  }
  for (const { id: classId } of journal.slice.classes) {
    for (let week = from; week <= to; week = calendar.addDays(week, 7)) {
      const lessons: Lesson[] = []
      let given = 0
      for (const date of calendar.days(week, calendar.addDays(week, 6))) {
        if (calendar.isDayOff(classId, date)) continue
        for (const lesson of journal.lessonsOn(classId, date)) {
          if (lesson.status !== 'held') continue
          lessons.push(lesson)
          if (withHomework.has(lesson)) given += 1
        }
      }
      const lastDay = lessons.at(-1)?.date
      if (lastDay === undefined || lastDay < context.from || lastDay > context.to) continue
      yield { classId, week, lessons, lastDay, given }
    }
  }
}

/** Whether there would be enough, were each unclear work the homework of one more lesson. */
function mayReach(
  minimum: number,
  { lessons, given, unclear }: Pick<ClassWeek, 'lessons' | 'given'> & { readonly unclear: number },
): boolean {
  return Math.min(given + unclear, lessons.length) / lessons.length >= minimum
}

/** Works of which nobody knows whether they are homework, on whatever lessons that of the week may hang. */
function unclearWorks(classId: Id, week: IsoDate, { journal, calendar }: Context): number {
  const until = calendar.addDays(week, 6 + longestHolidays)
  return journal.slice.works.filter(work => {
    if (work.kind !== 'unknown' || work.classId !== classId || work.lessonId === null) return false
    const date = journal.lesson(work.lessonId, classId)?.date
    return date !== undefined && week <= date && date <= until
  }).length
}

/** The older of the looks at all weeks on whose lessons the homework may hang; null where one was never read. */
function lookedSince(classId: Id, week: IsoDate, context: Context): number | null {
  const { journal, calendar } = context
  const own = journal.lastLook('lessons', classId, week)
  if (own === null || homeworkMeaning(context, context.settingsOf(homeworkInTime)) === 'given') return own
  const ahead = calendar.days(calendar.addDays(week, 7), calendar.addDays(week, 6 + longestHolidays))
  const next = ahead.find(day => calendar.isStudyDay(classId, day))
  const later = next === undefined ? own : journal.lastLook('lessons', classId, calendar.weekStart(next))
  return later === null ? null : Math.min(own, later)
}

const longestHolidays = 28
