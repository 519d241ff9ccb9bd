import { Command } from 'commander'
import { openIncident, reviseIncident } from '../../app.js'
import type { Calendar } from '../../calendar/index.js'
import { BridgeError } from '../../errors.js'
import type { Statement } from '../../ledger/index.js'
import { Incident } from '../../regulation/index.js'
import { incidentWords, type StatementNames, statementNames } from '../../report/index.js'
import {
  type CommandContext,
  type CommonOptions,
  idArgument,
  idsOption,
  momentArgument,
  outputOf,
  schoolOf,
  withApp,
  withSchool,
} from '../context.js'
import { changeText, signerOption, typedStatement, withNumber } from '../statement-options.js'

interface Times {
  readonly headTold?: number
  readonly supportTold?: number
  readonly passwordChanged?: number
}

interface OpenOptions extends CommonOptions, Times {
  readonly teacher: string
  readonly learned: number
  readonly by: string
}

interface UpdateOptions extends CommonOptions, Times {
  readonly confirmWork?: readonly string[]
  readonly why: string
  readonly by: string
}

export function incidentCommand(context: CommandContext): Command {
  return new Command('incident')
    .summary('вести учёт нарушений доступа: логин или пароль узнали другие')
    .description(
      'По пункту 4.3 о нарушении сообщают руководителю и службе поддержки в течение рабочего дня; по пункту 4.4 всё, что\n' +
        'внесено под этим логином после сообщения и до смены пароля, недействительно: его подтверждают или вносят заново.',
    )
    .addCommand(openCommand(context))
    .addCommand(updateCommand(context))
    .addCommand(listCommand(context))
    .addCommand(withdrawCommand(context))
}

function withTimes(command: Command): Command {
  return command
    .option('--head-told <момент>', 'когда узнал руководитель, с поясом', momentArgument)
    .option('--support-told <момент>', 'когда узнала служба поддержки, с поясом', momentArgument)
    .option('--password-changed <момент>', 'когда сменён пароль, с поясом', momentArgument)
}

function openCommand(context: CommandContext): Command {
  return withTimes(withSchool(new Command('open')))
    .summary('записать инцидент')
    .description(
      'Записывает инцидент, показывает сроки сообщения и проверяет снова дни, которых он касается.',
    )
    .requiredOption('--teacher <номер>', 'чей логин', idArgument)
    .requiredOption('--learned <момент>', 'когда о нарушении узнали, с поясом', momentArgument)
    .addOption(signerOption())
    .addHelpText(
      'after',
      '\nПример:\n  dnevnik-bridge incident open --teacher 1000002346 --learned 2026-11-16T09:00+03:00 ' +
        '--head-told 2026-11-16T09:10+03:00 --by "Иванова А. П., завуч"',
    )
    .action(async (options: OpenOptions) => {
      const typed = {
        personId: options.teacher,
        learnedAt: options.learned,
        headToldAt: options.headTold ?? null,
        supportToldAt: options.supportTold ?? null,
        passwordChangedAt: options.passwordChanged ?? null,
        confirmedWorkIds: [],
      }
      const hint = 'Сообщения и смена пароля следуют за тем, как о нарушении узнали'
      const incident = typedStatement(Incident, typed, hint)
      const out = outputOf(context, options)
      await withApp(context, options, async app => {
        const school = schoolOf(app, options)
        const { calendar } = await app.deps.calendar(school)
        const signature = { author: options.by, at: app.deps.clock.now() }
        const { number, change } = await openIncident(app.deps, school.id, incident, signature)
        const entries = await app.deps.ledger.list({ school: school.id, rules: ['4.3-notice-in-time'] })
        const notice = entries.find(({ verdict }) => verdict.subject.incident === String(number))
        out.result(
          { number, ...lineOf(incident, calendar), change },
          [
            `Инцидент № ${number} записан. ${changeText(change)}`,
            ...(notice ? [notice.verdict.message] : []),
          ].join('\n'),
        )
      })
    })
}

function updateCommand(context: CommandContext): Command {
  return withTimes(withNumber(withSchool(new Command('update')), 'инцидента'))
    .summary('дополнить инцидент')
    .description('Записывает, что произошло с тех пор: сообщили, сменили пароль, подтвердили записи.')
    .addOption(idsOption('--confirm-work <номер...>', 'эти работы и задания внёс сам владелец логина'))
    .requiredOption('--why <текст>', 'откуда известно')
    .addOption(signerOption())
    .addHelpText(
      'after',
      '\nПример:\n  dnevnik-bridge incident update 1 --support-told 2026-11-16T12:00+03:00 --why "Ответ поддержки № 5" --by "Иванова А. П., завуч"',
    )
    .action(async (number: number, options: UpdateOptions) => {
      const { headTold, supportTold, passwordChanged, confirmWork } = options
      const news = {
        ...(headTold === undefined ? {} : { headToldAt: headTold }),
        ...(supportTold === undefined ? {} : { supportToldAt: supportTold }),
        ...(passwordChanged === undefined ? {} : { passwordChangedAt: passwordChanged }),
        ...(confirmWork === undefined ? {} : { confirmedWorkIds: confirmWork }),
      }
      if (Object.keys(news).length === 0) {
        throw new BridgeError('USAGE', {
          message: 'Не сказано, что произошло',
          hint: 'Есть --head-told, --support-told, --password-changed, --confirm-work',
        })
      }
      await revise(context, number, { options, news })
    })
}

function withdrawCommand(context: CommandContext): Command {
  return withNumber(withSchool(new Command('withdraw')), 'инцидента')
    .summary('отозвать инцидент, которого не было')
    .description('Записи перестают быть недействительными; сам инцидент остаётся в учёте отозванным.')
    .requiredOption('--why <текст>', 'почему')
    .addOption(signerOption())
    .addHelpText(
      'after',
      '\nПример:\n  dnevnik-bridge incident withdraw 1 --why "Ложная тревога" --by "Иванова А. П., завуч"',
    )
    .action((number: number, options: UpdateOptions) => revise(context, number, { options, news: null }))
}

async function revise(
  context: CommandContext,
  number: number,
  { options, news }: { options: UpdateOptions; news: Parameters<typeof reviseIncident>[3]['news'] },
): Promise<void> {
  const out = outputOf(context, options)
  await withApp(context, options, async app => {
    const revision = { author: options.by, at: app.deps.clock.now(), why: options.why, news }
    const change = await reviseIncident(app.deps, schoolOf(app, options).id, number, revision)
    out.result(
      { number, withdrawn: news === null, change },
      `Инцидент № ${number} ${news === null ? 'отозван' : 'дополнен'}. ${changeText(change)}`,
    )
  })
}

function listCommand(context: CommandContext): Command {
  return withSchool(new Command('list'))
    .summary('показать инциденты')
    .description('Показывает инциденты с историей: кто, когда и что записал.')
    .addHelpText('after', '\nПример:\n  dnevnik-bridge incident list --json')
    .action(async (options: CommonOptions) => {
      const out = outputOf(context, options)
      await withApp(context, options, async app => {
        const school = schoolOf(app, options)
        const { calendar } = await app.deps.calendar(school)
        const names = statementNames(await app.deps.mirror.directory(school.id), {
          timeZone: school.timeZone,
          pupils: 'numbers',
        })
        const incidents = await app.deps.statements.list(school.id, 'incident')
        for (const statement of incidents) {
          const revisions = statement.revisions.map(({ revision, content, why, author, enteredAt }) => ({
            revision,
            ...(content === null ? { withdrawn: true } : lineOf(content, calendar)),
            why,
            by: author,
            at: calendar.format(enteredAt),
          }))
          out.result({ number: statement.number, revisions }, textOf(statement, names, calendar))
        }
        out.note(`Инцидентов: ${incidents.length}`)
      })
    })
}

function lineOf(incident: Incident, calendar: Calendar) {
  const at = (instant: number | null) => (instant === null ? null : calendar.format(instant))
  return {
    teacher: incident.personId,
    learnedAt: at(incident.learnedAt),
    headToldAt: at(incident.headToldAt),
    supportToldAt: at(incident.supportToldAt),
    passwordChangedAt: at(incident.passwordChangedAt),
    confirmedWorks: incident.confirmedWorkIds,
  }
}

function textOf(
  { number, revisions }: Statement<'incident'>,
  names: StatementNames,
  calendar: Calendar,
): string {
  const lines = revisions.map(({ content, why, author, enteredAt }) => {
    const what = content === null ? 'отозван' : incidentWords(content, names)
    return `  ${what} (${author}, ${calendar.format(enteredAt)}${why === null ? '' : `; ${why}`})`
  })
  return [`Инцидент № ${number}`, ...lines].join('\n')
}
