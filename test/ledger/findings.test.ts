import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type DatabaseHandle, openDatabase } from '../../src/database/index.js'
import { createFindings, createLedger, type FindingFilter } from '../../src/ledger/index.js'
import type { Own } from '../../src/people/index.js'
import { type FigureDay, noFigures, rules, type Verdict } from '../../src/regulation/index.js'
import { keptClasses, maySee, withinOf } from '../../src/web/narrow.js'
import { type TestDatabase, testDatabase } from '../support/database.js'
import { aScope, aVerdict, judgedOf, noon, school } from './verdicts.js'

let database: TestDatabase
let handle: DatabaseHandle
beforeAll(async () => {
  database = await testDatabase()
  handle = openDatabase(database)
})
beforeEach(() =>
  handle.pool.query(
    'truncate ledger.entry, ledger.event, ledger.rule_day, ledger.checked_day, ledger.figure_day cascade',
  ),
)
afterAll(async () => {
  await handle.close()
  await database.drop()
})

const everyRule = rules.map(({ id }) => id)
const days = { from: '2026-11-16', to: '2026-11-22' }
const all = (more: Partial<FindingFilter> = {}): FindingFilter => ({ school, ...days, within: null, ...more })

async function record(verdicts: readonly Verdict[], figures: readonly FigureDay[] = [], asOf = noon) {
  const ledger = createLedger(handle)
  await ledger.record(aScope({ rules: everyRule, asOf }), {
    ...judgedOf(verdicts),
    figures: async () => figures,
  })
}

function aDay(
  more: Partial<Omit<FigureDay, 'counts'>> = {},
  counts: Partial<FigureDay['counts']> = {},
): FigureDay {
  return {
    ...{ classId: '11', date: '2026-11-18', subjectId: '501', teacherIds: ['31'], pupils: 20 },
    ...more,
    counts: { ...noFigures(), lessons: 1, ...counts },
  }
}

describe('what the pages ask of the ledger', () => {
  test('the worst comes first, page by page, and deadlines in their order', async () => {
    const of = (severity: Verdict['severity'], lesson: string, deadline: number) =>
      aVerdict({ severity, deadline, verdict: severity === 'info' ? 'pending' : 'broken' }, lesson)
    await record([
      of('minor', '1', noon),
      of('critical', '2', noon),
      of('major', '3', noon),
      of('info', '4', noon + 9),
      of('info', '5', noon + 5),
    ])
    const found = createFindings(handle)
    const lessons = async (...options: Parameters<typeof found.list>) =>
      (await found.list(...options)).map(({ verdict }) => verdict.subject.lesson)
    const broken = all({ kinds: ['broken'] })
    expect(await lessons(broken, { limit: 2, order: 'worst' })).toEqual(['2', '3'])
    expect(await lessons(broken, { limit: 2, offset: 2, order: 'worst' })).toEqual(['1'])
    const due = { after: noon, until: noon + 9 }
    expect(await lessons(all({ kinds: ['pending'] }), { limit: 9, order: 'deadline', due })).toEqual([
      '5',
      '4',
    ])
  })

  test('what was kept is told by week, of the classes asked for, and no week without it', async () => {
    const kept = (date: string, classId: string, lesson: string) =>
      aVerdict({ verdict: 'kept', date, subject: { class: classId, lesson } }, lesson)
    await createLedger(handle).record(
      aScope({ rules: everyRule, to: '2026-12-06' }),
      judgedOf([
        kept('2026-11-18', '11', '1'),
        kept('2026-11-20', '11', '2'),
        kept('2026-12-01', '11', '3'),
        kept('2026-12-01', '12', '4'),
        aVerdict({ verdict: 'broken', date: '2026-11-25' }, '5'),
      ]),
    )
    const weeks = { school, from: days.from, to: '2026-12-06' }
    const found = createFindings(handle)
    expect([...(await found.keptByWeek({ ...weeks, classIds: null }))].sort()).toEqual([
      ['2026-11-16', 2],
      ['2026-11-30', 2],
    ])
    expect(await found.keptByWeek({ ...weeks, classIds: ['12'] })).toEqual(new Map([['2026-11-30', 1]]))
  })

  test('days that a later check has counted aren’t counted anew by an earlier one', async () => {
    const found = createFindings(handle)
    await record([], [aDay({}, { topics: 1 })], noon + 1000)
    await record([], [aDay({}, { topics: 0, lessons: 5 })], noon)
    expect((await found.figures(all())).counts).toMatchObject({ lessons: 1, topics: 1 })
    await record([], [], noon + 2000)
    expect((await found.figures(all())).counts.lessons).toBe(0)
  })

  test('pupils of a class count once a week, however many lessons it has', async () => {
    const found = createFindings(handle)
    await record(
      [],
      [
        aDay({}, { marks: 10 }),
        aDay({ date: '2026-11-19', subjectId: '502', pupils: 12 }, { marks: 2 }),
        aDay({ classId: '12', pupils: 25 }, { marks: 5 }),
      ],
    )
    expect(await found.figures(all())).toMatchObject({ pupilWeeks: 45, counts: { marks: 17 } })
    expect(await found.figures(all({ subject: '502' }))).toMatchObject({
      pupilWeeks: 12,
      counts: { marks: 2 },
    })
  })

  test('mending is timed from the finding to the mending; what was found mended already isn’t', async () => {
    await record([aVerdict({}, '1'), aVerdict({ verdict: 'mended' }, '2')])
    await record(
      [aVerdict({ verdict: 'mended' }, '1'), aVerdict({ verdict: 'mended' }, '2')],
      [],
      noon + 36 * 3_600_000,
    )
    expect(await createFindings(handle).mendingDays(all())).toBe(1.5)
  })
})

const classes = ['11', '12', '13']
const teachers = ['31', '32', '33']
const AVerdict = fc.record({
  classId: fc.constantFrom(...classes, ''),
  responsible: fc.uniqueArray(fc.constantFrom(...teachers), { maxLength: 2 }),
  kind: fc.constantFrom('broken', 'mended', 'unproven', 'pending', 'kept' as const),
  rule: fc.constantFrom('2.6-homework-in-time', '2.3-topic-filled'),
})
const AnOwn = fc.record({
  classes: fc.uniqueArray(fc.constantFrom(...classes), { maxLength: 2 }).map(ids => new Set(ids)),
  teacher: fc.option(fc.constantFrom(...teachers)),
})

describe('whoever reaches only what is their own', () => {
  test('is shown exactly that: no list, no count, no figure tells of anything else', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(AVerdict, { maxLength: 25 }), AnOwn, async (shapes, own) => {
        await handle.pool.query(
          'truncate ledger.entry, ledger.event, ledger.rule_day, ledger.checked_day, ledger.figure_day cascade',
        )
        const verdicts = shapes.map(({ classId, responsible, kind, rule }, index) =>
          aVerdict({ verdict: kind, rule, responsible, subject: { class: classId, lesson: String(index) } }),
        )
        const lessons = verdicts.map(verdict =>
          aDay({
            classId: verdict.subject.class,
            subjectId: verdict.subject.lesson ?? null,
            teacherIds: verdict.responsible,
          }),
        )
        await record(verdicts, lessons)
        await theirs(verdicts, lessons, own)
      }),
      { numRuns: 25 },
    )
  })

  async function theirs(verdicts: readonly Verdict[], lessons: readonly FigureDay[], own: Own) {
    const found = createFindings(handle)
    const filter = all({ within: withinOf(own) })
    const open = verdicts.filter(({ verdict }) => verdict !== 'kept')
    const seen = open.filter(verdict => maySee(own, verdict))
    const listed = await found.list(filter, { limit: 1000, order: 'worst' })
    expect(listed.map(({ verdict }) => verdict.subject.lesson).sort()).toEqual(
      seen.map(({ subject }) => subject.lesson).sort(),
    )
    for (const by of ['rule', 'classId', 'date', 'week', 'kind', 'severity', 'subject'] as const) {
      const counted = await found.counts(filter, [by])
      expect(counted.reduce((sum, { count }) => sum + count, 0)).toBe(seen.length)
    }
    const byTeacher = await found.counts(filter, ['teacher'])
    const answering = seen.flatMap(({ responsible }) => responsible)
    expect(new Map(byTeacher.map(({ teacher, count }) => [teacher, count]))).toEqual(
      new Map([...new Set(answering)].map(id => [id, answering.filter(other => other === id).length])),
    )
    const taught = lessons.filter(({ classId, teacherIds }) =>
      maySee(own, { subject: { class: classId }, responsible: teacherIds }),
    )
    expect((await found.figures(filter)).counts.lessons).toBe(taught.length)
    expect(new Set((await found.taught(filter)).map(({ classId }) => classId))).toEqual(
      new Set(taught.map(({ classId }) => classId)),
    )
    for (const classId of [undefined, ...classes]) {
      const of = keptClasses({ ...filter, classId })
      const kept = of === null ? new Map() : await found.kept({ school, ...days, ...of })
      const mine = verdicts.filter(
        ({ verdict, subject }) =>
          verdict === 'kept' &&
          own.classes.has(subject.class) &&
          (classId ?? subject.class) === subject.class,
      )
      const shown = [...kept.values()].reduce((sum, count) => sum + count, 0)
      expect(of === null ? 0 : shown).toBe(of === null ? 0 : mine.length)
    }
  }
})
