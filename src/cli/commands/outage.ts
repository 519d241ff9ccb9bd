import { Command } from 'commander'
import { enterOutage, withdrawOutage } from '../../app.js'
import { RecordedOutage } from '../../ledger/index.js'
import {
  type CommandContext,
  type CommonOptions,
  momentArgument,
  outputOf,
  schoolOf,
  withApp,
  withSchool,
} from '../context.js'
import { changeText, signerOption, typedStatement, withNumber } from '../statement-options.js'

interface AddOptions extends CommonOptions {
  readonly from: number
  readonly to: number
  readonly source: string
  readonly by: string
}

interface WithdrawOptions extends CommonOptions {
  readonly why: string
  readonly by: string
}

export function outageCommand(context: CommandContext): Command {
  return new Command('outage')
    .summary('записать сбой платформы: он продлевает сроки')
    .description(
      'Пока платформа не работала, сроки стоят. Сбои, которые видели наши чтения, считаются сами, но только от первого\n' +
        'неудачного чтения до последнего; длиннее — если есть письмо или объявление, и сбой записан здесь.',
    )
    .addCommand(addCommand(context))
    .addCommand(listCommand(context))
    .addCommand(withdrawCommand(context))
}

function addCommand(context: CommandContext): Command {
  return withSchool(new Command('add'))
    .summary('записать сбой')
    .description('Записывает сбой, который кончился, и проверяет снова дни, сроки которых он продлил.')
    .requiredOption('--from <момент>', 'начало, с поясом', momentArgument)
    .requiredOption('--to <момент>', 'конец, с поясом', momentArgument)
    .requiredOption('--source <текст>', 'откуда известно, например «письмо поддержки от 16.11.2026»')
    .addOption(signerOption())
    .addHelpText(
      'after',
      '\nПример:\n  dnevnik-bridge outage add --from 2026-11-16T18:00+03:00 --to 2026-11-16T21:30+03:00 ' +
        '--source "письмо поддержки от 17.11.2026" --by "Иванова А. П., завуч"',
    )
    .action(async (options: AddOptions) => {
      const { from, to, source, by } = options
      const typed = { from, to, source }
      const outage = typedStatement(RecordedOutage, typed, 'Сбой имеет начало, конец и источник')
      const out = outputOf(context, options)
      await withApp(context, options, async app => {
        const school = schoolOf(app, options)
        const { calendar } = await app.deps.calendar(school)
        const signature = { author: by, at: app.deps.clock.now() }
        const { number, change } = await enterOutage(app.deps, school.id, outage, signature)
        out.result(
          { number, from: calendar.format(from), to: calendar.format(to), source, change },
          `Сбой № ${number} записан. ${changeText(change)}`,
        )
      })
    })
}

function listCommand(context: CommandContext): Command {
  return withSchool(new Command('list'))
    .summary('показать сбои')
    .description('Показывает сбои, которые видели наши чтения, и записанные людьми.')
    .addHelpText('after', '\nПример:\n  dnevnik-bridge outage list --json')
    .action(async (options: CommonOptions) => {
      const out = outputOf(context, options)
      await withApp(context, options, async app => {
        const school = schoolOf(app, options)
        const { calendar } = await app.deps.calendar(school)
        const at = (instant: number) => calendar.format(instant)
        const observed = await app.deps.mirror.outages(school.id)
        for (const { from, to } of observed) {
          out.result(
            { number: null, from: at(from), to: at(to), source: null, by: null },
            `${at(from)} – ${at(to)}  по нашим чтениям`,
          )
        }
        const recorded = await app.deps.statements.list(school.id, 'outage')
        for (const { number, revisions } of recorded) {
          for (const { content, why, author, enteredAt } of revisions) {
            const what = content === null ? null : { from: at(content.from), to: at(content.to) }
            out.result(
              {
                number,
                ...(what ?? { withdrawn: true }),
                source: content?.source ?? null,
                why,
                by: author,
                at: at(enteredAt),
              },
              what === null
                ? `№ ${number} отозван (${author}, ${at(enteredAt)}; ${why})`
                : `${what.from} – ${what.to}  № ${number}, ${content?.source} (${author}, ${at(enteredAt)})`,
            )
          }
        }
        out.note(`Сбоев: по нашим чтениям ${observed.length}, записано ${recorded.length}`)
      })
    })
}

function withdrawCommand(context: CommandContext): Command {
  return withNumber(withSchool(new Command('withdraw')), 'сбоя')
    .summary('отозвать записанный сбой')
    .description('Сроки становятся прежними; запись о сбое остаётся.')
    .requiredOption('--why <текст>', 'почему')
    .addOption(signerOption())
    .addHelpText(
      'after',
      '\nПример:\n  dnevnik-bridge outage withdraw 1 --why "Не тот день" --by "Иванова А. П., завуч"',
    )
    .action(async (number: number, options: WithdrawOptions) => {
      const out = outputOf(context, options)
      await withApp(context, options, async app => {
        const signature = { author: options.by, at: app.deps.clock.now() }
        const revision = { ...signature, why: options.why }
        const change = await withdrawOutage(app.deps, schoolOf(app, options).id, number, revision)
        out.result({ number, withdrawn: true, change }, `Сбой № ${number} отозван. ${changeText(change)}`)
      })
    })
}
