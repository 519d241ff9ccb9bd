import { join } from 'node:path'
import type { ArchiveFinding } from './archive.js'
import { sha512 } from './digest.js'
import { type LogEntry, parseFilesList } from './entry.js'
import { finding } from './finding.js'
import { type PublicKeys, readPublicKeys, signatureHolds } from './keys.js'
import { bytesOf, type Log, placeOf } from './log.js'
import { walk } from './walk.js'

/**
 * Signatures, keys and file lists of the log, beside what reading it found already.
 * `trusted` is the id of the installation's own key; null where the private key isn't at hand.
 */
export async function checkLog(folder: string, log: Log, trusted: string | null): Promise<ArchiveFinding[]> {
  const findings = [...log.findings]
  const publicKeys = await readPublicKeys(folder)
  for (const name of publicKeys.strange) {
    const text = 'В папке keys лежит не открытый ключ под своим номером.'
    findings.push(finding('KEY_STRANGE', { file: `keys/${name}` }, text))
  }
  for (const entry of log.entries) findings.push(...(await checkEntry(folder, entry, publicKeys, trusted)))
  findings.push(...(await strangers(folder, log)))
  return findings
}

async function checkEntry(
  folder: string,
  entry: LogEntry,
  { keys }: PublicKeys,
  trusted: string | null,
): Promise<ArchiveFinding[]> {
  const findings: ArchiveFinding[] = []
  const report = (code: string, name: string, text: string) => {
    const place = { ...placeOf(entry), file: `log/${entry.seq}/${name}` }
    findings.push(finding(code, place, `Журнал: ${text}.`))
  }
  const at = (name: string) => bytesOf(join(folder, 'log', entry.seq, name))
  const key = keys.get(entry.key)
  const text = await at('entry.txt')
  const signature = await at('entry.sig')
  if (trusted !== null && entry.key !== trusted) {
    report('LOG_KEY', 'entry.txt', 'запись подписана не ключом этой установки')
  } else if (key === undefined) report('LOG_KEY', 'entry.txt', 'в папке keys нет ключа этой записи')
  if (text === null || signature === null) report('LOG_SIGNATURE', 'entry.sig', 'нет подписи записи')
  else if (key !== undefined && !signatureHolds(key, text, signature)) {
    report('LOG_SIGNATURE', 'entry.sig', 'подпись не сходится с записью')
  }
  if (entry.op !== 'store') return findings
  const list = await at('files.sha512')
  if (list === null || sha512(list) !== entry.filesSha512 || parseFilesList(list) === null) {
    report('LOG_FILES', 'files.sha512', 'перечень файлов версии пропал или изменён')
  }
  return findings
}

/** Files that no entry consists of, and links. */
async function strangers(folder: string, log: Log): Promise<ArchiveFinding[]> {
  const { files, emptyFolders, odd } = await walk(join(folder, 'log'))
  const withoutList = new Set(log.entries.filter(({ op }) => op !== 'store').map(({ seq }) => seq))
  const extra = [...files.keys(), ...emptyFolders].filter(path => {
    if (!path.includes('/')) return false
    if (withoutList.has(path.slice(0, 8)) && path.endsWith('/files.sha512')) return true
    return !/^[0-9]{8}\/(entry\.txt|entry\.sig|files\.sha512)$/.test(path)
  })
  return [
    ...extra.map(path =>
      finding('LOG_EXTRA', { file: `log/${path}` }, 'Журнал: посторонний файл или папка.'),
    ),
    ...odd.map(path => finding('LOG_LINK', { file: `log/${path}` }, 'Журнал: ссылка вместо файла.')),
  ]
}
