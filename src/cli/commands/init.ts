import { access, copyFile, readFile, rename, writeFile } from 'node:fs/promises'
import { createInterface } from 'node:readline/promises'
import { Command } from 'commander'
import { stringify } from 'yaml'
import { BridgeConfig } from '../../app.js'
import {
  type DataFolder,
  dataFolder,
  makeFolder,
  readSecret,
  readToken,
  storeToken,
} from '../../config/index.js'
import { BridgeError } from '../../errors.js'
import { checkPlatform } from '../check-platform.js'
import { type CommandContext, type CommonOptions, outputOf, withCommon } from '../context.js'

interface InitOptions extends CommonOptions {
  readonly apiUrl?: string
  readonly school?: string
  readonly timeZone?: string
  readonly name?: string
  readonly week?: string
  readonly digestTo?: string
  readonly tokenFile?: string
  readonly yes?: boolean
  readonly force?: boolean
}

const settingsHead =
  '# Настройки dnevnik-bridge. Все ключи с пояснениями и значениями по умолчанию: config/example.yaml\n'

/** Asks for what wasn't given, but never without a terminal. */
async function completed(options: InitOptions, context: CommandContext): Promise<InitOptions> {
  const questions = [
    { key: 'apiUrl', text: 'Адрес API платформы', fallback: 'https://api.dnevnik.ru', flag: '--api-url' },
    { key: 'school', text: 'Номер школы на платформе', fallback: '', flag: '--school' },
    {
      key: 'timeZone',
      text: 'Часовой пояс школы (например Europe/Moscow)',
      fallback: '',
      flag: '--time-zone',
    },
    { key: 'name', text: 'Наименование школы для отчётов', fallback: '', flag: '--name' },
    {
      key: 'digestTo',
      text: 'Адрес завуча для сводки (можно пропустить)',
      fallback: '',
      flag: '--digest-to',
    },
  ] as const
  const required = new Set<string>(['school', 'timeZone'])
  const ask = !options.yes && Boolean(context.stdin.isTTY)
  if (!ask) {
    const missing = questions.filter(({ key }) => required.has(key) && !options[key])
    if (missing.length > 0) {
      throw new BridgeError('USAGE', {
        message: `Не задано: ${missing.map(({ flag }) => flag).join(', ')}`,
        hint: 'Задайте ключи или запустите init в терминале без --yes, и программа спросит',
      })
    }
    return { ...options, apiUrl: options.apiUrl ?? questions[0].fallback }
  }
  const terminal = createInterface({ input: context.stdin, output: context.stderr })
  const answers: Record<string, string> = {}
  try {
    for (const { key, text, fallback } of questions) {
      if (options[key]) continue
      const hint = fallback ? ` [${fallback}]` : ''
      const answer =
        (await terminal.question(`${text}${hint}: `, { signal: context.signal })).trim() || fallback
      if (answer) answers[key] = answer
    }
  } finally {
    terminal.close()
  }
  return { ...options, ...answers }
}

function settingsOf(options: InitOptions, name: string | null) {
  const school = {
    id: options.school,
    ...(name ? { name } : {}),
    timeZone: options.timeZone,
    ...(options.week ? { week: Number(options.week) } : {}),
    ...(options.digestTo
      ? { digestTo: options.digestTo.split(',').map(address => ({ address: address.trim() })) }
      : {}),
  }
  return { version: 1, platform: { url: options.apiUrl }, schools: [school] }
}

const flags: Readonly<Record<string, string>> = {
  'platform.url': '--api-url',
  'schools.0.id': '--school',
  'schools.0.timeZone': '--time-zone',
  'schools.0.week': '--week',
  'schools.0.digestTo': '--digest-to',
}

/** The same checks as for the file, told in the words of the command line: the file doesn't exist yet. */
function checkedSettings(options: InitOptions): BridgeConfig {
  const result = BridgeConfig.safeParse(settingsOf(options, options.name ?? null))
  if (result.success) return result.data
  const problems = result.error.issues.map(issue => {
    const path = issue.path.slice(0, 3).map(String).join('.')
    return `${flags[path] ?? flags[issue.path.slice(0, 2).map(String).join('.')] ?? path}: ${issue.message}`
  })
  throw new BridgeError('CONFIG_INVALID', {
    message: problems.join('; '),
    hint: 'Исправьте значения и запустите init снова; ничего не записано',
  })
}

async function tokenOf(options: InitOptions, context: CommandContext, folder: DataFolder): Promise<string> {
  if (options.tokenFile !== undefined) {
    const text = await readFile(options.tokenFile, 'utf8').catch((error: unknown) => {
      throw new BridgeError('TOKEN_MISSING', {
        message: `Файл токена ${options.tokenFile} не читается`,
        hint: 'Проверьте путь и права на файл',
        cause: error,
      })
    })
    return text.trim()
  }
  return (await readSecret('DNEVNIK_TOKEN', context.environment)) ?? readToken(folder.secrets, {})
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

/** @returns where the settings that it replaced lie now; null when there were none */
async function save(folder: DataFolder, text: string, token: string): Promise<string | null> {
  await makeFolder(folder.path)
  try {
    const previous = (await exists(folder.config)) ? `${folder.config}.old` : null
    if (previous !== null) await copyFile(folder.config, previous)
    const next = `${folder.config}.new`
    await writeFile(next, text, { flush: true })
    await storeToken(folder.secrets, token)
    await rename(next, folder.config)
    return previous
  } catch (error) {
    throw new BridgeError('CONFIG_INVALID', {
      message: `В папку ${folder.path} не записать`,
      hint: 'Укажите папку, в которую вам можно писать: --data ПАПКА',
      cause: error,
    })
  }
}

export function initCommand(context: CommandContext): Command {
  return withCommon(new Command('init'))
    .summary('создать настройки установки')
    .description(
      'Создаёт настройки в папке данных. Сначала проверяет токен и школу на платформе; при отказе ничего не пишет.\n' +
        'Токен берётся из --token-file, DNEVNIK_TOKEN или DNEVNIK_TOKEN_FILE и хранится зашифрованным.',
    )
    .option('--api-url <адрес>', 'адрес API (по умолчанию https://api.dnevnik.ru)')
    .option('--school <номер>', 'номер школы на платформе')
    .option('--time-zone <пояс>', 'часовой пояс школы, например Asia/Kamchatka')
    .option('--name <название>', 'наименование школы для отчётов и ведомостей')
    .option('--week <дней>', 'учебных дней в неделе: 5 или 6')
    .option('--digest-to <адреса>', 'кому отправлять сводку, через запятую')
    .option('--token-file <файл>', 'файл с токеном платформы')
    .option('--yes', 'ничего не спрашивать')
    .option('--force', 'заменить существующие настройки')
    .addHelpText(
      'after',
      '\nПример:\n  DNEVNIK_TOKEN=… dnevnik-bridge init --data /srv/dnevnik --school 1000004956244 --time-zone Europe/Moscow --yes',
    )
    .action(async (given: InitOptions) => {
      const out = outputOf(context, given)
      const folder = dataFolder(given.data)
      if (!given.force && (await exists(folder.config))) {
        throw new BridgeError('CONFIG_EXISTS', {
          message: `Настройки уже есть: ${folder.config}`,
          hint: 'Исправьте их в редакторе, укажите другую папку (--data) или замените: --force',
        })
      }
      const options = await completed(given, context)
      const config = checkedSettings(options)
      const token = await tokenOf(options, context, folder)
      const [seen] = await checkPlatform(config, token, context.signal)
      // The name that the platform gives heads reports and sheets until somebody writes the full one.
      const settings = settingsOf(options, options.name ?? seen?.name ?? null)
      const previous = await save(folder, `${settingsHead}${stringify(settings)}`, token)
      const name = seen?.name ?? config.schools[0]?.id ?? ''
      if (previous !== null) out.note(`Прежние настройки сохранены: ${previous}`)
      out.result(
        { config: folder.config, school: config.schools[0]?.id, name: seen?.name ?? null },
        `Настройки записаны: ${folder.config}\nШкола видна: ${name}\nДальше: dnevnik-bridge doctor --data ${folder.path}, затем start\nЧтобы страницы видел не только этот компьютер: dnevnik-bridge users add (первая учётная запись — администратор)`,
      )
    })
}
