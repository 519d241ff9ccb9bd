import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { type DatabaseHandle, openDatabase } from '../../src/database/index.js'
import { createLedger, type JudgedDuties, type RecordedScope } from '../../src/ledger/index.js'
import { rules, type Verdict, type VerdictKind, wholeSchool } from '../../src/regulation/index.js'
import { type TestDatabase, testDatabase } from '../support/database.js'
import { aScope, aVerdict, judgedOf, ledgerOfVerdicts, noon, school } from './verdicts.js'

let database: TestDatabase
let handle: DatabaseHandle
let ledger: ReturnType<typeof ledgerOfVerdicts>

beforeAll(async () => {
  database = await testDatabase()
  handle = openDatabase(database)
  ledger = ledgerOfVerdicts(handle)
})

beforeEach(() =>
  handle.pool.query('truncate ledger.entry, ledger.event, ledger.rule_day, ledger.checked_day, ledger.told'),
)

afterAll(async () => {
  await handle.close()
  await database.drop()
})

const nothing = { opened: 0, changed: 0, mended: 0, closed: 0 }

function later(minutes: number, more: Partial<RecordedScope> = {}): RecordedScope {
  return aScope({ asOf: noon + minutes * 60_000, runId: `run-${minutes}`, ...more })
}

async function onlyEntry() {
  const entries = await ledger.list({ school })
  expect(entries).toHaveLength(1)
  const [entry] = entries
  if (entry === undefined) throw new Error('no entry')
  return entry
}

async function story(id: string): Promise<[VerdictKind | null, VerdictKind | 'closed', string | null][]> {
  const history = await ledger.history(id)
  return (history?.events ?? []).map(event => [event.from, event.to, event.runId])
}

describe('a duty over time', () => {
  test('what is found stands whole, under an id that stays', async () => {
    const verdict = aVerdict()
    expect(await ledger.record(aScope(), [verdict])).toEqual({ ...nothing, opened: 1 })
    const entry = await onlyEntry()
    expect(entry).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{16}$/),
      verdict,
      openedAt: noon,
      changedAt: noon,
    })
    expect(await ledger.history(entry.id)).toEqual({
      entry,
      closed: false,
      events: [{ at: noon, from: null, to: 'broken', runId: 'run-1', verdict }],
    })
  })

  test('whatever its subject, its teachers and its words are made of', async () => {
    const odd = ['', ',', '"', '\\', '{}', 'null', "'", '\t\n', '\x1f', 'а\x1fб', '\u{1f600}']
    const verdicts = odd.map((part, index) =>
      aVerdict({
        subject: { class: index % 2 === 0 ? '' : '11', part, ...(index % 3 === 0 ? { subject: '7' } : {}) },
        responsible: ['31', '32', '33'].slice(index % 4),
        deadline: index % 2 === 0 ? null : noon,
        message: `Сказано: ${part}`,
      }),
    )
    for (const some of [verdicts, verdicts.slice(0, 1), verdicts.filter((_, index) => index !== 8)])
      await ledger.record(aScope(), some)
    await ledger.record(aScope(), verdicts)
    const stands = new Map((await ledger.list({ school })).map(({ verdict }) => [verdict.message, verdict]))
    for (const verdict of verdicts) expect(stands.get(verdict.message)).toEqual(verdict)
    const { rows } = await handle.pool.query(
      `select content ->> 'message' as message, severity, subject_id as subject, teachers, deadline::float8
       from ledger.entry`,
    )
    for (const { message, ...columns } of rows) {
      const { severity, subject, responsible, deadline } = stands.get(message) ?? aVerdict()
      expect(columns).toEqual({
        ...{ severity, subject: subject.subject ?? null, teachers: responsible, deadline },
      })
    }
  })

  test('pending, broken, mended: each change is an event with its own verdict', async () => {
    const kinds = ['pending', 'broken', 'mended'] as const
    const changes = []
    for (const [minutes, kind] of kinds.entries()) {
      changes.push(await ledger.record(later(minutes), [aVerdict({ verdict: kind, reason: kind })]))
    }
    expect(changes).toEqual([
      { ...nothing, opened: 1 },
      { ...nothing, changed: 1 },
      { ...nothing, mended: 1 },
    ])
    const entry = await onlyEntry()
    expect(entry).toMatchObject({
      openedAt: noon,
      changedAt: noon + 2 * 60_000,
      verdict: { verdict: 'mended' },
    })
    expect(await story(entry.id)).toEqual([
      [null, 'pending', 'run-0'],
      ['pending', 'broken', 'run-1'],
      ['broken', 'mended', 'run-2'],
    ])
    const history = await ledger.history(entry.id)
    expect(history?.events.map(event => event.verdict.reason)).toEqual([...kinds])
  })

  test('fresh evidence of the same kind replaces the text and makes no event', async () => {
    await ledger.record(aScope(), [aVerdict()])
    const fresh = aVerdict({ message: 'Задание выдано с опозданием на 5 минут' })
    expect(await ledger.record(later(5), [fresh])).toEqual(nothing)
    const entry = await onlyEntry()
    expect(entry.verdict).toEqual(fresh)
    expect(entry.changedAt).toBe(noon)
    expect(await story(entry.id)).toHaveLength(1)
  })

  test('a duty that turns out kept is closed, with the verdict that closed it', async () => {
    await ledger.record(aScope(), [aVerdict({ verdict: 'pending' })])
    const { id } = await onlyEntry()
    const kept = aVerdict({ verdict: 'kept', reason: 'kept' })
    expect(await ledger.record(later(5), [kept])).toEqual({ ...nothing, closed: 1 })
    expect(await ledger.list({ school })).toEqual([])
    const history = await ledger.history(id)
    expect(history?.closed).toBe(true)
    expect(history?.events.at(-1)).toEqual({
      at: noon + 300_000,
      from: 'pending',
      to: 'closed',
      runId: 'run-5',
      verdict: kept,
    })
  })

  test('a duty whose subject is gone is closed, and opens again under the same id', async () => {
    await ledger.record(aScope(), [aVerdict()])
    const { id } = await onlyEntry()
    expect(await ledger.record(later(1), [])).toEqual({ ...nothing, closed: 1 })
    expect(await ledger.record(later(2), [])).toEqual(nothing)
    expect(await ledger.record(later(3), [aVerdict()])).toEqual({ ...nothing, opened: 1 })
    const entry = await onlyEntry()
    expect(entry).toMatchObject({ id, openedAt: noon, changedAt: noon + 180_000 })
    expect(await story(id)).toEqual([
      [null, 'broken', 'run-1'],
      ['broken', 'closed', 'run-1'],
      [null, 'broken', 'run-3'],
    ])
  })

  test('a lesson that moves to another week takes its duty along', async () => {
    await ledger.record(aScope(), [aVerdict()])
    const { id } = await onlyEntry()
    const next = { from: '2026-11-23', to: '2026-11-29' }
    expect(await ledger.record(later(1, next), [aVerdict({ date: '2026-11-25' })])).toEqual(nothing)
    expect(await ledger.record(later(2), [])).toEqual(nothing)
    expect(await onlyEntry()).toMatchObject({ id, verdict: { date: '2026-11-25' } })
  })

  test('a lesson that moves to another week and is kept there leaves nothing behind', async () => {
    await ledger.record(aScope(), [aVerdict(), aVerdict({ verdict: 'kept' }, '502')])
    const { id } = await onlyEntry()
    const next = { from: '2026-11-23', to: '2026-11-29' }
    const moved = aVerdict({ date: '2026-11-25', verdict: 'kept' })
    expect(await ledger.record(later(1, next), [moved])).toEqual({ ...nothing, closed: 1 })
    expect(await ledger.list({ school })).toEqual([])
    expect((await ledger.history(id))?.events.at(-1)).toMatchObject({ to: 'closed', verdict: moved })
  })

  test('a rule that speaks twice of one duty is heard once, at its gravest', async () => {
    const twice = [
      aVerdict({ verdict: 'pending' }),
      aVerdict({ verdict: 'broken' }),
      aVerdict({ verdict: 'kept' }),
    ]
    expect(await ledger.record(aScope(), twice)).toEqual({ ...nothing, opened: 1 })
    expect((await onlyEntry()).verdict.verdict).toBe('broken')
  })
})

describe('the scope', () => {
  const outside: [string, Partial<RecordedScope>][] = [
    ['other days', { from: '2026-11-19' }],
    ['other classes', { classIds: ['12'] }],
    ['other rules', { rules: ['2.1-topics-in-time'] }],
    ['another school', { school: '5' }],
  ]
  test.each(outside)('a check of %s closes nothing here', async (_, scope) => {
    await ledger.record(aScope(), [aVerdict()])
    expect(await ledger.record(later(5, scope), [])).toEqual(nothing)
    expect(await ledger.list({ school })).toHaveLength(1)
  })

  test('the same duty in two schools is two entries', async () => {
    await ledger.record(aScope(), [aVerdict()])
    await ledger.record(aScope({ school: '5' }), [aVerdict()])
    const [here, there] = [await ledger.list({ school }), await ledger.list({ school: '5' })]
    expect([here.length, there.length]).toEqual([1, 1])
    expect(here[0]?.id).not.toBe(there[0]?.id)
  })

  test('a slow check with an earlier as-of changes nothing that a later one has said', async () => {
    await ledger.record(later(10), [aVerdict({ verdict: 'mended' }), aVerdict({ verdict: 'kept' }, '502')])
    const stale = [
      aVerdict({ verdict: 'broken' }),
      aVerdict({ verdict: 'broken' }, '502'),
      // The later check found nothing to say of this day, and that was its word.
      aVerdict({ date: '2026-11-19' }, '503'),
    ]
    expect(await ledger.record(later(5), stale)).toEqual(nothing)
    expect(await ledger.record(later(6), [])).toEqual(nothing)
    expect((await onlyEntry()).verdict.verdict).toBe('mended')
    expect(await ledger.record(later(10), stale)).toMatchObject({ opened: 2, changed: 1 })
  })

  const unsaid: [string, Partial<RecordedScope>, number][] = [
    ['the same scope', {}, 0],
    ['the class', { classIds: ['11'] }, 0],
    ['the day', { from: '2026-11-18', to: '2026-11-18' }, 0],
    ['the days before', { to: '2026-11-17' }, 1],
    ['the days after', { from: '2026-11-19' }, 1],
    ['another class', { classIds: ['12'] }, 1],
    ['another rule', { rules: ['2.1-topics-in-time'] }, 1],
    ['another school', { school: '5' }, 1],
  ]
  const everyRule = rules.map(({ id }) => id)
  const ofClasses = rules.filter(({ isOfSchool }) => !isOfSchool).map(({ id }) => id)
  const ruled: [string, Partial<RecordedScope>, Partial<RecordedScope>][] = [
    ['some rules', {}, {}],
    ['all rules', { rules: everyRule }, { rules: everyRule }],
    ['all rules of classes', { rules: ofClasses }, {}],
  ]
  describe.each(ruled)('with %s', (_, of, slow) => {
    test.each(unsaid)(
      'after a later check of %s that found nothing, a slow one is heard or not',
      async (_, scope, opened) => {
        await ledger.record(later(10, { ...of, ...scope }), [])
        expect(await ledger.record(later(5, slow), [aVerdict()])).toEqual({ ...nothing, opened })
        expect(await ledger.record(later(10, slow), [aVerdict()])).toEqual({ ...nothing, opened: 1 - opened })
        expect(await ledger.keptCounts({ school })).toEqual([])
      },
    )
  })

  test.each([
    ['none', wholeSchool],
    ['a class', '11'],
  ])(
    'a duty of the school that names %s is told by whoever spoke of it, not by a later check of classes that didn’t',
    async (_, classId) => {
      const { id: rule = '' } = rules.find(({ isOfSchool }) => isOfSchool) ?? {}
      const ofSchool = aVerdict({ rule, subject: { class: classId } })
      await ledger.record(later(10, { rules: ofClasses, classIds: ['11'] }), [])
      expect(await ledger.record(later(5, { rules: everyRule }), [ofSchool])).toMatchObject({ opened: 1 })
      const mended = { ...ofSchool, verdict: 'mended' } as const
      const classes = { rules: everyRule, classIds: ['11'] }
      expect(await ledger.record(later(20, classes), [mended])).toMatchObject({ mended: 1 })
      await ledger.record(later(22, { ...classes, rules: ofClasses }), [])
      expect(await ledger.record(later(15, { rules: everyRule }), [ofSchool])).toEqual(nothing)
    },
  )

  test('who told a day last is said once: by class, or for all by a check of the school', async () => {
    const told = async () =>
      (
        await handle.pool.query(
          'select class_id as of, rules, count(*)::int as days from ledger.checked_day group by 1, 2 order by 1, 2',
        )
      ).rows
    const week = 7
    await ledger.record(later(1, { rules: ['2.6-homework-in-time'], classIds: ['11'] }), [aVerdict()])
    expect(await told()).toEqual([{ of: '11', rules: ['2.6-homework-in-time'], days: week }])
    const rulesOfMarks = ['2.5-marks-same-day', '2.6-homework-in-time']
    await ledger.record(later(1.5, { rules: rulesOfMarks, classIds: ['11'] }), [aVerdict()])
    expect(await told()).toEqual([{ of: '11', rules: rulesOfMarks, days: week }])
    await ledger.record(later(2, { rules: everyRule, classIds: ['11', '12', '11'] }), [aVerdict()])
    expect(await told()).toEqual([
      { of: '11', rules: [], days: week },
      { of: '12', rules: [], days: week },
    ])
    await ledger.record(later(3, { rules: everyRule, to: '2026-11-21' }), [aVerdict()])
    expect(await told()).toEqual([
      { of: wholeSchool, rules: [], days: week - 1 },
      { of: '11', rules: [], days: 1 },
      { of: '12', rules: [], days: 1 },
    ])
  })

  test('a slow check closes nothing on a day that a later one has emptied and filled again', async () => {
    await ledger.record(later(0), [aVerdict()])
    await ledger.record(later(10), [])
    await ledger.record(later(20, { classIds: ['11'] }), [aVerdict()])
    expect(await ledger.record(later(15), [])).toEqual(nothing)
    expect(await ledger.record(later(25), [])).toEqual({ ...nothing, closed: 1 })
  })

  test('a duty that moved by a later check stays where it went', async () => {
    await ledger.record(later(0), [aVerdict()])
    const next = { from: '2026-11-23', to: '2026-11-29' }
    await ledger.record(later(10, next), [aVerdict({ date: '2026-11-25' })])
    expect(await ledger.record(later(5), [aVerdict({ verdict: 'mended' })])).toEqual(nothing)
    expect((await onlyEntry()).verdict).toMatchObject({ date: '2026-11-25', verdict: 'broken' })
  })

  test('two recorders at once do no harm', async () => {
    const verdicts = Array.from({ length: 50 }, (_, index) => aVerdict({}, String(index)))
    const reversed = [...verdicts].reverse()
    const changes = await Promise.all([ledger.record(aScope(), verdicts), ledger.record(aScope(), reversed)])
    expect(changes.map(change => change.opened).sort((a, b) => a - b)).toEqual([0, 50])
    const { rows } = await handle.pool.query('select count(*)::int as n from ledger.event')
    expect(rows).toEqual([{ n: 50 }])
  })
})

describe('reading', () => {
  const topics = { rule: '2.1-topics-in-time', clause: '2.1' }
  const all: Verdict[] = [
    aVerdict({ date: '2026-11-20', verdict: 'unproven' }, '3'),
    aVerdict({ date: '2026-11-18' }, '2'),
    aVerdict({ date: '2026-11-18', ...topics, subject: { class: '12', lesson: '1' } }),
    aVerdict({ date: '2026-11-16', verdict: 'kept' }, '4'),
    aVerdict({ date: '2026-11-22', verdict: 'kept' }, '5'),
    aVerdict({ date: '2026-11-22', verdict: 'kept', ...topics, subject: { class: '12', lesson: '6' } }),
  ]
  const lessons = async (filter: Partial<Parameters<typeof ledger.list>[0]>) =>
    (await ledger.list({ school, ...filter })).map(entry => entry.verdict.subject.lesson)

  test('entries come by date, rule and subject, and can be filtered', async () => {
    await ledger.record(aScope(), all)
    expect(await lessons({})).toEqual(['1', '2', '3'])
    expect(await lessons({ from: '2026-11-19' })).toEqual(['3'])
    expect(await lessons({ to: '2026-11-19' })).toEqual(['1', '2'])
    expect(await lessons({ classIds: ['12'] })).toEqual(['1'])
    expect(await lessons({ rules: ['2.6-homework-in-time'] })).toEqual(['2', '3'])
    expect(await lessons({ kinds: ['unproven', 'pending'] })).toEqual(['3'])
    expect(await lessons({ kinds: [] })).toEqual([])
  })

  test('what is kept is counted by rule, class and week, and a check of a part replaces that part', async () => {
    await ledger.record(aScope(), all)
    const homework = { rule: '2.6-homework-in-time', classId: '11', week: '2026-11-16' }
    const topic = { rule: '2.1-topics-in-time', classId: '12', week: '2026-11-16', kept: 1 }
    expect(await ledger.keptCounts({ school })).toEqual([topic, { ...homework, kept: 2 }])
    expect(await ledger.keptCounts({ school, to: '2026-11-21' })).toEqual([{ ...homework, kept: 1 }])

    await ledger.record(later(1, { from: '2026-11-22', classIds: ['11'] }), [])
    expect(await ledger.keptCounts({ school })).toEqual([topic, { ...homework, kept: 1 }])
    const twoMore = ['7', '8'].map(lesson => aVerdict({ date: '2026-11-23', verdict: 'kept' }, lesson))
    await ledger.record(later(2, { from: '2026-11-23', to: '2026-11-29' }), twoMore)
    expect(await ledger.keptCounts({ school, classIds: ['11'] })).toEqual([
      { ...homework, kept: 1 },
      { ...homework, week: '2026-11-23', kept: 2 },
    ])
  })

  test('an unknown id has no history', async () => {
    expect(await ledger.history('0123456789abcdef')).toBeNull()
  })
})

test('what fails while the entries are written leaves nothing of them, and the next check is heard', async () => {
  // More than one statement takes.
  const many = Array.from({ length: 5_500 }, (_, index) => aVerdict({}, String(index)))
  const failing: JudgedDuties = {
    ...judgedOf(many),
    async figures() {
      throw new Error('nothing to count by')
    },
  }
  await expect(createLedger(handle).record(aScope(), failing)).rejects.toThrow('nothing to count by')
  expect(await ledger.list({ school })).toEqual([])
  expect(await ledger.record(aScope(), [aVerdict()])).toEqual({ ...nothing, opened: 1 })
})
