import type { Command } from 'commander'
import { Reply } from '../../ledger/index.js'
import type { CommandContext } from '../context.js'
import { statementCommand } from '../statement-command.js'
import { typedStatement } from '../statement-options.js'

interface ReplyOptions {
  readonly entry: string
  readonly text: string
}

export function replyCommand(context: CommandContext): Command {
  return statementCommand<'reply', ReplyOptions>(context, {
    name: 'reply',
    kind: 'reply',
    summary: 'ответить на вердикт',
    description:
      'Ответ учителя или завуча стоит рядом с вердиктом: в verdict show и в отчётах. Самого вердикта он не меняет;\n' +
      'для этого есть exempt, substitution и другие записи.',
    words: { one: 'Ответ', genitive: 'ответа', many: 'ответы' },
    add: {
      summary: 'ответить',
      description: 'Номер записи печатают verdicts и отчёт. Имён обучающихся в ответе не пишите.',
      example:
        '--entry 3342fd007b6f6db6 --text "Задание было в бумажном дневнике" --by "Петрова М. И., учитель"',
      options: command =>
        command
          .requiredOption('--entry <номер>', 'запись, как её печатает verdicts')
          .requiredOption('--text <текст>', 'ответ'),
      contents: ({ entry, text }) => [
        typedStatement(Reply, { entry, text }, 'У ответа есть запись и текст, например: reply add --entry …'),
      ],
    },
    describe: ({ entry, text }) => `запись ${entry}: ${text}`,
  })
}
