import { describe, expect, test } from '@jest/globals'
import { createCalendar } from '../../src/calendar/index.js'
import type { Id } from '../../src/journal/index.js'
import { checkJournal, type Verdict } from '../../src/regulation/index.js'
import { coursesOf } from '../../src/sandbox/acts/courses.js'
import { generateSchool, type School } from '../../src/sandbox/index.js'
import { plannedTopic } from '../../src/sandbox/school/planned-topics.js'
import { requestOf } from '../regulation/build-slice.js'
import { SmallJournal } from '../regulation/small-journal.js'

/**
 * Topics against plans, by the rule alone: each entry is seen when it is made, so that a school's year takes seconds and
 * many schools can be asked. `TOPIC_SCHOOLS` says how many.
 */

const timeZone = 'Europe/Moscow'
const rule = '2.3-topics-by-plan'
/** As many rows more than lessons as the sandbox's plans have. */
const rowsAhead = 12
const calendar = createCalendar({
  timeZone,
  week: 5,
  production: { restDays: [], workingDays: [] },
  holidays: {},
  bells: {},
})

type Lesson = ReturnType<School['yearOf']>['lessons'][number]

function* verdictsOf(school: School): Generator<{ readonly lesson: Lesson; readonly verdict: Verdict }> {
  for (const schoolClass of school.classes) {
    for (const course of coursesOf(school.yearOf(schoolClass).lessons).values()) {
      for (const verdict of judge(course)) {
        const lesson = course[Number(verdict.subject.lesson)]
        if (lesson) yield { lesson, verdict }
      }
    }
  }
}

function judge(course: readonly Lesson[]): readonly Verdict[] {
  const teachers = [...new Set(course.map(({ final }) => final.teacher.id))]
  const small = SmallJournal.parse({
    title: 'A year of one subject',
    timeZone,
    asOf: '2027-06-20 12:00',
    looked: '2027-06-20 06:00',
    readFrom: '2026-08-01',
    plans: [
      {
        rows: Array.from(
          { length: course.length + rowsAhead },
          (_, index) => plannedTopic(course[0]?.subject.name ?? '', index).topic,
        ),
      },
    ],
    lessons: course.flatMap(({ final, topics }, id) =>
      final.status === 'Removed'
        ? []
        : [
            {
              id,
              date: final.date,
              number: final.number,
              teachers: [9001 + teachers.indexOf(final.teacher.id)],
              status: final.status === 'Cancelled' ? 'cancelled' : 'held',
              topic: topics.map(({ since, value }) => ({ value, seen: wallClock(since) })),
            },
          ],
    ),
  })
  return checkJournal(requestOf(rule, small)).verdicts
}

function wallClock(at: number): string {
  return calendar.format(at).slice(0, 19).replace('T', ' ')
}

const seeds = Array.from({ length: Number(process.env.TOPIC_SCHOOLS ?? 1) }, (_, index) => index + 1)

describe('topics of a year against plans', () => {
  test.each(seeds)(
    'school %i: what strays is found, and who keeps to the plan is never accused',
    seed => {
      const life = { life: 'full', plans: true } as const
      const days = { from: '2026-09-01', to: '2027-05-26' }
      const school = generateSchool({ seed, classes: 2, pupilsPerClass: 8, ...life, timeZone, ...days })
      const planted = new Set<Id | undefined>()
      for (const breach of school.truth().planted)
        if (breach.rule === rule) planted.add(breach.subject.lesson)
      const verdicts = [...verdictsOf(school)].map(({ lesson, verdict }) => ({ ...verdict, id: lesson.id }))
      const accused = verdicts.filter(({ verdict }) => verdict === 'broken' || verdict === 'mended')
      const kept = verdicts.filter(({ verdict }) => verdict === 'kept')
      const unproven = verdicts.filter(({ verdict }) => verdict === 'unproven')
      expect(accused.filter(({ id }) => !planted.has(id)).map(({ message }) => message)).toEqual([])
      expect(kept.filter(({ id }) => planted.has(id)).map(({ message }) => message)).toEqual([])
      // Behind holidays, of a weekly subject, the lessons before may be too few to tell.
      expect(unproven.length).toBeLessThan(verdicts.length / 100)
      expect(accused.length).toBeGreaterThan(30)
      if (process.env.TOPIC_SCHOOLS !== undefined)
        process.stderr.write(
          `topics, seed ${seed}: ${planted.size} planted, ${accused.length} found, ${unproven.length} of ${verdicts.length} unproven\n`,
        )
    },
    240_000,
  )
})
