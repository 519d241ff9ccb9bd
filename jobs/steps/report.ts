import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createCalendar, russianDate, studyYearOf } from '../../src/calendar/index.js'
import { computed, type EvidenceFile, evidenceFiles, ownVerifier } from '../../src/evidence/index.js'
import { editionsDuring, engineVersion, rules, verdictKey } from '../../src/regulation/index.js'
import type { Id, IsoDate } from '../../src/journal/index.js'
import type { ComplianceInput, ComplianceReport, ReportReply } from '../../src/report/index.js'
import {
  canonicalJson,
  complianceHtml,
  complianceXlsx,
  createComplianceReport,
  describeGaps,
  basisTexts,
  editionsText,
} from '../../src/report/index.js'
import type { JobDeps } from '../deps.js'
import type { Evaluation } from './evaluate.js'

export interface StoredReport {
  readonly html: string
  readonly xlsx: string
  readonly archiveId: string
  readonly archiveVersion: string
}

/** Evaluation → report model; ledger ids are added so that every finding can be looked up. */
export async function buildReport(deps: JobDeps, evaluation: Evaluation): Promise<ComplianceReport> {
  const { school, from, to, result } = evaluation
  const entries = await deps.ledger.list({
    school: school.id,
    from,
    to,
    ...(evaluation.classIds ? { classIds: evaluation.classIds } : {}),
  })
  const entryIds = new Map(entries.map(entry => [verdictKey(entry.verdict), entry.id]))
  return reportOf(deps, {
    ...evaluation,
    idle: result.idle,
    sliceHash: await evaluation.sliceHash(),
    verdicts: result.verdicts.map(verdict => ({
      verdict,
      entry: entryIds.get(verdictKey(verdict)) ?? null,
    })),
  })
}

/** What a report is made of, whoever gathered it. */
export interface Found
  extends Pick<
      Evaluation,
      'school' | 'from' | 'to' | 'classIds' | 'asOf' | 'facts' | 'decisions' | 'coverage'
    >,
    Pick<ComplianceInput, 'verdicts' | 'kept' | 'idle'> {
  readonly sliceHash: string
}

export async function reportOf(deps: JobDeps, found: Found): Promise<ComplianceReport> {
  const { school, from, to, asOf, facts, verdicts, kept, idle, decisions, sliceHash } = found
  const { addDays } = createCalendar(facts)
  const dayBefore = (date: IsoDate) => addDays(date, -1)
  const inForce = editionsDuring(school.regulation, from, to, dayBefore)
  // What orders have changed since begins editions of the rules' settings, not of the regulation.
  const inFile = editionsDuring(deps.school(school.id).regulation, from, to, dayBefore)
  const directory = await deps.mirror.directory(school.id)
  return createComplianceReport({
    school: { id: school.id, name: school.name },
    from,
    to,
    asOf,
    timeZone: school.timeZone,
    regulation: {
      title: school.regulation.title,
      edition: editionsText(inForce),
      basis: basisTexts(inFile.map(({ edition }) => edition)),
    },
    coverage: describeGaps(found.coverage, directory, {
      missedLooks: await missedLooks(deps, { ...found, school: school.id }),
      calendar: facts,
    }),
    ...{ verdicts, kept },
    rules: rules.map(rule => ({ ...rule, canBeKept: Object.keys(rule.messages).some(isKept) })),
    replies: await standingReplies(deps, school.id),
    ...{ decisions, idle, directory },
    provenance: { sliceHash, engine: engineVersion, calendar: facts },
  })
}

/** Replies that stand, oldest first, by the entry that they are about. */
async function standingReplies(
  { statements }: JobDeps,
  school: Id,
): Promise<ReadonlyMap<string, readonly ReportReply[]>> {
  const replies = new Map<string, ReportReply[]>()
  for (const { revisions } of await statements.list(school, 'reply')) {
    const newest = revisions.at(-1)
    if (!newest?.content) continue
    const { entry, text } = newest.content
    const known = replies.get(entry) ?? []
    known.push({ text, author: newest.author, at: newest.enteredAt })
    replies.set(entry, known)
  }
  return replies
}

function isKept(reason: string): boolean {
  return reason === 'kept' || reason.startsWith('kept-')
}

/** What the verdicts can be computed again from, and what they were. */
function evidenceOf(evaluation: Evaluation): EvidenceFile[] {
  const { slice, facts, school, decisions, plans, archived, asOf, from, to, result } = evaluation
  const days = { asOf, from, to }
  return evidenceFiles(
    { slice, calendar: facts, settings: school.regulation, decisions, plans, archived, ...days },
    computed(days, result.verdicts, engineVersion),
  )
}

/** Looks at deadlines of these days and classes that were not taken. */
export async function missedLooks(
  { plan, clock }: Pick<JobDeps, 'plan' | 'clock'>,
  { school, from, to, classIds, asOf = clock.now() }: MissedRequest,
): Promise<number> {
  const missed = await plan.missed({ school, from, to }, asOf)
  return missed.filter(
    look =>
      look.decides.length > 0 &&
      (classIds === null || look.classIds === null || look.classIds.some(id => classIds.includes(id))),
  ).length
}

interface MissedRequest {
  readonly school: Id
  readonly from: string
  readonly to: string
  readonly classIds: readonly Id[] | null
  readonly asOf?: number
}

/**
 * Archives a report with all that its verdicts are a function of, and lays copies out for people. The same report
 * again makes no new version.
 */
export async function storeReport(
  deps: JobDeps,
  evaluation: Evaluation,
  report: ComplianceReport,
): Promise<StoredReport> {
  const html = complianceHtml(report)
  const xlsx = await complianceXlsx(report)
  const { school, from, to } = evaluation
  const text = (value: unknown) => new TextEncoder().encode(canonicalJson(value))
  const id = `urn:dnevnik-bridge:${school.id}:${studyYearOf(to)}:school:report:compliance:${from}:${to}`
  const archive = await deps.archive()
  const verifier = await ownVerifier()
  await archive.put({
    ...verifier,
    message: 'Чем вычислены вердикты отчётов, и чем их вычислить заново',
    actor: 'archivist',
  })
  const stored = await archive.put({
    id,
    message: `Отчёт о ведении журнала за ${russianDate(from)}–${russianDate(to)}`,
    actor: 'archivist',
    files: [
      { path: 'report.json', bytes: text(report) },
      { path: 'report.html', bytes: new TextEncoder().encode(html) },
      { path: 'report.xlsx', bytes: xlsx },
      ...evidenceOf(evaluation),
      {
        path: 'meta/record.json',
        bytes: text({
          schema: 'dnevnik-bridge/record/1',
          kind: 'report',
          school: school.id,
          studyYear: studyYearOf(to),
          from,
          to,
          asOf: report.asOf,
          engine: engineVersion,
          verifier: verifier.id,
          retentionYears: 5,
        }),
      },
    ],
  })
  const folder = join(deps.reportsFolder, school.id)
  // Pupils' names stand in these files.
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const name = `report-${from}-${to}`
  const files = { html: join(folder, `${name}.html`), xlsx: join(folder, `${name}.xlsx`) }
  await writeFile(files.html, html)
  await writeFile(files.xlsx, xlsx)
  return { ...files, archiveId: id, archiveVersion: stored.version }
}
