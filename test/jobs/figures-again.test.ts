import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { nothing, recordByClass } from '../../jobs/steps/judge-again.js'
import type { JobDeps } from '../../jobs/deps.js'
import { createCalendar } from '../../src/calendar/index.js'
import {
  type FigureBasis,
  figureBases,
  figureCounts,
  figureGroups,
  RegulationSchema,
  rulesConcernedBy,
} from '../../src/regulation/index.js'
import { type Installation, installation } from './installation.js'

/** A check of some rules counts anew what these decide, and the ledger is then as a check of all would have left it. */

type Row = Record<string, unknown>

type Deciding = Exclude<FigureBasis, 'journal'>

const deciding = figureBases.filter((basis): basis is Deciding => basis !== 'journal')
/** Each with something else than usual, under which other lessons and final marks are counted. */
const otherSettings: Readonly<Record<Deciding, Row>> = {
  '2.3-topic-filled': { minimumLetters: 20 },
  '2.6-homework-in-time': { base: 'lesson_end', minutes: 0 },
  '2.5-marks-same-day': { markDayEnd: 'class_end', graceMinutes: 0 },
  '2.7-final-marks-complete': { withoutMarks: ['математика', 'русский', 'алгебра'] },
  '2.7-final-marks-mean': { upFrom: 1 },
  '2.7-final-marks-base': { minimum: { 1: 0 }, halfYearMinimum: 0 },
}
const days = { from: '2026-10-12', to: '2026-10-31' }
/** The whole period that ends on these days. */
const all = { from: '2026-09-01', to: '2026-11-03' }
const readWhole = Date.parse('2026-11-03T23:00:00+03:00')
let house: Installation
let request: { school: string; from: string; to: string; classIds: null }

beforeAll(async () => {
  house = await installation('2026-09-01T07:00:00+03:00', { school: { seed: 7, classes: 2, ...all } })
  request = { school: house.school.id, ...days, classIds: null }
  await house.run('sync', { from: all.from, to: all.from })
  house.clock.set(Date.parse('2026-10-21T12:00:00+03:00'))
  await house.run('sync', { ...all, to: '2026-10-21' })
})
beforeEach(forget)
afterAll(() => house.close())

async function rows(text: string): Promise<Row[]> {
  return (await house.app.database.pool.query(text)).rows
}

/** The journal as it stands later, with none of what a look is followed by. */
async function readOnly(): Promise<void> {
  const { ledger } = house.app.deps
  const { record } = ledger
  Object.assign(ledger, { record: async () => nothing })
  house.clock.set(readWhole)
  await house.run('sync', all)
  Object.assign(ledger, { record })
}

function forget(): Promise<unknown> {
  return house.app.database.pool.query(
    'truncate ledger.entry, ledger.event, ledger.rule_day, ledger.checked_day, ledger.figure_day, ledger.recorded cascade',
  )
}

function figuresNow(): Promise<Row[]> {
  return rows('select * from ledger.figure_day order by school, date, class_id, subject_id, teachers')
}

/** With the newest word of these rules on each day. */
async function ledgerNow(only: readonly string[]) {
  return {
    figures: await figuresNow(),
    entries: await rows('select * from ledger.entry order by school, verdict_key'),
    events: await rows('select * from ledger.event order by id'),
    days: await keptNow(),
    told: await rows(
      `select distinct on (class_id, date, told) class_id, date, told, as_of, looks_hash
       from ledger.checked_day join unnest(array[${only.map(rule => `'${rule}'`).join()}]) told on rules = '{}' or told = any(rules)
       order by class_id, date, told, as_of desc`,
    ),
  }
}

function keptNow(): Promise<Row[]> {
  return rows('select * from ledger.rule_day order by school, rule, class_id, date')
}

/** What stands, without what once stood. */
async function standingNow() {
  return {
    figures: await figuresNow(),
    entries: await rows('select * from ledger.entry where closed_at is null order by school, verdict_key'),
    days: await keptNow(),
  }
}

function setTo(values: Readonly<Record<string, Row>>): JobDeps {
  const { deps } = house.app
  const settled = {
    ...deps.school(request.school),
    regulation: RegulationSchema.parse({ editions: [{ rules: values }] }),
  }
  return { ...deps, school: () => settled }
}

/** As if the first of these weeks were holidays of every class, of which the timetable knows nothing. */
function inHolidays(deps: JobDeps): JobDeps {
  return {
    ...deps,
    async calendar(school) {
      const known = await deps.calendar(school)
      const { classes } = await deps.mirror.directory(request.school)
      const week = [{ from: days.from, to: '2026-10-18', name: 'Каникулы' }]
      const facts = { ...known.facts, holidays: Object.fromEntries(classes.map(({ id }) => [id, week])) }
      return { ...known, facts, calendar: createCalendar(facts) }
    },
  }
}

const check = (
  deps: JobDeps,
  asked: { readonly only?: readonly string[]; readonly classIds?: readonly string[] | null } = {},
) => recordByClass(deps, { ...request, ...asked }, { runId: null })

/** What is owed by the day of a lesson is owed in holidays if the lesson was held. */
function waysOf(basis: Deciding): readonly string[] {
  return basis.startsWith('2.7') ? ['school', 'class'] : ['school', 'class', 'school in holidays']
}

const columnOf = (count: string) => count.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)

/** What these decide, of rows in which they count anything. */
function part(figures: readonly Row[], bases: readonly FigureBasis[]): Row[] {
  const columns = bases.flatMap(basis => figureGroups[basis].counts).map(columnOf)
  return figures.flatMap(row => {
    const counted = Object.fromEntries(columns.map(name => [name, row[name]]))
    const place = [row.date, row.class_id, row.subject_id, row.teachers]
    return columns.some(name => row[name] !== 0) ? [{ place, ...counted }] : []
  })
}

test('each count rests on one thing', () => {
  expect(Object.values(figureGroups).flatMap(({ counts }) => counts)).toHaveLength(figureCounts.length)
  expect(new Set(Object.values(figureGroups).flatMap(({ counts }) => [...counts]))).toEqual(
    new Set(figureCounts),
  )
})

describe('a journal that grew since the last check of all rules', () => {
  test('is counted as far as the rules decide that were judged since', async () => {
    const { deps } = house.app
    await check(deps)
    const before = await figuresNow()
    await readOnly()
    for (const [index, basis] of deciding.entries()) {
      await check(deps, { only: rulesConcernedBy(basis) })
      const now = await figuresNow()
      const untouched: readonly FigureBasis[] = ['journal', ...deciding.slice(index + 1)]
      expect(part(now, untouched)).toEqual(part(before, untouched))
    }
    const after = await figuresNow()
    expect(after.length).toBeGreaterThan(before.length)
    await forget()
    await check(deps)
    const whole = await figuresNow()
    for (const basis of deciding) {
      expect(part(after, [basis])).toEqual(part(whole, [basis]))
      expect(part(whole, [basis])).not.toEqual(part(before, [basis]))
    }
    expect(part(whole, ['journal'])).not.toEqual(part(before, ['journal']))
  })
})

describe('a journal that is the same', () => {
  test.each(deciding.flatMap(basis => waysOf(basis).map(of => ({ basis, of }))))(
    '$basis set otherwise and judged again: the $of stands as a check of all rules leaves it',
    async ({ basis, of }) => {
      const at = of === 'school in holidays' ? inHolidays : (deps: JobDeps) => deps
      const deps = at(house.app.deps)
      const [group] = (await deps.mirror.directory(request.school)).classes
      const classIds = of === 'class' && group ? [group.id] : null
      const only = rulesConcernedBy(basis)
      const settled = at(setTo({ [basis]: otherSettings[basis] }))
      await check(deps)
      const usual = await figuresNow()
      await check(settled, { only, classIds })
      const again = await ledgerNow(only)
      const standing = await standingNow()
      expect(part(again.figures, [basis])).not.toEqual(part(usual, [basis]))
      expect(await check(settled, { classIds })).toEqual(nothing)
      expect(await ledgerNow(only)).toEqual(again)
      await forget()
      if (classIds) await check(deps)
      await check(settled, { classIds })
      expect(await standingNow()).toEqual(standing)
    },
  )
})
