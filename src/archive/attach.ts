import { BridgeError } from '../errors.js'
import { clipped } from '../plain-text.js'
import type { Writing } from './append.js'
import { cmsForm } from './cms.js'
import { sha512 } from './digest.js'
import { calledBy, filesOf, stamp } from './inventory.js'
import { checkTexts, longestReason, refused, signaturesFolder } from './paths.js'
import { entryOf, loggedInventory } from './read.js'
import type { Attached, AttachRequest } from './witnesses.js'
import { storeVersion } from './write.js'

/**
 * What others say of an archived file (a signature, a time stamp) comes in as a new version of its object, in which nothing
 * else is changed: `signatures/<file>/<n>.p7s` or `.tsr`, and beside it a label that says what it is and who has checked it.
 */

/**
 * Under the lock.
 * @returns null if there is no such object
 * @throws BridgeError NOT_FOUND (the file), ARCHIVE_REFUSED (no detached CMS signature; a text), ARCHIVE_DAMAGED
 */
export async function attachSignature(writing: Writing, request: AttachRequest): Promise<Attached | null> {
  checkTexts(request)
  const form = cmsForm(request.signature)
  if (form === null) {
    throw refused('Это не подпись CMS (PKCS #7): нужен файл отделённой подписи, обычно .p7s, .sig или .sgn.')
  }
  if (form.detached === false) {
    throw refused('Подпись не отделённая: подписанное лежит в ней самой. Подпишите файл отделённой подписью.')
  }
  const { encoding, detached, digestAlgorithms } = form
  const about = {
    kind: 'signature',
    form: 'CMS',
    encoding,
    detached,
    digestAlgorithms,
    checked: false,
    note: 'Приложена как есть. Криптографически программой не проверена: подписи по ГОСТ проверяют сертифицированным средством; квалифицирована ли она, говорит список аккредитованных центров.',
  }
  const bytes = request.signature
  const attached = await attach(writing, { ...request, ending: 'p7s', bytes, about, more: new Map() })
  return attached === null ? null : { ...attached, digestAlgorithms }
}

export interface Attaching extends Pick<AttachRequest, 'id' | 'path' | 'reason' | 'actor'> {
  readonly ending: 'p7s' | 'tsr'
  readonly bytes: Buffer
  /** For the label. */
  readonly about: Readonly<Record<string, unknown>>
  /** Further files beside it: ending -> bytes. */
  readonly more: ReadonlyMap<string, Buffer>
}

/** What the document is called stands before the reason, as far as there is room; the reason stays whole. */
function messageOf(title: string, reason: string): string {
  const room = longestReason - reason.length - 2
  return room <= 0 || title === '' ? reason : `${clipped(title, room)}: ${reason}`
}

export async function attach(
  writing: Writing,
  { id, path, reason, actor, ending, bytes, about, more }: Attaching,
): Promise<Omit<Attached, 'digestAlgorithms'> | null> {
  const { folder, log, now } = writing
  const head = await entryOf(folder, log, { id, version: undefined })
  if (head === null) return null
  const inventory = await loggedInventory(folder, head)
  const files = filesOf(inventory, head.version) ?? new Map<string, string>()
  const signed = files.get(path)
  if (signed === undefined || path.startsWith(signaturesFolder)) {
    throw new BridgeError('NOT_FOUND', {
      message: `У объекта ${id} нет файла ${path}`,
      hint: `Его файлы: ${[...files.keys()].filter(file => !file.startsWith(signaturesFolder)).join(', ')}`,
    })
  }
  const own = `${signaturesFolder}${path}/`
  const same = [...files].find(([file, digest]) => file.startsWith(own) && digest === sha512(bytes))
  if (same !== undefined) return { version: head.version, path: same[0], changed: false }
  const taken = [...files.keys()].flatMap(file =>
    file.startsWith(own) ? [Number.parseInt(file.slice(own.length), 10)] : [],
  )
  const name = `${own}${Math.max(0, ...taken) + 1}`
  const label = {
    schema: 'dnevnik-bridge/attached/1',
    ...about,
    file: path,
    sha512: signed,
    attachedAt: stamp(now),
  }
  const added = new Map([
    [ending, bytes],
    ['json', Buffer.from(`${JSON.stringify(label, null, 2)}\n`)],
    ...more,
  ])
  const request = {
    id,
    message: messageOf(calledBy(inventory.versions[head.version]?.message ?? ''), reason),
    actor,
    files: [...added].map(([kind, content]) => ({ path: `${name}.${kind}`, bytes: content })),
  }
  const { version } = await storeVersion(request, writing, 'all')
  return { version, path: `${name}.${ending}`, changed: true }
}
