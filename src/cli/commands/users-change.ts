import { Command } from 'commander'
import type { App } from '../../app.js'
import type { Role } from '../../people/index.js'
import { type CommandContext, type CommonOptions, outputOf, withApp, withCommon } from '../context.js'
import {
  type GrantOptions,
  grantOf,
  grantText,
  loginArgument,
  madePasswordText,
  noteChange,
  operator,
  passwordFrom,
  passwordStdinOption,
  roleArgument,
  withGrant,
} from '../user-options.js'

export function userRoleCommand(context: CommandContext): Command {
  return new Command('role')
    .summary('дать или забрать роль')
    .description('Роль действует со следующей открытой страницы, входить заново не нужно.')
    .addCommand(roleChange(context, 'grant'))
    .addCommand(roleChange(context, 'revoke'))
}

function roleChange(context: CommandContext, change: 'grant' | 'revoke'): Command {
  return withGrant(withCommon(new Command(change)))
    .addArgument(loginArgument())
    .addArgument(roleArgument())
    .summary(change === 'grant' ? 'дать роль' : 'забрать роль')
    .description(
      change === 'grant'
        ? 'Даёт роль: во всех школах или в одной; учителю — с его именем на платформе, по которому видны его классы и уроки.'
        : 'Забирает роль; называется так же, как давалась (users list). Последнего администратора забрать нельзя.',
    )
    .addHelpText(
      'after',
      `\nПример:\n  dnevnik-bridge users role ${change} m.petrova class-teacher --school 1000004956244 --person "Петрова Мария"`,
    )
    .action(async (login: string, role: Role, options: CommonOptions & GrantOptions) => {
      const out = outputOf(context, options)
      await withApp(context, options, async app => {
        const grant = await grantOf(app, role, options)
        const { accounts } = app.people
        const at = app.deps.clock.now()
        const changed =
          change === 'grant'
            ? await accounts.grant(login, grant, { by: operator, at })
            : await accounts.revoke(login, grant)
        if (changed) {
          const verb = change === 'grant' ? 'granted' : 'revoked'
          await noteChange(app, login, `${verb} ${role}`, grant.school)
        }
        const words = {
          grant: changed ? 'дана' : 'уже была дана',
          revoke: changed ? 'больше не действует' : 'и не была дана',
        }
        out.result({ login, ...grant, changed }, `Роль ${words[change]}: ${login} — ${grantText(grant)}.`)
      })
    })
}

/** A command that does one thing to one account. */
function simple<Options extends CommonOptions>(
  context: CommandContext,
  shape: {
    readonly command: Command
    readonly example: string
    /** For the log of access. */
    readonly about: string
    act(app: App, login: string, options: Options): Promise<{ readonly facts: object; readonly text: string }>
  },
): Command {
  const { command, example, about, act } = shape
  return withCommon(command)
    .addArgument(loginArgument())
    .addHelpText('after', `\nПример:\n  dnevnik-bridge users ${example}`)
    .action(async (login: string, options: Options) => {
      const out = outputOf(context, options)
      await withApp(context, options, async app => {
        const { facts, text } = await act(app, login, options)
        await noteChange(app, login, about)
        out.result({ login, ...facts }, text)
      })
    })
}

export function userPasswordCommand(context: CommandContext): Command {
  return simple<CommonOptions & { readonly passwordStdin?: boolean }>(context, {
    command: new Command('password')
      .summary('дать новый пароль')
      .description(
        'Печатает временный пароль, один раз, или берёт его из стандартного ввода; прежние сеансы кончаются.',
      )
      .addOption(passwordStdinOption()),
    example: 'password m.petrova',
    about: 'password-reset',
    async act(app, login, { passwordStdin }) {
      if (passwordStdin !== true) {
        const password = await app.people.resetPassword(login)
        return { facts: { password }, text: madePasswordText(password) }
      }
      await app.people.accounts.get(login)
      await app.people.choosePassword(login, await passwordFrom(context))
      return { facts: { password: null }, text: `Пароль ${login} сменён, прежние сеансы закончены.` }
    },
  })
}

export function userSubjectCommand(context: CommandContext): Command {
  return simple<CommonOptions & { readonly set?: string }>(context, {
    command: new Command('subject')
      .summary('как человека называет вход через организацию')
      .description(
        'Связывает запись с тем, как её называет вход через организацию (web.openId); без --set снимает связь.',
      )
      .option('--set <имя>', 'значение из входа, например адрес почты'),
    example: 'subject m.petrova --set m.petrova@school.example',
    about: 'subject',
    async act(app, login, { set }) {
      const subject = set?.trim() || null
      await app.people.accounts.setSubject(login, subject)
      return {
        facts: { subject },
        text: subject === null ? 'Связь снята.' : `${login} входит как ${subject}.`,
      }
    },
  })
}

export function userTotpCommand(context: CommandContext): Command {
  const reset = simple<CommonOptions>(context, {
    command: new Command('reset')
      .summary('больше не спрашивать код из телефона')
      .description('Для тех, кто потерял и телефон, и запасные коды. Потом человек сам включит код снова.'),
    example: 'totp reset m.petrova',
    about: 'second-factor-reset',
    async act(app, login) {
      await app.people.accounts.get(login)
      await app.people.secondFactor.remove(login)
      return { facts: { secondFactor: false }, text: `Код из телефона у ${login} больше не спрашивается.` }
    },
  })
  return new Command('totp')
    .summary('код из телефона')
    .description('Код включает сам человек, на странице своей учётной записи.')
    .addCommand(reset)
}

export function userSessionsCommand(context: CommandContext): Command {
  const end = simple<CommonOptions>(context, {
    command: new Command('end')
      .summary('закончить все сеансы')
      .description('Везде, где этот человек вошёл, нужно войти снова.'),
    example: 'sessions end m.petrova',
    about: 'sessions-ended',
    async act(app, login) {
      await app.people.accounts.get(login)
      const ended = await app.people.sessions.endAll(login)
      return { facts: { ended }, text: `Сеансов закончено: ${ended}.` }
    },
  })
  return new Command('sessions').summary('сеансы').description('Сеансы на страницах.').addCommand(end)
}

export function userLockCommand(context: CommandContext): Command {
  return simple<CommonOptions>(context, {
    command: new Command('lock')
      .summary('закрыть учётную запись')
      .description('Сеансы кончаются сразу, войти больше нельзя.'),
    example: 'lock m.petrova',
    about: 'locked',
    async act(app, login) {
      await app.people.accounts.lock(login, app.deps.clock.now())
      return { facts: { locked: true }, text: `Учётная запись ${login} закрыта.` }
    },
  })
}

export function userUnlockCommand(context: CommandContext): Command {
  return simple<CommonOptions>(context, {
    command: new Command('unlock')
      .summary('снова открыть учётную запись')
      .description('Пароль и роли — прежние.'),
    example: 'unlock m.petrova',
    about: 'unlocked',
    async act(app, login) {
      await app.people.accounts.unlock(login)
      return { facts: { locked: false }, text: `Учётная запись ${login} снова открыта.` }
    },
  })
}
