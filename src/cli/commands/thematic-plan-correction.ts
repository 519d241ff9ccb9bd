import { Command } from 'commander'
import { correctionSheet } from '../../app.js'
import { russianDate } from '../../calendar/index.js'
import { type Correction, correctionXlsx } from '../../report/index.js'
import {
  type CommandContext,
  type CommonOptions,
  outputOf,
  schoolOf,
  withApp,
  withSchool,
} from '../context.js'
import { writeResult } from '../result-file.js'
import { numberOption, withNumber } from '../statement-options.js'
import { changeText } from '../thematic-plan-text.js'

interface CorrectionOptions extends CommonOptions {
  readonly revision?: number
  readonly xlsx?: string
}

export function planCorrectionCommand(context: CommandContext): Command {
  return withNumber(withSchool(new Command('correction')), 'плана')
    .summary('лист коррекции: что версия изменила в предыдущей')
    .description(
      'Показывает по темам, что изменила новейшая версия (или названная), почему, и когда темы проведены.',
    )
    .addOption(numberOption('--revision <номер>', 'версия, как её показывает list'))
    .option('--xlsx <файл>', 'записать как таблицу')
    .addHelpText('after', '\nПример:\n  dnevnik-bridge thematic-plan correction 3 --xlsx коррекция-7А.xlsx')
    .action(async (number: number, options: CorrectionOptions) => {
      const out = outputOf(context, options)
      await withApp(context, options, async app => {
        const school = schoolOf(app, options)
        const wanted = { number, version: options.revision ?? null }
        const correction = await correctionSheet(app.deps, school.id, wanted)
        if (options.xlsx !== undefined) await writeResult(options.xlsx, await correctionXlsx(correction))
        const { calendar } = await app.deps.calendar(school)
        const { enteredAt, timeZone: _zone, author, ...line } = correction
        const at = calendar.format(enteredAt)
        out.result({ ...line, by: author, at }, options.xlsx ?? correctionText(correction, at))
      })
    })
}

function correctionText({ changes, hours, why, author, ...scope }: Correction, at: string): string {
  const { number, className, subjectName, studyYear, version, before, from } = scope
  return [
    `Лист коррекции: план № ${number}, ${className}, ${subjectName}, ${studyYear}`,
    `Версия ${version} вместо версии ${before}, действует с ${russianDate(from)} (${author}, ${at}; ${why ?? 'причина не названа'})`,
    ...(changes.length === 0 ? ['  Темы, часы и даты те же.'] : changes.map(changeText)),
    `Часов: было ${String(hours.before).replace('.', ',')}, стало ${String(hours.after).replace('.', ',')}.`,
  ].join('\n')
}
