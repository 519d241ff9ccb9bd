import { join, resolve } from 'node:path'
import { BridgeError } from '../errors.js'
import { openerOf } from './age.js'
import type { ArchiveFinding, CopyProgress, VerifyOptions, VerifyReport } from './archive.js'
import { foreignFolder, recognise } from './create.js'
import { sha512OfFile } from './digest.js'
import { type Disk, kindOf, namesIn, realDisk, removeTree } from './disk.js'
import { finding } from './finding.js'
import { formerKeyFile, loadSigner, publicKeysOf } from './keys.js'
import { seqName } from './log.js'
import { openSealed } from './open-sealed.js'
import { sealedState, sealedWeight } from './sealed-kin.js'
import { isListSigned, newestList, type SealedList } from './sealed-list.js'
import { withClearTrouble } from './trouble.js'
import { verifyArchive } from './verify.js'
import { noWitnesses } from './witnesses.js'

/** Whether a folder holds a sealed copy. */
export async function isSealedCopy(folder: string): Promise<boolean> {
  return (await sealedState(resolve(folder))) === 'sealed'
}

/** @throws BridgeError COPY_REFUSED where no list can be read */
export async function sealedListOf(copy: string): Promise<SealedList> {
  const list = await newestList(copy)
  if (list !== null) return list
  throw new BridgeError('COPY_REFUSED', {
    message: `В зашифрованной копии ${copy} не читается ни один список (lists).`,
    hint: 'Возьмите другую копию. Файлы этой можно открыть и без списка: как, сказано в её README.txt.',
    details: { folder: copy },
  })
}

interface Question extends Pick<VerifyOptions, 'expected'> {
  /** Pins the signature of the list, where it is at hand. */
  readonly keyFile: string
  readonly progress?: CopyProgress
}

/**
 * What can be said of a sealed copy from outside: that each encrypted file is as it was when it was sealed, and that the
 * archive's key has signed the list of them. What is in them, only who has the identity sees.
 */
export async function verifySealed(
  copy: string,
  { keyFile, expected, progress = () => undefined }: Question,
): Promise<VerifyReport> {
  const list = await sealedListOf(copy)
  const findings: ArchiveFinding[] = [...gapsIn(list)]
  for (const [index, { path, sha512, kind }] of list.packs.entries()) {
    const place = join(copy, path)
    const isThere = (await kindOf(place)) === 'file'
    if (!isThere) findings.push(finding('SEALED_MISSING', { file: path }, 'Зашифрованный файл пропал.'))
    else if ((await sha512OfFile(place)) !== sha512)
      findings.push(finding('SEALED_CHANGED', { file: path }, 'Зашифрованный файл изменён.'))
    if (kind === 'part') findings.push(partOf(path))
    progress('checking', index + 1, list.packs.length)
  }
  const { signature, pinned } = await checkSignature(copy, list, keyFile)
  return {
    // How many documents the versions are of, only who opens it sees.
    objects: 0,
    versions: list.packs.filter(({ kind }) => kind !== 'log').length - 1,
    files: list.packs.length,
    bytes: await sealedWeight(copy, list),
    logEntries: Number(list.upto),
    seq: list.upto,
    head: list.head,
    findings: [...signature, ...findings, ...(expected ? expectedIn(list, expected) : [])],
    witnesses: noWitnesses,
    notes: [...(pinned ? [] : [unpinned]), ...(await leftovers(copy, list)), unopened],
  }
}

export function partOf(path: string): ArchiveFinding {
  const text = 'Часть файлов этой версии была испорчена уже в архиве: в копии их нет.'
  return finding('SEALED_PART', { file: path }, text)
}

function gapsIn({ upto, packs, isSpoilt, number }: SealedList): ArchiveFinding[] {
  if (isSpoilt) {
    const file = `lists/${seqName(number)}/files.sha512`
    return [finding('SEALED_LIST', { file }, 'Перечень зашифрованных файлов пропал или изменён.')]
  }
  const there = new Set(packs.map(({ seq }) => seq))
  const all = Array.from({ length: Number(upto) + 1 }, (_, index) => seqName(index))
  return all
    .filter(seq => !there.has(seq))
    .map(seq => finding('SEALED_MISSING', { file: `entries/${seq}` }, 'В перечне нет файла этой записи.'))
}

async function checkSignature(
  copy: string,
  list: SealedList,
  keyFile: string,
): Promise<{ readonly signature: ArchiveFinding[]; readonly pinned: boolean }> {
  const own = await loadSigner(keyFile, copy)
  if (own === null) return { signature: [], pinned: false }
  const former = own.keyId === list.key ? null : await loadSigner(formerKeyFile(keyFile, list.key), copy)
  const keys = publicKeysOf([own, ...(former === null ? [] : [former])])
  if (await isListSigned(copy, list, { keys })) return { signature: [], pinned: true }
  const file = `lists/${seqName(list.number)}/copy.sig`
  const text = 'Список копии подписан не ключом этой установки, или подпись не сходится.'
  return { signature: [finding('SEALED_SIGNATURE', { file }, text)], pinned: true }
}

function expectedIn({ upto, head }: SealedList, known: NonNullable<Question['expected']>): ArchiveFinding[] {
  const file = `log/${known.seq}`
  if (known.seq > upto)
    return [
      finding('HEAD_MISSING', { file }, `Копия доходит до записи ${upto}: записи ${known.seq} в ней нет.`),
    ]
  if (known.seq === upto && known.head !== head)
    return [finding('HEAD_DIFFERS', { file }, `Запись ${known.seq} не та, что известна.`)]
  return []
}

async function leftovers(copy: string, { packs }: SealedList): Promise<ArchiveFinding[]> {
  const own = new Set(packs.map(({ path }) => path))
  return (await namesIn(join(copy, 'entries')))
    .map(name => `entries/${name}`)
    .filter(path => !own.has(path))
    .map(file =>
      finding('SEALED_LEFTOVER', { file }, 'Осталось от прерванного копирования; следующее это уберёт.'),
    )
}

const unpinned = finding(
  'KEY_NOT_PINNED',
  {},
  'Ключа архива здесь нет: подпись списка не сверена, только контрольные суммы.',
)
const unopened = finding(
  'SEALED_UNOPENED',
  {},
  'Проверены контрольные суммы зашифрованных файлов; внутрь без закрытого ключа (--identity) не посмотреть.',
)

interface Opening extends Question {
  readonly identity: string
  /** For the opened copy; it is removed afterwards. */
  readonly room: string
}

/**
 * Opens a sealed copy beside, for `work`, and removes what was opened whatever comes of it.
 * @returns findings of the copy itself; then `work` isn't called
 */
export async function withOpenedCopy<T>(
  disk: Disk,
  copy: string,
  { identity, room, progress = () => undefined, ...question }: Opening,
  work: (opened: string) => Promise<T>,
): Promise<{ readonly report: VerifyReport } | { readonly value: T }> {
  const open = await openerOf(identity)
  if ((await recognise(room)) === 'foreign') throw foreignFolder(room)
  const report = await verifySealed(copy, question)
  const notes = report.notes.filter(note => note !== unopened)
  if (report.findings.length > 0) return { report: { ...report, notes } }
  const list = await sealedListOf(copy)
  try {
    const findings = await openSealed({ copy, list, into: room }, open, progress)
    return findings.length > 0 ? { report: { ...report, findings, notes } } : { value: await work(room) }
  } finally {
    if ((await kindOf(room)) !== null) await removeTree(disk, room)
  }
}

/** Opens a sealed copy in a folder that is removed afterwards, and reads all of it as an archive. */
export function verifyOpened(
  copy: string,
  { within, ...question }: Omit<Opening, 'room'> & { readonly within: string },
): Promise<VerifyReport> {
  const place = resolve(copy)
  const room = join(resolve(within), 'opened')
  return withClearTrouble(place, async () => {
    const { keyFile, expected } = question
    const outcome = await withOpenedCopy(realDisk, place, { ...question, room }, opened =>
      verifyArchive(opened, keyFile, { isCopy: true, ...(expected ? { expected } : {}) }),
    )
    return 'report' in outcome ? outcome.report : outcome.value
  })
}
