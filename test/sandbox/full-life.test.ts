import { beforeAll, describe, expect, test } from '@jest/globals'
import { generateSchool, type School } from '../../src/sandbox/index.js'

/** A school as it lives: what the plain one leaves out. */

const year = { seed: 2, classes: 20, pupilsPerClass: 25, life: 'full' } as const
let school: School

beforeAll(() => {
  school = generateSchool({ ...year, from: '2026-10-12', to: '2026-10-25' })
})

const lessonsOf = (of: School) => of.classes.flatMap(schoolClass => of.yearOf(schoolClass).lessons)

describe('a full life', () => {
  test('has classes with six days a week, and nobody else works on Saturdays', () => {
    const onSaturday = lessonsOf(school).filter(({ final }) => new Date(final.date).getUTCDay() === 6)
    expect(onSaturday.length).toBeGreaterThan(20)
    expect(onSaturday.every(lesson => lesson.class.sixDays)).toBe(true)
    expect(new Set(school.classes.filter(({ sixDays }) => sixDays).map(({ parallel }) => parallel))).toEqual(
      new Set([10, 11]),
    )
  })

  test('a period ends on a Saturday for them: their final marks are due a day later', () => {
    const finals = school.truth().planted.filter(({ rule }) => rule === '2.7-final-marks-complete')
    const dateOf = (sixDays: boolean) =>
      new Set(
        finals
          .filter(({ subject }) => school.classes.find(({ id }) => id === subject.class)?.sixDays === sixDays)
          .map(({ date }) => date),
      )
    expect(dateOf(false)).toEqual(new Set(['2026-10-23']))
    expect(dateOf(true)).toEqual(new Set(['2026-10-24']))
  })

  test('moves days: a Saturday is worked by Monday’s plan for a Monday off, but not by classes with six days', () => {
    const winter = generateSchool({ ...year, from: '2027-02-20', to: '2027-02-23', aheadDays: 1 })
    const days = (sixDays: boolean) =>
      new Set(
        lessonsOf(winter)
          .filter(lesson => lesson.class.sixDays === sixDays)
          .map(({ placings }) => placings[0]?.value.date),
      )
    expect(days(false)).toContain('2027-02-20')
    expect(days(false)).not.toContain('2027-02-22')
    expect(days(true)).toContain('2027-02-22')
    for (const off of ['2027-02-23', '2027-02-21']) expect(days(true)).not.toContain(off)
    const five = winter.classes.find(({ sixDays }) => !sixDays)
    const moved = lessonsOf(winter).filter(
      lesson => lesson.class === five && lesson.placings[0]?.value.date === '2027-02-20',
    )
    const monday = five?.plan.filter(({ weekday }) => weekday === 1) ?? []
    expect(new Set(moved.map(({ subject }) => subject.name))).toEqual(
      new Set(monday.map(({ subject }) => subject.name)),
    )
  })

  test('pupils come, leave and change class, and nothing is written of them while they are not there', () => {
    const pupils = school.classes.flatMap(({ pupils: own }) => own)
    expect(pupils.filter(({ joined }) => joined !== null).length).toBeGreaterThan(5)
    expect(pupils.filter(({ left }) => left !== null).length).toBeGreaterThan(5)
    const twice = pupils.filter(({ id }, index) => pupils.findIndex(other => other.id === id) !== index)
    expect(twice.length).toBeGreaterThan(0)
    for (const pupil of twice) {
      const before = pupils.find(({ id, left }) => id === pupil.id && left !== null)
      expect(before?.left).toBe(pupil.joined)
    }
    for (const lesson of lessonsOf(school)) {
      const { date } = lesson.final
      const written = new Set([...lesson.marks, ...lesson.entries].map(({ person }) => person))
      for (const { id, joined, left } of lesson.group.pupils) {
        if ((joined !== null && date < joined) || (left !== null && date >= left))
          expect([lesson.key, id, written.has(id)]).toEqual([lesson.key, id, false])
      }
    }
  })

  test('some teachers fill the journal on Sundays, some never, and the truth says so', () => {
    const habits = new Map(school.teachers.map(({ habit, id }) => [id, habit]))
    expect(new Set(habits.values())).toEqual(
      new Set(['punctual', 'evening', 'forgetful', 'planner', 'sunday', 'never']),
    )
    const topics = new Set(
      school
        .truth()
        .planted.filter(({ rule }) => rule === '2.3-topic-filled')
        .map(({ subject }) => subject.lesson),
    )
    const never = lessonsOf(school).filter(
      ({ final, placings }) =>
        final.teacher.habit === 'never' &&
        placings[0]?.value.teacher.habit === 'never' &&
        final.status === 'Active' &&
        final.date <= '2026-10-25',
    )
    expect(never.length).toBeGreaterThan(5)
    expect(never.every(({ id, topics: own }) => own.length === 0 && topics.has(id))).toBe(true)
    const sundays = school
      .truth()
      .planted.filter(
        ({ enteredAt }) => enteredAt !== null && new Date(enteredAt.slice(0, 10)).getUTCDay() === 0,
      )
    expect(sundays.length).toBeGreaterThan(20)
  })

  test('illness comes in waves', () => {
    const shares = school.classes.flatMap(schoolClass => {
      const byWeek = new Map<string, Set<string>>()
      for (const lesson of school.yearOf(schoolClass).lessons) {
        const week = String(Math.floor(Date.parse(lesson.final.date) / 604_800_000))
        const ill = byWeek.get(week) ?? new Set<string>()
        for (const { person } of lesson.entries) ill.add(person)
        byWeek.set(week, ill)
      }
      return [...byWeek.values()].map(ill => ill.size / schoolClass.pupils.length)
    })
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length
    expect(Math.max(...shares)).toBeGreaterThan(mean * 2)
  })

  test('puts as many marks as a school does, none in grade 1', () => {
    const marked = lessonsOf(school).filter(({ final }) => final.date <= '2026-10-25')
    const marks = marked.flatMap(lesson => lesson.marks)
    expect(marks.length / marked.length).toBeGreaterThan(8)
    expect(marked.filter(lesson => lesson.class.parallel === 1).flatMap(lesson => lesson.marks)).toEqual([])
  })

  test('is the same for the same seed', () => {
    const small = { seed: 9, classes: 3, life: 'full', from: '2026-11-09', to: '2026-11-15' } as const
    expect(JSON.stringify(generateSchool(small).truth())).toBe(JSON.stringify(generateSchool(small).truth()))
  })
})

describe('the school of the issue, 40 classes over a year', () => {
  const full = generateSchool({
    seed: 1,
    classes: 40,
    life: 'full',
    from: '2026-09-01',
    to: '2027-05-26',
  })
  const years = () => full.classes.map(schoolClass => full.yearOf(schoolClass))

  test('has 1,000 pupils, about 70 teachers, 45,000 lessons and half a million marks', () => {
    const pupils = new Set(full.classes.flatMap(({ pupils: own }) => own.map(({ id }) => id)))
    const lessons = years().reduce((sum, { lessons: own }) => sum + own.length, 0)
    const ofLessons = years().reduce(
      (sum, { lessons: own }) => sum + own.reduce((marks, lesson) => marks + lesson.marks.length, 0),
      0,
    )
    const finals = years().reduce((sum, { finals: own }) => sum + own.marks.length, 0)
    // As docs/sandbox.md has them.
    expect({
      pupils: pupils.size,
      teachers: full.teachers.length,
      lessons,
      marks: ofLessons + finals,
      finals,
    }).toEqual({ pupils: 1000, teachers: 70, lessons: 45_602, marks: 496_917, finals: 63_548 })
  })

  test('keeps to the hours that the sanitary rules allow, in two shifts, with subgroups', () => {
    const most = [0, 21, 23, 23, 23, 29, 30, 32, 33, 33, 37, 37]
    for (const { parallel, plan } of full.classes)
      expect(plan.length).toBeLessThanOrEqual(most[parallel] ?? 0)
    expect(new Set(full.classes.map(({ shift }) => shift))).toEqual(new Set([1, 2]))
    const halved = full.classes.flatMap(({ plan }) => plan.filter(({ lines }) => lines.length === 2))
    expect(new Set(halved.map(({ subject }) => subject.name))).toEqual(
      new Set(['Английский язык', 'Информатика', 'Труд (технология)']),
    )
  })

  test('ends with marks of the year, exams and resulting marks; grade 1 has none', () => {
    const kinds = (parallel: number) => {
      const finals = full.classes
        .filter(schoolClass => schoolClass.parallel === parallel)
        .flatMap(schoolClass => full.yearOf(schoolClass).finals.marks)
      return new Set(finals.filter(({ period }) => period === null).map(({ mark }) => mark.work.typeTitle))
    }
    expect(kinds(1)).toEqual(new Set())
    expect(kinds(8)).toEqual(new Set(['Годовая']))
    expect(kinds(9)).toEqual(new Set(['Годовая', 'Экзамен', 'Итоговая']))
  })
})

describe('works of a full life', () => {
  test('some have a second mark: compositions for everybody, tests for who writes once more', () => {
    const second = lessonsOf(school).flatMap(({ marks }) => marks.filter(({ number }) => number === 2))
    const kinds = new Set(second.map(({ work }) => work.kind))
    expect(kinds).toEqual(new Set(['LessonComposition', 'LessonTestWork']))
    for (const { work, person } of second)
      expect(work.lesson?.marks.filter(mark => mark.work === work && mark.person === person)).toHaveLength(2)
    const notes = new Set(school.truth().innocent.map(({ note }) => note))
    expect(notes).toContain('written work written again')
  })

  test('some homework has files', () => {
    const homework = lessonsOf(school).flatMap(({ works }) => works.filter(({ kind }) => kind === 'Homework'))
    const withFiles = homework.filter(({ files }) => files !== undefined && files.length > 0)
    expect(withFiles.length).toBeGreaterThan(homework.length / 40)
    expect(withFiles.length).toBeLessThan(homework.length / 8)
  })
})
