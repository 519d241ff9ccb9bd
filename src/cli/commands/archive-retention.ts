import { Command } from 'commander'
import { dataFolder } from '../../config/index.js'
import { type CommandContext, outputOf } from '../context.js'
import { type ArchiveOptions, withArchiveOptions, withReadArchive } from '../opened-archive.js'
import { configOrNone, retentionRules, termText } from '../retention-rules.js'

interface RetentionOptions extends ArchiveOptions {
  readonly due?: boolean
}

export function retentionCommand(context: CommandContext): Command {
  return withArchiveOptions(new Command('retention'))
    .argument('[часть...]', 'только объекты, в идентификаторе которых есть всё это')
    .option('--due', 'только то, что уже можно отобрать к уничтожению')
    .summary('показать сроки хранения')
    .description(
      'По каждому объекту: до какого дня его хранят по правилу (archive в bridge.yaml) и по записи, сделанной вместе с\n' +
        'ним; действует более поздний. Срок считается с 1 января после года, в котором кончился учебный год. Что\n' +
        'неизвестно, хранится. Команда ничего не меняет и не уничтожает.',
    )
    .addHelpText('after', '\nПример:\n  dnevnik-bridge archive retention --due')
    .action(async (parts: readonly string[], options: RetentionOptions) => {
      const out = outputOf(context, options)
      const rules = retentionRules(await configOrNone(dataFolder(options.data).config))
      const terms = await withReadArchive(options, archive => archive.retention(rules))
      const wanted = terms
        .filter(({ id }) => parts.every(part => id.includes(part)))
        .filter(({ obstacle }) => options.due !== true || obstacle === null)
      for (const term of wanted) out.result({ ...term, due: term.obstacle === null }, termText(term))
      const due = wanted.filter(({ obstacle }) => obstacle === null).length
      out.note(`Объектов: ${wanted.length}; можно отобрать к уничтожению: ${due}.`)
    })
}
