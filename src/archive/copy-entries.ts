import type {
  BackupPlan,
  BackupRecord,
  BackupRequest,
  TrialRecord,
  TrialRequest,
  VerifyReport,
} from './archive.js'
import { append, type Writing } from './append.js'
import { firstPrev } from './entry.js'
import { type Log, seqName } from './log.js'

/** What the log tells of copies: that they were made and read whole, and that they were restored on trial. */

export function backupsOf(log: Log): BackupRecord[] {
  return log.entries.flatMap(entry =>
    entry.op === 'backup'
      ? [{ at: Date.parse(entry.time), place: entry.place || null, onSameDisk: entry.disk === 'same' }]
      : [],
  )
}

export function trialsOf(log: Log): TrialRecord[] {
  return log.entries.flatMap(entry =>
    entry.op === 'trial-restore' ? [{ at: Date.parse(entry.time), findings: entry.findings }] : [],
  )
}

/** Under the lock. @returns the entry's number */
export async function enterBackup(
  writing: Writing,
  { place, actor }: BackupRequest,
  report: BackupPlan & VerifyReport,
): Promise<string> {
  const entry = await append(writing, {
    fields: {
      op: 'backup',
      upto: report.upto,
      head: report.uptoHead,
      place,
      disk: report.onSameDisk ? 'same' : 'other',
      objects: String(report.objects),
      files: String(report.files),
      bytes: String(report.bytes),
    },
    actor,
    reason: 'Резервная копия архива, прочитана целиком',
  })
  return entry.seq
}

/** Under the lock. @returns the entry's number */
export async function enterTrial(
  writing: Writing,
  { actor }: TrialRequest,
  report: VerifyReport,
): Promise<string> {
  const { seq, head, objects, files, bytes, findings } = report
  const entry = await append(writing, {
    fields: {
      op: 'trial-restore',
      upto: seq ?? seqName(0),
      head: head ?? firstPrev,
      objects: String(objects),
      files: String(files),
      bytes: String(bytes),
      findings: String(findings.length),
    },
    actor,
    reason: 'Пробное восстановление архива из копии',
  })
  return entry.seq
}
