import { Command, InvalidArgumentError, Option } from 'commander'
import { BridgeConfig } from '../../app.js'
import { dataFolder, fingerprintOf, loadConfig, readSecret, storeAccess } from '../../config/index.js'
import type { LoginFlow } from '../../dnevnik/index.js'
import { checkPlatform } from '../check-platform.js'
import { type CommandContext, type CommonOptions, outputOf, withCommon } from '../context.js'
import { logIn, loginRequest } from '../login/login.js'
import { portArgument } from './start.js'

interface LoginOptions extends CommonOptions {
  readonly flow: LoginFlow
  readonly clientId?: string
  readonly redirectPort: number
  readonly paste?: boolean
  readonly browser: boolean
}

function clientArgument(text: string): string {
  if (/^[\x21-\x7e]{1,100}$/.test(text)) return text
  throw new InvalidArgumentError('нужен client_id из латинских букв, цифр и знаков, без пробелов.')
}

export function loginCommand(context: CommandContext): Command {
  return withCommon(new Command('login'))
    .summary('войти в браузере и сохранить токен')
    .description(
      'Открывает страницу входа платформы (в том числе через «Госуслуги»), принимает возвращение браузера на этом\n' +
        'компьютере и сохраняет токен зашифрованным. Пароль программа не видит. Сначала проверяет, что токен действует\n' +
        'и школы из настроек видны; иначе прежний токен остаётся. Работающий start увидит новый токен сам.',
    )
    .addOption(
      new Option('--flow <вид>', 'implicit — токен сразу; code — с обновлением, нужен DNEVNIK_CLIENT_SECRET')
        .choices(['implicit', 'code'])
        .default('implicit'),
    )
    .option('--client-id <номер>', 'client_id программы вместо заданного в настройках', clientArgument)
    .addOption(
      new Option('--redirect-port <порт>', 'порт на 127.0.0.1, на который платформа вернёт браузер')
        .argParser(portArgument)
        .default(8421),
    )
    .option('--paste', 'браузер на другом компьютере: вставить адрес возврата или готовый токен')
    .option('--no-browser', 'не открывать браузер, только показать адрес')
    .addHelpText(
      'after',
      '\nПример:\n  dnevnik-bridge auth login --data /srv/dnevnik\n  dnevnik-bridge auth login --data /srv/dnevnik --paste',
    )
    .action(async (options: LoginOptions) => {
      const out = outputOf(context, options)
      const folder = dataFolder(options.data)
      const config = await loadConfig(folder.config, BridgeConfig)
      const request = await loginRequest(config, context, {
        flow: options.flow,
        clientId: options.clientId,
        port: options.redirectPort,
        paste: options.paste === true,
        openBrowser: options.browser,
      })
      const access = await logIn(config, request, { context, out })
      const schools = await checkPlatform(config, access.token, context.signal)
      await storeAccess(folder.secrets, access)
      const overridden = (await readSecret('DNEVNIK_TOKEN', context.environment)) !== null
      if (overridden) {
        out.note('Внимание: задана переменная DNEVNIK_TOKEN, она важнее сохранённого токена. Уберите её.')
      }
      const names = schools.map(({ id, name }) => name ?? id)
      out.result(
        {
          token: fingerprintOf(access.token).slice(0, 12),
          schools: schools.map(({ id }) => id),
          expiresAt: access.expiresAt === null ? null : new Date(access.expiresAt).toISOString(),
          refreshable: access.refreshToken !== null,
          overridden,
        },
        `Вход выполнен, токен сохранён. Видно: ${names.join(', ')}.${access.refreshToken === null ? '' : ' Токен будет обновляться сам там, где задан DNEVNIK_CLIENT_SECRET: задайте его и для start.'}`,
      )
    })
}
