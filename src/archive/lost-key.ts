import { BridgeError } from '../errors.js'
import { append, type Writing } from './append.js'
import type { ArchiveOptions, KeyChange, VerifyOptions } from './archive.js'
import { headOf } from './checkpoint.js'
import { checkKeyPlace, recognise, restoreWorkFolders } from './create.js'
import { sha512 } from './digest.js'
import { type Disk, realDisk } from './disk.js'
import type { KeyLostEntry } from './entry.js'
import { stamp } from './inventory.js'
import {
  checkKeyAct,
  type KeyAct,
  keyActBytes,
  keyActId,
  keyActObject,
  type LostKeyRequest,
} from './key-acts.js'
import { loadSigner, type Signer } from './keys.js'
import { takeLock } from './lock.js'
import { currentKey, type Log, readLog } from './log.js'
import { recover } from './recover.js'
import { finishKeyChange, prepareNextKey, signerOf } from './signer.js'
import { damaged, unusable, withClearTrouble } from './trouble.js'
import { verifyArchive } from './verify.js'
import { hasAct } from './verify-log.js'
import { storeVersion } from './write.js'

export interface LostKeyReport extends KeyChange {
  /** The act's object. */
  readonly act: string
}

type LostKeyQuestion = LostKeyRequest & Pick<VerifyOptions, 'expected' | 'progress'>

/**
 * Goes on with an archive whose key is lost, by an act of two people: another key signs from here on, and the log says for
 * ever that it is so. First the new key is on the disk, then the log has the entry, then the act comes in. Cut off, the same
 * act again goes on.
 * @throws BridgeError ARCHIVE_REFUSED (texts), ARCHIVE_UNUSABLE (the key isn't lost), ARCHIVE_DAMAGED, ARCHIVE_BUSY, USAGE
 */
export function replaceLostKey(
  options: ArchiveOptions,
  request: LostKeyQuestion,
  how: { readonly disk: Disk; readonly lockWaitSeconds: number } = { disk: realDisk, lockWaitSeconds: 30 },
): Promise<LostKeyReport> {
  return withClearTrouble(options.folder, () => replace(options, request, how))
}

async function replace(
  options: ArchiveOptions,
  request: LostKeyQuestion,
  { disk, lockWaitSeconds }: { readonly disk: Disk; readonly lockWaitSeconds: number },
): Promise<LostKeyReport> {
  checkKeyAct(request)
  const { folder, keyFile, name, now } = options
  if ((await recognise(folder)) !== 'archive') {
    throw unusable(`В папке ${folder} нет архива.`, 'Проверьте путь к папке архива.', folder)
  }
  await checkKeyPlace(folder, keyFile)
  const lock = await takeLock(folder, lockWaitSeconds)
  try {
    await restoreWorkFolders(disk, folder)
    const log = await soundLog(folder, name)
    await recover(disk, folder, log)
    await finishKeyChange(disk, { folder, keyFile, log })
    const begun = log.entries.findLast(entry => entry.op === 'key-lost')
    const at = { disk, folder, name, lock, now: now() }
    if (begun?.op === 'key-lost' && !(await hasAct(folder, log, begun))) {
      const signer = await signerOf(disk, { folder, keyFile, log })
      return await enterAct({ ...at, log, signer }, request, begun)
    }
    await checkLost(options, log)
    await checkWhole(options, request)
    const signer = await prepareNextKey(disk, { folder, keyFile })
    const writing = { ...at, log, signer }
    const entry = await enterLoss(writing, request)
    const grown = await readLog(folder, log)
    await finishKeyChange(disk, { folder, keyFile, log: grown })
    return await enterAct({ ...writing, log: grown }, request, entry)
  } finally {
    await lock.release()
  }
}

async function soundLog(folder: string, name: string): Promise<Log> {
  const log = await readLog(folder)
  const [fault] = log.findings
  if (fault !== undefined) throw damaged(`${fault.message} Такой журнал новый ключ не продолжит.`)
  const archive = log.entries[0]?.archive ?? name
  if (archive === name) return log
  throw unusable(`Архив в папке ${folder} называется ${archive}, а не ${name}.`, 'Проверьте путь.', folder)
}

/** @throws BridgeError ARCHIVE_UNUSABLE, USAGE: nothing is lost, or another key lies in its place */
async function checkLost({ folder, keyFile }: ArchiveOptions, log: Log): Promise<void> {
  const current = currentKey(log)
  if (current === null) {
    throw new BridgeError('USAGE', {
      message: 'В архиве ещё нет записей: ключ для него сделается сам.',
      hint: 'Уберите прежний файл ключа, если он есть, и пользуйтесь программой как обычно',
    })
  }
  const found: Signer | null = await loadSigner(keyFile, folder)
  if (found === null) return
  if (found.keyId === current) {
    throw new BridgeError('USAGE', {
      message: `Ключ архива на месте: ${keyFile}.`,
      hint: 'Сменить его по плану: archive change-key. Ничего не записано',
    })
  }
  throw unusable(
    `В файле ${keyFile} лежит другой ключ, не тот, что действует по журналу (${current}).`,
    'Если нужный ключ утрачен, уберите этот файл в другое место и повторите. Ничего не записано.',
    folder,
  )
}

/** What is damaged, or isn't what is known from outside, no new key may vouch for. */
async function checkWhole(
  { folder, keyFile }: ArchiveOptions,
  { expected, progress }: LostKeyQuestion,
): Promise<void> {
  const { findings } = await verifyArchive(folder, keyFile, {
    ...(expected ? { expected } : {}),
    ...(progress ? { progress } : {}),
  })
  const [fault] = findings
  if (fault === undefined) return
  throw damaged(
    `${fault.code} ${fault.file ?? ''}: ${fault.message} Нового начала у повреждённого архива не бывает; найдено: ${findings.length}. Ничего не записано.`,
  )
}

async function enterLoss(writing: Writing, request: LostKeyQuestion): Promise<KeyLostEntry> {
  const { log, name, now, signer } = writing
  const act = keyActId(name, request.number)
  if (log.entries.some(entry => entry.op === 'store' && entry.id === act)) {
    throw new BridgeError('USAGE', {
      message: `Акт № ${request.number} в архиве уже есть.`,
      hint: 'Назовите другой номер акта. Ничего не записано',
    })
  }
  const lostKey = currentKey(log) ?? ''
  const written = actOf(log, request, { at: stamp(now), lostKey, newKey: signer.keyId, archive: name })
  const entry = await append(writing, {
    fields: {
      op: 'key-lost',
      'lost-key': lostKey,
      'new-key': signer.keyId,
      'new-key-spki': signer.spki,
      act,
      'act-sha512': sha512(keyActBytes(written)),
    },
    actor: request.actor,
    reason: request.reason,
  })
  if (entry.op !== 'key-lost') throw new Error('the log entry just written is of another kind')
  return entry
}

/** `log` reaches up to before the new beginning, or further. */
function actOf(
  log: Log,
  { number, attestedBy, reason, expected }: LostKeyQuestion,
  said: Pick<KeyAct, 'at' | 'lostKey' | 'newKey' | 'archive'>,
): KeyAct {
  const { seq: upto, head } = headOf(log)
  return {
    schema: 'dnevnik-bridge/key-act/1',
    number,
    archive: said.archive,
    at: said.at,
    attestedBy,
    reason,
    lostKey: said.lostKey,
    newKey: said.newKey,
    upto,
    head,
    known: expected?.seq ?? null,
  }
}

async function enterAct(
  writing: Writing,
  request: LostKeyQuestion,
  entry: KeyLostEntry,
): Promise<LostKeyReport> {
  const { log, name } = writing
  const before = { ...log, entries: log.entries.slice(0, Number(entry.seq) - 1) }
  const { time: at, lostKey, key: newKey } = entry
  const act = actOf(before, request, { at, lostKey, newKey, archive: name })
  const id = keyActId(name, request.number)
  if (id !== entry.act || sha512(keyActBytes(act)) !== entry.actSha512) {
    throw new BridgeError('USAGE', {
      message: `Новое начало уже записано (запись ${entry.seq}), но акта, который оно называет, ещё нет, и этот — другой.`,
      hint: 'Повторите вызов точь-в-точь: тот же номер, те же двое, та же причина и --expect. Ничего не записано',
    })
  }
  await storeVersion(await keyActObject(id, act, request), writing)
  return { formerKey: lostKey, newKey, entry: entry.seq, act: id }
}
