import { createHash } from 'node:crypto'
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { objectPath } from '../../src/archive/paths.js'
import { reportId, summaryId } from './requests.js'

/**
 * Ways to spoil the small archive (summary v1, report v1, summary v2), each with what must be named. The corpus in
 * fixtures/archive/bad is made from those that git can keep.
 */
export interface Tampering {
  readonly code: string
  readonly name: string
  /** What the finding must name. */
  readonly object: string | null
  readonly file: string
  /** True for the corpus: no empty folders, no hard links. */
  readonly corpus?: true
  spoil(folder: string): Promise<void>
}

export const summary = objectPath(summaryId)
export const report = objectPath(reportId)
export const sheet = `${summary}/v1/content/sheet.json`

export async function edit(file: string, change: (text: string) => string): Promise<void> {
  await writeFile(file, change(await readFile(file, 'utf8')))
}

export async function flip(file: string): Promise<void> {
  const bytes = await readFile(file)
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
  await writeFile(file, bytes)
}

const digestOf = (bytes: Buffer) => createHash('sha512').update(bytes).digest('hex')

async function seal(folder: string): Promise<void> {
  const digest = digestOf(await readFile(join(folder, 'inventory.json')))
  await writeFile(join(folder, 'inventory.json.sha512'), `${digest} inventory.json\n`)
}

/** Replaces a file and every mention of its digest, so that OCFL has nothing to object to. */
export async function forge(folder: string): Promise<void> {
  const object = join(folder, summary)
  const old = digestOf(await readFile(join(folder, sheet)))
  await edit(join(folder, sheet), text => text.replace('5', '2'))
  const now = digestOf(await readFile(join(folder, sheet)))
  for (const part of ['v1', 'v2', '.']) {
    await edit(join(object, part, 'inventory.json'), text => text.replaceAll(old, now))
    await seal(join(object, part))
  }
}

/** A further version, consistent in itself, that the log doesn't know. */
export async function addVersion(folder: string): Promise<void> {
  const object = join(folder, summary)
  await cp(join(object, 'v2'), join(object, 'v3'), { recursive: true })
  const inventory = JSON.parse(await readFile(join(object, 'inventory.json'), 'utf8'))
  inventory.versions.v3 = { ...inventory.versions.v2, message: 'Подложенная версия' }
  inventory.head = 'v3'
  await rm(join(object, 'v3', 'content'), { recursive: true })
  await writeFile(join(object, 'v3', 'inventory.json'), `${JSON.stringify(inventory, null, 2)}\n`)
  await seal(join(object, 'v3'))
  for (const name of ['inventory.json', 'inventory.json.sha512']) {
    await cp(join(object, 'v3', name), join(object, name))
  }
}

export async function copyObjectTo(
  folder: string,
  place: string,
  change: (text: string) => string,
): Promise<void> {
  await mkdir(dirname(join(folder, place)), { recursive: true })
  await cp(join(folder, report), join(folder, place), { recursive: true })
  for (const part of ['v1', '.']) {
    await edit(join(folder, place, part, 'inventory.json'), change)
    await seal(join(folder, place, part))
  }
}

export const planted = 'urn:dnevnik-bridge:s1:2026-2027:07a:planted'
export const at = (folder: string, path: string) => join(folder, path)
export const remove = (path: string) => (folder: string) => rm(at(folder, path), { recursive: true })
export const add = (path: string) => async (folder: string) => {
  await mkdir(dirname(at(folder, path)), { recursive: true })
  await writeFile(at(folder, path), 'x\n')
}
export const change = (path: string, from: string, to: string) => (folder: string) =>
  edit(at(folder, path), text => text.replace(from, to))

export const inSummary = { object: summaryId } as const
export const nowhere = { object: null } as const
