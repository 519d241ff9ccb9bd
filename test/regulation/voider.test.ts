import { describe, expect, test } from '@jest/globals'
import { createJournal } from '../../src/journal/index.js'
import { checkJournal } from '../../src/regulation/index.js'
import { createVoider, voidWorks } from '../../src/regulation/voider.js'
import { requestOf } from './build-slice.js'
import { SmallJournal, type SmallJournalInput } from './small-journal.js'

type Incidents = NonNullable<SmallJournalInput['incidents']>
type Homework = NonNullable<SmallJournalInput['homework']>

const lessons = [{ id: 1, date: '2026-11-16' }]
const settings = { lesson: 'given' }
/** Homework 21, seen first at eight in the evening, after its term; at noon it wasn't there yet. */
const evening = { absent: '2026-11-16 14:00', seen: '2026-11-16 20:00' }
const homework: Homework = [{ id: 21, lesson: 1, states: [evening] }]
const told = (at: string) => ({ learned: `${at}:00`, head: `${at}:10`, support: `${at}:20` })
const [before, between] = ['2026-11-16 13', '2026-11-16 17'].map(told) as [Incidents[0], Incidents[0]]

function request(incidents: Incidents, works: Homework = homework) {
  const small = { title: 'Задание, возможно, чужое', lessons, settings, incidents, homework: works }
  return requestOf('2.6-homework-in-time', SmallJournal.parse(small))
}

function found(incidents: Incidents, works?: Homework) {
  const { slice, decisions } = request(incidents, works)
  return Object.fromEntries(voidWorks(createJournal(slice), decisions, 'max'))
}

describe('a work is void', () => {
  test('surely, where its account’s misuse had been reported; perhaps, where it was reported meanwhile', () => {
    expect(found([before])).toEqual({ 21: { number: 1, within: 'yes' } })
    expect(found([between])).toEqual({ 21: { number: 1, within: 'perhaps' } })
    expect(found([told('2026-11-16 21')])).toEqual({})
  })

  test('not while one of those to be told knows nothing', () => {
    expect(found([{ ...before, support: null }])).toEqual({})
  })

  test('not of another account, nor when somebody has confirmed it', () => {
    expect(found([{ ...before, teacher: 9002 }])).toEqual({})
    expect(found([{ ...before, confirmed: [21] }])).toEqual({})
    const others: Homework = [...homework, { id: 22, lesson: 1, author: 9002, states: [evening] }]
    expect(found([before], others)).toEqual({ 21: { number: 1, within: 'yes' } })
  })

  test('by the incident that surely voids it; of those that are alike by the first', () => {
    expect(found([before, before])).toEqual({ 21: { number: 1, within: 'yes' } })
    expect(found([between, before])).toEqual({ 21: { number: 2, within: 'yes' } })
    expect(found([before, between])).toEqual({ 21: { number: 1, within: 'yes' } })
    expect(found([between, between])).toEqual({ 21: { number: 1, within: 'perhaps' } })
    const { slice, decisions } = request([before, before])
    const turned = { ...decisions, incidents: decisions.incidents.toReversed() }
    expect([...voidWorks(createJournal(slice), turned, 'max').values()]).toEqual([
      { number: 1, within: 'yes' },
    ])
  })

  test('by one incident also where another of the same account has ended before', () => {
    const ended = { ...told('2026-11-13 09'), passwordChanged: '2026-11-13 12:00' }
    expect(found([ended, before])).toEqual({ 21: { number: 2, within: 'yes' } })
  })
})

describe('what was said of a void work', () => {
  const verdictOf = (incidents: Incidents, works?: Homework) => {
    const { verdicts } = checkJournal(request(incidents, works))
    return verdicts.find(({ subject }) => subject.work === '21')
  }
  const noon: Homework = [
    { id: 21, lesson: 1, states: [{ absent: '2026-11-16 08:35', seen: '2026-11-16 08:55' }] },
  ]
  const early = { learned: '2026-11-16 08:00', head: '2026-11-16 08:10', support: '2026-11-16 08:30' }
  const during = { ...early, support: '2026-11-16 08:40' }

  test('becomes void, kept or broken, tells what it was, and proves nothing', () => {
    expect(verdictOf([])).toMatchObject({ verdict: 'broken', evidence: { level: 'B' } })
    expect(verdictOf([before])).toMatchObject({
      verdict: 'void',
      reason: 'broken',
      evidence: { level: null },
      decision: { by: 'incident', number: 1, insteadOf: 'broken' },
      message: expect.stringMatching(/^7А.*\. Запись недействительна: .*\(инцидент № 1\)\.$/),
    })
    expect(verdictOf([early], noon)).toMatchObject({ verdict: 'void', decision: { insteadOf: 'kept' } })
  })

  test('accuses nobody where it is only perhaps void, and stays what it is where it accused nobody', () => {
    expect(verdictOf([between])).toMatchObject({
      verdict: 'unproven',
      reason: 'unproven-void',
      evidence: { level: null },
      message: expect.stringMatching(/^7А.*\. Не доказано: возможно, .*\(инцидент № 1\)\.$/),
    })
    expect(verdictOf([between])?.decision).toBeUndefined()
    expect(verdictOf([during], noon)).toEqual(verdictOf([], noon))
  })

  test('stays as it is where it is about no work, another one, or the incident itself', () => {
    const voider = createVoider(new Map([['21', { number: 1, within: 'yes' }]]))
    const verdict = verdictOf([])
    if (!verdict) throw new Error('The case needs a verdict')
    const { work: _work, ...lesson } = verdict.subject
    for (const subject of [
      lesson,
      { ...verdict.subject, work: '22' },
      { ...verdict.subject, incident: '1' },
    ]) {
      expect(voider.annul({ ...verdict, subject })).toEqual({ ...verdict, subject })
      expect(voider.concerns(subject)).toBe(false)
    }
    expect(voider.concerns(verdict.subject)).toBe(true)
    expect([voider.concernsAny, createVoider(new Map()).concernsAny]).toEqual([true, false])
  })
})
