import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * The folder of package.json. Data that ships beside the code (mappings, calendars, SQL, styles) is found from
 * here, because the same source runs from `src/` in tests and from `dist/src/` when installed.
 */
function findPackageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder)
    if (parent === folder) throw new Error('package.json not found above the program')
    folder = parent
  }
  return folder
}

export const packageRoot = findPackageRoot()
