import { Command } from 'commander'
import { buildReport, evaluate, record, storeReport } from '../../app.js'
import { complianceHtml, complianceXlsx } from '../../report/index.js'
import {
  type CommandContext,
  checkRange,
  outputOf,
  type RangeOptions,
  schoolOf,
  withApp,
  withRange,
} from '../context.js'
import { tellGaps } from '../gaps.js'
import { writeResult } from '../result-file.js'

interface ReportOptions extends RangeOptions {
  readonly html?: string
  readonly xlsx?: string
}

export function reportCommand(context: CommandContext): Command {
  return withRange(new Command('report'))
    .summary('составить отчёт о ведении журнала')
    .description(
      'Составляет отчёт по прочитанному. Без --json, --html и --xlsx кладёт его в архив и в папку reports;\n' +
        'с ними только печатает или записывает названные файлы.\n' +
        'Завершение: 0 — готово, 3 — охват с пробелами.',
    )
    .option('--html <файл>', 'записать отчёт как страницу')
    .option('--xlsx <файл>', 'записать отчёт как таблицу')
    .addHelpText('after', '\nПример:\n  dnevnik-bridge report --from 2026-10-19 --to 2026-10-24')
    .action(async (options: ReportOptions) => {
      checkRange(options)
      const out = outputOf(context, options)
      await withApp(context, options, async app => {
        const school = schoolOf(app, options)
        const evaluation = await evaluate(app.deps, {
          school: school.id,
          from: options.from,
          to: options.to,
          classIds: options.class ?? null,
        })
        await record(app.deps, evaluation, null)
        const report = await buildReport(app.deps, evaluation)
        if (options.html !== undefined) await writeResult(options.html, complianceHtml(report))
        if (options.xlsx !== undefined) await writeResult(options.xlsx, await complianceXlsx(report))
        if (options.html !== undefined || options.xlsx !== undefined) {
          out.note(`Записано: ${[options.html, options.xlsx].filter(file => file).join(', ')}`)
          if (out.json) out.result(report, '')
        } else if (out.json) {
          out.result(report, '')
        } else {
          const stored = await storeReport(app.deps, evaluation, report)
          out.text(`Отчёт:   ${stored.html}`)
          out.text(`Таблица: ${stored.xlsx}`)
          out.text(`Архив:   ${stored.archiveId} ${stored.archiveVersion}`)
        }
        tellGaps(context, out, report.coverage)
      })
    })
}
