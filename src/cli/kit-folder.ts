import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { StoredKitFiles } from '../app.js'
import { BridgeError } from '../errors.js'
import { manifestName } from '../report/index.js'

/** A print kit as a folder for people: whole or not at all, byte for byte as the archive has it. */

/** @throws BridgeError USAGE where something else lies there, or nothing can be written; ARCHIVE_DAMAGED */
export async function layOutKit(kit: StoredKitFiles, folder: string): Promise<string> {
  const target = resolve(folder)
  const part = `${target}.part`
  try {
    await refuseOther(kit, target)
    await rm(part, { recursive: true, force: true })
    for (const { path } of kit.files) {
      const file = join(part, path)
      // Pupils' names stand in these files.
      await mkdir(dirname(file), { recursive: true, mode: 0o700 })
      await writeFile(file, await kit.bytes(path))
    }
    await rm(target, { recursive: true, force: true })
    await rename(part, target)
    return target
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (error instanceof BridgeError || typeof code !== 'string') throw error
    throw new BridgeError('USAGE', {
      message: `Папку ${target} не записать (${code})`,
      hint: 'Назовите папку, в которую вам можно писать: --out ПАПКА. Комплект лежит в архиве, ничего не потеряно',
      cause: error,
    })
  }
}

/** A folder that holds this very kit is written anew, so that a file that was lost or changed comes back. */
async function refuseOther(kit: StoredKitFiles, target: string): Promise<void> {
  const there = await stat(target).catch(nothingThere)
  if (there === null) return
  const manifest = await readFile(join(target, manifestName)).catch(nothingThere)
  if (manifest?.equals(await kit.bytes(manifestName))) return
  throw new BridgeError('USAGE', {
    message: `${target} уже есть, и в ней не этот комплект: ничего не тронуто`,
    hint: 'Назовите другую папку: --out ПАПКА. Комплект лежит в архиве',
  })
}

function nothingThere(error: unknown): null {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT' || code === 'ENOTDIR') return null
  throw error
}
