import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../package-root.js'
import { layoutName } from './paths.js'

/** The files that every archive has from its first day. */

export const rootDeclaration = { name: '0=ocfl_1.1', text: 'ocfl_1.1\n' } as const

/** Path relative to `ocfl/` -> text. */
export const rootFiles: ReadonlyMap<string, string> = new Map([
  [rootDeclaration.name, rootDeclaration.text],
  [
    'ocfl_layout.json',
    json({
      extension: layoutName,
      description: 'Folders by the SHA-256 of the object id, three by three, then the encoded id itself.',
    }),
  ],
  [
    `extensions/${layoutName}/config.json`,
    json({ extensionName: layoutName, digestAlgorithm: 'sha256', tupleSize: 3, numberOfTuples: 3 }),
  ],
])

/** For people who open the archive without this program. */
export const guideNames = ['README.txt', 'verify.sh'] as const

export function guideBytes(name: (typeof guideNames)[number]): Buffer {
  return readFileSync(join(packageRoot, 'src', 'archive', 'guide', name))
}

export const workFolders = ['anchors', 'keys', 'log', 'staging', 'trash'] as const

/** What may lie directly in the archive's folder; `lost+found` is there when the folder is a disk of its own. */
export const knownNames: ReadonlySet<string> = new Set([
  ...guideNames,
  ...workFolders,
  'ocfl',
  'lock',
  'lost+found',
])

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
