import { link, mkdir, rename, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { objectPath } from '../../src/archive/paths.js'
import { reportId } from './requests.js'
import {
  add,
  addVersion,
  at,
  change,
  copyObjectTo,
  inSummary,
  nowhere,
  planted,
  remove,
  sheet,
  summary,
  type Tampering,
} from './spoiling.js'

/** Things planted, links, and the files of the storage root. */
export const aroundObjects: readonly Tampering[] = [
  {
    code: 'OBJECT_UNLOGGED',
    name: 'planted-object',
    object: planted,
    file: objectPath(planted),
    corpus: true,
    spoil: folder => copyObjectTo(folder, objectPath(planted), text => text.replaceAll(reportId, planted)),
  },
  {
    code: 'VERSION_UNLOGGED',
    name: 'planted-version',
    ...inSummary,
    file: `${summary}/v3`,
    corpus: true,
    spoil: addVersion,
  },
  {
    code: 'OBJECT_PATH',
    name: 'wrong-place',
    object: reportId,
    file: 'ocfl/000/000/000/x',
    spoil: folder => copyObjectTo(folder, 'ocfl/000/000/000/x', text => text),
  },
  {
    code: 'E090',
    name: 'symbolic-link',
    ...inSummary,
    file: sheet,
    async spoil(folder) {
      await rename(at(folder, sheet), join(folder, '..', 'elsewhere'))
      await symlink(join(folder, '..', 'elsewhere'), at(folder, sheet))
    },
  },
  {
    code: 'E090',
    name: 'hard-link',
    ...inSummary,
    file: sheet,
    spoil: folder => link(at(folder, sheet), join(folder, '..', 'elsewhere')),
  },
  {
    code: 'E090',
    name: 'linked-folder',
    ...nowhere,
    file: 'ocfl/zzz',
    spoil: folder => symlink(at(folder, dirname(summary)), at(folder, 'ocfl/zzz')),
  },
  {
    code: 'E072',
    name: 'file-between-folders',
    ...nowhere,
    file: `${dirname(summary)}/x`,
    corpus: true,
    spoil: add(`${dirname(summary)}/x`),
  },
  {
    code: 'E073',
    name: 'empty-folder',
    ...nowhere,
    file: 'ocfl/000/000',
    async spoil(folder) {
      await mkdir(at(folder, 'ocfl/000/000'), { recursive: true })
    },
  },
  {
    code: 'E024',
    name: 'empty-folder-in-content',
    ...inSummary,
    file: `${summary}/v2/content/empty`,
    async spoil(folder) {
      await mkdir(at(folder, `${summary}/v2/content/empty`))
    },
  },
  {
    code: 'E067',
    name: 'extra-extension-file',
    ...nowhere,
    file: 'ocfl/extensions/x',
    spoil: add('ocfl/extensions/x'),
  },
  {
    code: 'E069',
    name: 'no-root-declaration',
    ...nowhere,
    file: 'ocfl/0=ocfl_1.1',
    corpus: true,
    spoil: remove('ocfl/0=ocfl_1.1'),
  },
  {
    code: 'E080',
    name: 'changed-root-declaration',
    ...nowhere,
    file: 'ocfl/0=ocfl_1.1',
    spoil: change('ocfl/0=ocfl_1.1', '1.1', '1.0'),
  },
  {
    code: 'ROOT_CHANGED',
    name: 'changed-layout',
    ...nowhere,
    file: 'ocfl/ocfl_layout.json',
    spoil: change('ocfl/ocfl_layout.json', '0003', '0004'),
  },
  { code: 'ROOT_MISSING', name: 'no-readme', ...nowhere, file: 'README.txt', spoil: remove('README.txt') },
  { code: 'ROOT_EXTRA', name: 'extra-at-top', ...nowhere, file: 'notes.txt', spoil: add('notes.txt') },
]
