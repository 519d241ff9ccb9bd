import type { Command } from 'commander'
import { ClassOpening } from '../../regulation/index.js'
import { classOpeningWords } from '../../report/index.js'
import { type CommandContext, dateArgument, idArgument } from '../context.js'
import { statementCommand } from '../statement-command.js'
import { typedStatement } from '../statement-options.js'

interface ClassOpeningOptions {
  readonly class: string
  readonly order: string
  readonly date: string
}

export function classOpeningCommand(context: CommandContext): Command {
  return statementCommand<'class-opening', ClassOpeningOptions>(context, {
    name: 'class-opening',
    kind: 'class-opening',
    summary: 'внести приказ об открытии класса, когда учебный год уже идёт (п. 2.2)',
    description:
      'Разделы журнала формируют до 5 сентября; у класса, открытого позже, срок свой: несколько рабочих дней после\n' +
      'приказа, сколько — настройка 2.2-sections-formed. Без приказа такой класс к сроку не проверяется.',
    words: { one: 'Приказ', genitive: 'приказа об открытии класса', many: 'приказы об открытии классов' },
    add: {
      summary: 'внести приказ',
      description: 'У класса один такой приказ: ошибочный сначала отзовите.',
      example: '--class 1000000000101 --order 45 --date 2026-10-19 --by "Иванова А. П., завуч" --dry-run',
      options: command =>
        command
          .requiredOption('--class <номер>', 'какой класс', idArgument)
          .requiredOption('--order <номер>', 'номер приказа')
          .requiredOption('--date <дата>', 'дата приказа, ГГГГ-ММ-ДД', dateArgument),
      contents: ({ class: classId, order, date }) => [
        typedStatement(ClassOpening, { classId, order, date }, 'У приказа есть класс, номер и дата'),
      ],
    },
    describe: classOpeningWords,
  })
}
