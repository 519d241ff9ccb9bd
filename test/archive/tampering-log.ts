import { reportId } from './requests.js'
import {
  add,
  at,
  change,
  edit,
  flip,
  inSummary,
  nowhere,
  remove,
  summary,
  type Tampering,
} from './spoiling.js'

/** The log, its signatures and keys. */
export const inLog: readonly Tampering[] = [
  {
    code: 'KEY_STRANGE',
    name: 'extra-key',
    ...nowhere,
    file: 'keys/other.pub',
    spoil: add('keys/other.pub'),
  },
  { code: 'LOG_KEY', name: 'no-keys', ...inSummary, file: 'log/00000001/entry.txt', spoil: remove('keys') },
  {
    code: 'LOG_SIGNATURE',
    name: 'changed-entry',
    ...inSummary,
    file: 'log/00000003/entry.sig',
    corpus: true,
    spoil: change('log/00000003/entry.txt', 'отметка', 'оценка'),
  },
  {
    code: 'LOG_SIGNATURE',
    name: 'changed-signature',
    ...inSummary,
    file: 'log/00000001/entry.sig',
    spoil: folder => flip(at(folder, 'log/00000001/entry.sig')),
  },
  {
    code: 'LOG_CHAIN',
    name: 'changed-earlier-entry',
    object: reportId,
    file: 'log/00000002/entry.txt',
    spoil: change('log/00000001/entry.txt', 'ведомость', 'Ведомость'),
  },
  {
    code: 'LOG_GAP',
    name: 'middle-entry-removed',
    ...nowhere,
    file: 'log/00000002',
    corpus: true,
    spoil: remove('log/00000002'),
  },
  {
    code: 'VERSION_UNLOGGED',
    name: 'last-entry-removed',
    ...inSummary,
    file: `${summary}/v2`,
    spoil: remove('log/00000003'),
  },
  {
    code: 'LOG_FILES',
    name: 'changed-file-list',
    ...inSummary,
    file: 'log/00000001/files.sha512',
    spoil: folder => flip(at(folder, 'log/00000001/files.sha512')),
  },
  {
    code: 'LOG_ENTRY',
    name: 'truncated-entry',
    ...nowhere,
    file: 'log/00000002/entry.txt',
    spoil: folder => edit(at(folder, 'log/00000002/entry.txt'), text => text.slice(0, 200)),
  },
  {
    code: 'LOG_EXTRA',
    name: 'extra-in-entry',
    ...nowhere,
    file: 'log/00000002/x',
    spoil: add('log/00000002/x'),
  },
  { code: 'LOG_EXTRA', name: 'extra-in-log', ...nowhere, file: 'log/x', spoil: add('log/x') },
  {
    code: 'VERSION_UNPROVABLE',
    name: 'list-and-inventory-spoilt',
    ...inSummary,
    file: `${summary}/v1`,
    async spoil(folder) {
      await flip(at(folder, 'log/00000001/files.sha512'))
      await flip(at(folder, `${summary}/v1/inventory.json`))
    },
  },
]
