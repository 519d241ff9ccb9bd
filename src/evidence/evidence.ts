import { createHash } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import { canonicalize } from 'json-canonicalize'
import { z } from 'zod'
import type { CalendarFacts } from '../calendar/index.js'
import type { Instant } from '../clock.js'
import { BridgeError } from '../errors.js'
import { type IsoDate, type JournalSlice, sliceText } from '../journal/index.js'
import {
  type ArchiveFacts,
  type Decisions,
  type RegulationSettings,
  type ThematicPlan,
  type Verdict,
  verdictText,
} from '../regulation/index.js'

/**
 * What a report's verdicts are a function of, as files that are archived with it: canonical JSON (RFC 8785), so that
 * the same evidence is the same bytes anywhere.
 */

export interface Evidence {
  readonly slice: JournalSlice
  readonly calendar: CalendarFacts
  readonly settings: RegulationSettings
  readonly decisions: Decisions
  readonly plans: readonly ThematicPlan[]
  readonly archived: ArchiveFacts
  readonly asOf: Instant
  readonly from: IsoDate
  readonly to: IsoDate
}

/**
 * Form 1 knew neither calendar-thematic plans nor what the archive shows, form 2 nothing of the archive's copies, form 3
 * nothing of briefings, orders that open classes or marks of exams.
 */
const form = 'dnevnik-bridge/verdicts/4'

/** What was computed, in short: enough to tell whether the same comes out again. */
const Outcome = z.strictObject({
  schema: z.literal(form),
  engine: z.string(),
  /** Instant, UTC. */
  asOf: z.int(),
  from: z.iso.date(),
  to: z.iso.date(),
  verdicts: z.int(),
  /** Of all verdicts in their order, kept ones too, each in a line of canonical JSON. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Kept duties by rule. */
  kept: z.record(z.string(), z.int()),
})
export type Outcome = z.infer<typeof Outcome>

export interface Computed {
  readonly outcome: Outcome
  /** Whatever isn't kept, a line of canonical JSON each. */
  readonly lines: readonly string[]
}

export function computed(
  { asOf, from, to }: Pick<Evidence, 'asOf' | 'from' | 'to'>,
  verdicts: readonly Verdict[],
  engine: string,
): Computed {
  const hash = createHash('sha256')
  const kept: Record<string, number> = {}
  const lines: string[] = []
  for (const verdict of verdicts) {
    const line = verdictText(verdict)
    hash.update(`${line}\n`)
    if (verdict.verdict === 'kept') kept[verdict.rule] = (kept[verdict.rule] ?? 0) + 1
    else lines.push(line)
  }
  const sha256 = hash.digest('hex')
  return {
    outcome: { schema: form, engine, asOf, from, to, verdicts: verdicts.length, sha256, kept },
    lines,
  }
}

export interface EvidenceFile {
  readonly path: string
  readonly bytes: Uint8Array
}

const paths = {
  slice: 'evidence/slice.json.gz',
  calendar: 'evidence/calendar.json',
  settings: 'evidence/settings.json',
  decisions: 'evidence/decisions.json',
  plans: 'evidence/plans.json.gz',
  archived: 'evidence/archived.json.gz',
  lines: 'evidence/verdicts.jsonl.gz',
  outcome: 'evidence/verdicts.json',
} as const

export function evidenceFiles(evidence: Evidence, { outcome, lines }: Computed): EvidenceFile[] {
  const json = (value: unknown) => Buffer.from(`${canonicalize(value)}\n`)
  return [
    { path: paths.slice, bytes: gzipSync(sliceBytes(evidence.slice)) },
    { path: paths.calendar, bytes: json(evidence.calendar) },
    { path: paths.settings, bytes: json(evidence.settings) },
    { path: paths.decisions, bytes: json(evidence.decisions) },
    { path: paths.plans, bytes: gzipSync(json(evidence.plans)) },
    { path: paths.archived, bytes: gzipSync(json(evidence.archived)) },
    { path: paths.lines, bytes: gzipSync(Buffer.from(lines.map(line => `${line}\n`).join(''))) },
    { path: paths.outcome, bytes: json(outcome) },
  ]
}

/** In parts: a school-year is longer than one text may be. */
function sliceBytes(slice: JournalSlice): Buffer {
  return Buffer.concat(Array.from(sliceText(slice), part => Buffer.from(part)))
}

/**
 * Reads what `evidenceFiles` wrote. The bytes are ours and their hashes are the archive's care, so only the outcome's
 * form is checked: it tells of which kind of evidence this is.
 * @param read the bytes of a file, checked against the archive; throws when there is none
 * @throws BridgeError USAGE for evidence of another form
 */
export function readEvidence(read: (path: string) => Uint8Array): Evidence & Computed {
  const text = (path: string) => Buffer.from(read(path)).toString('utf8')
  const unpacked = (path: string) => gunzipSync(read(path)).toString('utf8')
  const outcome = outcomeOf(JSON.parse(text(paths.outcome)))
  const { asOf, from, to } = outcome
  return {
    slice: JSON.parse(unpacked(paths.slice)),
    calendar: JSON.parse(text(paths.calendar)),
    settings: JSON.parse(text(paths.settings)),
    decisions: JSON.parse(text(paths.decisions)),
    plans: JSON.parse(unpacked(paths.plans)),
    archived: JSON.parse(unpacked(paths.archived)),
    asOf,
    from,
    to,
    outcome,
    lines: unpacked(paths.lines).split('\n').slice(0, -1),
  }
}

function outcomeOf(json: unknown): Outcome {
  const outcome = Outcome.safeParse(json)
  if (outcome.success) return outcome.data
  throw new BridgeError('USAGE', {
    message: 'Отчёт составила программа другой версии: эти правила его данных не читают',
    hint: 'Вычислите правилами, которые лежат в архиве рядом с ним: replay без --own-engine',
  })
}
