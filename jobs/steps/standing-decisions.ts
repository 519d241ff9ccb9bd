import type { Id } from '../../src/journal/index.js'
import type { Content, Standing, StatementKind } from '../../src/ledger/index.js'
import type { Decisions } from '../../src/regulation/index.js'
import type { JobDeps } from '../deps.js'

/**
 * Where statements of a kind stand among the decisions; replies and orders about pupils are no such thing, and settings are an input of
 * their own.
 */
const decisionsOf: { readonly [Kind in StatementKind]?: keyof Decisions } = {
  exemption: 'exemptions',
  incident: 'incidents',
  order: 'orders',
  substitution: 'substitutions',
  acquaintance: 'acquaintances',
  'written-limits': 'writtenLimits',
  control: 'controls',
  backup: 'backups',
  restore: 'restores',
  'hard-copy': 'hardCopies',
  briefing: 'briefings',
  'class-opening': 'classOpenings',
}

/** What people decided, as it stands now. */
export async function standingDecisions({ statements }: JobDeps, school: Id): Promise<Decisions> {
  return {
    exemptions: await statements.standing(school, 'exemption'),
    incidents: await statements.standing(school, 'incident'),
    orders: await statements.standing(school, 'order'),
    substitutions: await statements.standing(school, 'substitution'),
    acquaintances: await statements.standing(school, 'acquaintance'),
    writtenLimits: await statements.standing(school, 'written-limits'),
    controls: await statements.standing(school, 'control'),
    backups: await statements.standing(school, 'backup'),
    restores: await statements.standing(school, 'restore'),
    hardCopies: await statements.standing(school, 'hard-copy'),
    briefings: await statements.standing(school, 'briefing'),
    classOpenings: await statements.standing(school, 'class-opening'),
  }
}

/** The same as if more stood; numbered after all that were ever entered. */
export async function decisionsWith<Kind extends StatementKind>(
  deps: JobDeps,
  school: Id,
  { kind, contents }: { readonly kind: Kind; readonly contents: readonly Content<Kind>[] },
): Promise<{ readonly decisions: Decisions; readonly added: readonly Standing<Kind>[] }> {
  const decisions = await standingDecisions(deps, school)
  const entered = await deps.statements.list(school, kind)
  const last = entered.at(-1)?.number ?? 0
  const added = contents.map((content, index) => ({ number: last + 1 + index, content }))
  const key = decisionsOf[kind]
  if (key === undefined) return { decisions, added }
  return { decisions: { ...decisions, [key]: [...decisions[key], ...added] }, added }
}
