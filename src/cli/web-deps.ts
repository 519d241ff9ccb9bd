import { type App, addRun, officeSchools, priceOf } from '../app.js'
import { describeError } from '../errors.js'
import { findTeacher, ownOf } from '../people/index.js'
import type { QueueBackend } from '../queue/index.js'
import { createLine, shortName, type WebDeps } from '../web/index.js'
import { decisionPages } from './web-decisions.js'
import { archiveDeps } from './web-deps/archive.js'
import { controlDeps } from './web-deps/control.js'
import { enteringPatiently } from './web-deps/entering.js'
import { findingsDeps } from './web-deps/findings.js'
import { journalDeps } from './web-deps/journal.js'
import { withKeptAnswers } from './web-deps/kept-answers.js'
import { letterDeps } from './web-deps/letters.js'
import { planDeps } from './web-deps/plans.js'
import { printKitDeps } from './web-deps/print-kit.js'
import { settingsDeps } from './web-deps/settings.js'
import { sheetDeps } from './web-deps/sheets.js'
import { syncDeps } from './web-deps/sync.js'

/** So long people wait for a page. */
const patienceMs = 25_000

/** What the pages stand on, joined from the installation's parts. */
export function webDeps(installation: App, queue: QueueBackend): WebDeps {
  const app = withKeptAnswers(installation)
  const { deps } = app
  // Each may take the memory of a class's year, and a processor; the computer is often an old one, and reads the journal too.
  const judging = createLine(1)
  const begin = enteringPatiently({ deps, queue, line: judging, patienceMs })
  return {
    log: deps.log,
    schools: app.schools.map(({ id, name, timeZone }) => ({ id, name, timeZone })),
    now: () => deps.clock.now(),
    judging,
    patienceMs,
    async classes(school) {
      const { classes } = await deps.mirror.directory(school)
      const order = new Intl.Collator('ru', { numeric: true })
      return classes
        .map(({ id, name }) => ({ id, name: shortName(name) }))
        .sort((a, b) => order.compare(a.name, b.name))
    },
    async price(request) {
      deps.requireKnownDays(request)
      return priceOf(deps, request)
    },
    async startResync({ school, from, to, classIds, kinds }) {
      deps.requireKnownDays({ from, to })
      const id = `web-${school}-${deps.clock.now()}-${process.hrtime.bigint()}`
      await addRun(deps, queue, { id, kind: 'sync', school, from, to, classIds, kinds, askedBy: 'web' })
      return id
    },
    run: id => deps.runs.get(id),
    recentRuns: school => deps.runs.recent(school, 50),
    async health() {
      const part = async (name: string, work: () => Promise<unknown>) => {
        const problem = await work().then(
          () => null,
          (error: unknown) => describeError(error),
        )
        return { part: name, problem }
      }
      return [
        await part('база данных', () => deps.runs.unfinished()),
        await part('очередь', () => queue.counts()),
      ]
    },
    async access() {
      const state = await deps.access.state()
      if (state.kind === 'alive') return state
      if (state.kind === 'missing') {
        const { outage, problem } = state
        return { kind: 'missing', problem, notifiedAt: outage?.notifiedAt ?? null }
      }
      const { since, notifiedAt } = state.outage
      return { kind: 'dead', since, notifiedAt, untried: state.untried }
    },
    overview: schools => officeSchools(deps, schools.map(deps.school)),
    letters: letterDeps(app, judging),
    decisions: decisionPages(deps, begin),
    settings: settingsDeps(app, begin),
    sync: syncDeps(app, queue),
    archive: archiveDeps(app, queue),
    journal: journalDeps(app),
    sheets: sheetDeps(app),
    printKit: printKitDeps(app, queue, judging),
    plans: planDeps(app, begin),
    findings: findingsDeps(app, begin),
    control: controlDeps(app),
    boardQueues: queue.boardQueues(),
    people: app.people,
    openId: app.openId,
    within: (schools, work) => app.database.within(schools, work),
    teacher: async (school, text) => findTeacher(text, await deps.mirror.directory(school)),
    own: async (school, reach) => ownOf(reach, await deps.mirror.directory(school)),
  }
}
