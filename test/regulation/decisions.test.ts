import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { checkJournal, type Exemption, noDecisions, Exemption as Schema } from '../../src/regulation/index.js'
import { requestOf } from './build-slice.js'
import { SmallJournal } from './small-journal.js'

/** Two empty topics of two teachers, and one that was filled in time. */
const journal = SmallJournal.parse({
  title: 'Две темы не заполнены, одна заполнена',
  lessons: [
    { id: 1, date: '2026-11-16', teachers: [9001] },
    { id: 2, date: '2026-11-17', number: 2, teachers: [9002], subject: 'Физика' },
    {
      id: 3,
      date: '2026-11-16',
      number: 3,
      topic: [{ value: 'Сложение дробей', absent: '2026-11-16 06:00', seen: '2026-11-16 20:00' }],
    },
  ],
})

const everything: Exemption = {
  rules: null,
  classIds: null,
  teacherIds: null,
  subjectIds: null,
  lessonIds: null,
  personIds: null,
  from: '2026-11-16',
  to: '2026-11-20',
  reason: 'Курсы повышения квалификации',
  order: 'приказ № 12 от 13.11.2026',
}

function check(...exemptions: readonly Partial<Exemption>[]) {
  const decisions = {
    ...noDecisions,
    exemptions: exemptions.map((part, index) => ({
      number: index + 1,
      content: { ...everything, ...part },
    })),
  }
  return checkJournal({ ...requestOf('2.3-topic-filled', journal), decisions })
}

const kinds = (result: ReturnType<typeof check>) =>
  Object.fromEntries(result.verdicts.map(({ subject, verdict }) => [subject.lesson, verdict]))

describe('an exemption', () => {
  test('excuses what it covers, says by what, and leaves the rule’s own words', () => {
    const result = check({ teacherIds: ['9001'] })
    expect(kinds(result)).toEqual({ 1: 'exempt', 2: 'broken', 3: 'kept' })
    expect(result.verdicts.find(({ verdict }) => verdict === 'exempt')).toMatchObject({
      decision: { by: 'exemption', number: 1, insteadOf: 'broken' },
      evidence: { level: null },
      message: expect.stringMatching(
        /темы урока нет.*\. Исключение № 1: Курсы повышения квалификации, приказ № 12 от 13\.11\.2026\.$/,
      ),
    })
    expect(result.counts['2.3-topic-filled']).toMatchObject({ broken: 1, exempt: 1, kept: 1 })
    expect(result.exempted).toEqual({ 1: 1 })
  })

  test('never makes anything of what is kept', () => {
    expect(kinds(check({}))).toEqual({ 1: 'exempt', 2: 'exempt', 3: 'kept' })
  })

  test.each<[string, Partial<Exemption>]>([
    ['another rule', { rules: ['2.5-marks-same-day'] }],
    ['another class', { classIds: ['999'] }],
    ['another teacher', { teacherIds: ['9003'] }],
    ['another subject', { subjectIds: ['1'] }],
    ['another lesson', { lessonIds: ['7'] }],
    ['a pupil, of what concerns no pupil', { personIds: ['1001'] }],
    ['other days', { from: '2026-11-18' }],
  ])('of %s excuses nothing, and is named for it', (_, part) => {
    const result = check(part)
    expect(kinds(result)).toEqual({ 1: 'broken', 2: 'broken', 3: 'kept' })
    expect(result.exempted).toEqual({ 1: 0 })
  })

  test('of two the one with the lower number excuses, whatever order they stand in', () => {
    expect(check({ lessonIds: ['1'] }, {}).exempted).toEqual({ 1: 1, 2: 1 })
    const request = requestOf('2.3-topic-filled', journal)
    const exemptions = [2, 1].map(number => ({ number, content: everything }))
    expect(checkJournal({ ...request, decisions: { ...noDecisions, exemptions } }).exempted).toEqual({
      1: 2,
      2: 0,
    })
  })

  test.each<[string, Partial<Exemption>]>([
    ['its rule', { rules: ['2.5-marks-same-day', '2.3-topic-filled'] }],
    ['its class', { classIds: ['999', '101'] }],
    ['its teacher', { teacherIds: ['9001', '9002'] }],
    ['its subject', { subjectIds: ['501', '502'] }],
    ['its lesson', { lessonIds: ['1', '2', '3'] }],
    ['its days, the first and last among them', { from: '2026-11-16', to: '2026-11-17' }],
  ])('of %s excuses it', (_, part) => {
    expect(kinds(check(part))).toEqual({ 1: 'exempt', 2: 'exempt', 3: 'kept' })
  })

  test('of one day excuses nothing of the next or the one before', () => {
    expect(kinds(check({ to: '2026-11-16' }))).toEqual({ 1: 'exempt', 2: 'broken', 3: 'kept' })
    expect(kinds(check({ from: '2026-11-17' }))).toEqual({ 1: 'broken', 2: 'exempt', 3: 'kept' })
  })

  test.each(['приказ № 12.', 'приказ № 12!', 'приказ № 12?', 'приказ № 12…'])(
    'that ends with %p brings its own full stop',
    order => {
      const [first] = check({ order }).verdicts.filter(({ verdict }) => verdict === 'exempt')
      expect(first?.message.endsWith(`Курсы повышения квалификации, ${order}`)).toBe(true)
    },
  )

  test('has an end, on the day of its beginning or after it', () => {
    expect(Schema.safeParse({ ...everything, to: everything.from }).success).toBe(true)
    expect(Schema.safeParse({ ...everything, to: undefined }).success).toBe(false)
    expect(Schema.safeParse({ ...everything, to: '2026-11-01' }).error?.issues[0]?.message).toMatch(/позже/)
  })

  test('takes nothing from what isn’t exempt, whatever it covers', () => {
    const some = fc.option(fc.subarray(['1', '2', '3'], { minLength: 1 }), { nil: null })
    const teachers = fc.option(fc.subarray(['9001', '9002'], { minLength: 1 }), { nil: null })
    const plain = check()
    fc.assert(
      fc.property(some, teachers, (lessonIds, teacherIds) => {
        const result = check({ lessonIds, teacherIds })
        for (const [index, verdict] of result.verdicts.entries()) {
          const before = plain.verdicts[index]
          if (verdict.verdict === 'exempt') expect(verdict.decision?.insteadOf).toBe(before?.verdict)
          else expect(verdict).toEqual(before)
        }
        const excused = result.verdicts.filter(({ verdict }) => verdict === 'exempt').length
        expect(result.exempted).toEqual({ 1: excused })
      }),
    )
  })
})
