import { BridgeError } from '../../src/errors.js'
import type { Id } from '../../src/journal/index.js'
import type { Content, LedgerChange, Signature, Standing, Statement } from '../../src/ledger/index.js'
import { changesBetween, type IdleStatement, type VerdictChange } from '../../src/regulation/index.js'
import type { JobDeps } from '../deps.js'
import { type Judgement, judge } from './evaluate.js'
import { daysThatCame, judgeAgain, nothing } from './judge-again.js'
import { decisionsWith } from './standing-decisions.js'
import { type Facts, type PlainKind, type StatedDays, statementKinds } from './statement-kinds.js'

/** What statements do to the days that have come. */
export interface Effect {
  readonly numbers: readonly number[]
  readonly changes: readonly VerdictChange[]
  /** Those of them that nothing in the journal answers to. */
  readonly idle: readonly IdleStatement[]
}

interface Entry<Kind extends PlainKind> {
  readonly kind: Kind
  readonly contents: readonly Content<Kind>[]
}

/** What would change if they stood; nothing is written. @throws BridgeError NOT_FOUND, USAGE, CALENDAR_UNKNOWN; INTERRUPTED */
export async function previewStatements<Kind extends PlainKind>(
  deps: JobDeps,
  school: Id,
  entry: Entry<Kind>,
  signal?: AbortSignal,
): Promise<Effect> {
  const days = await daysOf(deps, school, entry)
  const { decisions, added } = await decisionsWith(deps, school, entry)
  const numbers = added.map(({ number }) => number)
  const came = days === null ? null : await daysThatCame(deps, school, days)
  if (came === null) return { numbers, changes: [], idle: [] }
  const before = await judge(deps, { school, ...came }, signal)
  const regulation = await statementKinds[entry.kind].regulation?.(added, await factsOf(deps, school))
  const after = await judge(deps, { school, ...came, decisions, ...(regulation && { regulation }) }, signal)
  return effectOf(before, after, { kind: entry.kind, numbers })
}

/**
 * Enters them, all or none, and what they change at once in the ledger.
 * @param allow as `Statements.enterAll` asks it
 * @throws BridgeError NOT_FOUND, USAGE, CALENDAR_UNKNOWN
 */
export async function enterStatements<Kind extends PlainKind>(
  deps: JobDeps,
  school: Id,
  { kind, contents, ...signature }: Entry<Kind> & Signature,
  allow?: (entered: readonly Statement<Kind>[]) => void,
): Promise<Effect> {
  const days = await daysOf(deps, school, { kind, contents })
  const came = days === null ? null : await daysThatCame(deps, school, days)
  const before = came === null ? null : await judge(deps, { school, ...came })
  const facts = await factsOf(deps, school)
  const numbers = await deps.statements.enterAll(school, kind, contents, signature, entered => {
    // Somebody may have entered the like since it was checked: a form that was sent twice.
    refuseClash(standingOf(entered), { kind, contents }, facts)
    allow?.(entered)
  })
  const after = days === null ? null : (await judgeAgain(deps, school, days)).judgement
  return effectOf(before, after, { kind, numbers })
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
  return days === null ? nothing : (await judgeAgain(deps, school, days)).change
}

function effectOf(
  before: Judgement | null,
  after: Judgement | null,
  { kind, numbers }: { readonly kind: PlainKind; readonly numbers: readonly number[] },
): Effect {
  if (before === null || after === null) return { numbers, changes: [], idle: [] }
  return {
    numbers,
    changes: changesBetween(before.judged, after.judged),
    idle: after.judged.idle.filter(idle => idle.kind === kind && numbers.includes(idle.number)),
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

function standingOf<Kind extends PlainKind>(entered: readonly Statement<Kind>[]): Standing<Kind>[] {
  return entered.flatMap(({ number, revisions }) => {
    const content = revisions.at(-1)?.content ?? null
    return content === null ? [] : [{ number, content }]
  })
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
