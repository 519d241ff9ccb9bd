import { mkdir, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { BridgeError } from '../errors.js'

/**
 * Makes a folder that somebody has named, with those above it. Level by level: Node's own recursive way never comes back
 * from a file system that has the parent and takes no folder in it, such as `/proc`.
 * @throws BridgeError USAGE when it can't be made
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await makeLevels(resolve(path))
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    throw new BridgeError('USAGE', {
      message: `Папку ${path} не создать${code ? ` (${code})` : ''}`,
      hint: 'Укажите папку в существующей, в которую вам можно писать',
      cause: error,
    })
  }
}

async function makeLevels(path: string): Promise<void> {
  if (await made(path)) return
  await makeLevels(dirname(path))
  // Now that the parent is there, it either works or never will.
  if (!(await made(path))) await mkdir(path)
}

/** False when the folder above isn't there. */
async function made(path: string): Promise<boolean> {
  try {
    await mkdir(path)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' && dirname(path) !== path) return false
    if (code === 'EEXIST' && (await stat(path)).isDirectory()) return true
    throw error
  }
}
