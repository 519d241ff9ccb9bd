import { BridgeError, describeError } from '../../errors.js'

const otherWays =
  'Можно перенести папку данных, запустить программу обычным пользователем или указать готовый PostgreSQL в DATABASE_URL.'

interface FailureOptions {
  readonly hint?: string
  readonly details?: Readonly<Record<string, string | number>>
  readonly cause?: unknown
}

export function startFailure(message: string, options: FailureOptions = {}): BridgeError {
  return new BridgeError('DATABASE_START', {
    message,
    hint: options.hint ?? otherWays,
    ...(options.details === undefined ? {} : { details: options.details }),
    ...(options.cause === undefined ? {} : { cause: options.cause }),
  })
}

/** Causes that PostgreSQL's programs tell in words only; each with the remedy that a person can act upon. */
const remedies: readonly (readonly [RegExp, string])[] = [
  [/no space left on device/i, 'На диске кончилось место: освободите его и запустите снова.'],
  [/permission denied/i, `Не хватает прав на папку данных. ${otherWays}`],
  [
    /could not create shared memory|shmget/i,
    'Системе не хватает разделяемой памяти: в контейнере увеличьте /dev/shm (ключ --shm-size).',
  ],
  [
    /database files are incompatible/i,
    'Папку данных создала другая версия PostgreSQL: восстановите её из копии.',
  ],
]

/** The hint for what PostgreSQL said in its own words, and where to read all of it. */
export function hintFrom(words: string, logPath?: string): string {
  const remedy = remedies.find(([pattern]) => pattern.test(words))?.[1] ?? otherWays
  return logPath === undefined ? remedy : `${remedy} Подробности: ${logPath}`
}

/** The system's code of an error, e.g. ENOENT; null when it has none. Says nothing of the class: that may be another realm's. */
export function errnoOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null
  return typeof error.code === 'string' ? error.code : null
}

export function isErrno(error: unknown, ...codes: readonly string[]): boolean {
  return codes.includes(errnoOf(error) ?? '')
}

/** What the file system refused while the folder was being prepared; anything else goes through as it is. */
export function folderFailure(error: unknown, folder: string): unknown {
  const code = errnoOf(error)
  if (code === null || error instanceof BridgeError) return error
  const hint = code === 'ENOSPC' ? 'На диске кончилось место: освободите его и запустите снова.' : undefined
  return startFailure(`Папка данных ${folder} непригодна (${code}).`, {
    ...(hint === undefined ? {} : { hint }),
    details: { error: describeError(error) },
    cause: error,
  })
}
