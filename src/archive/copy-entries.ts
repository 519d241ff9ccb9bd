import { append, type Writing } from './append.js'
import type { BackupMade } from './backup.js'
import type { BackupRecord, BackupRequest, TrialRecord, TrialRequest, VerifyReport } from './archive.js'
import { firstPrev } from './entry.js'
import { type Log, seqName } from './log.js'

/** What the log tells of copies: that they were made and read whole, restored on trial, or in earnest. */

export function backupsOf(log: Log): BackupRecord[] {
  return log.entries.flatMap(entry =>
    entry.op === 'backup' || entry.op === 'backup-sealed'
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
  { report, sealed }: BackupMade,
): Promise<string> {
  const about = {
    upto: report.upto,
    head: report.uptoHead,
    place,
    disk: report.onSameDisk ? ('same' as const) : ('other' as const),
  }
  const weight = { files: String(report.files), bytes: String(report.bytes) }
  if (sealed === null) {
    const fields = { op: 'backup' as const, ...about, objects: String(report.objects), ...weight }
    const reason = 'Резервная копия архива, прочитана целиком'
    return (await append(writing, { fields, actor, reason })).seq
  }
  const { recipients, listSha512 } = sealed
  const seals = { recipients: recipients.join(','), 'list-sha512': listSha512 }
  const fields = { op: 'backup-sealed' as const, ...about, ...seals, ...weight }
  const reason = 'Зашифрованная копия архива, контрольные суммы сошлись'
  return (await append(writing, { fields, actor, reason })).seq
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

export interface Restored {
  /** Where the copy lay, in somebody's words; may be empty. */
  readonly place: string
  /** A head known from outside, with which the copy was compared. */
  readonly known: string | null
  /** A role. */
  readonly actor: string
}

/** Under the lock, in what was restored. @returns the entry's number */
export async function enterRestore(
  writing: Writing,
  { place, known, actor }: Restored,
  { seq, head, objects, files, bytes }: VerifyReport,
): Promise<string> {
  const entry = await append(writing, {
    fields: {
      op: 'restore',
      upto: seq ?? seqName(0),
      head: head ?? firstPrev,
      known: known ?? '',
      place,
      objects: String(objects),
      files: String(files),
      bytes: String(bytes),
    },
    actor,
    reason: 'Архив восстановлен из копии; что было после её последней записи, сюда не вошло',
  })
  return entry.seq
}
