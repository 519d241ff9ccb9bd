import { Command } from 'commander'
import { dataFolder, forgetToken, readSecret } from '../../config/index.js'
import { type CommandContext, type CommonOptions, outputOf, withCommon } from '../context.js'
import { loginCommand } from './auth-login.js'
import { statusCommand } from './auth-status.js'

function logoutCommand(context: CommandContext): Command {
  return withCommon(new Command('logout'))
    .summary('забыть сохранённый токен')
    .description(
      'Удаляет сохранённый токен и его ключ с этого компьютера. На платформе токен остаётся, пока его не отзовут в\n' +
        'настройках учётной записи или не истечёт срок.',
    )
    .addHelpText('after', '\nПример:\n  dnevnik-bridge auth logout --data /srv/dnevnik')
    .action(async (options: CommonOptions) => {
      const out = outputOf(context, options)
      const removed = await forgetToken(dataFolder(options.data).secrets)
      const overridden = (await readSecret('DNEVNIK_TOKEN', context.environment)) !== null
      const rest = overridden ? ' Токен из DNEVNIK_TOKEN по-прежнему действует.' : ''
      out.result(
        { removed, environment: overridden },
        `${removed ? 'Сохранённый токен удалён.' : 'Сохранённого токена нет.'}${rest}`,
      )
    })
}

export function authCommand(context: CommandContext): Command {
  return new Command('auth')
    .summary('вход на платформу: токен')
    .description('Вход на платформу: получить токен, посмотреть, забыть.')
    .addCommand(loginCommand(context))
    .addCommand(statusCommand(context))
    .addCommand(logoutCommand(context))
}
