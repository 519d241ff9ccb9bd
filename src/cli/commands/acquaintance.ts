import type { Command } from 'commander'
import { Acquaintance } from '../../regulation/index.js'
import { acquaintanceWords } from '../../report/index.js'
import { type CommandContext, classOption, dateArgument, datesOption } from '../context.js'
import { statementCommand } from '../statement-command.js'
import { typedStatement } from '../statement-options.js'

interface AcquaintanceOptions {
  readonly class?: readonly string[]
  readonly week: readonly string[]
  readonly on?: string
}

export function acquaintanceCommand(context: CommandContext): Command {
  return statementCommand<'acquaintance', AcquaintanceOptions>(context, {
    name: 'acquaintance',
    kind: 'acquaintance',
    summary: 'отметить, что классный руководитель ознакомился с журналом недели',
    description:
      'Кто смотрел журнал, платформа не сообщает. Отметка классного руководителя закрывает неделю класса (уровень D);\n' +
      'пока её нет, до срока идёт напоминание, после него — «не доказано», и никогда нарушение.',
    words: { one: 'Ознакомление', genitive: 'ознакомления', many: 'ознакомления' },
    add: {
      summary: 'отметить ознакомление',
      description:
        'По отметке на каждый класс и каждую неделю; без --class — все классы. Сначала посмотрите с --dry-run.',
      example:
        '--class 1000000000101 --week 2026-11-09,2026-11-16 --by "Петрова М. И., классный руководитель" --dry-run',
      options: command =>
        command
          .addOption(classOption())
          .addOption(
            datesOption(
              '--week <дата...>',
              'неделя или недели: любой её день, ГГГГ-ММ-ДД',
            ).makeOptionMandatory(),
          )
          .option('--on <дата>', 'когда журнал просмотрен, ГГГГ-ММ-ДД; без него — сегодня', dateArgument),
      contents({ class: classes, week, on }, { directory, calendar, today }) {
        const classIds = classes ?? directory.classes.map(({ id }) => id)
        const weeks = [...new Set(week.map(calendar.weekStart))]
        return classIds.flatMap(classId =>
          weeks.map(monday =>
            typedStatement(
              Acquaintance,
              { classId, week: monday, on: on ?? today },
              'У ознакомления есть класс, неделя и день',
            ),
          ),
        )
      },
    },
    describe: acquaintanceWords,
  })
}
