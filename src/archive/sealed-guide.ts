import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../package-root.js'
import { type Disk, kindOf, removeTree } from './disk.js'
import { bytesOf } from './log.js'

/** For people who find a sealed copy and don't know the program. */
export async function sealedGuide(disk: Disk, copy: string): Promise<void> {
  const text = readFileSync(join(packageRoot, 'src', 'archive', 'guide', 'SEALED.txt'))
  const place = join(copy, 'README.txt')
  if ((await bytesOf(place))?.equals(text) === true) return
  const staged = join(copy, 'staging', 'guide')
  if ((await kindOf(staged)) !== null) await removeTree(disk, staged)
  await disk.writeFile(staged, text)
  await disk.syncFolder(join(copy, 'staging'))
  await disk.rename(staged, place)
  await disk.syncFolder(copy)
}
