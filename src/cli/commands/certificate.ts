import { Command } from 'commander'
import { type App, buildReport, evaluate, record, type School } from '../../app.js'
import { BridgeError } from '../../errors.js'
import { nameWithInitials } from '../../journal/index.js'
import { clauses } from '../../regulation/index.js'
import { certificatePdf, compareRussian, createCertificate, type Official } from '../../report/index.js'
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
    .option(
      '--aim <текст>',
      'цель',
      'контроль ведения электронного журнала: своевременность и полнота записей',
    )
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
        const school = schoolOf(app, options)
        const report = await reportOf(app, school, options)
        const certificate = createCertificate(report, await requestOf(app, school, options), clauses)
        if (options.pdf !== undefined) await writeResult(options.pdf, await certificatePdf(certificate))
        out.result(certificate, options.pdf ?? '')
        tellGaps(context, out, report.coverage)
      })
    })
}

async function reportOf(app: App, school: School, { from, to, class: classes, teacher }: CertificateOptions) {
  const evaluation = await evaluate(app.deps, { school: school.id, from, to, classIds: classes ?? null })
  await record(app.deps, evaluation, null)
  if (teacher === undefined) return buildReport(app.deps, evaluation)
  const verdicts = evaluation.result.verdicts.filter(({ responsible }) => responsible.includes(teacher))
  return buildReport(app.deps, { ...evaluation, result: { ...evaluation.result, verdicts } })
}

/** @throws BridgeError NOT_FOUND for a teacher that the school hasn't */
async function requestOf(app: App, school: School, options: CertificateOptions) {
  const { classes, teachers } = await app.deps.mirror.directory(school.id)
  const teacher = teachers.find(({ id }) => id === options.teacher)
  if (options.teacher !== undefined && !teacher) {
    throw new BridgeError('NOT_FOUND', {
      message: `Учителя ${options.teacher} в школе нет`,
      hint: `Есть: ${teachers.map(one => `${nameWithInitials(one)} — ${one.id}`).join(', ')}`,
    })
  }
  const wanted = classes.filter(({ id }) => options.class === undefined || options.class.includes(id))
  const { head, deputy } = school.printing
  return {
    number: options.number ?? null,
    aim: options.aim,
    basis: options.basis ?? null,
    teacher: teacher ? nameWithInitials(teacher) : null,
    classNames: wanted.map(({ name }) => name).sort(compareRussian),
    inspector: options.inspector === undefined ? official(deputy) : named(options.inspector),
    head: official(head),
    recheck: options.recheck ?? null,
    conclusions: options.conclusion ?? [],
    recommendations: options.recommendation ?? [],
  }
}

function official({ post, name }: { readonly post: string; readonly name: string }): Official {
  return { post, name: name === '' ? null : name }
}

/** «Директор, П. П. Петров» */
function named(text: string): Official {
  const [post = '', ...name] = text.split(',').map(part => part.trim())
  return { post, name: name.length === 0 ? null : name.join(', ') }
}
