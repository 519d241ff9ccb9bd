import { hostname } from 'node:os'
import type { z } from 'zod'
import type { JobDeps, School } from '../jobs/index.js'
import { hasExams, jobs, refuseSecondArchive } from '../jobs/index.js'
import { createAccess, type PlatformAccess } from './access/index.js'
import {
  type Archive,
  type ArchiveOptions,
  archiveIsIn,
  openArchive,
  openExistingArchive,
  sealingFor,
} from './archive/index.js'
import { createCalendar } from './calendar/index.js'
import { type Clock, type Instant, ManualClock, systemClock } from './clock.js'
import {
  bridgeConfigSchema,
  type DataFolder,
  dataFolder,
  loadConfig,
  loadProductionCalendars,
  readSecret,
} from './config/index.js'
import {
  type DatabaseHandle,
  type DatabaseServer,
  dumpInto,
  migrate,
  newestDump,
  openServer,
  verifyDump,
  whileClaimed,
} from './database/index.js'
import { createDnevnikSource, parseAnswer, refreshGrant } from './dnevnik/index.js'
import { BridgeError } from './errors.js'
import {
  createCalibrations,
  createFindings,
  createLedger,
  createLetters,
  createPlanUploads,
  createStatements,
  createThematicPlans,
  type PlanUploads,
} from './ledger/index.js'
import type { Logger } from './log.js'
import { createMailer } from './mail.js'
import { createMirror } from './mirror/index.js'
import {
  createRequestLedger,
  createSharedPace,
  type Limits,
  type Pace,
  type RequestLedger,
  type Timeline,
} from './pace/index.js'
import {
  createOpenId,
  createPeople,
  type OpenId,
  type OpenIdOptions,
  type People,
  type SessionTerms,
} from './people/index.js'
import { readPlanFile } from './plan-file/index.js'
import { openQueue, type QueueBackend, type QueueName, queueNames, type Workers } from './queue/index.js'
import { TypedRegulation } from './regulation/index.js'
import {
  createArchiveChecks,
  createArchiveNotices,
  createCopyBook,
  createLookPlan,
  createRuns,
} from './runs/index.js'
import { loadVocabulary } from './vocabulary/index.js'
import { keepHeapYoung } from './young-heap.js'

export type {
  Addressee,
  ClassPrinting,
  CopyMade,
  CopySetting,
  Effect,
  Evaluation,
  JobDeps,
  JournalView,
  JournalViewRequest,
  Judgement,
  LetterKind,
  LookOfDay,
  NextLetter,
  Notice,
  NoticeKind,
  NotSent,
  PlainKind,
  PlanCorrection,
  PlanImport,
  PlannedVersion,
  PlanPreview,
  PrintedStep,
  PrintKitOverview,
  Proved,
  ReplayedWindow,
  RuleInForce,
  School,
  Sending,
  SettingsTrial,
  StoredKitFiles,
  VerdictStory,
} from '../jobs/index.js'
export {
  addDueRuns,
  addRun,
  addresseeId,
  addressees,
  archivedSheet,
  buildJournal,
  buildReport,
  buildSheet,
  calibrateEdit,
  calibrateHomework,
  calibrateStamps,
  cancelRun,
  changeSettings,
  copyRequest,
  countsBy,
  coverageOf,
  correctionSheet,
  dropOldBodies,
  effectiveSchool,
  enterExemption,
  enterOutage,
  enterPlans,
  enterStatements,
  evaluate,
  groundState,
  hourIsQuiet,
  idleStatementsNow,
  journalFiles,
  journalView,
  judge,
  judgeByClass,
  kitSheets,
  knownArchive,
  layOutJournal,
  letterKinds,
  letterState,
  makeCertificate,
  makeCopy,
  missedLooks,
  missingPlans,
  nextReminder,
  nobodyNamed,
  noteMade,
  officeSchools,
  openIncident,
  owingTeachers,
  planCorrection,
  plannedLooks,
  planningYear,
  planOfDay,
  planPreviewer,
  planVersion,
  previewExemption,
  previewIncident,
  previewLetters,
  previewNotices,
  previewPlans,
  previewOutage,
  previewStatements,
  priceOf,
  printBoard,
  printKitOverview,
  printKitReminder,
  provenOf,
  readStoredKit,
  record,
  recordByClass,
  recoverLostRuns,
  replayQuarantine,
  resumeRuns,
  reviseExemption,
  reviseIncident,
  sendReminder,
  sendSchoolLetters,
  settingsBook,
  sheetOfKit,
  silentSince,
  storeJournal,
  storeReport,
  storeSheet,
  tendArchive,
  trySettings,
  valuesThatDiffer,
  verdictStory,
  withdrawOutage,
  withdrawPlan,
  withdrawStatement,
} from '../jobs/index.js'

/** The composition root: the only place where the rooms are joined. It holds wiring, no logic. */

export const BridgeConfig = bridgeConfigSchema(TypedRegulation.prefault({}))
export type BridgeConfig = z.infer<typeof BridgeConfig>

export interface AppOptions {
  readonly data: string
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Replaces the clock: `--now`, or the demo's simulated week. Refused unless the platform is on this machine. */
  readonly clock?: Clock
  /** Replaces passing time, of which `clock` knows nothing: for tests that don't wait. */
  readonly time?: Timeline
  readonly log: Logger
}

export interface App {
  readonly config: BridgeConfig
  readonly folder: DataFolder
  readonly database: DatabaseHandle
  readonly deps: JobDeps
  /** What the platform lets us ask, shared with every other process of the installation. */
  readonly pace: Pace
  /** What we have asked it. */
  readonly requests: RequestLedger
  readonly schools: readonly School[]
  /** Accounts, sessions, and who looked at what. */
  readonly people: People
  /** Files of plans that are sent and not entered yet. */
  readonly planUploads: PlanUploads
  /** The organisation's own log-in; null where the settings name none. */
  readonly openId: OpenId | null
  /** The installation's own queue (PostgreSQL, or Redis with REDIS_URL), opened once. */
  sharedQueue(): Promise<QueueBackend>
  /** A queue that runs the same jobs in this process, for one-shot commands. */
  inlineQueue(): Promise<QueueBackend>
  /** Runs the installation's jobs in this process: those of all its queues, or of the named ones. */
  work(queue: QueueBackend, names?: readonly QueueName[]): Promise<Workers>
  /** Set once the dashboard is up, so that mails can link to it. */
  setWebUrl(url: string | null): void
  close(): Promise<void>
}

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/

/** Time may be simulated against a server on this machine and never against the platform. */
export function mayReplaceClock(apiUrl: string): boolean {
  return loopback.test(new URL(apiUrl).hostname)
}

export function clockAt(now: Instant | null): Clock {
  return now === null ? systemClock : new ManualClock(now)
}

function schoolsOf(config: BridgeConfig): School[] {
  return config.schools.map(school => ({ ...school, name: school.name ?? `Школа № ${school.id}` }))
}

/** One request that fails at every try must not stop the others: it takes two of them. */
export function limitsOf({ platform }: BridgeConfig): Limits {
  const { requestsPerSecond, requestsAtOnce, attempts } = platform
  return { requestsPerSecond, requestsAtOnce, openAfter: 2 * attempts + 2 }
}

function sessionTerms({ web }: BridgeConfig): SessionTerms {
  return { idleMs: web.sessionIdleMinutes * 60_000, wholeMs: web.sessionHours * 3_600_000 }
}

function openIdOf(
  { web }: BridgeConfig,
  { environment }: AppOptions,
  own: Pick<OpenIdOptions, 'secrets' | 'clock'>,
): OpenId | null {
  const secret = () => readSecret('BRIDGE_OPENID_SECRET', environment)
  return web.openId ? createOpenId({ ...web.openId, ...own, secret }) : null
}

/** The way to the platform: through whatever token is the right one now. The token is read when it is first used. */
function platformAccess(options: AppOptions, parts: AccessParts): PlatformAccess {
  const { environment, log, time } = options
  const { platform, secrets, database, clock, pace } = parts
  const timeoutMs = platform.timeoutSeconds * 1000
  return createAccess({
    database,
    secrets,
    environment,
    clock,
    log,
    open: token =>
      createDnevnikSource({
        baseUrl: platform.url,
        token,
        clock,
        clockIsSimulated: options.clock !== undefined,
        log,
        timeoutMs,
        pace,
        attempts: platform.attempts,
        sizes: platform.requestSizes,
        ...(time ? { sleep: time.sleep } : {}),
      }),
    async refresher() {
      const clientSecret = await readSecret('DNEVNIK_CLIENT_SECRET', environment)
      if (clientSecret === null) return null
      const installation = { baseUrl: platform.url, clientSecret, clock, timeoutMs }
      return (refreshToken, clientId) => refreshGrant(refreshToken, { ...installation, clientId })
    },
  })
}

function copiesBeingMade(): BridgeError {
  return new BridgeError('ARCHIVE_BUSY', {
    message: 'Копии сейчас делает другой процесс',
    hint: 'Повторите через несколько минут',
  })
}

interface AccessParts {
  readonly platform: BridgeConfig['platform']
  readonly secrets: string
  readonly database: DatabaseHandle
  readonly clock: Clock
  readonly pace: Pace
}

async function openStores({ environment, log }: AppOptions, folder: DataFolder): Promise<DatabaseServer> {
  const server = await openServer({ url: environment.DATABASE_URL, folder: folder.database, log })
  try {
    await migrate(server.database)
    return server
  } catch (error) {
    await server.close()
    throw error
  }
}

/**
 * Opens an installation.
 * @throws BridgeError CONFIG_MISSING, CONFIG_INVALID, DATA_NEWER, NOW_REFUSED, DATABASE_START, DATABASE_FAILED
 */
export async function openApp(options: AppOptions): Promise<App> {
  const { environment, log, time } = options
  keepHeapYoung()
  const folder = dataFolder(options.data)
  const production = await loadProductionCalendars()
  const config = await loadConfig(folder.config, BridgeConfig.superRefine(production.checkOwnDays))
  if (options.clock && !mayReplaceClock(config.platform.url)) {
    throw new BridgeError('NOW_REFUSED', {
      message: `Время можно задать только против сервера на этом компьютере, а не против ${new URL(config.platform.url).hostname}`,
      hint: 'Уберите --now и переменную BRIDGE_NOW',
    })
  }
  const clock = options.clock ?? systemClock
  const { provisionalYears } = production
  const vocabulary = loadVocabulary()
  const { database, close: closeStores } = await openStores(options, folder)
  const schools = schoolsOf(config)
  const mirror = createMirror(database, vocabulary, {
    hasExams: (id, group) => schools.some(school => school.id === id && hasExams(school, group)),
  })
  const statements = createStatements(database)
  let webUrl: string | null = null
  let archive: Promise<Archive> | null = null
  let readable: Archive | null = null
  const archiveOptions: ArchiveOptions = {
    folder: folder.archive,
    keyFile: folder.archiveKey,
    name: 'dnevnik-bridge',
    now: () => clock.now(),
    stampCaFile: config.archive.timeStamps?.caFile,
  }
  const { platform } = config
  const passing = time ? { time, now: () => time.now() } : {}
  const pace = createSharedPace({ database, limits: limitsOf(config), clock, log, ...passing })
  const access = platformAccess(options, { platform, secrets: folder.secrets, database, clock, pace })
  const deps: JobDeps = {
    clock,
    log,
    school(id) {
      const school = schools.find(item => item.id === id)
      if (school) return school
      throw new BridgeError('NOT_FOUND', {
        message: `Школы ${id} нет в настройках`,
        hint: `Школы в настройках: ${schools.map(item => item.id).join(', ')}`,
      })
    },
    source: access.source,
    parseAnswer,
    access,
    mirror,
    ledger: createLedger(database),
    findings: createFindings(database),
    letters: createLetters(database),
    calibrations: createCalibrations(database),
    statements,
    thematicPlans: createThematicPlans(database),
    readPlan: request => readPlanFile({ ...request, words: vocabulary }),
    runs: createRuns(database),
    plan: createLookPlan(database),
    archiveChecks: createArchiveChecks(database),
    knownDays: production.span,
    requireKnownDays: production.requireKnown,
    async calendar(school) {
      const { bells, holidays } = await mirror.calendarFacts(school.id)
      const recorded = await statements.standing(school.id, 'outage')
      const observed = await mirror.outages(school.id)
      const outages = [...observed, ...recorded.map(({ content: { from, to } }) => ({ from, to }))]
      const facts = {
        timeZone: school.timeZone,
        week: school.week,
        production: production.daysOf(school.week, school),
        ...(provisionalYears.length > 0 ? { provisionalYears } : {}),
        bells,
        holidays,
        ...(outages.length > 0 ? { outages } : {}),
      }
      return { calendar: createCalendar(facts), facts }
    },
    async readArchive() {
      // Its disk may have gone since it was opened.
      if (readable !== null && !(await archiveIsIn(folder.archive))) return null
      readable ??= await openExistingArchive(archiveOptions)
      return readable
    },
    async archive() {
      await refuseSecondArchive(deps)
      archive ??= openArchive(archiveOptions).catch((error: unknown) => {
        archive = null
        throw error
      })
      return archive
    },
    archivePlace: { host: hostname(), folder: folder.archive },
    archiveNotices: createArchiveNotices(database),
    copySettings: config.archive,
    timeStamps: config.archive.timeStamps ?? null,
    copyBook: createCopyBook(database),
    async dumpDatabase(into, recipients) {
      const sealing = recipients.length > 0 ? await sealingFor(recipients) : undefined
      const keep = config.archive.databaseCopies
      return dumpInto(database, { folder: into, keep, now: clock.now(), sealing })
    },
    async verifyNewestDump(of) {
      const file = await newestDump(of)
      if (file !== null) return verifyDump(file)
      throw new BridgeError('COPY_MISSING', {
        message: `В папке ${of} нет копии базы данных`,
        hint: 'Сделайте её: dnevnik-bridge backup',
      })
    },
    trialFolder: folder.trial,
    alone: (name, work) => whileClaimed(database, { name, taken: copiesBeingMade }, work),
    mailer: createMailer({
      smtpUrl: environment.SMTP_URL ?? null,
      outboxFolder: folder.outbox,
      from: config.mail.from,
      clock,
    }),
    administrators: config.mail.adminTo,
    schools,
    office: config.office,
    quietHours: { from: config.mail.quietFrom, to: config.mail.quietTo },
    digestAt: config.schedule.digestAt,
    reportsFolder: folder.reports,
    get webUrl() {
      return webUrl
    },
  }
  let shared: Promise<QueueBackend> | null = null
  return {
    config,
    folder,
    database,
    deps,
    pace,
    requests: createRequestLedger(database),
    schools,
    planUploads: createPlanUploads(database),
    openId: openIdOf(config, options, { secrets: folder.secrets, clock }),
    people: createPeople({
      ...{ database, secrets: folder.secrets, clock, terms: sessionTerms(config) },
      codeRoles: config.web.secondFactorRoles,
    }),
    sharedQueue() {
      const url = environment.REDIS_URL
      shared ??= url
        ? openQueue({ kind: 'redis', url, jobs, log })
        : openQueue({ kind: 'postgres', connectionString: database.connectionString, jobs, log })
      return shared
    },
    inlineQueue: () => openQueue({ kind: 'inline', jobs, log }),
    work: (queue, names = queueNames) =>
      queue.work({
        jobs: jobs.filter(job => names.includes(job.queue)),
        deps,
        log,
        // The archive has one writer, who takes its jobs as they come.
        concurrency: { dnevnik: config.platform.requestsAtOnce, local: 2, archive: 1 },
      }),
    setWebUrl(url) {
      webUrl = url
    },
    async close() {
      if (shared) await (await shared).close()
      if (archive) await (await archive).close()
      await readable?.close()
      await access.source.close()
      await pace.close()
      await closeStores()
    },
  }
}
