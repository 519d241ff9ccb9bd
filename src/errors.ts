/**
 * Every failure that a person or a script may meet has a stable code. Decisions (retry, exit code, state of a
 * token) are made by code, never by text. Texts are Russian, because users read them; codes are for scripts,
 * logs and `docs/errors.md`, which a structure test keeps equal to this table.
 */

/** Exit codes of the command line: `docs/cli.md`. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  gaps: 3,
  noAccess: 4,
  archiveDamaged: 5,
  breaches: 6,
  tryLater: 75,
  interrupted: 130,
} as const
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

interface ErrorKind {
  readonly exit: ExitCode
  /** A permanent failure isn't mended by trying again; the queue doesn't retry it. */
  readonly permanent: boolean
  /** Short Russian title, shown before the message. */
  readonly title: string
  /** What to do next, where the one who throws doesn't know better; Russian. */
  readonly hint?: string
}

export const errorKinds = {
  ARCHIVE_BUSY: { exit: 75, permanent: false, title: 'Архив занят другим процессом' },
  ARCHIVE_DAMAGED: { exit: 5, permanent: true, title: 'Архив повреждён' },
  ARCHIVE_ELSEWHERE: { exit: 2, permanent: true, title: 'Архив ведут не здесь' },
  ARCHIVE_REFUSED: { exit: 2, permanent: true, title: 'Архив не принимает такие данные' },
  ARCHIVE_UNUSABLE: { exit: 2, permanent: true, title: 'Папка архива непригодна' },
  CALENDAR_UNKNOWN: { exit: 2, permanent: true, title: 'Дни вне известных календарей' },
  CALIBRATION_UNPROVEN: {
    exit: 1,
    permanent: true,
    title: 'Проверка ничего не доказала',
    hint: 'Повторите проверку: calibrate --help',
  },
  CHANGED_MEANWHILE: {
    exit: 2,
    permanent: true,
    title: 'Это уже изменил кто-то другой',
    hint: 'Посмотрите, что действует теперь, и повторите',
  },
  CLOCK_BEHIND: {
    exit: 2,
    permanent: true,
    title: 'Часы отстают от последнего наблюдения',
    hint: 'Проверьте часы компьютера или значение --now: оно не может быть раньше последнего чтения',
  },
  CONFIG_EXISTS: { exit: 2, permanent: true, title: 'Настройки уже есть' },
  CONFIG_INVALID: { exit: 2, permanent: true, title: 'Ошибка в настройках' },
  CONFIG_MISSING: { exit: 2, permanent: true, title: 'Нет настроек' },
  COPY_DIVERGED: { exit: 5, permanent: true, title: 'Копия и архив разошлись' },
  COPY_MISSING: { exit: 2, permanent: true, title: 'Копии в этой папке нет' },
  COPY_REFUSED: { exit: 2, permanent: true, title: 'Эта папка для копии не годится' },
  COPY_SEALED: { exit: 2, permanent: true, title: 'Копия зашифрована' },
  DATABASE_FAILED: { exit: 1, permanent: false, title: 'База данных не отвечает' },
  DATABASE_NOT_EMPTY: { exit: 2, permanent: true, title: 'В базе данных уже есть записи' },
  DATABASE_START: { exit: 1, permanent: true, title: 'Встроенная база данных не запустилась' },
  DATA_IN_USE: { exit: 2, permanent: true, title: 'Папка данных уже обслуживается' },
  DATA_KEY_LOST: { exit: 2, permanent: true, title: 'Ключ установки не подходит' },
  DATA_NEWER: { exit: 2, permanent: true, title: 'Папка данных от более новой версии' },
  DISPOSAL_REFUSED: { exit: 2, permanent: true, title: 'Уничтожение не допущено' },
  DNEVNIK_DOWN: {
    exit: 75,
    permanent: false,
    title: 'На платформе идут работы',
    hint: 'Подождите и повторите: прочитанное раньше не потеряно',
  },
  DNEVNIK_FORBIDDEN: {
    exit: 4,
    permanent: true,
    title: 'Платформа отказала в доступе',
    hint: 'Проверьте роль и права владельца токена: нужен сотрудник школы',
  },
  DNEVNIK_NETWORK: {
    exit: 75,
    permanent: false,
    title: 'Нет связи с платформой',
    hint: 'Проверьте адрес платформы в настройках и сеть, затем повторите',
  },
  DNEVNIK_NOT_FOUND: {
    exit: 1,
    permanent: true,
    title: 'На платформе этого нет',
    hint: 'Проверьте номер школы и класса; возможно, платформа этого не предлагает',
  },
  DNEVNIK_PARAMETER: {
    exit: 1,
    permanent: true,
    title: 'Платформа не приняла запрос',
    hint: 'Сообщите об этом разработчикам: платформа не приняла запрос программы',
  },
  DNEVNIK_RATE_LIMITED: {
    exit: 75,
    permanent: false,
    title: 'Превышен лимит запросов',
    hint: 'Подождите и повторите; уменьшите platform.requestsPerSecond в настройках',
  },
  DNEVNIK_TIMEOUT: {
    exit: 75,
    permanent: false,
    title: 'Платформа не ответила вовремя',
    hint: 'Повторите позже; при медленной связи увеличьте platform.timeoutSeconds',
  },
  DNEVNIK_TOKEN_DEAD: {
    exit: 4,
    permanent: true,
    title: 'Токен недействителен',
    hint: 'Войдите заново: dnevnik-bridge auth login; если токен задан в DNEVNIK_TOKEN, замените его там',
  },
  DNEVNIK_TRUNCATED: {
    exit: 75,
    permanent: false,
    title: 'Ответ платформы оборван',
    hint: 'Повторите: ответ оборвался по дороге, ему не поверили',
  },
  DNEVNIK_UNEXPECTED: {
    exit: 1,
    permanent: true,
    title: 'Ответ платформы не тот, что ожидался',
    hint: 'Повторите; если повторяется, сообщите разработчикам: ответу не поверили',
  },
  DUMP_DAMAGED: {
    exit: 5,
    permanent: true,
    title: 'Копия базы данных повреждена',
    hint: 'Возьмите другую копию: database restore --check проверяет её, ничего не меняя',
  },
  DUMP_FAILED: { exit: 1, permanent: true, title: 'Копия базы данных не сделана' },
  INTERNAL: {
    exit: 1,
    permanent: true,
    title: 'Внутренняя ошибка',
    hint: 'Это ошибка программы: сообщите о ней разработчикам, приложив текст этой строки',
  },
  INTERRUPTED: { exit: 130, permanent: true, title: 'Прервано' },
  JOB_PAYLOAD: { exit: 1, permanent: true, title: 'Задание заполнено неверно' },
  JOB_UNKNOWN: { exit: 1, permanent: true, title: 'Неизвестное задание' },
  LOGIN_REFUSED: {
    exit: 4,
    permanent: true,
    title: 'Войти не удалось',
    hint: 'Войдите ещё раз: dnevnik-bridge auth login',
  },
  LOGIN_TIMEOUT: {
    exit: 75,
    permanent: true,
    title: 'Входа не дождались',
    hint: 'Повторите: dnevnik-bridge auth login; если браузер на другом компьютере, добавьте --paste',
  },
  LOOK_MISSED: { exit: 3, permanent: true, title: 'Чтение по плану пропущено' },
  MAIL_FAILED: { exit: 75, permanent: false, title: 'Почта не отправлена' },
  NOT_FOUND: {
    exit: 2,
    permanent: true,
    title: 'Не найдено',
    hint: 'Проверьте номер; классы школы перечисляет doctor',
  },
  NOW_REFUSED: { exit: 2, permanent: true, title: 'Подмена времени запрещена' },
  OPENID_FAILED: {
    exit: 75,
    permanent: false,
    title: 'Вход через организацию не удался',
    hint: 'Повторите; если не помогает, войдите по имени и паролю',
  },
  PLAN_INVALID: {
    exit: 2,
    permanent: true,
    title: 'План не принят',
    hint: 'Исправьте файл и повторите; ничего не записано',
  },
  PLAN_STANDS: { exit: 2, permanent: true, title: 'Такой план уже есть' },
  PORT_IN_USE: { exit: 2, permanent: true, title: 'Порт занят' },
  REDIS_FAILED: { exit: 1, permanent: false, title: 'Redis не отвечает' },
  SCHOOL_NOT_VISIBLE: {
    exit: 4,
    permanent: true,
    title: 'Школа не видна этому токену',
    hint: 'Проверьте номер школы и то, что токен выдан её сотруднику',
  },
  SHEET_GLYPH: { exit: 1, permanent: true, title: 'Знак нельзя напечатать' },
  STAMP_FAILED: { exit: 75, permanent: false, title: 'Метка времени не получена' },
  TOKEN_MISSING: { exit: 2, permanent: true, title: 'Нет токена' },
  USAGE: { exit: 2, permanent: true, title: 'Неверный вызов' },
} as const satisfies Record<string, ErrorKind>

export type ErrorCode = keyof typeof errorKinds

export interface ErrorOptions {
  /** What happened, in Russian, one or two sentences; never a pupil's name, never a token. */
  readonly message: string
  /** What to do next, in Russian. */
  readonly hint?: string
  /** Facts for scripts and logs; no personal data. */
  readonly details?: Readonly<Record<string, string | number | boolean | null>>
  /** Overrides the table, e.g. a 5xx that is known not to pass. */
  readonly permanent?: boolean
  readonly cause?: unknown
}

export class BridgeError extends Error {
  readonly code: ErrorCode
  readonly permanent: boolean
  readonly exit: ExitCode
  readonly title: string
  readonly hint: string | null
  readonly details: Readonly<Record<string, string | number | boolean | null>>

  constructor(code: ErrorCode, options: ErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'BridgeError'
    const kind: ErrorKind = errorKinds[code]
    this.code = code
    this.permanent = options.permanent ?? kind.permanent
    this.exit = kind.exit
    this.title = kind.title
    this.hint = options.hint || (kind.hint ?? null)
    this.details = options.details ?? {}
  }
}

export function isBridgeError(error: unknown, ...codes: readonly ErrorCode[]): error is BridgeError {
  return error instanceof BridgeError && (codes.length === 0 || codes.includes(error.code))
}

/** Whether the same may succeed later. */
export function mayPass(error: unknown): boolean {
  return !(error instanceof BridgeError) || !error.permanent
}

/** A line about any failure that may go to a log: code or class, message; no stack, no request, no response. */
export function describeError(error: unknown): string {
  if (error instanceof BridgeError) return `${error.code}: ${error.message}`
  if (error instanceof Error) return `${error.name}: ${error.message}`
  return String(error)
}
