import { join } from 'node:path'
import { type BackupReport, type BackupRequest, findingLine } from '../../src/archive/index.js'
import type { DumpReport } from '../../src/database/index.js'
import { BridgeError } from '../../src/errors.js'
import type { CopySetting, JobDeps } from '../deps.js'
import { shareOf } from './percents.js'

export interface CopyMade {
  readonly folder: string
  readonly archive: BackupReport
  readonly database: DumpReport
}

export interface CopyHow {
  /** In a folder that has none yet. */
  readonly begin: boolean
  /** A role. */
  readonly actor: string
  /** Share done, 0 to 1. */
  readonly progress?: (share: number) => void
}

/** How the archive is asked for its part of a copy, to make it or to look at it. */
export function copyRequest(
  { folder, place, sameDisk, recipients }: Pick<CopySetting, 'folder' | 'place' | 'sameDisk' | 'recipients'>,
  { begin, actor }: Pick<CopyHow, 'begin' | 'actor'>,
): BackupRequest {
  return { folder: join(folder, 'archive'), place, sameDisk, mustExist: !begin, recipients, actor }
}

export const dumpsIn = (folder: string) => join(folder, 'database')

/** What the copy of the archive takes of the whole; the rest is the database's. */
const archiveShare = 0.8

/**
 * One copy of archive and database, both encrypted where the settings name recipients. The archive's comes first: it alone tells whether that is the right disk. If it isn't
 * sound, the database is dumped beside it all the same.
 * @throws BridgeError COPY_MISSING, COPY_REFUSED, COPY_DIVERGED, ARCHIVE_DAMAGED, DUMP_FAILED, DUMP_DAMAGED, …
 */
export async function makeCopy(deps: JobDeps, copy: CopySetting, how: CopyHow): Promise<CopyMade> {
  const { folder } = copy
  const { progress = () => undefined } = how
  const archive = await deps.archive()
  const request = copyRequest(copy, how)
  await archive.planBackup(request)
  const backup = await settled(
    archive.backup({
      ...request,
      progress: (...said) => progress(shareOf(...said) * archiveShare),
    }),
  )
  // A disk that went away meanwhile must not be written to as an empty folder.
  await archive.planBackup({ ...request, mustExist: true })
  const database = await deps.dumpDatabase(dumpsIn(folder), copy.recipients)
  if ('error' in backup) throw backup.error
  if (backup.value.entry === null) throw unsound(folder, backup.value)
  return { folder, archive: backup.value, database }
}

async function settled<T>(work: Promise<T>): Promise<{ readonly value: T } | { readonly error: unknown }> {
  return work.then(
    value => ({ value }),
    (error: unknown) => ({ error }),
  )
}

const mostFindings = 5

function unsound(folder: string, { findings }: BackupReport): BridgeError {
  const more = findings.length - mostFindings
  const lines = [...findings.slice(0, mostFindings).map(findingLine), ...(more > 0 ? [`и ещё ${more}`] : [])]
  return new BridgeError('ARCHIVE_DAMAGED', {
    message: `Копия в ${folder} повреждена: ${lines.join('; ')}`,
    hint: 'Чего нет и в архиве или чего копия не знает, само не чинится. Проверьте архив и диск копии: archive verify, archive verify --archive КОПИЯ',
    details: { findings: findings.length },
  })
}
