import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { findingLine, type TrialReport } from '../../src/archive/index.js'
import type { Instant } from '../../src/clock.js'
import { BridgeError, describeError, isBridgeError, mayPass } from '../../src/errors.js'
import type { JobQueue } from '../../src/queue/index.js'
import type { JobDeps } from '../deps.js'
import { copyRequest, dumpsIn } from './make-copy.js'
import { percents, shareOf } from './percents.js'
import { dayOf, tellAdministrators } from './tell-administrators.js'

/** After a copy was made: unless a trial since then has found everything in order, that copy is restored on trial. */
export async function addDueTrial(
  deps: JobDeps,
  queue: JobQueue,
  { folder, since, night }: { readonly folder: string; readonly since: Instant; readonly night: Instant },
): Promise<void> {
  if (await wasTried(deps, since)) return
  await queue.add({ name: 'try-restore', id: `try-restore/${night}`, payload: { folder } })
}

async function wasTried(deps: JobDeps, since: Instant): Promise<boolean> {
  const trials = (await (await deps.readArchive())?.trials()) ?? []
  return trials.some(({ at, findings }) => findings === 0 && at >= since)
}

/**
 * Where all copies are sealed the program can't try one: the key that opens them lies with people, who are asked on each
 * Sunday until they have.
 */
export async function askForTrial(deps: JobDeps, { since }: { readonly since: Instant }): Promise<void> {
  const [copy] = deps.copySettings.copies
  if (copy === undefined || deps.administrators.length === 0 || (await wasTried(deps, since))) return
  if (new Date(deps.clock.now()).getUTCDay() !== 0) return
  await tellAdministrators(deps, {
    kind: 'trial-by-hand',
    key: [dayOf(deps)],
    subject: 'Пора восстановить на пробу зашифрованную копию электронного журнала',
    lines: [
      'Раз в год копия восстанавливается на пробу. Все копии, названные в настройках, зашифрованы, а закрытого ключа у программы нет и быть не должно: сама она этого не может.',
      `Что делать: возьмите закрытый ключ и выполните «dnevnik-bridge archive restore --trial --identity ФАЙЛ_КЛЮЧА --from ${join(copy.folder, 'archive')}», а для копии базы «dnevnik-bridge database restore --check --identity ФАЙЛ_КЛЮЧА ФАЙЛ» с новой папкой данных (--data). Потом уберите ключ с этого компьютера.`,
      'Пока пробы этого года нет, это письмо приходит по воскресеньям.',
    ],
  })
}

/**
 * Restores a copy into a folder that is removed afterwards, reads the newest dump beside it, and tells the administrators of
 * what is wrong. Null while there is no archive.
 * @throws BridgeError COPY_MISSING, COPY_DIVERGED, COPY_REFUSED (no room), ARCHIVE_BUSY, MAIL_FAILED
 */
export async function tryRestoreAndTell(
  deps: JobDeps,
  folder: string,
  how: { readonly lastAttempt: boolean; readonly progress: (share: number) => Promise<void> },
): Promise<TrialReport | null> {
  const reading = await deps.readArchive()
  if (reading === null) return null
  const tell = percents(how.progress)
  try {
    return await deps.alone('back-up', async () => {
      const actor = 'archivist'
      const copy = copyRequest({ folder, place: '', sameDisk: true, recipients: [] }, { begin: false, actor })
      await reading.planBackup(copy)
      await deps.verifyNewestDump(dumpsIn(folder))
      const within = deps.trialFolder
      // What a killed trial left.
      await rm(within, { recursive: true, force: true })
      await mkdir(within, { recursive: true, mode: 0o700 })
      try {
        const archive = await deps.archive()
        const report = await archive.tryRestore({
          ...{ from: copy.folder, within, actor },
          progress: (...said) => tell(shareOf(...said)),
        })
        if (report.findings.length > 0) await raiseAlarm(deps, folder, report.findings.map(findingLine))
        return report
      } finally {
        await rm(within, { recursive: true, force: true })
      }
    })
  } catch (error) {
    if (mayPass(error) && !how.lastAttempt) throw error
    if (!isBridgeError(error, 'MAIL_FAILED')) {
      const { hint = null } = error instanceof BridgeError ? error : {}
      await raiseAlarm(deps, folder, [describeError(error), ...(hint === null ? [] : [hint])])
    }
    throw error
  }
}

const mostFindings = 10

async function raiseAlarm(deps: JobDeps, folder: string, findings: readonly string[]): Promise<void> {
  deps.log.error('restore failed on trial', { findings: findings.length })
  const more = findings.length - mostFindings
  await tellAdministrators(deps, {
    kind: 'restore-failed',
    key: [dayOf(deps), folder],
    subject: `Архив электронного журнала не восстанавливается из копии: ${folder}`,
    lines: [
      `Программа раз в год восстанавливает копию на пробу, и из копии в ${folder} не получилось.`,
      ...findings.slice(0, mostFindings),
      ...(more > 0 ? [`И ещё ${more}.`] : []),
      'Что делать: проверьте диск копии и её саму («dnevnik-bridge archive verify --archive КОПИЯ», «dnevnik-bridge database restore --check ФАЙЛ»), обновите её («dnevnik-bridge backup») или начните новую.',
      'Пока проба не удалась, она повторяется с каждой копией, и это письмо приходит снова.',
    ],
  })
}
