import { Command, Option } from 'commander'
import { enterExemption, previewExemption, reviseExemption } from '../../app.js'
import type { Calendar } from '../../calendar/index.js'
import type { Statement } from '../../ledger/index.js'
import { Exemption, rules, type Verdict } from '../../regulation/index.js'
import { counted, dayRange, exemptionWords, type StatementNames, statementNames } from '../../report/index.js'
import {
  type CommandContext,
  type CommonOptions,
  classOption,
  dateArgument,
  idsOption,
  outputOf,
  schoolOf,
  withApp,
  withSchool,
} from '../context.js'
import { signerOption, typedStatement, withNumber } from '../statement-options.js'
import { verdictLine, verdictText } from '../verdict-line.js'

interface AddOptions extends CommonOptions {
  readonly rule?: readonly string[]
  readonly class?: readonly string[]
  readonly teacher?: readonly string[]
  readonly subject?: readonly string[]
  readonly lesson?: readonly string[]
  readonly pupil?: readonly string[]
  readonly from: string
  readonly to: string
  readonly reason: string
  readonly order: string
  readonly by: string
  readonly dryRun?: boolean
}

interface ReviseOptions extends CommonOptions {
  readonly on?: string
  readonly why: string
  readonly by: string
}

const cases = ['случай', 'случая', 'случаев'] as const

export function exemptCommand(context: CommandContext): Command {
  return new Command('exempt')
    .summary('оформить исключение: что школа простила приказом')
    .description(
      'Исключение не делает нарушение соблюдением: такие случаи показываются отдельно, с номером приказа.\n' +
        'Ничего не стирается: конец и отзыв записываются рядом, с именем и временем.',
    )
    .addCommand(addCommand(context))
    .addCommand(listCommand(context))
    .addCommand(endCommand(context))
    .addCommand(withdrawCommand(context))
}

function addCommand(context: CommandContext): Command {
  return withSchool(new Command('add'))
    .summary('оформить исключение')
    .description('Действует на долги этих дней; чем меньше названо, тем больше исключено.')
    .addOption(rulesOption())
    .addOption(classOption())
    .addOption(idsOption('--teacher <номер...>', 'только то, за что отвечают эти учителя'))
    .addOption(idsOption('--subject <номер...>', 'только эти предметы'))
    .addOption(idsOption('--lesson <номер...>', 'только эти уроки'))
    .addOption(idsOption('--pupil <номер...>', 'только эти обучающиеся'))
    .requiredOption('--from <дата>', 'первый день, ГГГГ-ММ-ДД', dateArgument)
    .requiredOption('--to <дата>', 'последний день, ГГГГ-ММ-ДД', dateArgument)
    .requiredOption('--reason <текст>', 'причина')
    .requiredOption('--order <текст>', 'основание, например «приказ № 12 от 13.11.2026»')
    .addOption(signerOption())
    .option('--dry-run', 'только показать, что будет исключено')
    .addHelpText(
      'after',
      '\nПример:\n  dnevnik-bridge exempt add --teacher 1000002346 --rule 2.3-topic-filled --from 2026-11-16 --to 2026-11-20 ' +
        '--reason "Курсы" --order "приказ № 12 от 13.11.2026" --by "Иванова А. П., завуч"',
    )
    .action(async (options: AddOptions) => {
      const exemption = exemptionOf(options)
      const out = outputOf(context, options)
      await withApp(context, options, async app => {
        const school = schoolOf(app, options)
        const { calendar } = await app.deps.calendar(school)
        const dryRun = options.dryRun === true
        const names = statementNames(await app.deps.mirror.directory(school.id), {
          timeZone: school.timeZone,
          pupils: 'numbers',
        })
        const signature = { author: options.by, at: app.deps.clock.now() }
        const { number, excused } = dryRun
          ? { number: null, ...(await previewExemption(app.deps, school.id, exemption)) }
          : await enterExemption(app.deps, school.id, exemption, signature)
        out.result(
          { number, dryRun, ...exemption, excused: excused.map(verdict => verdictLine(verdict, calendar)) },
          [
            number === null ? 'Исключение будет таким:' : `Исключение № ${number}:`,
            `  ${exemptionWords(exemption, names)}`,
            ...(dryRun ? excused.map(verdictText) : []),
            excusedText(excused, exemption, calendar.dateOf(app.deps.clock.now())),
          ].join('\n'),
        )
      })
    })
}

function rulesOption(): Option {
  const option = new Option('--rule <правило...>', 'только эти правила')
  // As of `--class`: the library recognises the dots only after a Latin letter.
  option.variadic = true
  return option.choices(rules.map(rule => rule.id))
}

/** @throws BridgeError USAGE */
function exemptionOf(options: AddOptions): Exemption {
  const typed = {
    rules: options.rule ?? null,
    classIds: options.class ?? null,
    teacherIds: options.teacher ?? null,
    subjectIds: options.subject ?? null,
    lessonIds: options.lesson ?? null,
    personIds: options.pupil ?? null,
    from: options.from,
    to: options.to,
    reason: options.reason,
    order: options.order,
  }
  return typedStatement(Exemption, typed, 'Исключение имеет первый и последний день, причину и основание')
}

function excusedText(excused: readonly Verdict[], { from }: Exemption, today: string): string {
  if (from > today) return 'Дни исключения ещё впереди.'
  return excused.length === 0
    ? 'Пока ничего не исключает: проверьте номера и дни.'
    : `Исключено: ${counted(excused.length, cases)}.`
}

function listCommand(context: CommandContext): Command {
  return withSchool(new Command('list'))
    .summary('показать исключения')
    .description(
      'Показывает исключения, с историей каждого и с числом случаев, которые оно исключает сейчас.',
    )
    .option('--all', 'и отозванные')
    .addHelpText('after', '\nПример:\n  dnevnik-bridge exempt list --json')
    .action(async (options: CommonOptions & { readonly all?: boolean }) => {
      const out = outputOf(context, options)
      await withApp(context, options, async app => {
        const school = schoolOf(app, options)
        const { calendar } = await app.deps.calendar(school)
        const names = statementNames(await app.deps.mirror.directory(school.id), {
          timeZone: school.timeZone,
          pupils: 'numbers',
        })
        const entries = await app.deps.ledger.list({ school: school.id, kinds: ['exempt'] })
        const statements = await app.deps.statements.list(school.id, 'exemption')
        const shown = statements.filter(({ revisions }) => options.all || revisions.at(-1)?.content !== null)
        for (const statement of shown) {
          const { number } = statement
          const excuses = entries.filter(({ verdict }) => verdict.decision?.number === number).length
          out.result(
            { number, excuses, revisions: statement.revisions.map(revisionLine(calendar)) },
            statementText(statement, { excuses, calendar, names }),
          )
        }
        out.note(`Исключений: ${shown.length}`)
      })
    })
}

type Revision = Statement<'exemption'>['revisions'][number]

function revisionLine(calendar: Calendar) {
  return ({ revision, content, why, author, enteredAt }: Revision) => ({
    revision,
    ...(content ?? { withdrawn: true }),
    why,
    by: author,
    at: calendar.format(enteredAt),
  })
}

function statementText(
  { number, revisions }: Statement<'exemption'>,
  {
    excuses,
    calendar,
    names,
  }: { readonly excuses: number; readonly calendar: Calendar; readonly names: StatementNames },
): string {
  const lines = revisions.map(({ content, why, author, enteredAt }) => {
    const what = content === null ? '  отозвано' : `  ${exemptionWords(content, names)}`
    return `${what} (${author}, ${calendar.format(enteredAt)}${why === null ? '' : `; ${why}`})`
  })
  const effect = excuses === 0 ? 'ничего не исключает' : `исключает ${counted(excuses, cases)}`
  return [`№ ${number}: ${effect}`, ...lines].join('\n')
}

function endCommand(context: CommandContext): Command {
  return withNumber(withSchool(new Command('end')), 'исключения')
    .summary('закончить исключение раньше')
    .description(
      'Последним днём исключения станет названный; что было исключено после него, проверяется снова.',
    )
    .requiredOption('--on <дата>', 'новый последний день, ГГГГ-ММ-ДД', dateArgument)
    .requiredOption('--why <текст>', 'почему')
    .addOption(signerOption())
    .addHelpText(
      'after',
      '\nПример:\n  dnevnik-bridge exempt end 3 --on 2026-11-18 --why "Вернулась с курсов раньше" --by "Иванова А. П., завуч"',
    )
    .action((number: number, options: ReviseOptions) => revise(context, number, options, options.on ?? null))
}

function withdrawCommand(context: CommandContext): Command {
  return withNumber(withSchool(new Command('withdraw')), 'исключения')
    .summary('отозвать исключение')
    .description('Исключение перестаёт действовать на все свои дни; запись о нём остаётся.')
    .requiredOption('--why <текст>', 'почему')
    .addOption(signerOption())
    .addHelpText(
      'after',
      '\nПример:\n  dnevnik-bridge exempt withdraw 3 --why "Не тот учитель" --by "Иванова А. П., завуч"',
    )
    .action((number: number, options: ReviseOptions) => revise(context, number, options, null))
}

async function revise(
  context: CommandContext,
  number: number,
  options: ReviseOptions,
  lastDay: string | null,
): Promise<void> {
  const out = outputOf(context, options)
  await withApp(context, options, async app => {
    const signature = { author: options.by, at: app.deps.clock.now() }
    const revision = { ...signature, lastDay, why: options.why }
    const { excused } = await reviseExemption(app.deps, schoolOf(app, options).id, number, revision)
    const ended = lastDay === null ? 'отозвано' : `действует по ${dayRange(lastDay, lastDay)}`
    out.result(
      { number, to: lastDay, withdrawn: lastDay === null, excuses: excused.length },
      `Исключение № ${number} ${ended}; исключает ${counted(excused.length, cases)}.`,
    )
  })
}
