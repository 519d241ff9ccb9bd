import {
  changeSettings,
  makeCertificate,
  openApp,
  previewExemption,
  settingsBook,
  trySettings,
} from '../src/app.js'
import { letterDeps } from '../src/cli/web-deps/letters.js'
import { ManualClock } from '../src/clock.js'
import { silentLogger } from '../src/log.js'
import type { SettingsChange } from '../src/regulation/index.js'
import { usualAim } from '../src/report/index.js'
import { createLine } from '../src/web/index.js'
import { afterTheYear, yearSchool } from './judged-year.js'
import { between, processorTime } from './processor.js'

/**
 * What the bench of previews measures, in a process of its own, so that its memory is that of the work.
 *   previews-worker.mjs <data folder> <work>
 * Answers with one line of JSON.
 */
export interface PreviewReport {
  /** User and system, all threads. */
  readonly node: number
  readonly postgres: number
  readonly ms: number
  /** The most that the process ever had, bytes, and what it had before. */
  readonly peak: number
  readonly before: number
}

export type PreviewWork =
  | 'year'
  | 'year-all-rules'
  | 'term'
  | 'certificate'
  | 'exemption'
  | 'save'
  | 'letter'
  | 'letter-again'

const quarter = { from: '2027-01-11', to: '2027-03-21' }
const change = (rule: string, values: SettingsChange['values'], from: string) => ({
  ...{ rule, values, from },
  order: 'приказ № 12 от 13.11.2026',
  reason: null,
})

const [data = '', work = ''] = process.argv.slice(2)
const app = await openApp({
  data,
  environment: process.env,
  log: silentLogger,
  clock: new ManualClock(afterTheYear),
})
const { deps } = app
const { signal } = new AbortController()
const letters = letterDeps(app, createLine(1))
const [deputy] = await letters.addressees(yearSchool)
const letter = () => letters.next(yearSchool, deputy?.id ?? '', signal)
const sameDay = change('2.5-marks-same-day', { graceMinutes: 30 }, '2026-09-01')
const works: Readonly<Record<PreviewWork, () => Promise<unknown>>> = {
  year: () => trySettings(deps, yearSchool, { change: sameDay, over: 'year', most: 10 }, signal),
  'year-all-rules': () =>
    trySettings(
      deps,
      yearSchool,
      { change: change('4.4-operations-void', { voidFrom: 'min' }, '2026-09-01'), over: 'year', most: 10 },
      signal,
    ),
  term: () =>
    trySettings(
      deps,
      yearSchool,
      { change: change('2.5-marks-same-day', { graceMinutes: 30 }, '2027-05-20'), over: 'term', most: 10 },
      signal,
    ),
  certificate: () =>
    makeCertificate(
      deps,
      yearSchool,
      { ...quarter, classIds: null, teacher: null },
      {
        ...{ number: null, aim: usualAim, basis: null, inspector: null, recheck: null },
        ...{ conclusions: [], recommendations: [] },
      },
      signal,
    ),
  exemption: () =>
    previewExemption(
      deps,
      yearSchool,
      {
        ...quarter,
        ...{ rules: null, classIds: null, teacherIds: null, subjectIds: null, lessonIds: null },
        ...{ personIds: null, reason: 'Перебои со связью', order: 'приказ № 1' },
      },
      { most: 30, signal },
    ),
  async save() {
    const book = await settingsBook(deps, yearSchool, '2026-09-01')
    const set = book.find(({ rule }) => rule.id === sameDay.rule)
    // Another value than the last time, where the school was kept.
    const graceMinutes = 30 + (set?.history.length ?? 0)
    await changeSettings(deps, yearSchool, {
      ...{ change: { ...sameDay, values: { graceMinutes } }, author: 'bench', at: afterTheYear },
      seen: { on: '2026-09-01', version: set?.version ?? '' },
    })
  },
  letter,
  'letter-again': letter,
}
if (work === 'letter-again') await letter()
const known = Object.entries(works).find(([name]) => name === work)
if (!known) throw new Error(`No work «${work}»`)
await deps.mirror.directory(yearSchool)
const before = process.memoryUsage().rss
const begun = await processorTime(app.database)
const begin = performance.now()
await known[1]()
const ms = performance.now() - begin
const report: PreviewReport = {
  ...between(begun, await processorTime(app.database)),
  ms,
  before,
  peak: process.resourceUsage().maxRSS * 1024,
}
process.stdout.write(`${JSON.stringify(report)}\n`)
await app.close()
