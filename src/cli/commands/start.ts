import { Command, InvalidArgumentError, Option } from 'commander'
import { type App, BridgeConfig, openApp } from '../../app.js'
import { clockFrom } from '../../clock.js'
import { dataFolder, loadConfig, readToken } from '../../config/index.js'
import { BridgeError, describeError } from '../../errors.js'
import { createLogger } from '../../log.js'
import { archiveStanding } from '../archive-standing.js'
import { type CommandContext, type CommonOptions, instantOf, outputOf, withCommon } from '../context.js'
import type { Output } from '../output.js'
import { type Role, roles, startService } from '../service.js'
import { tokenStatus } from './auth-status.js'

interface StartOptions extends CommonOptions {
  readonly role: Role
  readonly host?: string
  readonly port?: number
  readonly beginArchive?: boolean
}

export function portArgument(text: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new InvalidArgumentError('нужен порт от 0 до 65535.')
  return port
}

export function waitForStop(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise(resolve => signal.addEventListener('abort', () => resolve(), { once: true }))
}

/** Whoever starts the service hears at once what the page and the mail will say later: it works, but reads nothing. */
async function tellDeadToken(app: App, out: Output, signal: AbortSignal): Promise<void> {
  try {
    const { facts } = await tokenStatus(app, signal)
    if (facts.alive !== false) return
    const { code, title, hint } = new BridgeError('DNEVNIK_TOKEN_DEAD', { message: '' })
    const message = 'Чтение по расписанию приостановлено и начнётся само, когда появится действующий токен.'
    out.warning({ warning: code, title, message, hint }, `${title}. ${message}\nЧто делать: ${hint}`)
  } catch (error) {
    if (!signal.aborted) app.deps.log.warn('token not probed', { error: describeError(error) })
  }
}

/** What a process of that role does, and who does the rest: several machines must not each take the other for the one. */
const duties: Readonly<Record<Role, string>> = {
  all: 'Читаю, проверяю, веду архив, составляю расписание, показываю страницу.',
  worker:
    'Читаю и проверяю журнал, отправляю сводки. Архив не веду: отчёты, ведомости и журналы составляет и хранит архивариус (--role archivist).',
  archivist:
    'Веду архив: составляю и храню отчёты, ведомости и журналы, проверяю и копирую архив. Журнал не читаю (--role worker).',
  scheduler: 'Составляю расписание. Не читаю журнал (--role worker) и не веду архив (--role archivist).',
  web: 'Показываю страницу. Не читаю журнал (--role worker) и не веду архив (--role archivist).',
}

/** Who starts this process learns whether the archive is looked after, by it or by another one. */
async function tellArchive(app: App, out: Output, trouble: unknown): Promise<void> {
  if (trouble !== null) {
    const code = trouble instanceof BridgeError ? trouble.code : 'INTERNAL'
    const hint = trouble instanceof BridgeError ? trouble.hint : null
    const message = `Журнал читается и проверяется, а архив пока не ведётся: его задания ждут, попытка каждую минуту. ${describeError(trouble)}`
    out.warning({ warning: code, message, hint }, `${message}${hint === null ? '' : `\nЧто делать: ${hint}`}`)
    return
  }
  const { message, attention } = await archiveStanding(app)
  if (attention === true) out.warning({ warning: 'ARCHIVE_UNTENDED', message }, `Архив: ${message}`)
}

export function startCommand(context: CommandContext): Command {
  return withCommon(new Command('start'))
    .summary('работать: читать по расписанию, проверять, сообщать, показывать')
    .description(
      'Работает до остановки (Ctrl-C, SIGTERM): читает журнал сразу после каждого срока и ночью, проверяет, кладёт\n' +
        'отчёты в архив, отправляет сводки, показывает страницу. Незаконченное прошлым запуском продолжает.',
    )
    .addOption(
      new Option('--role <роль>', 'что делает этот процесс, если их несколько').choices(roles).default('all'),
    )
    .option('--host <адрес>', 'адрес страницы вместо заданного в настройках')
    .option('--port <порт>', 'порт страницы вместо заданного в настройках', portArgument)
    .option('--begin-archive', 'начать новый архив, хотя база данных знает прежний: он потерян')
    .addHelpText('after', '\nПример:\n  dnevnik-bridge start --data /srv/dnevnik --port 8420')
    .action(async (options: StartOptions) => {
      const out = outputOf(context, options)
      const now = instantOf(options)
      if (options.beginArchive === true && options.role !== 'all' && options.role !== 'archivist')
        throw new BridgeError('USAGE', {
          message: `Процесс с ролью ${options.role} архива не ведёт и нового не начнёт`,
          hint: 'Новый архив начинает архивариус: start --role archivist --begin-archive',
        })
      const folder = dataFolder(options.data)
      const config = await loadConfig(folder.config, BridgeConfig)
      // Asked for now and not at the first look in the night.
      await readToken(folder.secrets, context.environment)
      const app = await openApp({
        data: options.data,
        environment: context.environment,
        log: createLogger(config.log.level),
        ...(now === null ? {} : { clock: clockFrom(now) }),
      })
      try {
        const service = await startService(app, {
          parts: options.role === 'all' ? ['worker', 'archivist', 'scheduler', 'web'] : [options.role],
          exclusive: options.role === 'all',
          ...(options.host === undefined ? {} : { host: options.host }),
          ...(options.port === undefined ? {} : { port: options.port }),
          ...(options.beginArchive === true ? { beginArchive: true } : {}),
        })
        try {
          out.result(
            { started: options.role, url: service.url },
            `Работаю (${options.role}).${service.url ? ` Страница: ${service.url}` : ''} Остановка: Ctrl-C\n${duties[options.role]}`,
          )
          await tellArchive(app, out, service.archiveTrouble)
          const told = tellDeadToken(app, out, context.signal)
          await waitForStop(AbortSignal.any([context.signal, service.lost]))
          await told
          if (service.lost.aborted && !context.signal.aborted) {
            throw new BridgeError('DATABASE_FAILED', {
              message: 'Соединение с базой данных потеряно, служба остановлена',
              hint: 'Запустите start снова; под управлением systemd или Docker это произойдёт само',
            })
          }
          out.note('Останавливаюсь: дописываю начатое…')
        } finally {
          await service.stop()
        }
      } finally {
        await app.close()
      }
    })
}
