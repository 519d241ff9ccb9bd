import { Command } from 'commander'
import { buildReport, evaluate, record, sendDigests } from '../../app.js'
import { BridgeError } from '../../errors.js'
import { createDigest } from '../../report/index.js'
import {
  type CommandContext,
  type CommonOptions,
  dateArgument,
  outputOf,
  schoolOf,
  withApp,
  withSchool,
  writeResult,
} from '../context.js'
import { tellGaps } from '../gaps.js'

interface DigestOptions extends CommonOptions {
  readonly from?: string
  readonly to?: string
  readonly preview?: string
}

/** Days that a daily digest looks back on when none are named. */
const daysBack = 7

export function digestCommand(context: CommandContext): Command {
  return withSchool(new Command('digest'))
    .summary('отправить сводку завуча')
    .description(
      'Отправляет сводку тем, кто назван в настройках (digestTo): каждому один раз за день. Без SMTP_URL письма\n' +
        'ложатся файлами в папку outbox. С --preview только записывает сводку в файл и ничего не отправляет.',
    )
    .option('--from <дата>', 'первый день, по умолчанию неделю назад', dateArgument)
    .option('--to <дата>', 'последний день, по умолчанию сегодня', dateArgument)
    .option('--preview <файл>', 'записать сводку страницей в файл и не отправлять')
    .addHelpText('after', '\nПример:\n  dnevnik-bridge digest --preview digest.html')
    .action(async (options: DigestOptions) => {
      const out = outputOf(context, options)
      await withApp(context, options, async app => {
        const school = schoolOf(app, options)
        const { calendar } = await app.deps.calendar(school)
        const to = options.to ?? calendar.dateOf(app.deps.clock.now())
        const from = options.from ?? calendar.addDays(to, -daysBack)
        const evaluation = await evaluate(app.deps, { school: school.id, from, to, classIds: null })
        await record(app.deps, evaluation, null)
        const report = await buildReport(app.deps, evaluation)
        tellGaps(context, out, report.coverage)
        if (options.preview !== undefined) {
          const digest = createDigest(report, { kind: 'daily', baseUrl: null })
          await writeResult(options.preview, digest.html)
          out.result(
            { subject: digest.subject, file: options.preview },
            `${digest.subject}\n${options.preview}`,
          )
          return
        }
        if (school.digestTo.length === 0) {
          throw new BridgeError('CONFIG_INVALID', {
            message: 'Не назван ни один получатель сводки',
            hint: `Добавьте в ${app.folder.config} школе ключ digestTo с адресами или посмотрите сводку с --preview`,
          })
        }
        const { sent, already } = await sendDigests(app.deps, school, report)
        for (const mail of sent) {
          out.result(
            { ...mail, sent: true },
            `Отправлено: ${mail.address}${mail.file ? ` (${mail.file})` : ''}`,
          )
        }
        for (const address of already)
          out.result({ address, file: null, sent: false }, `Сегодня уже отправлено: ${address}`)
      })
    })
}
