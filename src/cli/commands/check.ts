import { Command, InvalidArgumentError, Option } from 'commander'
import { countsBy, coverageOf, type Judgement, recordByClass } from '../../app.js'
import { exitCodes } from '../../errors.js'
import { inWords, rules, type Verdict, type VerdictKind, verdictKinds } from '../../regulation/index.js'
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

function isBreach({ verdict }: Verdict): boolean {
  return verdict === 'broken' || verdict === 'mended'
}

export function checkCommand(context: CommandContext): Command {
  return withRange(new Command('check'))
    .summary('проверить прочитанное по регламенту')
    .description(
      'Вычисляет вердикты по тому, что уже прочитано, и записывает их в книгу учёта. Платформу не спрашивает.\n' +
        'С --json печатает один вердикт в строке, все; без него — нарушения и итог. Класс за классом.\n' +
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
        const { facts, calendar } = await app.deps.calendar(school)
        const { from, to } = options
        const request = { school: school.id, from, to, classIds: options.class ?? null }
        const isWhole = out.json || options.all
        const counts = countsBy(rules.map(({ id }) => id))
        const use = ({ judged }: Judgement) => {
          const told = isWhole ? inWords(judged).verdicts : judged.found.filter(isBreach)
          for (const verdict of told) out.result(verdictLine(verdict, calendar), verdictText(verdict))
          counts.add(judged.counts)
        }
        await recordByClass(app.deps, request, { runId: null, use })
        let idle = 0
        for (const { id, clause, title } of rules) {
          const own = counts.of(id)
          const some = verdictKinds.filter(kind => own[kind] > 0)
          const words = some.map(kind => `${verdictTitles[kind]}: ${own[kind]}`).join(', ')
          if (some.length > 0) out.note(`п. ${clause} ${title} — ${words}`)
          else idle += 1
        }
        if (idle > 0) out.note(`Нечего было проверять по правилам: ${idle}.`)
        const directory = await app.deps.mirror.directory(school.id)
        const coverage = await coverageOf(app.deps, { facts, asOf: app.deps.clock.now() }, request)
        tellGaps(context, out, describeGaps(coverage, directory, { calendar: facts }))
        const failing = rules.some(({ id }) => options.failOn?.some(kind => counts.of(id)[kind] > 0))
        if (failing) context.exitCode = exitCodes.breaches
      })
    })
}
