import type { Command } from 'commander'
import { Substitution } from '../../regulation/index.js'
import { substitutionWords } from '../../report/index.js'
import { type CommandContext, datesOption, idArgument, idsOption } from '../context.js'
import { statementCommand } from '../statement-command.js'
import { typedStatement } from '../statement-options.js'

interface SubstitutionOptions {
  readonly group: string
  readonly date: readonly string[]
  readonly lesson: readonly string[]
  readonly teacher: string
  readonly insteadOf?: string
  readonly order: string
}

export function substitutionCommand(context: CommandContext): Command {
  return statementCommand<'substitution', SubstitutionOptions>(context, {
    name: 'substitution',
    kind: 'substitution',
    summary: 'внести замену: кто провёл урок вместо кого',
    description:
      'Платформа называет заменившего не всегда. По внесённой замене за урок отвечает тот, кто его провёл, и записанное\n' +
      'им домашнее задание — его собственное. Замена, которой в журнале не отвечает ни один урок, называется.',
    words: { one: 'Замена', genitive: 'замены', many: 'замены' },
    add: {
      summary: 'внести замену',
      description:
        'Несколько дней и номеров уроков дают по замене на каждый: сначала посмотрите с --dry-run.',
      example:
        '--group 1000000000101 --date 2026-11-16 --lesson 2,3 --teacher 1000002346 --instead-of 1000002345 ' +
        '--order "приказ № 45 от 16.11.2026" --by "Иванова А. П., завуч"',
      options: command =>
        command
          .requiredOption('--group <номер>', 'класс или подгруппа', idArgument)
          .addOption(datesOption('--date <дата...>', 'день или дни, ГГГГ-ММ-ДД').makeOptionMandatory())
          .addOption(
            idsOption('--lesson <номер...>', 'номера уроков по расписанию дня').makeOptionMandatory(),
          )
          .requiredOption('--teacher <номер>', 'кто провёл урок', idArgument)
          .option('--instead-of <номер>', 'вместо кого; без него — урок никому не был назначен', idArgument)
          .requiredOption('--order <текст>', 'основание, например «приказ № 45 от 16.11.2026»'),
      contents: ({ group, date, lesson, teacher, insteadOf, order }) =>
        date.flatMap(day =>
          lesson.map(number =>
            typedStatement(
              Substitution,
              {
                groupId: group,
                date: day,
                lesson: Number(number),
                personId: teacher,
                insteadOf: insteadOf ?? null,
                order,
              },
              'У замены есть класс, день, номер урока, кто заменяет, вместо кого и основание',
            ),
          ),
        ),
    },
    describe: substitutionWords,
  })
}
