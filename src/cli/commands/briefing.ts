import type { Command } from 'commander'
import { studyYearOf } from '../../calendar/index.js'
import { Briefing } from '../../regulation/index.js'
import { briefingWords } from '../../report/index.js'
import { type CommandContext, dateArgument, studyYearArgument } from '../context.js'
import { statementCommand } from '../statement-command.js'
import { typedStatement } from '../statement-options.js'

interface BriefingOptions {
  readonly year?: string
  readonly on?: string
  readonly sheet: string
  readonly signedByAll?: boolean
}

export function briefingCommand(context: CommandContext): Command {
  return statementCommand<'briefing', BriefingOptions>(context, {
    name: 'briefing',
    kind: 'briefing',
    summary: 'записать инструктаж о защите логинов и паролей (п. 4.2)',
    description:
      'Хранит ли человек пароль в тайне, не видит никто. Лист, на котором работники расписались за инструктаж, закрывает\n' +
      'учебный год (уровень D); пока его нет, после срока стоит «не доказано», и никогда нарушение.',
    words: { one: 'Инструктаж', genitive: 'записи об инструктаже', many: 'инструктажи' },
    add: {
      summary: 'записать инструктаж',
      description: 'Если расписались не все, запишите и это; когда распишутся остальные — ещё раз, с ключом.',
      example:
        '--on 2026-09-02 --sheet "журнал инструктажей № 3, лист 12" --signed-by-all --by "Иванова А. П., завуч"',
      options: command =>
        command
          .option(
            '--year <год>',
            'на какой учебный год, например 2026-2027; без него — текущий',
            studyYearArgument,
          )
          .option('--on <дата>', 'когда, ГГГГ-ММ-ДД; без него — сегодня', dateArgument)
          .requiredOption('--sheet <текст>', 'где стоят подписи')
          .option('--signed-by-all', 'расписались все, у кого есть логин'),
      contents: ({ year, on, sheet, signedByAll }, { today }) => [
        typedStatement(
          Briefing,
          {
            studyYear: year ?? studyYearOf(today),
            on: on ?? today,
            sheet,
            signedByAll: signedByAll === true,
          },
          'У инструктажа есть учебный год, день и лист с подписями',
        ),
      ],
    },
    describe: briefingWords,
  })
}
