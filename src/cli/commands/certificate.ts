import { Command } from 'commander'
import { makeCertificate } from '../../app.js'
import { BridgeError } from '../../errors.js'
import { CertificateWords, certificatePdf, usualAim } from '../../report/index.js'
import {
  type CommandContext,
  checkRange,
  dateArgument,
  idArgument,
  outputOf,
  type RangeOptions,
  schoolOf,
  withApp,
  withRange,
} from '../context.js'
import { tellGaps } from '../gaps.js'
import { writeResult } from '../result-file.js'
import { typedStatement } from '../statement-options.js'

interface CertificateOptions extends RangeOptions {
  readonly teacher?: string
  readonly pdf?: string
  readonly number?: string
  readonly aim: string
  readonly basis?: string
  readonly inspector?: string
  readonly recheck?: string
  readonly conclusion?: readonly string[]
  readonly recommendation?: readonly string[]
}

export function certificateCommand(context: CommandContext): Command {
  return withRange(new Command('certificate'))
    .summary('справка по итогам проверки журнала')
    .description(
      'Справка (A4, PDF) из того, что найдено: что проверено, нарушения по учителям и классам, выводы, рекомендации, место\n' +
        'для подписей. Имён обучающихся в ней нет. Выводы делаются по цифрам; свои добавляют --conclusion и --recommendation.\n' +
        'Завершение: 0 — готово, 3 — журнал за эти дни прочитан не полностью, и справка это говорит.',
    )
    .option('--teacher <номер>', 'только то, за что отвечает этот учитель', idArgument)
    .option('--pdf <файл>', 'записать для печати; без него нужен --json')
    .option('--number <текст>', 'номер справки')
    .option('--aim <текст>', 'цель', usualAim)
    .option('--basis <текст>', 'основание, например план внутришкольного контроля')
    .option(
      '--inspector <должность, имя>',
      'кто проверял, например "Директор, И. О. Фамилия"; без него — printing.deputy',
    )
    .option('--recheck <дата>', 'день повторной проверки, ГГГГ-ММ-ДД; без него — линейка', dateArgument)
    .option('--conclusion <текст...>', 'свой вывод, один или несколько')
    .option('--recommendation <текст...>', 'своя рекомендация, одна или несколько')
    .addHelpText(
      'after',
      '\nПример:\n  dnevnik-bridge certificate --from 2026-10-01 --to 2026-10-31 --class 2260325488551003872 \\\n' +
        '    --basis "план внутришкольного контроля" --recheck 2026-11-16 --pdf справка.pdf',
    )
    .action(async (options: CertificateOptions) => {
      checkRange(options)
      const out = outputOf(context, options)
      if (options.pdf === undefined && !out.json) {
        throw new BridgeError('USAGE', {
          message: 'Не сказано, куда записать справку',
          hint: 'Назовите файл: --pdf справка.pdf; или --json, чтобы напечатать её данные',
        })
      }
      await withApp(context, options, async app => {
        const { from, to, class: classes, teacher } = options
        const scope = { from, to, classIds: classes ?? null, teacher: teacher ?? null }
        const words = wordsOf(options)
        const school = schoolOf(app, options)
        const { certificate, coverage } = await makeCertificate(
          app.deps,
          school.id,
          scope,
          words,
          context.signal,
        )
        if (options.pdf !== undefined) await writeResult(options.pdf, await certificatePdf(certificate))
        out.result(certificate, options.pdf ?? '')
        tellGaps(context, out, coverage)
      })
    })
}

function wordsOf(options: CertificateOptions): CertificateWords {
  const { number, aim, basis, inspector, recheck, conclusion, recommendation } = options
  return typedStatement(
    CertificateWords,
    {
      aim,
      number: number ?? null,
      basis: basis ?? null,
      inspector: inspector ?? null,
      recheck: recheck ?? null,
      conclusions: conclusion ?? [],
      recommendations: recommendation ?? [],
    },
    'Цель, основание, выводы и рекомендации — короткие строки, и пустых среди них нет',
  )
}
