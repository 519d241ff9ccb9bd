import { BridgeError } from '../../src/errors.js'
import type { Id } from '../../src/journal/index.js'
import {
  type Content,
  type LedgerChange,
  type Signature,
  type Standing,
  type Statement,
  standingOf,
} from '../../src/ledger/index.js'
import {
  type Answers,
  answersOfAll,
  byChange,
  changesBetween,
  type IdleStatement,
  type VerdictChange,
} from '../../src/regulation/index.js'
import type { JobDeps } from '../deps.js'
import { groundOf, type Judgement } from './evaluate.js'
import { firstFew } from './first-few.js'
import { daysThatCame, judgeAgain, nothing } from './judge-again.js'
import { judgeByClass } from './judge-by-class.js'
import { decisionsWith } from './standing-decisions.js'
import { type Facts, type PlainKind, type StatedDays, statementKinds } from './statement-kinds.js'

/** What statements do to the days that have come. */
export interface Effect {
  readonly numbers: readonly number[]
  /** How many verdicts change. */
  readonly count: number
  /** The first of them. */
  readonly changes: readonly VerdictChange[]
  /** Those of them that nothing in the journal answers to. */
  readonly idle: readonly IdleStatement[]
}

interface Entry<Kind extends PlainKind> {
  readonly kind: Kind
  readonly contents: readonly Content<Kind>[]
}

/**
 * What would change if they stood; nothing is written.
 * @param most so many changes are told one by one
 * @throws BridgeError NOT_FOUND, USAGE, CALENDAR_UNKNOWN; INTERRUPTED
 */
export async function previewStatements<Kind extends PlainKind>(
  deps: JobDeps,
  school: Id,
  entry: Entry<Kind>,
  { most = Number.POSITIVE_INFINITY, signal }: { readonly most?: number; readonly signal?: AbortSignal } = {},
): Promise<Effect> {
  const days = await daysOf(deps, school, entry)
  const { decisions, added } = await decisionsWith(deps, school, entry)
  const numbers = added.map(({ number }) => number)
  const came = days === null ? null : await daysThatCame(deps, school, days)
  const effect = gatherEffect(most)
  if (came !== null) {
    const regulation = await statementKinds[entry.kind].regulation?.(added, await factsOf(deps, school))
    const after = { decisions, ...(regulation && { regulation }) }
    const use = async ([before, then]: readonly Judgement[]) => effect.add(before, then)
    await judgeByClass(deps, { school, ...came }, [{}, after], use, signal)
  }
  return effect.of(entry.kind, numbers)
}

interface Entering<Kind extends PlainKind> {
  /** As `Statements.enterAll` asks it. */
  allow?(entered: readonly Statement<Kind>[]): void
  /** Whether anybody is told what changes: the days are judged as they were before, too. */
  readonly isTold?: boolean
}

/**
 * Enters them, all or none, and what they change at once in the ledger.
 * @throws BridgeError NOT_FOUND, USAGE, CALENDAR_UNKNOWN
 */
export async function enterStatements<Kind extends PlainKind>(
  deps: JobDeps,
  school: Id,
  { kind, contents, ...signature }: Entry<Kind> & Signature,
  { allow, isTold = true }: Entering<Kind> = {},
): Promise<Effect> {
  const days = await daysOf(deps, school, { kind, contents })
  const came = days === null ? null : await daysThatCame(deps, school, days)
  // What can't be judged isn't entered either.
  const before = came === null ? null : await groundOf(deps, { school, ...came })
  const facts = await factsOf(deps, school)
  const numbers = await deps.statements.enterAll(school, kind, contents, signature, entered => {
    // Somebody may have entered the like since it was checked: a form that was sent twice.
    refuseClash(standingOf(entered), { kind, contents }, facts)
    allow?.(entered)
  })
  const effect = gatherEffect(Number.POSITIVE_INFINITY)
  if (days !== null && before !== null) {
    const { decisions, school: asItWas } = before
    await judgeAgain(
      deps,
      school,
      { ...days, ...rulesOf(kind, contents) },
      {
        before: isTold ? { decisions, regulation: asItWas.regulation } : null,
        use: (now, then) => effect.add(then ?? undefined, now),
      },
    )
  }
  return effect.of(kind, numbers)
}

/** Takes one back; what rested on it is judged again at once. @throws BridgeError NOT_FOUND */
export async function withdrawStatement(
  deps: JobDeps,
  school: Id,
  { kind, number, ...revision }: Signature & { kind: PlainKind; number: number; why: string },
): Promise<LedgerChange> {
  const content = await deps.statements.revise(school, kind, number, { ...revision, content: null })
  const facts = await factsOf(deps, school)
  const days = daysOfOne(kind, content, facts)
  return days === null ? nothing : judgeAgain(deps, school, { ...days, ...rulesOf(kind, [content]) })
}

/** As `judgeAgain` takes them. */
function rulesOf<Kind extends PlainKind>(
  kind: Kind,
  contents: readonly Content<Kind>[],
): { only?: readonly string[] } {
  const { rules } = statementKinds[kind]
  return rules ? { only: [...new Set(contents.flatMap(rules))] } : {}
}

/** What changes and what is idle, of one class after the other. */
function gatherEffect(most: number) {
  const changes = firstFew(most, byChange)
  const answers: Answers[] = []
  return {
    add(before: Judgement | undefined, after: Judgement | undefined): void {
      if (!after) return
      const { idle, answered } = after.judged
      answers.push({ idle, answered })
      if (before) changes.add(changesBetween(before.judged, after.judged))
    },
    of(kind: PlainKind, numbers: readonly number[]): Effect {
      const { idle } = answersOfAll(answers)
      return {
        ...{ numbers, count: changes.count, changes: changes.items },
        idle: idle.filter(one => one.kind === kind && numbers.includes(one.number)),
      }
    },
  }
}

async function factsOf(deps: JobDeps, school: Id): Promise<Facts> {
  const { calendar } = await deps.calendar(deps.school(school))
  const directory = await deps.mirror.directory(school)
  return {
    directory,
    calendar,
    today: calendar.dateOf(deps.clock.now()),
    deps,
  }
}

/** All days and classes that any of them concerns. */
async function daysOf<Kind extends PlainKind>(
  deps: JobDeps,
  school: Id,
  { kind, contents }: Entry<Kind>,
): Promise<StatedDays | null> {
  const facts = await factsOf(deps, school)
  for (const content of contents) await statementKinds[kind].check(content, facts)
  refuseClash(await deps.statements.standing(school, kind), { kind, contents }, facts)
  return spanOf(
    contents.map(content => daysOfOne(kind, content, facts)),
    facts,
  )
}

/** @throws BridgeError USAGE for what stands already, or is there twice, where both can't stand */
function refuseClash<Kind extends PlainKind>(
  standing: readonly Standing<Kind>[],
  { kind, contents }: Entry<Kind>,
  facts: Facts,
): void {
  const { clash } = statementKinds[kind]
  if (!clash) return
  contents.forEach((content, index) => {
    for (const { number, content: before } of standing) {
      const words = clash(content, before, facts)
      if (words === null) continue
      throw new BridgeError('USAGE', {
        message: `${words}: уже внесено, запись № ${number}; ничего не записано`,
        hint: 'Если она неверна, отзовите её и внесите снова',
      })
    }
    for (const before of contents.slice(0, index)) {
      const words = clash(content, before, facts)
      if (words === null) continue
      throw new BridgeError('USAGE', {
        message: `${words}: названо дважды; ничего не записано`,
        hint: 'Назовите каждое один раз',
      })
    }
  })
}

/** From the first day to the last, and the classes of all; null where no days are concerned. */
function spanOf(stated: readonly (StatedDays | null)[], { today }: Facts): StatedDays | null {
  const each = stated.flatMap(days => days ?? [])
  if (each.length === 0) return null
  const classes = each.map(({ classIds }) => classIds)
  return {
    from: each.map(({ from }) => from).sort()[0] ?? today,
    to:
      each
        .map(({ to }) => to)
        .sort()
        .at(-1) ?? today,
    classIds: classes.includes(null) ? null : [...new Set(classes.flatMap(ids => ids ?? []))],
  }
}

function daysOfOne<Kind extends PlainKind>(
  kind: Kind,
  content: Content<Kind>,
  facts: Facts,
): StatedDays | null {
  return statementKinds[kind].days(content, facts)
}
