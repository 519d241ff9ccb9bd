import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { enterStatements, withdrawStatement } from '../../jobs/steps/enter-statements.js'
import { type Judgement, record } from '../../jobs/steps/evaluate.js'
import { nothing, recordByClass } from '../../jobs/steps/judge-again.js'
import { judgeByClass } from '../../jobs/steps/judge-by-class.js'
import { judge } from '../../src/app.js'
import { enteringPatiently } from '../../src/cli/web-deps/entering.js'
import { settingsDeps } from '../../src/cli/web-deps/settings.js'
import type { Slices } from '../../src/mirror/index.js'
import {
  type Decisions,
  noCounts,
  noDecisions,
  RegulationSchema,
  rules,
  rulesConcernedBy,
  verdictKinds,
} from '../../src/regulation/index.js'
import { createLine } from '../../src/web/index.js'
import { type Installation, installation } from './installation.js'

/** Days of a school judged class by class: the same as at once, with one class's journal in hand. */

const days = { from: '2026-10-12', to: '2026-10-20' }
let house: Installation
let request: { school: string; from: string; to: string; classIds: null }
beforeAll(async () => {
  house = await installation('2026-10-20T23:00:00+03:00', { classes: 4 })
  await house.run('sync', days)
  request = { school: house.school.id, ...days, classIds: null }
})
afterAll(() => house.close())

const sorted = (items: Iterable<unknown>) => [...items].map(item => JSON.stringify(item)).sort()

async function judgedByClass(signal?: AbortSignal): Promise<readonly Judgement[]> {
  const all: Judgement[] = []
  await judgeByClass(
    house.app.deps,
    request,
    [{}],
    async judgements => {
      all.push(...judgements)
    },
    signal,
  )
  return all
}

test('gives the verdicts, kept ones and counts of the whole', async () => {
  const whole = await judge(house.app.deps, request)
  const parts = await judgedByClass()
  expect(parts.length).toBeGreaterThan(2)
  expect(sorted(parts.flatMap(({ judged }) => judged.found))).toEqual(sorted(whole.judged.found))
  const kept = parts.flatMap(({ judged }) => [...judged.kept.verdicts()])
  expect(kept.length).toBeGreaterThan(100)
  expect(sorted(kept)).toEqual(sorted(whole.judged.kept.verdicts()))
  for (const { id } of rules) {
    const sum = noCounts()
    for (const { judged } of parts)
      for (const kind of verdictKinds) sum[kind] += judged.counts[id]?.[kind] ?? 0
    expect({ id, ...sum }).toEqual({ id, ...whole.judged.counts[id] })
  }
})

test('judges a school that writes down who was there as the whole of it', async () => {
  const other = await installation('2026-10-20T23:00:00+03:00', {
    classes: 2,
    switches: { attendWritten: true },
  })
  try {
    await other.run('sync', days)
    const asked = { school: other.school.id, ...days, classIds: null }
    const whole = await judge(other.app.deps, asked)
    const found: unknown[] = []
    await judgeByClass(other.app.deps, asked, [{}], async ([part]) => {
      found.push(...(part?.judged.found ?? []))
    })
    // Lessons without an entry are forgotten ones there, and told of.
    expect(whole.judged.counts['2.5-attendance-daily']?.broken).toBeGreaterThan(0)
    expect(sorted(found)).toEqual(sorted(whole.judged.found))
  } finally {
    await other.close()
  }
})

test('knows of lessons of other classes, where the school looks for signs of a login that was handed over', async () => {
  const { deps } = house.app
  const { slice } = await judge(deps, request)
  const filled = slice.lessons.filter(
    ({ status, topic, teacherIds, groupId, classId }) =>
      status === 'held' &&
      (topic.at(-1)?.value ?? '') !== '' &&
      teacherIds.length === 1 &&
      groupId === classId,
  )
  const [one, other] =
    filled
      .flatMap(a => filled.map(b => [a, b] as const))
      .find(
        ([a, b]) =>
          a.date === b.date &&
          a.number === b.number &&
          a.classId !== b.classId &&
          a.subjectId !== b.subjectId &&
          a.teacherIds[0] !== b.teacherIds[0],
      ) ?? []
  if (!one || !other) throw new Error('Two classes have lessons at one time')
  const content = {
    ...{ groupId: other.classId, date: other.date, lesson: other.number ?? 0, order: 'приказ № 45' },
    ...{ personId: one.teacherIds[0] ?? '', insteadOf: other.teacherIds[0] ?? '' },
  }
  const variant = (enabled: boolean, substitutions: Decisions['substitutions']) => ({
    regulation: RegulationSchema.parse({ editions: [{ rules: { '4.1-login-signs': { enabled } } }] }),
    decisions: { ...noDecisions, substitutions },
  })
  const stated = [{ number: 1, content }]
  const variants = [variant(true, stated), variant(true, []), variant(false, stated)]
  const found: (readonly string[])[] = variants.map(() => [])
  await judgeByClass(deps, request, variants, async judgements => {
    for (const [index, { judged }] of judgements.entries())
      found[index] = [
        ...(found[index] ?? []),
        ...judged.found.flatMap(({ rule, reason, subject }) =>
          rule === '4.1-login-signs' && reason === 'unproven-at-once' ? (subject.lesson ?? []) : [],
        ),
      ]
  })
  // The timetable of the generated school has clashes of its own.
  expect(found[0]).toEqual(expect.arrayContaining([one.id, other.id]))
  expect(found[1]).not.toContain(other.id)
  expect(found[2]).toEqual([])
})

test('leaves the ledger as a check of the whole leaves it', async () => {
  const { deps } = house.app
  await record(deps, await judge(deps, request), null)
  const state = async () => ({
    entries: await deps.ledger.list({ ...days, school: request.school }),
    kept: await deps.ledger.keptCounts({ ...days, school: request.school }),
    figures: (await house.app.database.pool.query('select * from ledger.figure_day order by 1, 2, 3, 4, 5'))
      .rows,
  })
  const before = await state()
  expect(before.entries.length).toBeGreaterThan(0)
  expect(await recordByClass(deps, request, { runId: null })).toEqual({
    ...{ opened: 0, changed: 0, mended: 0, closed: 0 },
  })
  expect(await state()).toEqual(before)
})

test('an earlier check has no word any more about days of which this one said nothing', async () => {
  const { deps } = house.app
  const { pool } = house.app.database
  const late = await judge(deps, request)
  house.clock.set(house.clock.now() + 60_000)
  await recordByClass(deps, request, { runId: null })
  const [classId = ''] = late.slice.classes.map(({ id }) => id)
  const [verdict] = late.judged.found
  if (!verdict) throw new Error('Nothing was found')
  const invented = [classId, 'unlisted'].map(id => ({ ...verdict, subject: { class: id, part: 'invented' } }))
  await record(
    deps,
    { ...late, judged: { ...late.judged, found: [...late.judged.found, ...invented] } },
    null,
  )
  const { rows } = await pool.query(`select from ledger.entry where verdict_key like '%invented%'`)
  expect(rows).toEqual([])
})

test.each([
  { what: 'judging', beside: 0 },
  { what: 'entering', beside: 2 },
])(
  '$what holds the journal of one part while the next is read, beside $beside that are being entered or wait for it',
  async ({ what, beside }) => {
    setFlagsFromString('--expose-gc')
    const collect: () => void = runInNewContext('gc')
    const { mirror } = house.app.deps
    const read: { readonly slice: WeakRef<object>; readonly classes: number }[] = []
    let parts: Slices['parts'] = []
    const watched: typeof mirror.slices = (asked, how, use) =>
      mirror.slices(asked, how, async slices => {
        parts = slices.parts
        return use({
          ...slices,
          async read(of) {
            // Whatever was read before is let go by now, but for what is judged and what is entered meanwhile. What V8 compiles at that
            // moment may hold on to it for some milliseconds.
            const tooOld = () =>
              read.slice(0, read.length - 1 - beside).filter(({ slice }) => slice.deref() !== undefined)
            for (let turn = 0; turn < 12 && (turn < 3 || tooOld().length > 0); turn += 1) {
              await new Promise(resolve => setTimeout(resolve, 1))
              collect()
            }
            expect(tooOld()).toEqual([])
            const one = await slices.read(of)
            const { slice } = one
            read.push({
              slice: new WeakRef(slice),
              classes: slice.lessons.length === 0 ? 0 : slice.classes.length,
            })
            return one
          },
        })
      })
    const deps = { ...house.app.deps, mirror: { ...mirror, slices: watched } }
    let found = 0
    const count = ({ judged }: Judgement) => {
      found += judged.found.length
    }
    if (what === 'entering') await recordByClass(deps, request, { runId: null, use: count })
    else
      await judgeByClass(deps, request, [{}, {}], async ([judgement]) => {
        if (judgement) count(judgement)
      })
    expect(found).toBeGreaterThan(0)
    expect(parts.length).toBeGreaterThan(1)
    expect(Math.max(...read.map(({ classes }) => classes))).toBe(Math.max(...parts.map(part => part.length)))
  },
)

describe('what is judged by class', () => {
  /** A mirror and a ledger that tell what they are asked; the ledger takes its time. */
  function slow({ most = Number.POSITIVE_INFINITY } = {}) {
    const { deps } = house.app
    const told: string[] = []
    let running = 0
    const ledger: typeof deps.ledger = {
      ...deps.ledger,
      async record(scope, judged) {
        const part = scope.classIds?.join() ?? 'school'
        told.push(`enters ${part}`)
        running += 1
        expect(running).toBe(1)
        await new Promise(resolve => setTimeout(resolve, 300))
        running -= 1
        told.push(`entered ${part}`)
        if (told.filter(word => word.startsWith('entered')).length > most)
          throw new Error('no room in the ledger')
        return deps.ledger.record(scope, judged)
      },
    }
    const slices: typeof deps.mirror.slices = (asked, how, use) =>
      deps.mirror.slices(asked, how, real =>
        use({
          ...real,
          read(of) {
            if (of.only === undefined) told.push(`reads ${of.classIds?.join()}`)
            return real.read(of)
          },
        }),
      )
    return { told, running: () => running, deps: { ...deps, ledger, mirror: { ...deps.mirror, slices } } }
  }

  test('is entered one after the other, each while the next is judged', async () => {
    const { told, deps } = slow()
    await recordByClass(deps, request, {
      runId: null,
      use({ classIds }) {
        told.push(`judged ${classIds?.join() ?? 'school'}`)
      },
    })
    const parts = told.filter(word => word.startsWith('judged')).map(word => word.replace('judged ', ''))
    expect(parts.length).toBeGreaterThan(2)
    for (const part of parts)
      expect(told).toEqual(expect.arrayContaining([`enters ${part}`, `entered ${part}`]))
    for (const [index, part] of parts.entries()) {
      const next = parts[index + 1]
      if (next !== undefined)
        expect(told.indexOf(`entered ${part}`)).toBeLessThan(told.indexOf(`enters ${next}`))
    }
    const [first, second] = parts
    expect(told).toContain(`reads ${second}`)
    for (const meanwhile of [`reads ${second}`, `judged ${second}`])
      expect(told.indexOf(meanwhile)).toBeLessThan(told.indexOf(`entered ${first}`))
    expect(told.at(-1)).toMatch(/^entered/)
  })

  test('is entered no further where one can’t be, and nothing is written any more once that is told', async () => {
    const { told, deps } = slow({ most: 1 })
    await expect(recordByClass(deps, request, { runId: null })).rejects.toThrow('no room in the ledger')
    const before = [...told]
    await new Promise(resolve => setTimeout(resolve, 700))
    expect(told).toEqual(before)
    expect(told.filter(word => word.startsWith('enters'))).toHaveLength(2)
  })

  test.each([
    [1, 'one is being entered'],
    [2, 'another one waits'],
  ])('is entered to its end where the judging is stopped, and no further (at the %d.: %s)', async at => {
    const { running, told, deps } = slow()
    const stop = new AbortController()
    let used = 0
    const use = () => {
      used += 1
      if (used === at) stop.abort()
    }
    await expect(recordByClass(deps, request, { runId: null, use }, stop.signal)).rejects.toMatchObject({
      code: 'INTERRUPTED',
    })
    expect(running()).toBe(0)
    expect(told.filter(word => word.startsWith('enter'))).toHaveLength(2)
  })
})

test.each([
  { what: 'a fortnight', from: '2026-10-07', isByClass: false },
  { what: 'a day more', from: '2026-10-06', isByClass: true },
])('$what that was read is judged class by class: $isByClass', async ({ from, isByClass }) => {
  const { ledger } = house.app.deps
  const { record } = ledger
  const entered: (readonly string[] | null)[] = []
  Object.assign(ledger, {
    async record(...[scope]: Parameters<typeof record>) {
      entered.push(scope.classIds)
      return nothing
    },
  })
  try {
    await house.run('sync', { from, to: days.to })
  } finally {
    Object.assign(ledger, { record })
  }
  if (isByClass) expect(entered.length).toBeGreaterThan(3)
  else expect(entered).toEqual([null])
})

describe('whoever gives up', () => {
  test.each([1, 2, 3])('while the journal is read is heard at the %d. look', async look => {
    const { signal } = new AbortController()
    let asked = 0
    Object.defineProperty(signal, 'aborted', {
      get() {
        asked += 1
        return asked >= look
      },
    })
    const { school } = request
    const reading = house.app.deps.mirror.slice({ school, ...days }, house.school.timeZone, signal)
    await expect(reading).rejects.toMatchObject({ code: 'INTERRUPTED' })
    expect(asked).toBe(look)
    // The connection is as good as before.
    expect((await judge(house.app.deps, request)).judged.found.length).toBeGreaterThan(0)
  })

  test('has a school judged no further', async () => {
    const stop = new AbortController()
    let parts = 0
    const judging = judgeByClass(
      house.app.deps,
      request,
      [{}],
      async () => {
        parts += 1
        stop.abort()
      },
      stop.signal,
    )
    await expect(judging).rejects.toMatchObject({ code: 'INTERRUPTED' })
    expect(parts).toBe(1)
  })
})

describe('settings that are changed', () => {
  const signed = { author: 'Иванова', at: Date.parse('2026-10-20T20:00:00Z'), why: 'приказ отменён' }
  beforeEach(() => house.app.database.pool.query('truncate ledger.statement'))

  async function ledgerNow(): Promise<unknown> {
    const { pool } = house.app.database
    const rowsOf = async (text: string) => (await pool.query(text)).rows
    return {
      entries: await rowsOf(
        'select verdict_key, kind, content_hash from ledger.entry where closed_at is null order by verdict_key',
      ),
      kept: await rowsOf(
        'select rule, class_id, date, kept from ledger.rule_day order by rule, class_id, date',
      ),
      figures: await rowsOf('select * from ledger.figure_day order by date, class_id, subject_id, teachers'),
    }
  }

  test.each([
    ['2.3-topic-filled', { minimumLetters: 40 }],
    ['2.5-marks-same-day', { markDayEnd: 'class_end', graceMinutes: 0 }],
    ['2.6-homework-in-time', { base: 'lesson_end', minutes: 10 }],
    ['2.6-homework-load', { minutes: { 5: 1, 6: 1, 7: 1, 8: 1, 9: 1 } }],
    ['4.4-operations-void', { voidFrom: 'min' }],
  ])(
    '%s: those rules are judged again whose verdicts that can change, and no day is left as it was',
    async (rule, values) => {
      const { deps } = house.app
      const judged = new Set<string>()
      const ledger: typeof deps.ledger = {
        ...deps.ledger,
        record(scope, duties) {
          for (const id of scope.rules) judged.add(id)
          return deps.ledger.record(scope, duties)
        },
      }
      await recordByClass(deps, request, { runId: null })
      const usual = await ledgerNow()
      const contents = [{ rule, values, from: days.from, order: 'приказ № 12 от 16.10.2026', reason: null }]
      const { numbers } = await enterStatements(
        { ...deps, ledger },
        request.school,
        { kind: 'settings', contents, ...signed },
        { isTold: false },
      )
      for (const id of rulesConcernedBy(rule)) expect(judged).toContain(id)
      if (rule === '2.6-homework-load') expect(judged.size).toBeLessThan(rules.length / 4)
      const changed = await ledgerNow()
      expect(await recordByClass(deps, request, { runId: null })).toEqual(nothing)
      expect(await ledgerNow()).toEqual(changed)
      await withdrawStatement(deps, request.school, { kind: 'settings', number: numbers[0] ?? 0, ...signed })
      expect(await ledgerNow()).toEqual(usual)
    },
  )
})

describe('what is entered on a page', () => {
  const rule = '2.3-topic-filled'
  const change = {
    ...{ rule, from: days.from, values: { minimumLetters: 40 }, reason: null },
    order: 'приказ № 12 от 16.10.2026',
  }
  const topics = () =>
    house.app.deps.ledger.list({ school: request.school, ...days, kinds: ['broken'], rules: [rule] })
  beforeEach(() => house.app.database.pool.query('truncate ledger.statement'))

  async function save(line = createLine(1), patienceMs = 60_000) {
    const begin = enteringPatiently({ deps: house.app.deps, queue: house.queue, line, patienceMs })
    const pages = settingsDeps(house.app, begin)
    const set = (await pages.book(request.school, days.from)).find(known => known.rule.id === rule)
    const seen = { on: days.from, version: set?.version ?? '' }
    return pages.change(request.school, change, { author: 'Иванова', seen })
  }

  test('has its days judged once, before there is an answer', async () => {
    const usual = (await topics()).length
    const { mirror } = house.app.deps
    const { slices } = mirror
    const lessons: string[] = []
    const counted: typeof slices = (asked, how, use) =>
      slices(asked, how, real =>
        use({
          ...real,
          read(of) {
            // These rules ask nothing of all classes, so that nothing is read before.
            lessons.push(of.classIds?.join() ?? '')
            return real.read(of)
          },
        }),
      )
    Object.assign(mirror, { slices: counted })
    const saved = await save()
    Object.assign(mirror, { slices })
    expect(saved).toEqual({ number: 1, checking: null })
    expect(lessons.length).toBeGreaterThan(1)
    expect(new Set(lessons).size).toBe(lessons.length)
    expect((await topics()).length).toBeGreaterThan(usual)
  })

  test('stands at once where that takes too long, and a run judges its days', async () => {
    await recordByClass(house.app.deps, request, { runId: null })
    const usual = (await topics()).length
    // Somebody else is judged for, and goes on.
    const line = createLine(1)
    let end = () => {}
    const others = line.through(
      new AbortController().signal,
      () => new Promise<void>(resolve => (end = resolve)),
    )
    const saved = await save(line, 50)
    end()
    await others
    expect(await house.app.deps.statements.standing(request.school, 'settings')).toHaveLength(1)
    await house.queue.idle(AbortSignal.timeout(600_000))
    expect(await house.app.deps.runs.get(saved.checking ?? '')).toMatchObject({
      ...{ kind: 'check', state: 'done', askedBy: 'web' },
      ...days,
    })
    expect((await topics()).length).toBeGreaterThan(usual)
  })
})
