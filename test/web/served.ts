import { request as httpRequest } from 'node:http'
import { ManualClock } from '../../src/clock.js'
import { openDatabase } from '../../src/database/index.js'
import { BridgeError } from '../../src/errors.js'
import { silentLogger } from '../../src/log.js'
import { type AccessEntry, createPeople, type People } from '../../src/people/index.js'
import type { OfficeSchool } from '../../src/report/index.js'
import type { Run } from '../../src/runs/index.js'
import type { ResyncRequest, SyncDeps, WebDeps, WebOptions, WebServer } from '../../src/web/index.js'
import { createLine, startWeb } from '../../src/web/index.js'
import { aReport, moscow, timeZone } from '../support/report.js'
import { quietFindings } from './found.js'

/** The pages over a small school whose program is made of simple fakes. */

export const school = '1000000000000000123'
export const classes = [
  { id: '101', name: '10А' },
  { id: '71', name: '7А' },
  { id: '72', name: '7Б' },
]

export function aRun(shape: Partial<Run> = {}): Run {
  return {
    id: 'sync/web/1',
    kind: 'sync',
    school,
    from: '2026-11-16',
    to: '2026-11-20',
    classIds: ['71'],
    askedBy: 'web',
    state: 'running',
    windows: 12,
    requests: 5,
    complete: 4,
    incomplete: 1,
    changed: 31,
    gone: 0,
    quarantined: 0,
    createdAt: moscow('2026-11-20T22:00'),
    finishedAt: null,
    errorCode: null,
    errorMessage: null,
    step: 'windows',
    kinds: null,
    difference: null,
    ...shape,
  }
}

/** A school where nobody has decided anything, and nobody may. */
const noDecisions: WebDeps['decisions'] = {
  known: async () => ({
    today: '2026-11-20',
    timeZone,
    instantOf: () => null,
    classes: [],
    groups: [],
    teachers: [],
    subjects: [],
    periods: [],
    pupils: [],
    leftPupils: new Set(),
    rules: [],
    studyYear: '2026-2027',
    writtenTerms: null,
    kitSheets: new Map(),
  }),
  list: async () => [],
  acquaintances: async () => [],
  words: async () => [],
  preview: async () => ({ words: [], lines: [], more: 0 }),
  enter: async () => ({ numbers: [1], checking: null }),
  withdraw: async () => ({ checking: null }),
  updateIncident: async () => ({ checking: null }),
}

/** Nobody has set anything, and nobody may. */
const usualSettings: WebDeps['settings'] = {
  book: async () => [],
  passport: () => [],
  fixed: () => [],
  try: async () => null,
  change: async () => ({ number: 1, checking: null }),
  withdraw: async () => ({ checking: null }),
}

/** Nobody gets any. */
export const noLetters: WebDeps['letters'] = {
  links: { mute: async () => null, ofToken: async () => null },
  addressees: async () => [],
  next: async () => null,
  notices: async () => [],
}

export function anOfficeSchool(shape: Partial<OfficeSchool> = {}): OfficeSchool {
  return {
    name: 'МБОУ «СОШ № 7»',
    coverage: 100,
    kept: 98.1,
    keptBefore: 97,
    broken: 12,
    mended: 3,
    unproven: 40,
    newestLook: moscow('2026-11-20T00:21'),
    ...{ timeZone: 'Europe/Moscow', from: '2026-11-13', to: '2026-11-19' },
    weeks: [
      { week: '2026-11-02', kept: null },
      { week: '2026-11-09', kept: 97.4 },
    ],
    ...shape,
  }
}

/** Nobody has an account; without a database behind it. */
export function nobody(): People & { readonly entered: AccessEntry[] } {
  const database = openDatabase({ connectionString: 'postgres://nowhere' })
  const terms = { idleMs: 3_600_000, wholeMs: 43_200_000 }
  const entered: AccessEntry[] = []
  return {
    ...createPeople({ database, secrets: '/nowhere', clock: new ManualClock(0), terms }),
    anybody: async () => false,
    log: {
      enter: async entry => void entered.push(entry),
      read: async () => entered,
      forgetBefore: async () => 0,
    },
    entered,
  }
}

const anOverview: Awaited<ReturnType<SyncDeps['overview']>> = {
  coverage: aReport({}).coverage,
  weeks: ['2026-11-16'],
  places: [{ classId: '71', name: '7А', windows: [] }],
  looks: [],
  budget: { spent: [], ahead: 0, allowed: 2000, standing: null },
  quarantined: 0,
  unfinished: [],
}

export interface Served extends Client {
  /** Who looked at what, where `people` isn't given. */
  readonly entered: readonly AccessEntry[]
  readonly routes: WebServer['routes']
  /** What the pages asked the program to do. */
  readonly started: ResyncRequest[]
  readonly cancelled: string[]
}
export interface Client {
  readonly url: string
  close(): Promise<void>
  /** A request as a browser on the page sends it; never follows redirects. */
  get(path: string, headers?: Record<string, string>): Promise<Answer>
  post(
    path: string,
    fields: readonly (readonly [string, string])[],
    headers?: Record<string, string>,
  ): Promise<Answer>
}
export interface Answer {
  readonly status: number
  readonly headers: NodeJS.Dict<string | string[]>
  readonly text: string
}

export async function serve(deps: Partial<WebDeps> = {}, options: Partial<WebOptions> = {}): Promise<Served> {
  const started: ResyncRequest[] = []
  const people = nobody()
  const cancelled: string[] = []
  const web = await startWeb(
    {
      log: silentLogger,
      schools: [{ id: school, name: 'МБОУ «СОШ № 7»', timeZone }],
      now: () => moscow('2026-11-20T22:00'),
      patienceMs: 15_000,
      judging: createLine(1),
      findings: quietFindings,
      classes: async () => classes,
      price: async ({ classIds }) => ({ requests: (classIds ?? classes).length * 3 + 5, windows: 9 }),
      startResync: async request => {
        started.push(request)
        return 'sync/web/1'
      },
      run: async id => (id === 'sync/web/1' ? aRun() : null),
      recentRuns: async () => [aRun()],
      health: async () => [{ part: 'база данных', problem: null }],
      access: async () => ({ kind: 'alive' }),
      overview: async schools => schools.map(() => anOfficeSchool()),
      letters: noLetters,
      decisions: noDecisions,
      settings: usualSettings,
      sync: {
        overview: async () => anOverview,
        place: async (_, classId) => anOverview.places.find(known => known.classId === classId) ?? null,
        quarantine: async () => [],
        startReplay: async () => null,
        cancel: async ({ id }) => {
          cancelled.push(id)
          return true
        },
      },
      journal: {
        taught: async () => [],
        instantOf: async () => null,
        view: async () => {
          throw new BridgeError('NOT_FOUND', { message: 'Такого класса нет.' })
        },
      },
      archive: {
        overview: async () => null,
        object: async () => null,
        file: async () => null,
        startCheck: async () => 'check',
        check: async () => null,
      },
      sheets: {
        sheet: async () => {
          throw new BridgeError('NOT_FOUND', { message: 'Такого класса нет.' })
        },
        file: async () => new Uint8Array(),
        periods: async () => [],
      },
      printKit: {
        board: async () => ({
          ...{ studyYear: '2026-2027', isCurrent: true, due: '2027-06-30' },
          ...{ classes: [], kits: [], notGiven: [] },
        }),
        readiness: async () => null,
        startMaking: async () => 'kit',
        file: async () => {
          throw new BridgeError('NOT_FOUND', { message: 'Такого файла нет.' })
        },
      },
      plans: {
        choices: async () => ({
          ...{ classes: [], parallels: [], subjects: [], subgroups: [], teachers: [] },
          ...{ years: [{ value: '2026', text: '2026/2027' }], thisYear: 2026 },
        }),
        list: async () => ({ plans: [], missing: [] }),
        taught: async () => [],
        plan: async () => {
          throw new BridgeError('NOT_FOUND', { message: 'Такого плана нет.' })
        },
        file: async () => new Uint8Array(),
        correction: async () => {
          throw new BridgeError('NOT_FOUND', { message: 'Такого плана нет.' })
        },
        correctionFile: async () => new Uint8Array(),
        keep: async () => 'sent',
        preview: async () => null,
        enter: async () => ({ entered: [], checking: null }),
        withdraw: async () => ({ checking: null }),
      },
      control: {
        deputy: () => null,
        certificate: async () => new Uint8Array(),
        quietHours: null,
        owing: async () => [],
        reminder: async () => {
          throw new BridgeError('NOT_FOUND', { message: 'Такого учителя в школе нет.' })
        },
        remind: async () => 'nothing-owed',
        reminders: async () => [],
      },
      boardQueues: [],
      people,
      openId: null,
      within: (_schools, work) => work(),
      teacher: async () => ({ kind: 'none' }),
      own: async () => ({ classes: new Set(), teacher: null }),
      ...deps,
    },
    { host: '127.0.0.1', port: 0, publicUrl: null, trustedProxies: [], ...options },
  )
  return { ...clientOf(web), started, cancelled, entered: people.entered, routes: web.routes }
}

/** The pages as a browser speaks to them. */
export function clientOf(web: WebServer): Client {
  const send = (path: string, init: { method: string; headers: Record<string, string>; body?: string }) =>
    new Promise<Answer>((resolve, reject) => {
      const { method, headers, body } = init
      const request = httpRequest(new URL(path, web.url), { method, headers }, response => {
        const parts: Buffer[] = []
        response.on('data', part => parts.push(part))
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(parts).toString(),
          }),
        )
      })
      request.on('error', reject)
      request.end(body)
    })
  return {
    url: web.url,
    close: () => web.close(),
    get: (path, headers = {}) => send(path, { method: 'GET', headers }),
    post: (path, fields, headers = {}) =>
      send(path, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          origin: new URL(web.url).origin,
          ...headers,
        },
        body: new URLSearchParams(fields.map(([name, value]) => [name, value])).toString(),
      }),
  }
}
