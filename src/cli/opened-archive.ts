import { type Command, InvalidArgumentError, Option } from 'commander'
import { clockAt } from '../app.js'
import { type Archive, openArchive } from '../archive/index.js'
import { dataFolder } from '../config/index.js'
import { BridgeError } from '../errors.js'
import { type CommonOptions, instantOf, withCommon } from './context.js'

/** In log and checkpoints of every installation. */
export const archiveName = 'dnevnik-bridge'

export interface ArchiveOptions extends CommonOptions {
  readonly archive?: string
}

export function withArchiveOptions(command: Command): Command {
  return withCommon(command).option('--archive <папка>', 'папка архива, если она не в папке данных (копия)')
}

export function versionOption(): Option {
  return new Option('--object-version <версия>', 'версия объекта: v1, v2, …; без неё последняя').argParser(
    text => {
      if (!/^v[1-9]\d*$/.test(text)) throw new InvalidArgumentError('нужна версия вида v1.')
      return text
    },
  )
}

/** The archive, to be read: needs neither settings nor a database, and doesn't disturb whoever writes. */
export function withReadArchive<T>(
  options: ArchiveOptions,
  work: (archive: Archive) => Promise<T>,
): Promise<T> {
  return withArchive(options, true, work)
}

/** The archive, to be written to: needs its key, and waits its turn. */
export function withWrittenArchive<T>(
  options: ArchiveOptions,
  work: (archive: Archive) => Promise<T>,
): Promise<T> {
  return withArchive(options, false, work)
}

async function withArchive<T>(
  options: ArchiveOptions,
  readOnly: boolean,
  work: (archive: Archive) => Promise<T>,
): Promise<T> {
  const data = dataFolder(options.data)
  const clock = clockAt(instantOf(options))
  const archive = await openArchive({
    folder: options.archive ?? data.archive,
    keyFile: data.archiveKey,
    name: archiveName,
    now: () => clock.now(),
    ...(readOnly ? { readOnly } : { mustExist: true }),
  })
  try {
    return await work(archive)
  } finally {
    await archive.close()
  }
}

export function noSuchObject(id: string, version?: string): BridgeError {
  return new BridgeError('NOT_FOUND', {
    message: `В архиве нет ${version === undefined ? '' : `версии ${version} `}объекта ${id}`,
    hint: 'Список объектов: dnevnik-bridge archive list; версии и файлы одного: archive show ОБЪЕКТ',
  })
}
