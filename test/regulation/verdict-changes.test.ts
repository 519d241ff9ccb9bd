import { describe, expect, test } from '@jest/globals'
import { changesBetween, judgeJournal } from '../../src/regulation/index.js'
import { requestOf } from './build-slice.js'
import { SmallJournal, type SmallJournalInput } from './small-journal.js'

/** What other settings would have said of the same days. */
function changes(
  rule: string,
  small: Omit<SmallJournalInput, 'title'>,
  [before, after]: [SmallJournalInput['settings'], SmallJournalInput['settings']],
) {
  const [one, other] = [before, after].map(settings =>
    judgeJournal(requestOf(rule, SmallJournal.parse({ title: 'Две редакции', ...small, settings }))),
  )
  if (!one || !other) throw new Error('Two judgements are needed')
  return changesBetween(one, other).map(change => {
    const { lesson, subject, class: classId } = (change.after ?? change.before)?.subject ?? {}
    return [lesson ?? subject ?? classId, change.before?.verdict ?? null, change.after?.verdict ?? null]
  })
}

const seen = (day: string) => ({ absent: `${day} 06:00`, seen: `${day} 20:00` })
const topics = {
  lessons: [
    { id: 1, date: '2026-11-17', topic: [{ value: 'По плану', ...seen('2026-11-17') }] },
    { id: 2, date: '2026-11-16', topic: [{ value: 'По плану', ...seen('2026-11-16') }] },
    { id: 3, date: '2026-11-16', number: 2, topic: [{ value: 'Сложение дробей', ...seen('2026-11-16') }] },
    { id: 4, date: '2026-11-16', number: 3 },
  ],
} satisfies Omit<SmallJournalInput, 'title'>
const loose = {}
const strict = { placeholders: ['по плану'] }

describe('what changes between two judgements', () => {
  test('of equal settings nothing does', () => {
    expect(changes('2.3-topic-filled', topics, [strict, strict])).toEqual([])
  })

  test('what was kept and would be broken, and the other way round, by day', () => {
    expect(changes('2.3-topic-filled', topics, [loose, strict])).toEqual([
      ['2', 'kept', 'broken'],
      ['1', 'kept', 'broken'],
    ])
    expect(changes('2.3-topic-filled', topics, [strict, loose])).toEqual([
      ['2', 'broken', 'kept'],
      ['1', 'broken', 'kept'],
    ])
  })

  const lessons = [{ id: 1, date: '2026-09-01' }]
  const grade = {
    ...{ class: '10А', parallel: 10, lessons },
    otherSettings: { '2.5-written-works-in-time': { act: 'приказ № 17' } },
  }
  const [unset, short, enough] = [{}, { editDays: 7 }, { editDays: 14 }]

  test('a duty that one of them doesn’t have, kept or not', () => {
    const between = (...settings: Parameters<typeof changes>[2]) =>
      changes('2.5-edit-time-long-enough', grade, settings)
    expect(between(unset, short)).toEqual([['101', null, 'broken']])
    expect(between(short, unset)).toEqual([['101', 'broken', null]])
    expect(between(unset, enough)).toEqual([['101', null, 'kept']])
    expect(between(enough, unset)).toEqual([['101', 'kept', null]])
    expect(between(short, enough)).toEqual([['101', 'broken', 'kept']])
    expect(between(enough, short)).toEqual([['101', 'kept', 'broken']])
  })

  test('one duty that is kept in the place of another, on the same day', () => {
    const hours = {
      asOf: '2026-10-28 12:00',
      looked: '2026-10-28 06:00',
      periods: [{ id: 1, start: '2026-10-05', finish: '2026-10-25' }],
      lessons: ['2026-10-06', '2026-10-13', '2026-10-20'].flatMap((date, index) => [
        { id: index + 1, date },
        { id: index + 11, date, number: 2, subject: 'Физика' },
      ]),
    }
    const plan = (subject: string) => ({ plan: [{ class: '7А', subject, hours: [3] }] })
    const between = (one: string, other: string) => changes('2.3-hours-held', hours, [plan(one), plan(other)])
    expect(between('алгебра', 'физика')).toEqual([
      ['502', null, 'kept'],
      ['501', 'kept', null],
    ])
    expect(between('алгебра', 'алгебра')).toEqual([])
  })

  test('what is found broken by one and by the other alone stands by day', () => {
    const other = { placeholders: ['сложение дробей'] }
    expect(changes('2.3-topic-filled', topics, [other, strict])).toEqual([
      ['2', 'kept', 'broken'],
      ['3', 'broken', 'kept'],
      ['1', 'kept', 'broken'],
    ])
  })

  test('a duty of one lesson that is kept by one and isn’t there by the other', () => {
    const planned = (placeholders: readonly string[]) =>
      judgeJournal(
        requestOf(
          '2.3-topics-by-plan',
          SmallJournal.parse({
            title: 'Что темой не считается, плану не следует',
            plans: [{ rows: ['Сложение дробей', 'Проценты', 'Масштаб'] }],
            otherSettings: { '2.3-topic-filled': { placeholders } },
            lessons: ['Сложение дробей', 'Проценты', 'Масштаб'].map((value, index) => ({
              ...{ id: index + 1, date: `2026-11-${16 + index}` },
              topic: [{ value, ...seen(`2026-11-${16 + index}`) }],
            })),
          }),
        ),
      )
    const [all, without] = [planned([]), planned(['проценты'])]
    const told = (found: ReturnType<typeof changesBetween>) =>
      found.map(({ before, after }) => [
        (after ?? before)?.subject.lesson,
        before?.verdict ?? null,
        after?.verdict ?? null,
      ])
    expect(told(changesBetween(all, without))).toEqual([['2', 'kept', null]])
    expect(told(changesBetween(without, all))).toEqual([['2', null, 'kept']])
  })

  test('of several rules at once, those that are gone last', () => {
    const both = (settings: object, placeholders: readonly string[]) =>
      judgeJournal({
        ...requestOf(
          '2.5-edit-time-long-enough',
          SmallJournal.parse({
            title: 'Две редакции, два правила',
            ...grade,
            settings,
            lessons: [{ id: 1, date: '2026-09-01', topic: [{ value: 'По плану', ...seen('2026-09-01') }] }],
            otherSettings: { ...grade.otherSettings, '2.3-topic-filled': { placeholders } },
          }),
        ),
        rules: ['2.3-topic-filled', '2.5-edit-time-long-enough'],
      })
    const found = changesBetween(both(short, ['другое']), both(unset, ['по плану']))
    expect(found.map(({ before, after }) => [(before ?? after)?.rule, after?.verdict ?? null])).toEqual([
      ['2.3-topic-filled', 'broken'],
      ['2.5-edit-time-long-enough', null],
    ])
  })
})
