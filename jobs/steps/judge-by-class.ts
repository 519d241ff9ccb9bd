import { createCalendar, type Outage } from '../../src/calendar/index.js'
import type { Id, Resource } from '../../src/journal/index.js'
import type { SliceRead, Slices } from '../../src/mirror/index.js'
import { eachOneAhead } from '../../src/one-ahead.js'
import {
  type Census,
  createCensus,
  type Decisions,
  factsAbout,
  isAskedUnder,
  type RegulationSettings,
  readFor,
  rules,
} from '../../src/regulation/index.js'
import type { JobDeps } from '../deps.js'
import {
  type EvaluationRequest,
  type Ground,
  groundOf,
  type Judgement,
  judgeSlice,
  rangeOf,
} from './evaluate.js'
import { readForRules } from './rules-read.js'

/**
 * A school's year is a million records; whoever judges it beside other work judges it class by class, reading one while the one
 * before is judged. What is known of a class only from the whole school is gathered before, from those records that tell it.
 */

/** By what else the same days are judged. */
export interface Variant {
  readonly regulation?: RegulationSettings
  readonly decisions?: Decisions
  /** Outages of the platform beside those that are known. */
  readonly outages?: readonly Outage[]
}

/**
 * Judges the days class by class, by each of the variants; gives the same verdicts as `judge`. What is handed to `use` is of some
 * classes and all variants, last of them the duties of the school itself; of none of it anything is kept here.
 * @param variants as what is in force where they say nothing; each is judged at the same moment of the same journal
 * @throws BridgeError as `judge`, and what `use` throws
 */
export async function judgeByClass(
  deps: JobDeps,
  request: EvaluationRequest,
  variants: readonly Variant[],
  use: (judgements: readonly Judgement[]) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const grounds = await groundsOf(deps, request, variants)
  const [first] = grounds
  if (!first) return
  const range = { ...rangeOf(request) }
  await deps.mirror.slices(range, { timeZone: first.school.timeZone, signal }, async slices => {
    const { ofClasses, ofSchool } = rulesAsked(request)
    const work = { slices, request, grounds, signal }
    const censuses = await takeCensuses(work, ofClasses)
    const parts: Part[] = []
    if (ofClasses.length > 0) {
      for (const classIds of slices.parts)
        parts.push({ part: 'classes', classIds, of: classIds, rules: ofClasses })
      const unlisted = classesOfSheetsAlone(grounds, slices)
      if (request.classIds === null && unlisted.length > 0)
        parts.push({ part: 'classes', classIds: unlisted, of: [], rules: ofClasses })
    }
    if (ofSchool.length > 0)
      parts.push({ part: 'school', classIds: request.classIds, of: null, only: [], rules: ofSchool })
    await eachOneAhead(
      parts,
      ({ of, only }) =>
        slices.read(only ? { classIds: of, only } : readForRules({ ...request, classIds: of }, grounds)),
      async (read, part) => use(await judgedPart(work, part, { read, censuses })),
    )
  })
}

interface Work {
  readonly slices: Slices
  readonly request: EvaluationRequest
  readonly grounds: readonly Ground[]
  readonly signal: AbortSignal | undefined
}

interface Part {
  readonly part: 'classes' | 'school'
  /** Whose duties are judged. */
  readonly classIds: readonly Id[] | null
  /** Whose journal is read for it. */
  readonly of: readonly Id[] | null
  readonly only?: readonly Resource[]
  readonly rules: readonly string[]
}

async function groundsOf(
  deps: JobDeps,
  request: EvaluationRequest,
  variants: readonly Variant[],
): Promise<readonly Ground[]> {
  const grounds: Ground[] = []
  for (const { outages, ...variant } of variants) {
    const ground = await groundOf(deps, { ...request, ...variant })
    const { facts } = ground
    grounds.push(
      outages ? { ...ground, facts: { ...facts, outages: [...(facts.outages ?? []), ...outages] } } : ground,
    )
  }
  const [first] = grounds
  // Different moments would be differences too.
  return first ? grounds.map(ground => ({ ...ground, asOf: first.asOf })) : []
}

function rulesAsked({ only }: EvaluationRequest) {
  const asked = rules.filter(({ id }) => only?.includes(id) ?? true)
  const ids = (of: typeof asked) => of.map(({ id }) => id)
  return {
    ofClasses: ids(asked.filter(({ isOfSchool }) => !isOfSchool)),
    ofSchool: ids(asked.filter(({ isOfSchool }) => isOfSchool)),
  }
}

/** What those rules ask of the whole school, by variant; of each class only that is read which tells it. */
async function takeCensuses(
  { slices, request, grounds }: Work,
  rulesRun: readonly string[],
): Promise<readonly Census[]> {
  const censuses = grounds.map(({ facts, school, decisions: { substitutions } }) =>
    createCensus({
      gathersLessons: isAskedUnder(school.regulation.editions, 'filledLessons'),
      ...{ calendar: createCalendar(facts), stampZone: school.regulation.stamps, substitutions },
      days: { from: request.from, to: request.to },
    }),
  )
  const editions = grounds.flatMap(({ school }) => school.regulation.editions)
  const asked = readFor(
    rules
      .filter(({ id }) => rulesRun.includes(id))
      .flatMap(rule => rule.asksSchool ?? [])
      .filter(question => isAskedUnder(editions, question)),
  )
  if (asked.length === 0) return censuses
  // Attendance is asked for who writes down that somebody was there; mostly nobody does, and half of a census needn't be read.
  const isTold = !asked.includes('attendance') || (await slices.saysPresence())
  const only = isTold ? asked : asked.filter(resource => resource !== 'attendance')
  await eachOneAhead(
    slices.parts,
    classIds => slices.read({ classIds, only, again: true }),
    ({ slice }) => {
      for (const census of censuses) census.add(slice)
    },
  )
  return censuses
}

async function judgedPart(
  { request, grounds, signal }: Work,
  { part, classIds, rules: run }: Part,
  { read, censuses }: { readonly read: SliceRead; readonly censuses: readonly Census[] },
): Promise<readonly Judgement[]> {
  const { from, to } = request
  const isAbout = (id: Id) => classIds?.includes(id) ?? true
  const judgements: Judgement[] = []
  for (const [index, ground] of grounds.entries()) {
    const wide = censuses[index]
    const about = {
      ...ground,
      archived: factsAbout(ground.archived, isAbout),
      plans: ground.plans.filter(plan => isAbout(plan.classId)),
    }
    const judgement = await judgeSlice(
      about,
      { from, to, classIds, ...read, only: run, ...(part === 'classes' && wide ? { wide } : {}) },
      signal,
    )
    judgements.push({ ...judgement, part })
  }
  return judgements
}

/** Classes of which nothing was read and that no list has, but whose printed sheets somebody stated. */
function classesOfSheetsAlone(grounds: readonly Ground[], { parts }: Slices): readonly Id[] {
  const known = new Set(parts.flat())
  const stated = grounds.flatMap(({ archived: { sheets, lostSheets } }) => [...sheets, ...lostSheets])
  return [...new Set(stated.map(({ classId }) => classId))].filter(id => !known.has(id))
}
