import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import type { App } from '../src/app.js'
import { ManualClock } from '../src/clock.js'
import type { DatabaseHandle } from '../src/database/index.js'
import type { IsoDate } from '../src/journal/index.js'
import { silentLogger } from '../src/log.js'
import type { CheckRequest, Edition, Judged } from '../src/regulation/index.js'
import { compiledProgram, type Program } from './compiled.js'
import { atLeast, atMost, type Bench, type Figure } from './figures.js'
import { factsOf, fiveRules, judgeByJson } from './json-rules.js'
import { afterTheYear, mirrorYear, yearClass, yearDays, yearSchool, yearZone } from './judged-year.js'
import { benchServer } from './server.js'
import { median, millisecondsOf, processorMsOf } from './side-by-side.js'

const school = 40
/** A school-year, by which the targets go; forty classes make more. */
const verdictsOfYear = 1_400_000
const turns = 5
const dutiesOfJson = 20_000
/** What another edition changes: a term that nearly all had kept with time to spare, and one by which a fifth of all marks are late. */
const newTerms = {
  homework: { id: '2.6-homework-in-time', set: { minutes: 120 } },
  marks: { id: '2.5-marks-same-day', set: { markDayEnd: 'class_end', graceMinutes: 0 } },
} as const
const fortnight = { from: '2027-04-12', to: '2027-04-25' }

/** An installation whose platform nobody asks. */
async function openYear(
  { openApp }: Program,
  handle: DatabaseHandle,
): Promise<{ app: App; close(): Promise<void> }> {
  const data = await mkdtemp(join(tmpdir(), 'dnevnik-bridge-bench-'))
  const settings = {
    version: 1,
    platform: { url: 'http://127.0.0.1:1/' },
    schools: [{ id: yearSchool, timeZone: yearZone, week: 6, digestTo: [], regulation: { stamps: 'utc' } }],
  }
  await writeFile(join(data, 'bridge.yaml'), stringify(settings))
  const environment = { DATABASE_URL: handle.connectionString, DNEVNIK_TOKEN: 'none' }
  const app = await openApp({ data, environment, log: silentLogger, clock: new ManualClock(afterTheYear) })
  return {
    app,
    async close() {
      await app.close()
      await rm(data, { recursive: true, force: true })
    },
  }
}

interface Days {
  readonly from: IsoDate
  readonly to: IsoDate
  readonly classIds?: readonly string[]
}

/** Judges some days and enters them, as a night does. @returns milliseconds */
function judged({ judge, record }: Program, { deps }: App, days: Days): Promise<number> {
  const request = { school: yearSchool, classIds: null, ...days }
  return millisecondsOf(async () => {
    await record(deps, await judge(deps, request), null)
  })
}

/** Judges the year and enters it, as `check` does. @returns milliseconds */
function judgedYear(
  { recordByClass }: Program,
  deps: App['deps'],
  rules: { readonly only?: readonly string[] } = {},
): Promise<number> {
  const request = { school: yearSchool, classIds: null, ...yearDays, ...rules }
  return millisecondsOf(() => recordByClass(deps, request, { runId: null }))
}

function verdictsOf({ counts }: Judged): number {
  return Object.values(counts).reduce(
    (all, kinds) => all + Object.values(kinds).reduce((sum, count) => sum + count, 0),
    0,
  )
}

/** What the engine is asked of the year: each class by its own journal, and by what those of all show. */
async function requestsOfYear(program: Program, { deps }: App): Promise<readonly CheckRequest[]> {
  const asked: CheckRequest[] = []
  const year = { school: yearSchool, ...yearDays, classIds: null }
  await program.judgeByClass(deps, year, [{}], async ([judgement]) => {
    if (judgement?.part !== 'classes' || judgement.slice.classes.length === 0) return
    const { slice, facts, decisions, plans, archived, asOf, from, to, only, school: of } = judgement
    const given = { slice, facts, decisions, plans, archived, asOf, from, to, settings: of.regulation }
    asked.push(only === null ? given : { ...given, rules: only })
  })
  const [first] = asked
  if (!first) throw new Error('The year has no class')
  const census = program.createCensus({
    ...{ calendar: program.createCalendar(first.facts), stampZone: first.settings.stamps },
    ...{ days: yearDays, substitutions: [], gathersLessons: false },
  })
  for (const { slice } of asked) census.add(slice)
  return asked.map(request => ({ ...request, school: census }))
}

/** The engine alone, and beside it json-rules-engine, with all rules and with the same five. */
async function engines(
  program: Program,
  app: App,
): Promise<{ alone: number; ratio: number; verdicts: number }> {
  const { inWords, judgeJournal } = program
  const requests = await requestsOfYear(program, app)
  const withFive = requests.map(request => ({ ...request, rules: fiveRules }))
  const five = withFive.flatMap(request => inWords(judgeJournal(request)).verdicts)
  const step = Math.max(1, Math.floor(five.length / dutiesOfJson))
  // Of an entry that never came the rules ask other lessons of the day: those duties json-rules-engine isn't given.
  const sample = five.filter(({ evidence }, index) => index % step === 0 && evidence.presentAt !== null)
  const ready = sample.map(factsOf)
  const kinds = await judgeByJson(ready)
  const other = sample.findIndex(({ verdict }, index) => verdict !== kinds[index])
  if (other >= 0) throw new Error(`json-rules-engine says ${kinds[other]}: ${JSON.stringify(sample[other])}`)

  const all: number[] = []
  const [ours, theirs]: [number[], number[]] = [[], []]
  for (let turn = 0; turn < turns; turn += 1) {
    all.push(await processorMsOf(() => requests.forEach(judgeJournal)))
    ours.push(await processorMsOf(() => withFive.forEach(judgeJournal)))
    theirs.push(await processorMsOf(() => judgeByJson(ready)))
  }
  const verdicts = requests
    .map(judgeJournal)
    .map(verdictsOf)
    .reduce((sum, count) => sum + count, 0)
  return {
    verdicts,
    alone: (1000 * verdicts) / median(all),
    ratio: median(theirs) / ready.length / (median(ours) / five.length),
  }
}

/** Another edition in force all year, in which one rule is set otherwise. */
function underNewEdition(app: App, { id, set }: (typeof newTerms)[keyof typeof newTerms]): App['deps'] {
  const { regulation } = app.deps.school(yearSchool)
  const editions: Edition[] = regulation.editions.map(edition => ({
    ...edition,
    number: '2',
    rules: { ...edition.rules, [id]: set },
  }))
  const settled = { ...app.deps.school(yearSchool), regulation: { ...regulation, editions } }
  return { ...app.deps, school: () => settled }
}

export const rules: Bench = {
  about: 'a school-year judged and recorded, beside json-rules-engine (--size: classes, 40)',
  async run({ size, say }) {
    const classes = size ?? school
    const program = await compiledProgram()
    const server = await benchServer()
    try {
      const handle = await server.database('year')
      const { app, close } = await openYear(program, handle)
      try {
        await mirrorYear(app.deps.mirror, classes, say)
        // A year doesn't come within a minute: by then PostgreSQL has tidied up after its nights, and does so now and then only.
        await handle.pool.query('vacuum (analyze)')
        say('judging the year')
        const year = await judgedYear(program, app.deps)
        const again = await judgedYear(program, app.deps)
        const night = await judged(program, app, fortnight)
        const one = await judged(program, app, { ...fortnight, classIds: [yearClass(0)] })
        // As where a setting is changed: only what it can concern is judged.
        const concerned = ({ id }: (typeof newTerms)[keyof typeof newTerms]) => ({
          only: program.rulesConcernedBy(id),
        })
        const { homework, marks } = newTerms
        const byHomework = await judgedYear(program, underNewEdition(app, homework), concerned(homework))
        const byMarks = await judgedYear(program, underNewEdition(app, marks), concerned(marks))
        const byAll = await judgedYear(program, app.deps)
        say('the engine alone')
        const { alone, ratio, verdicts } = await engines(program, app)
        const whole = school / classes
        const seconds = (ms: number) => (ms * whole) / 1000
        const ofYear = (ms: number) => (ms * verdictsOfYear) / verdicts / 1000
        const figures: Figure[] = [
          { name: 'verdicts of the year', value: verdicts, unit: '' },
          { name: 'engine alone, a second and core', value: alone, unit: '', target: atLeast(2e6) },
          { name: 'json-rules-engine ÷ ours, five rules', value: ratio, unit: '', target: atLeast(30) },
          { name: 'year of 40 classes, loaded and recorded', value: seconds(year), unit: 's' },
          { name: 'the same, of 1.4 million verdicts', value: ofYear(year), unit: 's', target: atMost(10) },
          { name: '40 classes with nothing changed', value: seconds(again), unit: 's' },
          { name: 'fortnight of 40 classes', value: seconds(night), unit: 's' },
          { name: 'fortnight of one class', value: one / 1000, unit: 's', target: atMost(0.3) },
          { name: 'fortnight of one class × 40 ÷ of all', value: (one * classes) / night, unit: '' },
          {
            name: 'ten years of 40 classes, another term of homework',
            value: 10 * seconds(byHomework),
            unit: 's',
          },
          {
            name: 'that of homework, of 1.4 million verdicts a year',
            value: 10 * ofYear(byHomework),
            unit: 's',
            target: atMost(60),
          },
          { name: 'ten years of 40 classes, another term of marks', value: 10 * seconds(byMarks), unit: 's' },
          {
            name: 'that of marks, of 1.4 million verdicts a year',
            value: 10 * ofYear(byMarks),
            unit: 's',
            target: atMost(60),
          },
          {
            name: 'ten years of 40 classes, all rules, marks as before',
            value: 10 * seconds(byAll),
            unit: 's',
          },
        ]
        return figures
      } finally {
        await close()
      }
    } finally {
      await server.stop()
    }
  },
}
