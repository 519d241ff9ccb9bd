import { cp, rename, writeFile } from 'node:fs/promises'
import {
  add,
  at,
  change,
  edit,
  flip,
  forge,
  inSummary,
  remove,
  sheet,
  summary,
  type Tampering,
} from './spoiling.js'

/** What the log knows, spoilt. */
export const insideObjects: readonly Tampering[] = [
  {
    code: 'E092',
    name: 'flipped-byte',
    ...inSummary,
    file: sheet,
    corpus: true,
    spoil: folder => flip(at(folder, sheet)),
  },
  {
    code: 'E092',
    name: 'swapped-files',
    ...inSummary,
    file: sheet,
    async spoil(folder) {
      const pdf = at(folder, `${summary}/v1/content/sheet.pdf`)
      await rename(pdf, `${pdf}.tmp`)
      await rename(at(folder, sheet), pdf)
      await rename(`${pdf}.tmp`, at(folder, sheet))
    },
  },
  { code: 'E092', name: 'missing-file', ...inSummary, file: sheet, corpus: true, spoil: remove(sheet) },
  {
    code: 'E023',
    name: 'extra-content',
    ...inSummary,
    file: `${summary}/v1/content/x`,
    corpus: true,
    spoil: add(`${summary}/v1/content/x`),
  },
  {
    code: 'E023',
    name: 'extra-inventory-in-content',
    ...inSummary,
    file: `${summary}/v2/content/inventory.json`,
    spoil: add(`${summary}/v2/content/inventory.json`),
  },
  {
    code: 'E015',
    name: 'extra-in-version',
    ...inSummary,
    file: `${summary}/v2/x`,
    spoil: add(`${summary}/v2/x`),
  },
  {
    code: 'E001',
    name: 'extra-in-object',
    ...inSummary,
    file: `${summary}/inventory.json.tmp`,
    spoil: add(`${summary}/inventory.json.tmp`),
  },
  {
    code: 'E003',
    name: 'second-declaration',
    ...inSummary,
    file: `${summary}/0=ocfl_object_1.0`,
    spoil: add(`${summary}/0=ocfl_object_1.0`),
  },
  {
    code: 'E003',
    name: 'no-declaration',
    ...inSummary,
    file: `${summary}/0=ocfl_object_1.1`,
    spoil: remove(`${summary}/0=ocfl_object_1.1`),
  },
  {
    code: 'E007',
    name: 'changed-declaration',
    ...inSummary,
    file: `${summary}/0=ocfl_object_1.1`,
    spoil: change(`${summary}/0=ocfl_object_1.1`, '1.1', '1.0'),
  },
  {
    code: 'E060',
    name: 'changed-root-inventory',
    ...inSummary,
    file: `${summary}/inventory.json`,
    spoil: change(`${summary}/inventory.json`, 'отметка', 'оценка'),
  },
  {
    code: 'E060',
    name: 'changed-version-inventory',
    ...inSummary,
    file: `${summary}/v1/inventory.json`,
    spoil: change(`${summary}/v1/inventory.json`, 'ведомость', 'Ведомость'),
  },
  {
    code: 'E060',
    name: 'changed-sidecar',
    ...inSummary,
    file: `${summary}/inventory.json.sha512`,
    spoil: folder =>
      edit(at(folder, `${summary}/inventory.json.sha512`), text => `${'0'.repeat(128)}${text.slice(128)}`),
  },
  {
    code: 'E061',
    name: 'sidecar-form',
    ...inSummary,
    file: `${summary}/v2/inventory.json.sha512`,
    spoil: change(`${summary}/v2/inventory.json.sha512`, ' inventory.json', ''),
  },
  {
    code: 'E058',
    name: 'no-sidecar',
    ...inSummary,
    file: `${summary}/inventory.json.sha512`,
    corpus: true,
    spoil: remove(`${summary}/inventory.json.sha512`),
  },
  {
    code: 'E063',
    name: 'no-root-inventory',
    ...inSummary,
    file: `${summary}/inventory.json`,
    spoil: remove(`${summary}/inventory.json`),
  },
  {
    code: 'INVENTORY_MISSING',
    name: 'no-version-inventory',
    ...inSummary,
    file: `${summary}/v1/inventory.json`,
    spoil: remove(`${summary}/v1/inventory.json`),
  },
  {
    code: 'INVENTORY_REWRITTEN',
    name: 'consistent-forgery',
    ...inSummary,
    file: `${summary}/v1/inventory.json`,
    corpus: true,
    spoil: forge,
  },
  {
    code: 'E064',
    name: 'root-of-older-version',
    ...inSummary,
    file: `${summary}/inventory.json`,
    corpus: true,
    async spoil(folder) {
      for (const name of ['inventory.json', 'inventory.json.sha512']) {
        await cp(at(folder, `${summary}/v1/${name}`), at(folder, `${summary}/${name}`))
      }
    },
  },
  {
    code: 'E046',
    name: 'version-removed',
    ...inSummary,
    file: `${summary}/v2`,
    spoil: remove(`${summary}/v2`),
  },
  {
    code: 'OBJECT_MISSING',
    name: 'object-removed',
    ...inSummary,
    file: summary,
    spoil: remove(summary.split('/').slice(0, 2).join('/')),
  },
  {
    code: 'OBJECT_MISSING',
    name: 'file-for-object',
    ...inSummary,
    file: summary,
    async spoil(folder) {
      await remove(summary)(folder)
      await writeFile(at(folder, summary), 'x')
    },
  },
]
