import { createHash } from 'node:crypto'
import { setImmediate as others } from 'node:timers/promises'
import { type CalendarFacts, createCalendar, studyYearStart } from '../../src/calendar/index.js'
import type { Instant } from '../../src/clock.js'
import { BridgeError } from '../../src/errors.js'
import {
  type Coverage,
  type Id,
  type IsoDate,
  type JournalSlice,
  type Period,
  sliceText,
} from '../../src/journal/index.js'
import type { LedgerChange } from '../../src/ledger/index.js'
import type { SliceRequest } from '../../src/mirror/index.js'
import type {
  ArchiveFacts,
  CheckRequest,
  CheckResult,
  Decisions,
  Judged,
  RegulationSettings,
  SchoolWide,
  ThematicPlan,
} from '../../src/regulation/index.js'
import { figureBasesOf, inWords, judgeSteps, mayEndWithin, rules } from '../../src/regulation/index.js'
import { countFigures } from '../../src/report/index.js'
import type { JobDeps, School } from '../deps.js'
import { archiveFacts } from './archive-facts.js'
import { effectiveSchool } from './effective-school.js'
import { standingDecisions } from './standing-decisions.js'
import { standingPlan } from './standing-plan.js'
import { classesHint } from './where-to.js'

/** Everything a verdict is a function of, and what was judged. */
export interface Judgement {
  readonly school: School
  readonly from: IsoDate
  readonly to: IsoDate
  readonly classIds: readonly Id[] | null
  readonly asOf: Instant
  readonly slice: JournalSlice
  /** SHA-256 of the slice's canonical JSON with a line's end, as a report's evidence has it; worked out once, when first asked for. */
  sliceHash(): Promise<string>
  /** As `SliceRead` has it. */
  readonly looksHash: string
  readonly facts: CalendarFacts
  readonly decisions: Decisions
  readonly plans: readonly ThematicPlan[]
  readonly archived: ArchiveFacts
  /** Only these rules were judged, by id; null: all. */
  readonly only: readonly string[] | null
  /** Everything of the days and classes; or a part of it, as `judgeByClass` gives them. */
  readonly part: 'all' | 'classes' | 'school'
  readonly judged: Judged
}

/** The same with all verdicts in words, and what wasn't seen: what people are shown. */
export interface Evaluation extends Judgement {
  readonly coverage: Coverage
  readonly result: CheckResult
}

export interface EvaluationRequest {
  readonly school: Id
  readonly from: IsoDate
  readonly to: IsoDate
  readonly classIds: readonly Id[] | null
  /** What people decided; what stands now where this isn't given. */
  readonly decisions?: Decisions
  /** What the rules are set to; what is in force where this isn't given. */
  readonly regulation?: RegulationSettings
  /** Only these rules, by id. */
  readonly only?: readonly string[]
}

/** A clock may run a little behind the one that made the looks; more would judge the past by the future. */
const toleratedClockLagMs = 5 * 60_000

/** @throws BridgeError NOT_FOUND for a class that the school's list doesn't have */
async function knownClasses(deps: JobDeps, { school, classIds }: EvaluationRequest): Promise<void> {
  if (classIds === null) return
  const { classes } = await deps.mirror.directory(school)
  const missing = classIds.find(id => !classes.some(group => group.id === id))
  if (missing === undefined) return
  throw new BridgeError('NOT_FOUND', {
    message: `Класса ${missing} в школе нет`,
    hint: classesHint(classes),
  })
}

const stopped = () => new BridgeError('INTERRUPTED', { message: 'Проверка журнала прервана' })

/** Judging a school's year takes seconds: pages are answered in between, and a stop is noticed. */
async function judged(request: CheckRequest, signal?: AbortSignal): Promise<Judged> {
  const steps = judgeSteps(request)
  for (;;) {
    await others()
    if (signal?.aborted) throw stopped()
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** What days are judged by, beside the journal. */
export type Ground = Pick<Judgement, 'school' | 'asOf' | 'facts' | 'decisions' | 'plans' | 'archived'>

/** @throws BridgeError CALENDAR_UNKNOWN; CLOCK_BEHIND when the journal was read after `now`; NOT_FOUND */
export async function groundOf(deps: JobDeps, request: EvaluationRequest): Promise<Ground> {
  deps.requireKnownDays(request)
  const effective = await effectiveSchool(deps, request.school)
  const school = { ...effective, regulation: request.regulation ?? effective.regulation }
  const asOf = deps.clock.now()
  const newest = await deps.mirror.newestLook(school.id)
  if (newest !== null && newest > asOf + toleratedClockLagMs) {
    throw new BridgeError('CLOCK_BEHIND', {
      message: `Журнал читали ${new Date(newest).toISOString()}, а сейчас по часам ${new Date(asOf).toISOString()}`,
      hint: 'Проверьте часы компьютера или значение --now: оно не может быть раньше последнего чтения',
    })
  }
  await knownClasses(deps, request)
  const { facts } = await deps.calendar(school)
  const decisions = request.decisions ?? (await standingDecisions(deps, school.id))
  const archived = await archiveFacts(deps, decisions)
  return { school, asOf, facts, decisions, plans: await standingPlans(deps, request), archived }
}

/**
 * Mirror → regulation: some days are judged, as of the clock's now. Nothing is written.
 * @throws BridgeError as `groundOf`; INTERRUPTED
 */
export async function judge(
  deps: JobDeps,
  request: EvaluationRequest,
  signal?: AbortSignal,
): Promise<Judgement> {
  const ground = await groundOf(deps, request)
  const { facts, archived } = ground
  const calendar = createCalendar(facts)
  const judged = {
    mayEnd: (period: Period) => mayEndWithin(period, request, calendar),
    sheets: archived.sheets.length > 0,
  }
  const read = await deps.mirror.slices(
    { ...rangeOf(request), judged },
    { timeZone: ground.school.timeZone, signal },
    slices => slices.read({ classIds: null }),
  )
  return judgeSlice(ground, { ...request, ...read }, signal)
}

/** @throws BridgeError INTERRUPTED */
export async function judgeSlice(
  ground: Ground,
  request: Pick<Judgement, 'from' | 'to' | 'classIds' | 'slice' | 'looksHash'> & {
    readonly only?: readonly string[]
    /** What the journal of all classes shows, where the slice isn't of all. */
    readonly wide?: SchoolWide
  },
  signal?: AbortSignal,
): Promise<Judgement> {
  const { from, to, classIds, slice, looksHash, only, wide } = request
  const { school, asOf, ...inputs } = ground
  const found = await judged(
    {
      ...{ slice, settings: school.regulation, asOf, from, to },
      ...inputs,
      ...(only ? { rules: only } : {}),
      ...(wide ? { school: wide } : {}),
    },
    signal,
  )
  return {
    ...ground,
    ...{ from, to, classIds, slice, looksHash },
    sliceHash: hashOf(slice),
    only: only ?? null,
    part: 'all',
    judged: found,
  }
}

/** As far as they concern these classes and days. */
async function standingPlans(
  { thematicPlans }: JobDeps,
  { school, classIds, from, to }: EvaluationRequest,
): Promise<ThematicPlan[]> {
  const studyYears = [...new Set([from, to].map(studyYearStart))]
  const kept = await thematicPlans.list(school, { classIds, studyYears })
  return kept.flatMap(plan => standingPlan(plan) ?? [])
}

/** The verdicts of some days in words, with what wasn't seen. @throws BridgeError as `judge` */
export async function evaluate(
  deps: JobDeps,
  request: EvaluationRequest,
  signal?: AbortSignal,
): Promise<Evaluation> {
  const judgement = await judge(deps, request, signal)
  const coverage = await coverageOf(deps, judgement, request)
  return { ...judgement, coverage, result: inWords(judgement.judged) }
}

/** What wasn't seen: days that haven't come yet can't be missing from the mirror. */
export function coverageOf(
  deps: JobDeps,
  { facts, asOf }: Pick<Ground, 'facts' | 'asOf'>,
  request: EvaluationRequest,
): Promise<Coverage> {
  const today = createCalendar(facts).dateOf(asOf)
  const to = request.to < today ? request.to : today
  return deps.mirror.coverage({ ...rangeOf(request), to })
}

/** In parts, with pauses as for judging: whoever only wants to know the verdicts doesn't pay for it. */
function hashOf(slice: JournalSlice): () => Promise<string> {
  let known: Promise<string> | undefined
  const worked = async () => {
    const hash = createHash('sha256')
    for (const part of sliceText(slice)) {
      hash.update(part)
      await others()
    }
    return hash.digest('hex')
  }
  return () => (known ??= worked())
}

export function rangeOf({ school, from, to, classIds }: EvaluationRequest): SliceRequest {
  return { school, from, to, ...(classIds ? { classIds } : {}) }
}

/**
 * Enters what was judged in the ledger, and what was counted on the way.
 * @param told as `RecordedScope` has it
 */
export function record(
  deps: JobDeps,
  judgement: Judgement,
  runId: string | null,
  told?: readonly string[],
): Promise<LedgerChange> {
  const { school, from, to, classIds, asOf, looksHash, slice, facts, plans, part, judged } = judgement
  const rulesRun = judgement.only ?? rules.map(rule => rule.id)
  const calendar = createCalendar(facts)
  const settings = school.regulation
  const input = { slice, calendar, judged, settings, plans, from, to, asOf, rules: rulesRun }
  const isCounted = part !== 'school' && figureBasesOf(rulesRun).length > 0
  return deps.ledger.record(
    { school: school.id, from, to, classIds, rules: rulesRun, asOf, looksHash, runId, ...(told && { told }) },
    isCounted ? { ...judged, figures: async () => countFigures(input) } : judged,
  )
}
