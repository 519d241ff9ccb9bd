import type { Instant } from '../clock.js'
import type { ScrubRecord, ScrubRequest, VerifyReport } from './archive.js'
import { append, type Writing } from './append.js'
import type { LogEntry, ScrubEntry } from './entry.js'
import { type Log, seqName } from './log.js'

/** What was changed where nothing new came is found when all is read: no later than this after it was read before. */
const wholeEachMs = 7 * 24 * 60 * 60 * 1000

/**
 * The last entry that needn't be looked at again; all zeros where all has to be read: unless the newest scrub found nothing,
 * and one that read all did so within a week. Nothing but the log is asked. Who can write the folder and hasn't the key can cut off
 * entries, and then more is read; or put one at the end, and that is always among what is read, because it comes after what it says.
 */
export function readUpTo(log: Log, now: Instant): string {
  const newest = log.entries.findLast(isScrub)
  const whole = log.entries.findLast(isWhole)
  if (log.findings.length > 0 || newest === undefined || whole === undefined) return seqName(0)
  if (newest.findings + whole.findings > 0 || newest.upto >= newest.seq) return seqName(0)
  const age = now - Date.parse(whole.time)
  // By a clock that has gone back it can't be told when that was.
  return age >= 0 && age < wholeEachMs ? newest.upto : seqName(0)
}

function isScrub(entry: LogEntry): entry is ScrubEntry {
  return entry.op === 'scrub'
}

function isWhole(entry: LogEntry): entry is ScrubEntry {
  return isScrub(entry) && entry.after === seqName(0)
}

/** What the log tells of scrubs, oldest first. */
export function scrubsOf(log: Log): ScrubRecord[] {
  return log.entries
    .filter(isScrub)
    .map(entry => ({ at: Date.parse(entry.time), whole: isWhole(entry), findings: entry.findings }))
}

type Telling = VerifyReport & { readonly seq: string }

/** Something new was read, or something found; in an empty log there is nothing to continue. */
export function isWorthEntering(report: VerifyReport): report is Telling {
  return report.seq !== null && (report.objects > 0 || report.findings.length > 0)
}

/** Under the lock. @returns the entry */
export async function enterScrub(
  writing: Writing,
  { actor }: ScrubRequest,
  { report, after }: { readonly report: Telling; readonly after: string },
): Promise<string> {
  const { seq, objects, files, bytes, findings } = report
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
  return entry.seq
}
