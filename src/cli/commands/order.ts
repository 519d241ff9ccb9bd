import { type Command, Option } from 'commander'
import { type OrderMeaning, orderMeanings, SchoolOrder } from '../../regulation/index.js'
import { orderWords } from '../../report/index.js'
import { type CommandContext, dateArgument, idsOption } from '../context.js'
import { statementCommand } from '../statement-command.js'
import { typedStatement } from '../statement-options.js'

interface OrderOptions {
  readonly order: string
  readonly date: string
  readonly meaning: OrderMeaning
  readonly pupil: readonly string[]
  readonly subject: readonly string[]
  readonly period: readonly string[]
}

export function orderCommand(context: CommandContext): Command {
  return statementCommand<'order', OrderOptions>(context, {
    name: 'order',
    kind: 'order',
    summary: 'внести приказ, на котором стоят «осв» или «н/а»',
    description:
      'Приказа в журнале не видно. Внесённый приказ говорит, что значит «осв» или почему «н/а», по обучающимся,\n' +
      'предметам и отчётным периодам; вердикт об этом опирается тогда на запись школы (уровень D).',
    words: { one: 'Приказ', genitive: 'приказа', many: 'приказы' },
    add: {
      summary: 'внести приказ',
      description: 'Действует на клетки ведомости: эти обучающиеся, эти предметы, эти периоды.',
      example:
        '--order 12-у --date 2026-10-05 --meaning exempt --pupil 1000012345678 --subject 1001 --period 7 --by "Иванова А. П., завуч"',
      options: command =>
        command
          .requiredOption('--order <номер>', 'номер приказа')
          .requiredOption('--date <дата>', 'дата приказа, ГГГГ-ММ-ДД', dateArgument)
          .addOption(
            new Option(
              '--meaning <смысл>',
              'exempt — «осв», освобождён; mastered — «осв», освоено; not-attested — «н/а»',
            )
              .choices(orderMeanings)
              .makeOptionMandatory(),
          )
          .addOption(idsOption('--pupil <номер...>', 'обучающиеся').makeOptionMandatory())
          .addOption(idsOption('--subject <номер...>', 'предметы').makeOptionMandatory())
          .addOption(idsOption('--period <номер...>', 'отчётные периоды').makeOptionMandatory()),
      contents: ({ order, date, meaning, pupil, subject, period }) => [
        typedStatement(
          SchoolOrder,
          { order, date, meaning, personIds: pupil, subjectIds: subject, periodIds: period },
          'У приказа есть номер, дата, смысл, обучающиеся, предметы и периоды',
        ),
      ],
    },
    describe: orderWords,
  })
}
