import { execFile } from 'node:child_process'
import { mkdir, rm, symlink, truncate } from 'node:fs/promises'
import { promisify } from 'node:util'
import { add, at, inSummary, nowhere, sheet, summary, type Tampering } from './spoiling.js'

const run = promisify(execFile)
const folder = (path: string) => async (root: string) => {
  await mkdir(at(root, path), { recursive: true })
}
/** Whoever opens a pipe waits for its writer, for ever. */
const pipe = (path: string) => async (root: string) => {
  await rm(at(root, path), { force: true })
  await run('mkfifo', [at(root, path)])
}
/** Holes: it takes no room on the disk. */
const blowUp = (path: string) => (root: string) => truncate(at(root, path), 3 * 2 ** 30)

/** What isn't a document at all: things that never end, names that a glob doesn't show. */
export const odd: readonly Tampering[] = [
  { code: 'LOG_GAP', name: 'far-entry', ...nowhere, file: 'log/00000004', spoil: folder('log/99999999') },
  { code: 'E090', name: 'pipe-for-document', ...inSummary, file: sheet, spoil: pipe(sheet) },
  {
    code: 'E090',
    name: 'device-for-document',
    ...inSummary,
    file: sheet,
    async spoil(root) {
      await rm(at(root, sheet))
      await symlink('/dev/zero', at(root, sheet))
    },
  },
  {
    code: 'LOG_LINK',
    name: 'pipe-for-signature',
    ...nowhere,
    file: 'log/00000001/entry.sig',
    spoil: pipe('log/00000001/entry.sig'),
  },
  {
    code: 'ROOT_MISSING',
    name: 'pipe-for-layout',
    ...nowhere,
    file: 'ocfl/ocfl_layout.json',
    spoil: pipe('ocfl/ocfl_layout.json'),
  },
  { code: 'KEY_STRANGE', name: 'pipe-among-keys', ...nowhere, file: 'keys/x.pub', spoil: pipe('keys/x.pub') },
  { code: 'KEY_STRANGE', name: 'folder-among-keys', ...nowhere, file: 'keys/x', spoil: folder('keys/x') },
  { code: 'LOG_EXTRA', name: 'hidden-log-folder', ...nowhere, file: 'log/.x', spoil: folder('log/.x') },
  // Of these names the script's own patterns consist: where nothing fits a pattern, the shell gives it back as it is.
  { code: 'ROOT_EXTRA', name: 'named-as-pattern', ...nowhere, file: '.[!.]*', spoil: add('.[!.]*') },
  { code: 'ROOT_EXTRA', name: 'named-as-other-pattern', ...nowhere, file: '..?*', spoil: add('..?*') },
  { code: 'ROOT_EXTRA', name: 'hidden-beside', ...nowhere, file: '..x', spoil: add('..x') },
  {
    code: 'LOG_ENTRY',
    name: 'endless-entry',
    ...nowhere,
    file: 'log/00000002/entry.txt',
    spoil: blowUp('log/00000002/entry.txt'),
  },
  {
    code: 'E060',
    name: 'endless-inventory',
    ...inSummary,
    file: `${summary}/inventory.json`,
    spoil: blowUp(`${summary}/inventory.json`),
  },
]
