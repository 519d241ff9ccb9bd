import type { ScrubRecord, ScrubReport, ScrubRequest, VerifyReport } from './archive.js'
import { append, type Writing } from './append.js'
import type { LogEntry, ScrubEntry } from './entry.js'
import { type Log, seqName } from './log.js'

/** The last entry that needn't be looked at again: up to it, a scrub found nothing wrong. */
export function scrubbedUpTo(log: Log): string {
  const clean = (entry: LogEntry): entry is ScrubEntry => entry.op === 'scrub' && entry.findings === 0
  return log.entries.findLast(clean)?.upto ?? seqName(0)
}

/** What the log tells of scrubs, oldest first. */
export function scrubsOf(log: Log): ScrubRecord[] {
  return log.entries.flatMap(entry =>
    entry.op === 'scrub'
      ? [{ at: Date.parse(entry.time), whole: entry.after === seqName(0), findings: entry.findings }]
      : [],
  )
}

/** Under the lock. Nothing is entered where nothing new was read and nothing found. */
export async function enterScrub(
  writing: Writing,
  { actor }: ScrubRequest,
  { report, after }: { readonly report: VerifyReport; readonly after: string },
): Promise<ScrubReport> {
  const { seq, objects, files, bytes, findings } = report
  if (seq === null || (objects === 0 && findings.length === 0)) return { ...report, entry: null }
  const entry = await append(writing, {
    fields: {
      op: 'scrub',
      after,
      upto: seq,
      objects: String(objects),
      files: String(files),
      bytes: String(bytes),
      findings: String(findings.length),
    },
    actor,
    reason: after === seqName(0) ? 'Проверка всего архива' : 'Проверка нового в архиве',
  })
  return { ...report, entry: entry.seq }
}
