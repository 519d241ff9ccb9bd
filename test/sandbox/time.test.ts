import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { generateSchool } from '../../src/sandbox/index.js'
import { type Asking, ask, classesOf, firstClass, Lessons, Marks } from './asking.js'

const week = '2026-11-16/2026-11-22'

describe('answers show what had been entered by now', () => {
  let asking: Asking

  beforeAll(async () => {
    asking = await ask({ classes: 12, from: '2026-11-09' })
  })
  afterAll(() => asking.sandbox.close())

  test('before the week there are lessons, but neither marks nor entries nor homework', async () => {
    asking.at('2026-11-08T12:00:00+03:00')
    const id = await firstClass(asking)
    const lessons = await asking.read(`edu-groups/${id}/lessons/${week}`, Lessons)
    expect(lessons.length).toBeGreaterThanOrEqual(25)
    expect(lessons.flatMap(lesson => lesson.works).map(work => work.type)).not.toContain('Homework')
    expect((await asking.raw(`edu-groups/${id}/marks/${week}`)).text).toBe('[]')
    expect((await asking.raw(`lesson-log-entries/group/${id}?from=2026-11-16&to=2026-11-22`)).text).toBe('[]')
  })

  test('marks of a day grow while it passes, and the same moment gives the same bytes', async () => {
    const id = await firstClass(asking)
    const path = `edu-groups/${id}/marks/2026-11-16/2026-11-16`
    const counts: number[] = []
    for (const hour of ['08', '11', '16', '23']) {
      asking.at(`2026-11-16T${hour}:00:00+03:00`)
      counts.push((await asking.read(path, Marks)).length)
    }
    expect(counts).toEqual(counts.toSorted((one, other) => one - other))
    expect(counts[0]).toBe(0)
    expect(counts.at(-1)).toBeGreaterThan(5)
    const again = await Promise.all([asking.raw(path), asking.raw(path)])
    expect(again[0].text).toBe(again[1].text)
  })

  test('marks are listed by the day of the lesson, however late they were put', async () => {
    const late = asking.sandbox.truth.planted.find(({ rule }) => rule === '2.5-marks-same-day')
    if (late === undefined) throw new Error('no late mark planted')
    asking.at(Date.parse(late.enteredAt ?? '') + 1000)
    const marks = await asking.read(`edu-groups/${late.subject.class}/marks/${late.date}/${late.date}`, Marks)
    const mark = marks.find(({ id }) => id === late.subject.mark)
    expect(mark?.date.slice(0, 10)).not.toBe(late.date)
  })

  test('lessons are cancelled, moved and taken over at a moment, and show it from then on', async () => {
    const changes = { cancelled: 0, moved: 0, substituted: 0 }
    for (const { id } of await classesOf(asking)) {
      asking.at('2026-11-01T12:00:00+03:00')
      const before = await asking.read(`edu-groups/${id}/lessons/2026-11-09/2026-11-29`, Lessons)
      asking.at('2026-12-01T12:00:00+03:00')
      const after = await asking.read(`edu-groups/${id}/lessons/2026-11-09/2026-11-29`, Lessons)
      const removed = new Set(
        asking.sandbox.truth.planted
          .filter(({ rule }) => rule === '2.2-sections-kept')
          .map(({ subject }) => subject.lesson),
      )
      const staying = before.filter(lesson => !removed.has(lesson.id))
      expect(after.map(lesson => lesson.id)).toEqual(staying.map(lesson => lesson.id))
      after.forEach((lesson, index) => {
        const planned = staying[index]
        if (planned?.status === 'Active' && lesson.status === 'Cancelled') changes.cancelled += 1
        if (planned?.date !== lesson.date) changes.moved += 1
        if (planned?.teachers.join() !== lesson.teachers.join()) changes.substituted += 1
      })
    }
    expect(changes.cancelled).toBeGreaterThan(0)
    expect(changes.moved).toBeGreaterThan(0)
    expect(changes.substituted).toBeGreaterThan(0)
  })

  test('a mark that was deleted vanishes, and one that was changed keeps its id and stamp', async () => {
    const { innocent } = asking.sandbox.truth
    const deleted = innocent.find(({ note }) => note === 'mark deleted on a later day')
    const changed = innocent.find(({ note }) => note === 'mark changed on a later day')
    if (deleted === undefined || changed === undefined) throw new Error('nothing to look at')
    const path = (of: typeof deleted) => `lessons/${of.subject.lesson}/marks`
    const find = async (of: typeof deleted) =>
      (await asking.read(path(of), Marks)).find(mark => mark.id === of.subject.mark)
    asking.at(Date.parse(`${deleted.date}T23:59:00+03:00`))
    expect(await find(deleted)).toBeDefined()
    asking.at(Date.parse(`${changed.date}T23:59:00+03:00`))
    const before = await find(changed)
    asking.at('2026-12-20T12:00:00+03:00')
    expect(await find(deleted)).toBeUndefined()
    expect((await find(changed))?.date).toBe(before?.date)
  })

  test('homework edited later keeps the moment at which it was sent', async () => {
    const edited = asking.sandbox.truth.innocent.find(({ note }) => note === 'homework edited later')
    const read = async () => JSON.parse((await asking.raw(`works/${edited?.subject.work}`)).text)
    asking.at(Date.parse(edited?.enteredAt ?? '') + 1000)
    const before = await read()
    asking.at('2026-12-20T12:00:00+03:00')
    const after = await read()
    expect(after.text).not.toBe(before.text)
    expect(after.sentDate).toBe(before.sentDate)
  })
})

describe('the seed', () => {
  const options = { seed: 3, classes: 4, from: '2026-11-16', to: '2026-11-22' }

  test('gives the same bytes each time, another seed gives others', async () => {
    const texts: string[] = []
    for (const seed of [3, 3, 4]) {
      const asking = await ask({ ...options, seed })
      const id = await firstClass(asking)
      const answers = [
        await asking.raw(`edu-groups/${id}/lessons/${week}`),
        await asking.raw(`edu-groups/${id}/marks/${week}`),
        await asking.raw(`schools/${asking.sandbox.school.id}/teachers`),
        await asking.raw('/_sandbox/truth'),
      ]
      texts.push(asking.sandbox.token + answers.map(answer => answer.text).join('\n'))
      await asking.sandbox.close()
    }
    expect(texts[1]).toBe(texts[0])
    expect(texts[2]).not.toBe(texts[0])
  })

  test('a longer range has the same people and lessons on the days of the shorter', () => {
    const short = generateSchool(options)
    const long = generateSchool({ ...options, from: '2026-11-02', to: '2026-12-13' })
    expect(long.teachers.map(teacher => teacher.id)).toEqual(short.teachers.map(teacher => teacher.id))
    const keys = (school: typeof short) =>
      new Map(
        school.classes.flatMap(own => school.yearOf(own).lessons).map(lesson => [lesson.id, lesson.key]),
      )
    const known = keys(long)
    for (const [id, key] of keys(short)) expect(known.get(id)).toBe(key)
  })
})

describe('the school', () => {
  test('has plausible weeks: 5 to 7 lessons a day without gaps, a teacher in one room at a time', () => {
    const { classes } = generateSchool({ seed: 1, classes: 24, from: '2026-11-16', to: '2026-11-22' })
    const places: string[] = []
    for (const { parallel, plan, shift } of classes) {
      for (const weekday of [1, 2, 3, 4, 5]) {
        const numbers = plan.filter(lesson => lesson.weekday === weekday).map(lesson => lesson.number)
        expect(numbers).toEqual(numbers.map((_, index) => index + 1))
        expect(numbers.length).toBeGreaterThanOrEqual(parallel > 4 ? 5 : 4)
        expect(numbers.length).toBeLessThanOrEqual(7)
      }
      for (const lesson of plan) {
        for (const { teacher } of lesson.lines) {
          places.push(`${teacher.id}/${shift}/${lesson.weekday}/${lesson.number}`)
        }
      }
    }
    const clashes = places.length - new Set(places).size
    expect(clashes / places.length).toBeLessThan(0.03)
    expect(new Set(classes.map(({ shift }) => shift))).toEqual(new Set([1, 2]))
    expect(classes.filter(({ parallel }) => parallel < 5).length).toBeGreaterThan(0)
  })

  test('the first quarter of 2026/27 ends on Sunday 25 October, other years likewise', () => {
    const { year } = generateSchool({ seed: 1, classes: 1, from: '2026-11-16', to: '2026-11-16' })
    expect(year.periods[0]).toMatchObject({
      start: '2026-09-01',
      finish: '2026-10-25',
      lastStudyDay: '2026-10-23',
    })
    expect(year.holidays[0]).toMatchObject({ start: '2026-10-26', finish: '2026-11-01' })
    expect(year.periods[1]).toMatchObject({ start: '2026-11-02', finish: '2026-12-30' })
    const other = generateSchool({ seed: 1, classes: 1, from: '2026-03-02', to: '2026-03-02' })
    expect(other.year.start).toBe(2025)
    expect(other.year.periods[0]).toMatchObject({ start: '2025-09-01', finish: '2025-10-26' })
  })

  test('no lessons on weekends, in holidays or on public holidays', () => {
    const school = generateSchool({ seed: 2, classes: 2, from: '2026-10-19', to: '2026-11-08' })
    const lessons = school.classes.flatMap(own => school.yearOf(own).lessons)
    const dates = new Set(lessons.map(lesson => lesson.final.date))
    expect([...dates].filter(date => date >= '2026-10-24' && date <= '2026-11-01')).toEqual([])
    expect(dates).not.toContain('2026-11-04')
    expect(dates).toContain('2026-11-03')
  })

  test('options that make no school are refused with a hint', () => {
    const bad = { seed: 0.5, classes: 0, from: '2026-11-31', to: '2026-11-01', timeZone: 'Mars/Olympus' }
    expect(() => generateSchool(bad)).toThrow(expect.objectContaining({ code: 'USAGE' }))
    expect(() => generateSchool(bad)).toThrow(/seed.*классов.*пояс.*день/)
    const twoYears = { seed: 1, classes: 1, from: '2026-12-01', to: '2027-09-20' }
    expect(() => generateSchool(twoYears)).toThrow(/одного учебного года/)
  })
})
