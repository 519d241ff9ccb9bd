import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { parseYaml } from '../../config/index.js'
import { BridgeError } from '../../errors.js'
import { TypedLimitRows, usualLimits, WrittenLimits } from '../../regulation/index.js'
import { writtenLimitsWords } from '../../report/index.js'
import { type CommandContext, dateArgument } from '../context.js'
import { statementCommand } from '../statement-command.js'
import { typedStatement } from '../statement-options.js'

interface WrittenLimitsOptions {
  readonly act: string
  readonly number: string
  readonly date: string
  readonly from: string
  readonly file?: string
  readonly countDaysOff?: boolean
}

export function writtenLimitsCommand(context: CommandContext): Command {
  return statementCommand<'written-limits', WrittenLimitsOptions>(context, {
    name: 'written-limits',
    kind: 'written-limits',
    summary: 'внести акт школы о сроках проверки письменных работ',
    description:
      'Регламент и федеральные нормы этих сроков не называют: их устанавливает акт школы, и каждое замечание его называет.\n' +
      'Акт действует со своего дня до начала следующего; без него сроки стоят в настройках, и опоздание не доказано.',
    words: { one: 'Акт', genitive: 'акта', many: 'акты' },
    add: {
      summary: 'внести акт',
      description:
        'Сроки — в файле YAML, строками, как limits в настройках 2.5-written-works-in-time; без файла — обычные сроки школ.\n' +
        'Сначала посмотрите с --dry-run: какие вердикты изменятся.',
      example:
        '--act "Положение о проверке письменных работ" --number 5 --date 2026-08-28 --from 2026-09-01 ' +
        '--file limits.yaml --by "Иванова А. П., завуч" --dry-run',
      options: command =>
        command
          .requiredOption('--act <текст>', 'название акта')
          .requiredOption('--number <номер>', 'номер акта')
          .requiredOption('--date <дата>', 'дата акта, ГГГГ-ММ-ДД', dateArgument)
          .requiredOption('--from <дата>', 'первый день действия, ГГГГ-ММ-ДД', dateArgument)
          .option('--file <файл>', 'сроки, YAML; без него — обычные')
          .option('--count-days-off', 'каникулы и праздники в срок входят'),
      contents: async ({ act, number, date, from, file, countDaysOff }) => [
        typedStatement(
          WrittenLimits,
          {
            ...{ act, number, date, from },
            pauseOnDaysOff: countDaysOff !== true,
            limits: file === undefined ? usualLimits : parseYaml(await textOf(file), file, TypedLimitRows),
          },
          'У акта есть название, номер, дата, первый день и сроки',
        ),
      ],
    },
    describe: writtenLimitsWords,
  })
}

async function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    throw new BridgeError('USAGE', {
      message: `Файл сроков ${file} не прочитать`,
      hint: 'В нём строки, как limits в config/example.yaml: works, grades, subjects, lessons, days, count',
      cause: error,
    })
  })
}
