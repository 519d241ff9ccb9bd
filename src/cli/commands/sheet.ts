import { Command, Option } from 'commander'
import { buildSheet, storeSheet } from '../../app.js'
import { sheetPdf, sheetXlsx } from '../../report/index.js'
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
import { writeResult } from '../result-file.js'

interface SheetOptions extends CommonOptions {
  readonly class: string
  readonly period?: string
  readonly pdf?: string
  readonly xlsx?: string
  readonly by?: string
}

export function sheetCommand(context: CommandContext): Command {
  return withSchool(new Command('sheet'))
    .summary('сводная ведомость класса')
    .description(
      'Сводная ведомость класса по прочитанному: за период или, без --period, за весь год.\n' +
        'Без --json, --pdf и --xlsx кладёт её в архив и в папку reports.\n' +
        'Завершение: 0 — готово, 3 — данные прочитаны не полностью.',
    )
    .requiredOption('--class <номер>', 'класс', idArgument)
    .option('--period <номер>', 'отчётный период', idArgument)
    .option('--pdf <файл>', 'записать для печати')
    .option('--xlsx <файл>', 'записать как таблицу')
    .addOption(
      new Option(
        '--by <кто>',
        'кто печатает: стоит внизу каждой страницы; без этого — printing.deputy, иначе линейка',
      ).env('BRIDGE_BY'),
    )
    .addHelpText('after', '\nПример:\n  dnevnik-bridge sheet --class 2260325488551003872 --pdf 7A.pdf')
    .action(async (options: SheetOptions) => {
      const out = outputOf(context, options)
      await withApp(context, options, async app => {
        const school = schoolOf(app, options)
        const sheet = await buildSheet(app.deps, {
          school,
          classId: options.class,
          periodId: options.period ?? null,
          by: options.by ?? null,
        })
        if (options.pdf !== undefined) await writeResult(options.pdf, await sheetPdf(sheet))
        if (options.xlsx !== undefined) await writeResult(options.xlsx, await sheetXlsx(sheet))
        const files = [options.pdf, options.xlsx].filter(file => file !== undefined)
        if (out.json) out.result(sheet, '')
        else if (files.length > 0) out.text(files.join('\n'))
        else {
          const stored = await storeSheet(app.deps, sheet)
          out.text(`Ведомость: ${stored.pdf}`)
          out.text(`Таблица:   ${stored.xlsx}`)
          out.text(`Архив:     ${stored.archiveId} ${stored.archiveVersion}`)
        }
        tellGaps(context, out, sheet.coverage)
      })
    })
}
