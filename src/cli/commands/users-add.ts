import { Command, Option } from 'commander'
import { BridgeError } from '../../errors.js'
import { type Chosen, type Role, roles } from '../../people/index.js'
import { type CommandContext, type CommonOptions, outputOf, withApp, withCommon } from '../context.js'
import {
  grantOf,
  grantText,
  loginArgument,
  madePasswordText,
  noteChange,
  operator,
  passwordFrom,
  passwordStdinOption,
  withGrant,
} from '../user-options.js'

interface AddOptions extends CommonOptions {
  readonly name: string
  readonly role?: Role
  readonly person?: string
  readonly subject?: string
  readonly passwordStdin?: boolean
  /** Commander's form of `--no-password`. */
  readonly password: boolean
}

export function userAddCommand(context: CommandContext): Command {
  return withGrant(withCommon(new Command('add')))
    .addArgument(loginArgument())
    .summary('создать учётную запись')
    .description(
      'Создаёт запись и печатает временный пароль, один раз. Первая должна быть администратором всех школ.\n' +
        'Другие роли добавляет users role grant.',
    )
    .requiredOption('--name <кто>', 'имя для людей, например «Петрова М. И.»')
    .addOption(new Option('--role <роль>', 'первая роль').choices(roles))
    .option('--subject <имя>', 'как этого человека называет вход через организацию (OpenID Connect)')
    .addOption(passwordStdinOption().conflicts('password'))
    .option('--no-password', 'без пароля: вход только через организацию')
    .addHelpText(
      'after',
      '\nПример:\n  dnevnik-bridge users add a.ivanova --name "Иванова А. П." --role administrator\n' +
        '  dnevnik-bridge users add m.petrova --name "Петрова М. И." --role class-teacher --person Петрова',
    )
    .action(async (login: string, options: AddOptions) => {
      const out = outputOf(context, options)
      const name = options.name.trim()
      if (name === '')
        throw new BridgeError('USAGE', { message: 'Имя для людей пустое', hint: 'Задайте --name' })
      const password: Chosen = options.passwordStdin
        ? { chosen: await passwordFrom(context) }
        : options.password
          ? 'made'
          : 'none'
      await withApp(context, options, async app => {
        if (options.role === undefined && options.person !== undefined) {
          throw new BridgeError('USAGE', {
            message: '--person говорит о роли, а роль не названа',
            hint: 'Добавьте --role class-teacher или subject-teacher',
          })
        }
        const grants = options.role === undefined ? [] : [await grantOf(app, options.role, options)]
        const subject = options.subject?.trim() || null
        const made = await app.people.add({ login, name, subject, grants, by: operator, password })
        await noteChange(app, login, 'account-added')
        for (const { role, school } of grants) await noteChange(app, login, `granted ${role}`, school)
        out.result(
          { login, name, grants, subject, password: made },
          [
            `Учётная запись ${login} создана${grants.map(grant => `: ${grantText(grant)}`).join('')}.`,
            ...(made === null ? [] : [madePasswordText(made)]),
            ...(grants.length === 0 ? [`Ролей пока нет: dnevnik-bridge users role grant ${login} РОЛЬ`] : []),
          ].join('\n'),
        )
      })
    })
}
