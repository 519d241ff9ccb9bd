import { z } from 'zod'
import type { Instant } from '../clock.js'
import type { PutRequest } from './archive.js'
import { sha512 } from './digest.js'
import { signaturesFolder, versionNumber } from './paths.js'

/** OCFL 1.1 inventories: reading, and the next version of an object. */

export const objectDeclaration = { name: '0=ocfl_object_1.1', text: 'ocfl_object_1.1\n' } as const
export const sidecarName = 'inventory.json.sha512'

const Digest = z.string().regex(/^[0-9a-f]{128}$/)
const VersionName = z.string().regex(/^v[1-9][0-9]*$/)
const PathsByDigest = z.record(Digest, z.array(z.string().min(1)).min(1))

export const Inventory = z.strictObject({
  id: z.string().min(1),
  type: z.literal('https://ocfl.io/1.1/spec/#inventory'),
  digestAlgorithm: z.literal('sha512'),
  head: VersionName,
  /** Digest -> content paths, relative to the object's folder. */
  manifest: PathsByDigest,
  versions: z.record(
    VersionName,
    z.strictObject({
      created: z.iso.datetime({ offset: true }),
      message: z.string(),
      user: z.strictObject({ name: z.string(), address: z.string() }),
      /** Digest -> logical paths. */
      state: PathsByDigest,
    }),
  ),
})
export type Inventory = z.infer<typeof Inventory>

/** Null if the bytes aren't an inventory as this program writes it. */
export function parseInventory(bytes: Uint8Array): Inventory | null {
  try {
    const parsed = Inventory.safeParse(JSON.parse(Buffer.from(bytes).toString('utf8')))
    return parsed.success ? parsed.data : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

export function inventoryBytes(inventory: Inventory): Buffer {
  return Buffer.from(`${JSON.stringify(inventory, null, 2)}\n`, 'utf8')
}

export function sidecarText(inventory: Uint8Array): string {
  return `${sha512(inventory)} inventory.json\n`
}

/** What a version's message calls its document; after a colon it says how the version came. */
export function calledBy(message: string): string {
  return message.split(': ', 1)[0] ?? message
}

/** RFC 3339 in UTC, whole seconds. */
export function stamp(instant: Instant): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`
}

export interface NextVersion {
  readonly version: string
  readonly inventory: Inventory
  /** Content path relative to the object's folder -> bytes; only what no earlier version holds. */
  readonly content: ReadonlyMap<string, Uint8Array>
}

/** What stays of the head beside the files that are put: signatures of files that stay as they are, or everything. */
export type Staying = 'signatures' | 'all'

/** The version that the request makes after `head`; null if the files are those of the head already. */
export function nextVersion(
  head: Inventory | null,
  request: PutRequest,
  { now, staying }: { readonly now: Instant; readonly staying: Staying },
): NextVersion | null {
  const files = request.files.map(file => ({ ...file, digest: sha512(file.bytes) })).sort(byPath)
  const put = new Map(files.map(({ path, digest }) => [path, digest]))
  const before = head === null ? null : filesOf(head, head.head)
  const stays = (path: string) =>
    staying === 'all' || isSignatureOf(path, file => put.get(file) === before?.get(file))
  const left = [...(before ?? [])].flatMap(([path, digest]) =>
    put.has(path) || !stays(path) ? [] : [{ path, digest }],
  )
  const state = grouped([...files, ...left].sort(byPath))
  if (head !== null && sameState(head, state)) return null
  const version = `v${head === null ? 1 : versionNumber(head.head) + 1}`
  const manifest: Record<string, string[]> = { ...head?.manifest }
  const content = new Map<string, Uint8Array>()
  for (const file of files) {
    if (manifest[file.digest] !== undefined) continue
    const path = `${version}/content/${file.path}`
    manifest[file.digest] = [path]
    content.set(path, file.bytes)
  }
  const user = { name: request.actor, address: `urn:dnevnik-bridge:role:${request.actor}` }
  const made = { created: stamp(now), message: request.message, user, state }
  const inventory: Inventory = {
    id: request.id,
    type: 'https://ocfl.io/1.1/spec/#inventory',
    digestAlgorithm: 'sha512',
    head: version,
    manifest: sortedByKey(manifest),
    versions: { ...head?.versions, [version]: made },
  }
  return { version, inventory, content }
}

/** `signatures/<file>/<name>` belongs to that file. */
function isSignatureOf(path: string, isKept: (file: string) => boolean): boolean {
  if (!path.startsWith(signaturesFolder)) return false
  return isKept(path.slice(signaturesFolder.length, path.lastIndexOf('/')))
}

function byPath(a: { path: string }, b: { path: string }): number {
  return a.path < b.path ? -1 : 1
}

function grouped(files: readonly { path: string; digest: string }[]): Record<string, string[]> {
  const groups: Record<string, string[]> = {}
  for (const { digest, path } of files) groups[digest] = [...(groups[digest] ?? []), path]
  return sortedByKey(groups)
}

function sortedByKey<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function sameState(head: Inventory, state: Record<string, string[]>): boolean {
  const old = head.versions[head.head]?.state
  return old !== undefined && JSON.stringify(sortedByKey(old)) === JSON.stringify(state)
}

/** Logical path -> digest of one version; null if there is no such version. */
export function filesOf(inventory: Inventory, version: string): Map<string, string> | null {
  const state = inventory.versions[version]?.state
  if (state === undefined) return null
  const pairs = Object.entries(state).flatMap(([digest, paths]) => paths.map(path => [path, digest] as const))
  return new Map(pairs.sort(([a], [b]) => (a < b ? -1 : 1)))
}
