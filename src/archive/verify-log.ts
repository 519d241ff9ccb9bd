import { join } from 'node:path'
import { actPath } from './acts.js'
import type { ArchiveFinding } from './archive.js'
import { sha512 } from './digest.js'
import { type KeyLostEntry, type LogEntry, newKeySignature, parseFilesList, recordNames } from './entry.js'
import { finding } from './finding.js'
import { isSignedByNewKey, vouchedFor } from './key-chain.js'
import { type PublicKeys, readPublicKeys, signatureHolds } from './keys.js'
import { bytesOf, type Log, placeOf, seqName } from './log.js'
import { walk } from './walk.js'

/**
 * Signatures, keys and file lists of the log, beside what reading it found already.
 * `trusted` is the id of the installation's own key; null where the private key isn't at hand. Entries before `from` aren't
 * looked at, but for those by which keys came.
 */
export async function checkLog(
  folder: string,
  log: Log,
  { trusted, from = seqName(0) }: { readonly trusted: string | null; readonly from?: string },
): Promise<ArchiveFinding[]> {
  const findings = [...log.findings]
  const publicKeys = await readPublicKeys(folder)
  for (const name of publicKeys.strange) {
    const text = 'В папке keys лежит не открытый ключ под своим номером.'
    findings.push(finding('KEY_STRANGE', { file: `keys/${name}` }, text))
  }
  const vouched = trusted === null ? null : await vouchedFor(folder, log, trusted)
  const entries = log.entries.filter(({ seq }) => seq >= from)
  for (const entry of entries) {
    findings.push(...(await checkEntry(folder, entry, publicKeys, vouched?.has(entry) ?? true)))
  }
  findings.push(...(await checkKeyActs(folder, log, entries)))
  findings.push(...(await strangers(folder, entries, from)))
  return findings
}

async function checkEntry(
  folder: string,
  entry: LogEntry,
  publicKeys: PublicKeys,
  isVouchedFor: boolean,
): Promise<ArchiveFinding[]> {
  const findings: ArchiveFinding[] = []
  const report = (code: string, name: string, text: string) => {
    const place = { ...placeOf(entry), file: `log/${entry.seq}/${name}` }
    findings.push(finding(code, place, `Журнал: ${text}.`))
  }
  const at = (name: string) => bytesOf(join(folder, 'log', entry.seq, name))
  const key = publicKeys.keys.get(entry.key)
  const text = await at('entry.txt')
  const signature = await at('entry.sig')
  if (!isVouchedFor) {
    report('LOG_KEY', 'entry.txt', 'за запись не ручается ключ этой установки')
  } else if (key === undefined) report('LOG_KEY', 'entry.txt', 'в папке keys нет ключа этой записи')
  if (text === null || signature === null) report('LOG_SIGNATURE', 'entry.sig', 'нет подписи записи')
  else if (key !== undefined && !signatureHolds(key, text, signature)) {
    report('LOG_SIGNATURE', 'entry.sig', 'подпись не сходится с записью')
  }
  if (entry.op === 'key' && !(await isSignedByNewKey(folder, entry, publicKeys))) {
    report('LOG_SIGNATURE', newKeySignature, 'нет верной подписи нового ключа под записью о смене ключа')
  }
  if (entry.op !== 'store') return findings
  const list = await at('files.sha512')
  if (list === null || sha512(list) !== entry.filesSha512 || parseFilesList(list) === null) {
    report('LOG_FILES', 'files.sha512', 'перечень файлов версии пропал или изменён')
  }
  return findings
}

/** Two people vouch for a key that took the place of a lost one: their act is there, as the entry names it. */
async function checkKeyActs(
  folder: string,
  log: Log,
  entries: readonly LogEntry[],
): Promise<ArchiveFinding[]> {
  const findings: ArchiveFinding[] = []
  for (const entry of entries) {
    if (entry.op !== 'key-lost' || (await hasAct(folder, log, entry))) continue
    const text = `Журнал: новое начало после утраты ключа никем не удостоверено: акта ${entry.act} нет, или он не тот.`
    findings.push(finding('KEY_ACT', { file: `log/${entry.seq}/entry.txt` }, text))
  }
  return findings
}

export async function hasAct(
  folder: string,
  log: Log,
  { act, actSha512, seq }: KeyLostEntry,
): Promise<boolean> {
  const stored = log.entries.find(one => one.op === 'store' && one.id === act && one.seq > seq)
  if (stored?.op !== 'store') return false
  const list = await bytesOf(join(folder, 'log', stored.seq, 'files.sha512'))
  const files = list === null ? null : parseFilesList(list)
  return files?.get(`${stored.path}/v1/content/${actPath}`) === actSha512
}

/** Files that no entry consists of, and links. */
async function strangers(
  folder: string,
  entries: readonly LogEntry[],
  from: string,
): Promise<ArchiveFinding[]> {
  const { files, emptyFolders, odd } = await walk(join(folder, 'log'), from)
  const own = new Map(entries.map(entry => [entry.seq, recordNames(entry)]))
  const extra = [...files.keys(), ...emptyFolders].filter(path => {
    if (!path.includes('/')) return false
    const names = own.get(path.slice(0, 8)) ?? ['entry.txt', 'entry.sig', 'files.sha512', newKeySignature]
    return path[8] !== '/' || !names.includes(path.slice(9))
  })
  return [
    ...extra.map(path =>
      finding('LOG_EXTRA', { file: `log/${path}` }, 'Журнал: посторонний файл или папка.'),
    ),
    ...odd.map(path => finding('LOG_LINK', { file: `log/${path}` }, 'Журнал: ссылка вместо файла.')),
  ]
}
