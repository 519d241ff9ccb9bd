import { Command } from 'commander'
import type { Account } from '../../people/index.js'
import { entryWords } from '../../people/index.js'
import {
  type CommandContext,
  type CommonOptions,
  checkRange,
  dateArgument,
  idArgument,
  outputOf,
  withApp,
  withCommon,
  withSchool,
} from '../context.js'
import { grantText } from '../user-options.js'

export function userListCommand(context: CommandContext): Command {
  return withCommon(new Command('list'))
    .summary('показать учётные записи')
    .description('Показывает всех, кто может войти, с ролями и состоянием.')
    .addHelpText('after', '\nПример:\n  dnevnik-bridge users list')
    .action(async (options: CommonOptions) => {
      const out = outputOf(context, options)
      await withApp(context, options, async app => {
        const accounts = await app.people.accounts.list()
        for (const account of accounts) {
          const lacksCode = app.people.lacksCode(account)
          out.result({ ...account, lacksCode }, accountText(account, lacksCode))
        }
        out.note(
          accounts.length === 0
            ? 'Учётных записей нет: страницы видит тот, кто сидит за этим компьютером.'
            : `Учётных записей: ${accounts.length}`,
        )
      })
    })
}

function accountText(account: Account, lacksCode: boolean) {
  const { login, name, grants, subject, hasPassword, temporary, secondFactor, lockedAt } = account
  const state = [
    ...(lockedAt === null ? [] : ['закрыта']),
    ...(temporary ? ['пароль временный'] : []),
    ...(hasPassword ? [] : ['без пароля']),
    ...(secondFactor ? ['код из телефона'] : []),
    ...(lacksCode ? ['нет обязательного кода из телефона'] : []),
    ...(subject === null ? [] : [`входит через организацию как ${subject}`]),
  ]
  return [
    `${login}  ${name}${state.length === 0 ? '' : `  (${state.join(', ')})`}`,
    ...(grants.length === 0 ? ['  ролей нет'] : grants.map(grant => `  ${grantText(grant)}`)),
  ].join('\n')
}

interface LogOptions extends CommonOptions {
  readonly from?: string
  readonly to?: string
  readonly user?: string
  readonly pupil?: string
}

/** So many lines come at once; who wants more asks for fewer days. */
const most = 100_000

export function userLogCommand(context: CommandContext): Command {
  return withSchool(new Command('log'))
    .summary('показать, кто что смотрел')
    .description(
      'Показывает, кто какие страницы с личными данными смотрел и выгружал, кто входил и кто менял доступ.\n' +
        'Без дат — за сегодня. Записи хранятся web.accessLogDays дней.',
    )
    .option('--from <дата>', 'первый день, ГГГГ-ММ-ДД', dateArgument)
    .option('--to <дата>', 'последний день, ГГГГ-ММ-ДД', dateArgument)
    .option('--user <имя>', 'только этот человек')
    .option('--pupil <номер>', 'только страницы этого обучающегося', idArgument)
    .addHelpText('after', '\nПример:\n  dnevnik-bridge users log --from 2026-11-16 --to 2026-11-22 --json')
    .action(async (options: LogOptions) => {
      const out = outputOf(context, options)
      await withApp(context, options, async app => {
        const school = options.school === undefined ? app.schools[0] : app.deps.school(options.school)
        if (!school) return
        const { calendar } = await app.deps.calendar(school)
        const to = options.to ?? options.from ?? calendar.dateOf(app.deps.clock.now())
        const from = options.from ?? to
        checkRange({ from, to })
        const entries = await app.people.log.read({
          from: calendar.dayStart(from),
          until: calendar.dayStart(calendar.addDays(to, 1)),
          schools: options.school === undefined ? null : [school.id],
          account: options.user?.toLowerCase() ?? null,
          pupil: options.pupil ?? null,
          most,
        })
        for (const entry of entries) {
          const at = calendar.format(entry.at)
          const about = [
            ...(entry.school === null ? [] : [`школа ${entry.school}`]),
            ...(entry.classId === null ? [] : [`класс ${entry.classId}`]),
            ...(entry.pupil === null ? [] : [`обучающийся ${entry.pupil}`]),
            ...(entry.document === null ? [] : [entry.document]),
          ]
          const what = [entry.name, entryWords(entry), ...about].join(', ')
          out.result({ ...entry, at }, `${at}  ${what}`)
        }
        out.note(entries.length < most ? `Записей: ${entries.length}` : `Показаны последние ${most} записей`)
      })
    })
}
