import { join } from 'node:path'
import { Command } from 'commander'
import { buildJournal, journalFiles, layOutJournal, storeJournal } from '../../app.js'
import { BridgeError } from '../../errors.js'
import { journalGlyphs, journalLines } from '../../report/index.js'
import {
  type CommandContext,
  type CommonOptions,
  idArgument,
  outputOf,
  schoolOf,
  withApp,
  withSchool,
} from '../context.js'
import { tellGaps } from '../gaps.js'

interface JournalOptions extends CommonOptions {
  readonly class: string
  readonly period?: string
  readonly out?: string
  readonly archive?: boolean
}

export function journalCommand(context: CommandContext): Command {
  return withSchool(new Command('journal'))
    .summary('классный журнал целиком')
    .description(
      'Классный журнал по прочитанному: уроки с темами, посещаемость, отметки, домашние задания и итоговые отметки,\n' +
        'за период или, без --period, за учебный год по сегодня. Три файла: PDF, XLSX и данные JSON Lines, в папку --out\n' +
        'или в папку reports. С --archive кладёт в архив журнал с начала года по конец последнего закончившегося\n' +
        'периода; по расписанию это делается само после конца каждого периода.\n' +
        'Завершение: 0 — готово, 3 — данные прочитаны не полностью.',
    )
    .requiredOption('--class <номер>', 'класс', idArgument)
    .option('--period <номер>', 'отчётный период', idArgument)
    .option('--out <папка>', 'куда записать файлы')
    .option('--archive', 'положить в архив')
    .addHelpText(
      'after',
      '\nПримеры:\n  dnevnik-bridge journal --class 2260325488551003872 --period 1200000000000000901 --out 7A\n' +
        '  dnevnik-bridge journal --class 2260325488551003872 --archive',
    )
    .action(async (options: JournalOptions) => {
      const out = outputOf(context, options)
      const { archive = false, period } = options
      refuseMixture(options)
      await withApp(context, options, async app => {
        const school = schoolOf(app, options)
        const journal = await buildJournal(app.deps, {
          school,
          classId: options.class,
          periodId: period ?? null,
          ended: archive,
        })
        const lacking = journalGlyphs(journal)
        if (archive) {
          const stored = await storeJournal(app.deps, journal)
          const { archiveId, archiveVersion, changed, ...files } = stored
          const news = changed ? '' : ' (без изменений)'
          out.result(
            stored,
            [...Object.values(files), `Архив: ${archiveId} ${archiveVersion}${news}`].join('\n'),
          )
        } else if (out.json) context.stdout.write(journalLines(journal))
        else {
          const folder = options.out ?? join(app.deps.reportsFolder, school.id)
          for (const file of await layOutJournal(folder, journal, await journalFiles(journal))) out.text(file)
        }
        for (const place of lacking) out.warning({ unprintable: place }, `Знака нет в шрифте: ${place}`)
        tellGaps(context, out, journal.coverage)
      })
    })
}

/** What is archived is always the year; what is printed in lines isn't laid out as well. */
function refuseMixture({ archive, period, out, json }: JournalOptions): void {
  if (archive && (period !== undefined || out !== undefined)) {
    throw new BridgeError('USAGE', {
      message: 'С --archive не сочетаются --period и --out: в архив кладётся журнал с начала года',
      hint: 'Период запишите в папку без --archive; из архива файлы достаёт archive get',
    })
  }
  if (json && out !== undefined) {
    throw new BridgeError('USAGE', {
      message: '--json печатает данные журнала и файлов не пишет',
      hint: 'Уберите --json или --out',
    })
  }
}
