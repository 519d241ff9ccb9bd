import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { dataFolder, makeFolder } from '../config/index.js'
import { claimService, openDatabase, startEmbedded } from '../database/index.js'
import { BridgeError } from '../errors.js'
import { silentLogger } from '../log.js'

const marker = 'DEMO'

/** The demo's folder is its own: an earlier demo is cleared away, anything else is left alone. */
export async function freshFolder(path: string): Promise<void> {
  const folder = dataFolder(path)
  const present = await readdir(folder.path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [] as string[]
    throw error
  })
  if (present.length > 0 && !present.includes(marker)) {
    throw new BridgeError('USAGE', {
      message: `Папка ${folder.path} занята не демонстрацией`,
      hint: 'Укажите пустую папку: demo --data ПАПКА',
    })
  }
  const files = await readdir(folder.database).catch(() => [])
  if (files.some(file => file === 'data' || file === 'postmaster.pid'))
    await stopEarlierDemo(folder.database, folder.path)
  await rm(folder.path, { recursive: true, force: true })
  await makeFolder(folder.path)
  await writeFile(
    join(folder.path, marker),
    'Папка демонстрации dnevnik-bridge: при следующем запуске очищается.\n',
  )
}

async function stopEarlierDemo(database: string, path: string): Promise<void> {
  const server = await startEmbedded({ folder: database, log: silentLogger })
  const handle = openDatabase({ connectionString: server.connectionString })
  try {
    const claim = await claimService(handle, 'start')
    if (claim === null) {
      throw new BridgeError('DATA_IN_USE', {
        message: `В папке ${path} уже идёт демонстрация`,
        hint: 'Остановите её или укажите другую папку: demo --data ПАПКА',
      })
    }
    await claim.release()
  } finally {
    await handle.close()
    await server.stop()
  }
}
