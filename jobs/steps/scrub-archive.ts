import { findingLine, type ScrubReport } from '../../src/archive/index.js'
import { type BridgeError, isBridgeError } from '../../src/errors.js'
import type { JobDeps } from '../deps.js'
import { dayOf, tellAdministrators } from './tell-administrators.js'

/**
 * Reads the archive and tells the administrators of damage, and of an archive that can't be read, each night anew until it is
 * mended. Doing it twice costs only the reading. Null while there is no archive.
 * @throws BridgeError ARCHIVE_BUSY, ARCHIVE_UNUSABLE, ARCHIVE_DAMAGED, MAIL_FAILED
 */
export async function scrubAndTell(
  deps: JobDeps,
  scope: 'all' | 'new',
  progress?: (done: number, total: number) => void,
): Promise<ScrubReport | null> {
  try {
    if ((await deps.readArchive()) === null) return null
    const archive = await deps.archive()
    const report = await archive.scrub({ scope, actor: 'archivist', ...(progress && { progress }) })
    if (report.findings.length > 0) await raiseAlarm(deps, report.findings.map(findingLine))
    return report
  } catch (error) {
    // So damaged that nothing can be entered in its log.
    if (isBridgeError(error, 'ARCHIVE_DAMAGED')) await raiseAlarm(deps, [error.message])
    // Without its log, say, no file is compared with anything. What passes by itself is tried again.
    if (isBridgeError(error, 'ARCHIVE_UNUSABLE') && error.permanent) await tellUnchecked(deps, error)
    throw error
  }
}

async function tellUnchecked(deps: JobDeps, { message, hint }: BridgeError): Promise<void> {
  deps.log.error('archive not checked')
  await tellAdministrators(deps, {
    kind: 'archive-unchecked',
    key: [dayOf(deps)],
    subject: 'Архив электронного журнала не проверен: он не читается',
    lines: [
      'Проверка архива отчётов и ведомостей не дошла до конца: цел ли он, неизвестно.',
      [message, ...(hint ? [hint] : [])].join(' '),
      'Что делать: ничего в папке архива не удаляйте. Проверьте права на неё и диск, на котором она лежит, потом архив: «dnevnik-bridge archive scrub».',
      'Пока архив не читается, каждая ночь пробует снова, и это письмо приходит снова.',
    ],
  })
}

const mostFindings = 10

async function raiseAlarm(deps: JobDeps, findings: readonly string[]): Promise<void> {
  deps.log.error('archive damaged', { findings: findings.length })
  const more = findings.length - mostFindings
  await tellAdministrators(deps, {
    kind: 'archive',
    key: [dayOf(deps)],
    subject: `Архив электронного журнала повреждён: найдено ${findings.length}`,
    lines: [
      'Проверка прочитала архив отчётов и ведомостей и нашла то, чего в нём быть не должно.',
      ...findings.slice(0, mostFindings),
      ...(more > 0 ? [`И ещё ${more}; все показывает «dnevnik-bridge archive verify».`] : []),
      'Что делать: ничего в папке архива не исправляйте и не удаляйте. Остановите программу, скопируйте папку целиком, как она есть, на другой диск и проверьте диск, на котором она лежит. Потом восстановите архив из копии в новую папку («dnevnik-bridge archive restore --from КОПИЯ --to ПАПКА») и поставьте её на место прежней. Чего копия ещё не знала, лежит в прежней.',
      'Пока архив повреждён, каждая ночь читает его целиком, и это письмо приходит снова.',
    ],
  })
}
