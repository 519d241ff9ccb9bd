import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import type { PlantedBreach, PlantedRule } from '../../src/sandbox/index.js'
import { type Asking, ask, Entries, FinalMarks, Lessons, Marks } from './asking.js'
import {
  corrections,
  daysOf,
  endOf,
  lateMarks,
  missingAttendance,
  missingFinals,
  missingTopics,
  type Range,
  sentHomework,
} from './checker.js'
import {
  gapsOfAttendance,
  isLed,
  lessonsOfNobody,
  longWaiting,
  markedWhileAway,
  marksOfCancelled,
  removedLessons,
  worksWithoutMarks,
} from './slips.js'

const minute = 60_000

const november: Range = { from: '2026-11-16', to: '2026-11-22', offset: '+03:00', homeworkOn: 'due' }
const october: Range = { from: '2026-10-12', to: '2026-10-25', offset: '+12:00', homeworkOn: 'given' }

describe.each([
  {
    name: 'a week in Moscow, homework on the lesson it is due for',
    range: november,
    zone: 'Europe/Moscow',
    classes: 12,
  },
  {
    name: 'a quarter’s end in Kamchatka, homework on the lesson it is given at',
    range: october,
    zone: 'Asia/Kamchatka',
    classes: 5,
  },
])('$name', ({ range, zone, classes }) => {
  let asking: Asking

  beforeAll(async () => {
    const { from, to, homeworkOn } = range
    asking = await ask({ seed: 5, from, to, classes, timeZone: zone, switches: { homeworkOn } })
  })
  afterAll(() => asking.sandbox.close())

  function planted(rule: PlantedRule): PlantedBreach[] {
    return asking.sandbox.truth.planted.filter(breach => breach.rule === rule)
  }

  test('every lesson without topic at the end of its day was planted, and the other way round', async () => {
    const expected = planted('2.3-topic-filled').map(breach => breach.subject.lesson)
    expect(expected.length).toBeGreaterThan(0)
    expect(await missingTopics(asking, range)).toEqual(expected.toSorted())
  })

  test('so was every lesson left empty although somebody was ill', async () => {
    const expected = planted('2.5-attendance-daily').map(breach => breach.subject.lesson)
    expect(expected.length).toBeGreaterThan(0)
    expect(await missingAttendance(asking, range)).toEqual(expected.toSorted())
  })

  test('so was every lesson mark put on a later day', async () => {
    const expected = planted('2.5-marks-same-day').map(breach => breach.subject.mark)
    expect(expected.length).toBeGreaterThan(0)
    expect(await lateMarks(asking, range)).toEqual(expected.toSorted())
  })

  test('so was every mark that was changed or deleted after the day on which it was put', async () => {
    const changed = planted('2.5-marks-not-changed').map(breach => breach.subject.mark)
    const deleted = planted('2.5-marks-not-deleted').map(breach => breach.subject.mark)
    expect(changed.length + deleted.length).toBeGreaterThan(0)
    expect(await corrections(asking, range)).toEqual({
      changed: changed.toSorted(),
      deleted: deleted.toSorted(),
    })
  })

  test('so was all homework sent after its deadline, by an hour and more; the rest has ten minutes left', async () => {
    const breaches = new Map(planted('2.6-homework-in-time').map(breach => [breach.subject.work, breach]))
    expect(breaches.size).toBeGreaterThan(0)
    const all = await sentHomework(asking, range)
    for (const homework of all) {
      const breach = breaches.get(homework.work)
      if (breach === undefined) {
        expect(homework.deadline - homework.sent).toBeGreaterThan(10 * minute)
        continue
      }
      expect(homework.sent - homework.deadline).toBeGreaterThanOrEqual(60 * minute)
      expect(Date.parse(breach.deadline)).toBe(homework.deadline)
      expect(breach.subject.lesson).toBe(homework.lesson)
    }
    const works = new Set(all.map(homework => homework.work))
    expect([...breaches.keys()].filter(work => !works.has(work ?? ''))).toEqual([])
    expect(all.length).toBeGreaterThan(breaches.size * 10)
  })

  test('so was every missing final mark', async () => {
    const expected = planted('2.7-final-marks-complete').map(
      ({ subject }) => `${subject.class}/${subject.person}/${subject.subject}`,
    )
    expect(expected.length > 0).toBe(range === october)
    expect(await missingFinals(asking, endOf('2026-10-23', range.offset))).toEqual(expected.toSorted())
    const stillMissing = await missingFinals(asking, endOf('2026-11-10', range.offset))
    expect(stillMissing.length < expected.length || expected.length === 0).toBe(true)
  })

  const lessonAndPerson = ({ subject }: PlantedBreach) => `${subject.lesson}/${subject.person}`

  test('so was every slip that goes through all pages find', async () => {
    const found = {
      '2.1-lesson-teacher-set': await lessonsOfNobody(asking, range),
      '2.2-sections-kept': await removedLessons(asking, range),
      '2.5-attendance-gaps': await gapsOfAttendance(asking, range),
      '2.5-marks-in-place': await marksOfCancelled(asking, range),
      '2.5-marks-while-absent': await markedWhileAway(asking, range),
      '2.5-waiting-marks-closed': await longWaiting(asking, range),
      '2.5-written-works-marked': await worksWithoutMarks(asking, range),
    }
    const expected = (rule: PlantedRule, name: (breach: PlantedBreach) => string | undefined) =>
      planted(rule)
        .map(breach => name(breach) ?? '')
        .toSorted()
    expect(found).toEqual({
      '2.1-lesson-teacher-set': expected('2.1-lesson-teacher-set', ({ subject }) => subject.lesson),
      '2.2-sections-kept': expected('2.2-sections-kept', ({ subject }) => subject.lesson),
      '2.5-attendance-gaps': expected('2.5-attendance-gaps', lessonAndPerson),
      '2.5-marks-in-place': expected('2.5-marks-in-place', ({ subject }) => subject.mark),
      '2.5-marks-while-absent': expected('2.5-marks-while-absent', lessonAndPerson),
      '2.5-waiting-marks-closed': expected('2.5-waiting-marks-closed', ({ subject }) => subject.mark),
      '2.5-written-works-marked': expected('2.5-written-works-marked', ({ subject }) => subject.work),
    })
  })

  test('what was entered late was not there a second before and is there a second later', async () => {
    const late = asking.sandbox.truth.planted.filter(breach => breach.enteredAt !== null)
    for (const breach of late) {
      const enteredAt = Date.parse(breach.enteredAt ?? '')
      asking.at(enteredAt - 1000)
      expect([breach, await isThere(breach)]).toEqual([breach, false])
      asking.at(enteredAt + 1000)
      expect([breach, await isThere(breach)]).toEqual([breach, true])
    }
    expect(late.length).toBeGreaterThan(20)
  })

  async function isThere(breach: PlantedBreach): Promise<boolean> {
    const { rule, subject, deadline } = breach
    const lesson = `lessons/${subject.lesson}`
    switch (rule) {
      case '2.3-topic-filled':
      case '2.3-topics-by-plan':
        return (JSON.parse((await asking.raw(lesson)).text).title ?? '') !== ''
      case '2.5-attendance-daily':
        return (await asking.read(`${lesson}/log-entries`, Entries)).length > 0
      case '2.5-marks-same-day':
        return (await asking.read(`${lesson}/marks`, Marks)).some(mark => mark.id === subject.mark)
      case '2.5-attendance-gaps':
        return (await asking.read(`${lesson}/log-entries`, Entries)).some(
          entry => String(entry?.person) === subject.person,
        )
      case '2.5-waiting-marks-closed':
        return (await asking.read(`${lesson}/marks`, Marks)).some(
          ({ id, value }) => id === subject.mark && value !== '.',
        )
      case '2.5-written-works-in-time':
      case '2.5-written-works-marked':
        return (await asking.read(`works/${subject.work}/marks`, Marks)).length > 0
      case '2.2-sections-kept':
        return (await asking.raw(lesson)).status !== 200
      case '2.1-class-teacher-set':
        return isLed(asking, subject.class)
      case '2.2-sections-formed': {
        if (subject.part?.endsWith('/class-teacher')) return isLed(asking, subject.class)
        return (await asking.read(`edu-groups/${subject.class}/subjects`, z.array(z.unknown()))).length > 0
      }
      case '2.1-lesson-teacher-set':
      case '2.5-marks-in-place':
      case '2.5-marks-while-absent':
        throw new Error(`${rule} is never put right`)
      case '2.5-marks-not-changed':
      case '2.5-marks-not-deleted':
        return isCorrected(breach)
      case '2.6-homework-in-time': {
        const lessons = await asking.read(
          `edu-groups/${subject.class}/lessons/2026-09-01/2027-05-31`,
          Lessons,
        )
        const works = lessons.find(candidate => candidate.id === subject.lesson)?.works ?? []
        return works.some(
          work => work.id === subject.work && work.status === 'Sent' && work.sentDate !== null,
        )
      }
      case '2.6-homework-specified':
      case '2.6-homework-unchanged':
        return (await textOf(subject)).includes('дополнительно')
      case '2.1-homework-author':
      case '2.4-class-teacher-edits':
      case '2.7-final-marks-base':
      case '2.7-final-marks-mean':
        return true
      case '2.7-final-marks-unchanged':
        return hasChangedSince(Date.parse(deadline), subject)
      case '2.7-final-marks-complete':
      case '2.7-final-marks-not-early':
        return (await valuesOf(subject)).length > 0
    }
  }

  /** What stands now isn't what stood at the end of the day on which the mark was put. */
  async function isCorrected({ subject: { lesson, mark }, deadline }: PlantedBreach): Promise<boolean> {
    const value = async () =>
      (await asking.read(`lessons/${lesson}/marks`, Marks)).find(({ id }) => id === mark)?.value
    const now = await value()
    asking.at(deadline)
    return now !== (await value())
  }

  async function hasChangedSince(moment: number, subject: PlantedBreach['subject']): Promise<boolean> {
    const now = await valuesOf(subject)
    asking.at(moment)
    return now[0] !== (await valuesOf(subject))[0]
  }

  async function valuesOf(subject: PlantedBreach['subject']): Promise<string[]> {
    const finals = await asking.read(`edu-groups/${subject.class}/final-marks`, FinalMarks)
    return finals
      .filter(final => String(final.person) === subject.person && final.reportingPeriod === subject.period)
      .flatMap(final => final['per-subject-final-marks'])
      .flatMap(cell =>
        cell.subject === subject.subject && cell['final-mark'] ? [cell['final-mark'].value] : [],
      )
  }

  async function textOf(subject: PlantedBreach['subject']): Promise<string> {
    const { text } = await asking.raw(`works/${subject.work}`)
    return String(JSON.parse(text).text)
  }

  test('so was all homework that says nothing of use, or to which something was added a day later', async () => {
    asking.at(endOf('2026-12-20', range.offset))
    const all = await sentHomework(asking, range)
    const texts = await Promise.all(all.map(async ({ work }) => [work, await textOf({ class: '', work })]))
    const found = (isOne: (text: string) => boolean) =>
      texts.flatMap(([work = '', text = '']) => (isOne(text) ? [work] : [])).toSorted()
    const expected = (rule: PlantedRule) =>
      planted(rule)
        .map(({ subject }) => subject.work ?? '')
        .toSorted()
    const vague = found(text => /^(повторить|учить|читать дальше|решать задачи)/i.test(text))
    expect(vague).toEqual(expected('2.6-homework-specified'))
    expect(found(text => text.includes('дополнительно'))).toEqual(expected('2.6-homework-unchanged'))
    expect(expected('2.6-homework-unchanged').length).toBeGreaterThan(0)
  })

  test('margins are clear, acts keep clear of midnight, days are inside the range', () => {
    const days = daysOf(range)
    const { planted: breaches, innocent } = asking.sandbox.truth
    for (const { date, deadline, enteredAt } of [...breaches, ...innocent]) {
      expect(days).toContain(date)
      expect(deadline.slice(-6)).toBe(range.offset)
      if (enteredAt !== null)
        expect(enteredAt.slice(11, 16) >= '00:45' && enteredAt.slice(11, 16) < '23:15').toBe(true)
    }
    for (const { rule, deadline, enteredAt } of breaches) {
      if (enteredAt === null) continue
      const late = Date.parse(enteredAt) - Date.parse(deadline)
      expect(rule === '2.7-final-marks-not-early' ? -late : late).toBeGreaterThanOrEqual(60 * minute)
    }
  })

  test('innocent look-alikes are planted, too, and none of them is a breach', () => {
    const { planted: breaches, innocent } = asking.sandbox.truth
    const guilty = new Set(breaches.map(({ rule, subject }) => JSON.stringify({ rule, subject })))
    expect(innocent.filter(({ rule, subject }) => guilty.has(JSON.stringify({ rule, subject })))).toEqual([])
    expect(new Set(innocent.map(({ note }) => note)).size).toBeGreaterThanOrEqual(9)
  })
})
