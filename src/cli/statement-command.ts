import { Command } from 'commander'
import {
  type App,
  type Effect,
  enterStatements,
  idleStatementsNow,
  type PlainKind,
  previewStatements,
  withdrawStatement,
} from '../app.js'
import type { Calendar } from '../calendar/index.js'
import type { Directory, IsoDate } from '../journal/index.js'
import type { Content, Statement } from '../ledger/index.js'
import { type StatementNames, statementNames } from '../report/index.js'
import {
  type CommandContext,
  type CommonOptions,
  outputOf,
  schoolOf,
  withApp,
  withSchool,
} from './context.js'
import { changeText, signerOption, withNumber } from './statement-options.js'
import { changeLine, verdictChangeText } from './verdict-line.js'

/** Commands about one kind of statement: `add` with a dry run, `list` with the history, `withdraw`. */

export interface StatementForm<Kind extends PlainKind, Options> {
  readonly name: string
  readonly kind: Kind
  readonly summary: string
  readonly description: string
  /** «Приказ», «приказа», «приказов». */
  readonly words: { readonly one: string; readonly genitive: string; readonly many: string }
  readonly add: {
    readonly summary: string
    readonly description: string
    /** What follows the command's name. */
    readonly example: string
    options(command: Command): Command
    /** @throws BridgeError USAGE with all that is wrong */
    contents(options: Options, known: Known): readonly Content<Kind>[] | Promise<readonly Content<Kind>[]>
  }
  /** One line, in words. */
  describe(content: Content<Kind>, names: StatementNames): string
}

/** What is known of the school where a statement is typed. */
export interface Known {
  readonly app: App
  readonly school: string
  readonly directory: Directory
  readonly calendar: Calendar
  readonly today: IsoDate
}

interface AddOptions extends CommonOptions {
  readonly by: string
  readonly dryRun?: boolean
}

interface WithdrawOptions extends CommonOptions {
  readonly by: string
  readonly why: string
}

/** So many changes tell what happens; the rest is in the ledger. */
const mostShown = 20

export function statementCommand<Kind extends PlainKind, Options>(
  context: CommandContext,
  form: StatementForm<Kind, Options>,
): Command {
  return new Command(form.name)
    .summary(form.summary)
    .description(form.description)
    .addCommand(statementAddCommand(context, form, { name: 'add', path: `${form.name} add` }))
    .addCommand(listCommand(context, form))
    .addCommand(withdrawCommand(context, form))
}

/** The part that enters; `path` is what its example calls it by. */
export function statementAddCommand<Kind extends PlainKind, Options>(
  context: CommandContext,
  form: StatementForm<Kind, Options>,
  { name, path }: { readonly name: string; readonly path: string },
): Command {
  const { kind, add } = form
  return add
    .options(withSchool(new Command(name)))
    .summary(add.summary)
    .description(add.description)
    .addOption(signerOption())
    .option('--dry-run', 'только показать, что изменится; ничего не записывается')
    .addHelpText('after', `\nПример:\n  dnevnik-bridge ${path} ${add.example}`)
    .action(async (options: AddOptions & Options) => {
      const out = outputOf(context, options)
      await withApp(context, options, async app => {
        const school = schoolOf(app, options)
        const known = await knownOf(app, school.id)
        const contents = await add.contents(options, known)
        const dryRun = options.dryRun === true
        const effect = dryRun
          ? await previewStatements(app.deps, school.id, { kind, contents })
          : await enterStatements(app.deps, school.id, {
              ...{ kind, contents },
              ...{ author: options.by, at: app.deps.clock.now() },
            })
        const names = statementNames(known.directory, { timeZone: school.timeZone, pupils: 'numbers' })
        out.result(
          {
            dryRun,
            statements: contents.map((content, index) => ({
              ...content,
              // Of the statement, also where the order that it is about has one.
              number: dryRun ? null : effect.numbers[index],
            })),
            changes: effect.changes.map(change => changeLine(change, known.calendar)),
            idle: effect.idle.map(({ message }) => message),
          },
          [
            ...contents.map((content, index) => {
              const title = dryRun ? form.words.one : `${form.words.one} № ${effect.numbers[index]}`
              return `${title}: ${form.describe(content, names)}`
            }),
            ...effectLines(effect),
            ...(dryRun ? ['Ничего не записано: это проба (--dry-run).'] : []),
          ].join('\n'),
        )
      })
    })
}

function effectLines({ changes, idle }: Effect): string[] {
  const more = changes.length - mostShown
  return [
    ...(changes.length === 0 ? ['Вердикты прошедших дней от этого не меняются.'] : []),
    ...changes.slice(0, mostShown).map(verdictChangeText),
    ...(more > 0 ? [`и ещё ${more}`] : []),
    ...idle.map(({ message }) => `Обратите внимание. ${message}`),
  ]
}

function listCommand<Kind extends PlainKind, Options>(
  context: CommandContext,
  form: StatementForm<Kind, Options>,
): Command {
  const { kind, words } = form
  return withSchool(new Command('list'))
    .summary(`показать записи: ${words.many}`)
    .description('Показывает записи с историей: кто, когда и что внёс, и к каким в журнале ничего нет.')
    .option('--all', 'и отозванные')
    .addHelpText('after', `\nПример:\n  dnevnik-bridge ${form.name} list --json`)
    .action(async (options: CommonOptions & { readonly all?: boolean }) => {
      const out = outputOf(context, options)
      await withApp(context, options, async app => {
        const school = schoolOf(app, options)
        const { directory, calendar } = await knownOf(app, school.id)
        const idle = await idleStatementsNow(app.deps, school.id, kind)
        const names = statementNames(directory, { timeZone: school.timeZone, pupils: 'numbers' })
        const statements = await app.deps.statements.list(school.id, kind)
        const shown = statements.filter(({ revisions }) => options.all || revisions.at(-1)?.content !== null)
        for (const statement of shown) {
          const message = idle.find(({ number }) => number === statement.number)?.message ?? null
          out.result(
            {
              number: statement.number,
              idle: message,
              revisions: statement.revisions.map(revisionLine(calendar)),
            },
            [
              `${words.one} № ${statement.number}`,
              ...revisionTexts(statement, { calendar, describe: content => form.describe(content, names) }),
              ...(message === null ? [] : [`  Обратите внимание. ${message}`]),
            ].join('\n'),
          )
        }
        out.note(`Записей: ${shown.length}`)
      })
    })
}

function revisionLine(calendar: Calendar) {
  return <Kind extends PlainKind>({
    revision,
    content,
    why,
    author,
    enteredAt,
  }: Statement<Kind>['revisions'][number]) => ({
    revision,
    ...(content ?? { withdrawn: true }),
    why,
    by: author,
    at: calendar.format(enteredAt),
  })
}

function revisionTexts<Kind extends PlainKind>(
  { revisions }: Statement<Kind>,
  { calendar, describe }: { calendar: Calendar; describe: (content: Content<Kind>) => string },
): string[] {
  return revisions.map(({ content, why, author, enteredAt }) => {
    const what = content === null ? 'отозвано' : describe(content)
    return `  ${what} (${author}, ${calendar.format(enteredAt)}${why === null ? '' : `; ${why}`})`
  })
}

function withdrawCommand<Kind extends PlainKind, Options>(
  context: CommandContext,
  { name, kind, words }: StatementForm<Kind, Options>,
): Command {
  return withNumber(withSchool(new Command('withdraw')), words.genitive)
    .summary('отозвать запись')
    .description(
      'Запись перестаёт действовать, что на ней держалось, проверяется снова; в истории она остаётся.',
    )
    .requiredOption('--why <текст>', 'почему')
    .addOption(signerOption())
    .addHelpText(
      'after',
      `\nПример:\n  dnevnik-bridge ${name} withdraw 1 --why "Внесено по ошибке" --by "Иванова А. П., завуч"`,
    )
    .action(async (number: number, options: WithdrawOptions) => {
      const out = outputOf(context, options)
      await withApp(context, options, async app => {
        const signature = { author: options.by, at: app.deps.clock.now() }
        const revision = { ...signature, kind, number, why: options.why }
        const change = await withdrawStatement(app.deps, schoolOf(app, options).id, revision)
        out.result(
          { number, withdrawn: true, change },
          `${words.one} № ${number}: запись отозвана. ${changeText(change)}`,
        )
      })
    })
}

async function knownOf(app: App, school: string): Promise<Known> {
  const { calendar } = await app.deps.calendar(app.deps.school(school))
  const directory = await app.deps.mirror.directory(school)
  return { app, school, directory, calendar, today: calendar.dateOf(app.deps.clock.now()) }
}
