import { type Command, InvalidArgumentError, Option } from 'commander'
import { z } from 'zod'
import { type App, clockAt, openApp, type School } from '../app.js'
import { isStudyYear, parseInstant } from '../calendar/index.js'
import type { Instant } from '../clock.js'
import { BridgeError, type ExitCode } from '../errors.js'
import { createLogger, silentLogger } from '../log.js'
import { createOutput, type Output, type Streams } from './output.js'

/** What every command gets: where to write, what the environment says, and when to stop. */
export interface CommandContext extends Streams {
  readonly stdin: NodeJS.ReadStream
  readonly signal: AbortSignal
  /** Set by the command, read by `main`. */
  exitCode: ExitCode
}

export interface CommonOptions {
  readonly data: string
  readonly now?: string
  readonly json?: boolean
  readonly school?: string
}

const dateText = z.iso.date()

export function dateArgument(text: string): string {
  if (!dateText.safeParse(text).success) throw new InvalidArgumentError('нужна дата ГГГГ-ММ-ДД.')
  return text
}

/** `2026-2027` */
export function studyYearArgument(text: string): string {
  if (isStudyYear(text)) return text
  throw new InvalidArgumentError('нужен учебный год, например 2026-2027.')
}

export function momentArgument(text: string): number {
  const instant = parseInstant(text)
  if (instant === null)
    throw new InvalidArgumentError('нужны дата, время и пояс, например 2026-10-20T12:34+03:00.')
  return instant
}

export function idArgument(text: string): string {
  if (!/^\d{1,19}$/.test(text)) throw new InvalidArgumentError('нужен номер из цифр.')
  return text
}

const collect = (text: string, before: readonly string[] | undefined): string[] => [
  ...(before ?? []),
  ...text.split(',').map(part => idArgument(part.trim())),
]

export function classOption(): Option {
  return idsOption('--class <номер...>', 'только эти классы, один или несколько')
}

/** Numbers, one or several, given once or repeatedly. */
export function idsOption(flags: string, description: string): Option {
  const option = new Option(flags, description).argParser(collect)
  // The library recognises the dots only after a Latin letter.
  option.variadic = true
  return option
}

/** Days, one or several, given once or repeatedly. */
export function datesOption(flags: string, description: string): Option {
  const option = new Option(flags, description).argParser(
    (text: string, before: readonly string[] | undefined) => [
      ...(before ?? []),
      ...text.split(',').map(part => dateArgument(part.trim())),
    ],
  )
  option.variadic = true
  return option
}

/** Options that every command has. */
export function withCommon(command: Command): Command {
  return command
    .addOption(
      new Option('--data <папка>', 'папка данных этой установки')
        .env('BRIDGE_DATA')
        .default('data', './data'),
    )
    .option('--json', 'печатать строки JSON')
    .addOption(
      new Option(
        '--now <момент>',
        'часы этой команды, например 2026-10-20T15:30:00+03:00; только против сервера на этом компьютере',
      ).env('BRIDGE_NOW'),
    )
}

/** Options of commands about one school. */
export function withSchool(command: Command): Command {
  return withCommon(command).option('--school <номер>', 'школа, если в настройках их несколько', idArgument)
}

export function withRange(command: Command): Command {
  return withSchool(command)
    .requiredOption('--from <дата>', 'первый день, ГГГГ-ММ-ДД', dateArgument)
    .requiredOption('--to <дата>', 'последний день, ГГГГ-ММ-ДД', dateArgument)
    .addOption(classOption())
}

export interface RangeOptions extends CommonOptions {
  readonly from: string
  readonly to: string
  readonly class?: readonly string[]
}

export function checkRange(range: { from: string; to: string }): void {
  if (range.from <= range.to) return
  throw new BridgeError('USAGE', {
    message: `Первый день (${range.from}) позже последнего (${range.to})`,
    hint: 'Поменяйте значения --from и --to местами',
  })
}

export function outputOf(context: CommandContext, options: { json?: boolean }): Output {
  return createOutput(context, options.json === true)
}

/** @throws BridgeError USAGE for an instant without zone: it would mean another moment on another machine */
export function instantOf(options: { now?: string }): Instant | null {
  if (options.now === undefined || options.now === '') return null
  const instant = parseInstant(options.now)
  if (instant !== null) return instant
  throw new BridgeError('USAGE', {
    message: `Момент «${options.now}» не понят`,
    hint: 'Нужны дата, время и пояс, например 2026-10-20T15:30:00+03:00',
  })
}

/** Opens the installation, does the work, and closes it whatever happens. */
export async function withApp<T>(
  context: CommandContext,
  options: CommonOptions,
  work: (app: App) => Promise<T>,
): Promise<T> {
  const now = instantOf(options)
  const app = await openApp({
    data: options.data,
    environment: context.environment,
    // Failures are told as failures; the log is for those who ask for it.
    log: context.environment.BRIDGE_LOG ? createLogger(context.environment.BRIDGE_LOG) : silentLogger,
    ...(now === null ? {} : { clock: clockAt(now) }),
  })
  try {
    return await work(app)
  } finally {
    await app.close()
  }
}

export function schoolOf(app: App, options: CommonOptions): School {
  if (options.school !== undefined) return app.deps.school(options.school)
  const [only, second] = app.schools
  if (only && !second) return only
  throw new BridgeError('USAGE', {
    message: 'В настройках несколько школ',
    hint: `Назовите одну: --school ${app.schools.map(school => school.id).join(' | ')}`,
  })
}
