import type { VerdictKind } from '../regulation/index.js'
import { inLetter } from './letter-message.js'
import type { ReportFinding } from './model.js'
import { verdictWords } from './wording.js'

/** What a recipient doesn't know yet: found by comparing what stands with what was told, never by dates. */

export interface NewsInput {
  /** Everything that stands broken or mended, with its ledger entry; worst first. */
  readonly standing: readonly ReportFinding[]
  /** What the recipient was told, by entry; null when there has been no letter yet. */
  readonly told: ReadonlyMap<string, VerdictKind> | null
  /** Entries that were told and stand broken or mended no longer. */
  readonly withdrawn: readonly { readonly finding: ReportFinding; readonly closed: boolean }[]
  /** Whether breaches of the rule can be made good: those of others are told once and aren't "still open". */
  canBeMended(rule: string): boolean
}

export interface DigestNews {
  /** The recipient's first letter: everything is new, and nothing is called so. */
  readonly first: boolean
  readonly fresh: readonly ReportFinding[]
  /** Told before, broken still, and could be made good. */
  readonly open: readonly ReportFinding[]
  readonly mended: readonly ReportFinding[]
  /** What earlier letters said and is no longer so, in Russian. */
  readonly corrections: readonly { readonly text: string; readonly entry: string | null }[]
}

export function digestNews({ standing, told, withdrawn, canBeMended }: NewsInput): DigestNews {
  const known = (item: ReportFinding) =>
    item.entry === null ? undefined : (told ?? nothingTold).get(item.entry)
  const of = (kind: VerdictKind) => standing.filter(item => item.verdict.verdict === kind)
  return {
    first: told === null,
    fresh: of('broken').filter(item => known(item) !== 'broken'),
    open: of('broken').filter(item => known(item) === 'broken' && canBeMended(item.verdict.rule)),
    // What was made good before anybody was told of it, in the first letter, is no news to anyone.
    mended: told === null ? [] : of('mended').filter(item => known(item) !== 'mended'),
    corrections: withdrawn.map(({ finding, closed }) => ({
      text: correction(finding, closed),
      entry: finding.entry,
    })),
  }
}

const nothingTold: ReadonlyMap<string, VerdictKind> = new Map()

/** «п. 2.6, 7А: больше не нарушение — исключение оформлено, № 4. …» */
function correction({ verdict, className }: ReportFinding, closed: boolean): string {
  const { clause, decision } = verdict
  const number = decision === undefined ? '' : `, ${decisionWords[decision.by]} № ${decision.number}`
  const now = closed ? 'соблюдено, или запись исчезла' : `${verdictWords[verdict.verdict]}${number}`
  const said = closed ? 'Было сказано' : 'Теперь'
  return `п. ${clause}, ${className}: больше не нарушение — ${now}. ${said}: ${inLetter(verdict)}`
}

const decisionWords = { exemption: 'исключение', incident: 'инцидент' } as const

/** Whether a letter is owed although the week's one isn't due. */
export function isNews({ first, fresh, mended, corrections }: DigestNews): boolean {
  return first || fresh.length + mended.length + corrections.length > 0
}
