import { Command, InvalidArgumentError, Option } from 'commander'
import { evaluate, record } from '../../app.js'
import { createCalendar } from '../../calendar/index.js'
import { exitCodes } from '../../errors.js'
import { rules, type VerdictKind, verdictKinds } from '../../regulation/index.js'
import { describeGaps, verdictTitles } from '../../report/index.js'
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
import { verdictLine, verdictText } from '../verdict-line.js'
import { whatIf } from '../what-if.js'

interface CheckOptions extends RangeOptions {
  readonly failOn?: readonly VerdictKind[]
  readonly all?: boolean
  readonly edition?: string
}

function kindsArgument(text: string): VerdictKind[] {
  return text.split(',').map(part => {
    const kind = verdictKinds.find(item => item === part.trim())
    if (!kind) throw new InvalidArgumentError(`возможны: ${verdictKinds.join(', ')}.`)
    return kind
  })
}

export function checkCommand(context: CommandContext): Command {
  return withRange(new Command('check'))
    .summary('проверить прочитанное по регламенту')
    .description(
      'Вычисляет вердикты по тому, что уже прочитано, и записывает их в книгу учёта. Платформу не спрашивает.\n' +
        'С --json печатает один вердикт в строке, все; без него — нарушения и итог.\n' +
        'Завершение: 0 — готово, 3 — охват с пробелами, 6 — есть вердикты, названные в --fail-on.',
    )
    .addOption(
      new Option(
        '--fail-on <вердикты>',
        'завершиться с кодом 6, если такие есть: broken,mended,unproven',
      ).argParser(kindsArgument),
    )
    .option('--all', 'без --json: печатать и соблюдённое')
    .option('--edition <файл>', 'что было бы при другой редакции регламента (YAML); ничего не записывается')
    .addHelpText(
      'after',
      '\nПример:\n  dnevnik-bridge check --from 2026-10-19 --to 2026-10-24 --json --fail-on broken',
    )
    .action(async (options: CheckOptions) => {
      checkRange(options)
      if (options.edition !== undefined) return whatIf(context, options, options.edition)
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
        const calendar = createCalendar(evaluation.facts)
        const { verdicts } = evaluation.result
        for (const verdict of verdicts) {
          if (!out.json && !options.all && verdict.verdict !== 'broken' && verdict.verdict !== 'mended')
            continue
          out.result(verdictLine(verdict, calendar), verdictText(verdict))
        }
        for (const rule of rules) {
          const own = verdicts.filter(verdict => verdict.rule === rule.id)
          const counts = verdictKinds
            .map(kind => `${verdictTitles[kind]}: ${own.filter(verdict => verdict.verdict === kind).length}`)
            .join(', ')
          out.note(`п. ${rule.clause} ${rule.title} — ${counts}`)
        }
        const directory = await app.deps.mirror.directory(school.id)
        tellGaps(context, out, describeGaps(evaluation.coverage, directory, { calendar: evaluation.facts }))
        const failing = verdicts.some(verdict => options.failOn?.includes(verdict.verdict))
        if (failing) context.exitCode = exitCodes.breaches
      })
    })
}
