import { join } from 'node:path'
import { Command } from 'commander'
import { type App, type PrintKitOverview, printKitOverview, readStoredKit, type School } from '../../app.js'
import { studyYearOf } from '../../calendar/index.js'
import { BridgeError, exitCodes, isBridgeError } from '../../errors.js'
import { notGivenText } from '../../report/index.js'
import {
  type CommandContext,
  type CommonOptions,
  classOption,
  outputOf,
  schoolOf,
  studyYearArgument,
  withApp,
  withSchool,
} from '../context.js'
import { layOutKit } from '../kit-folder.js'
import type { Output } from '../output.js'
import { headLine, printingLine, readinessText, statusText } from '../print-kit-text.js'
import { progressLine, runNow } from '../run-now.js'
import { registerCommand } from './keeping.js'
import { runError } from './sync.js'

/** The yearly print kit (clauses 2.8 and 3): whether it may be printed, the papers, and how far the paper is. */

interface ViewOptions extends CommonOptions {
  readonly class?: readonly string[]
  readonly year?: string
}

interface MakeOptions extends Omit<ViewOptions, 'year'> {
  readonly out?: string
}

export function printKitCommand(context: CommandContext): Command {
  return new Command('print-kit')
    .summary('комплект печати годовых ведомостей (п. 2.8, 3)')
    .description(
      'Годовые ведомости до 30 июня печатают, прошивают, подписывают, скрепляют печатью и сдают в архив. Без подкоманды —\n' +
        'readiness: готовы ли они и что мешает.',
    )
    .addHelpText(
      'after',
      '\nПримеры:\n  dnevnik-bridge print-kit\n  dnevnik-bridge print-kit make --out комплект-2027\n  dnevnik-bridge print-kit status',
    )
    .addCommand(
      withView(new Command('readiness'))
        .summary('готовы ли ведомости классов к печати, и что мешает')
        .description(
          'Читает то, что уже прочитано с платформы, и ничего не пишет. «!» — без этого ведомость не готова, «·» — стоит\n' +
            'посмотреть. Завершение: 0 — готово, 3 — какая-то ведомость прочитана не полностью.',
        )
        .addHelpText('after', '\nПример:\n  dnevnik-bridge print-kit readiness --class 2260325488551003872')
        .action((options: ViewOptions) =>
          show(context, options, { text: readinessText, ending: readinessEnding }),
        ),
      { isDefault: true },
    )
    .addCommand(makeCommand(context))
    .addCommand(registerCommand(context))
    .addCommand(
      withView(new Command('status'))
        .summary('что сделано с ведомостями на бумаге и что изменилось после печати')
        .description(
          'По классам: шаги с днём и человеком, комплект, изменённые после печати клетки. Ничего не пишет.',
        )
        .addHelpText('after', '\nПример:\n  dnevnik-bridge print-kit status --year 2026-2027 --json')
        .action((options: ViewOptions) => show(context, options, { text: statusText, ending: statusEnding })),
    )
}

function withView(command: Command): Command {
  return withSchool(command)
    .addOption(classOption())
    .option('--year <год>', 'учебный год, например 2026-2027; без него — текущий', studyYearArgument)
}

interface View {
  readonly text: (printing: PrintKitOverview['classes'][number]) => string
  readonly ending: (overview: PrintKitOverview) => string
}

async function show(context: CommandContext, options: ViewOptions, view: View): Promise<void> {
  const out = outputOf(context, options)
  await withApp(context, options, async app => {
    const school = schoolOf(app, options)
    const { calendar } = await app.deps.calendar(school)
    const overview = await printKitOverview(app.deps, {
      school,
      studyYear: options.year ?? null,
      classIds: await knownClasses(app, school, options),
      onClass: (done, of) => out.progress(`проверяю ведомости: ${done} из ${of} классов`),
      signal: context.signal,
    })
    out.note(headLine(overview))
    for (const one of overview.classes) out.result(printingLine(one, calendar), view.text(one))
    for (const { id, name } of overview.notGiven)
      out.warning({ class: id, name, notGiven: true }, notGivenText(name))
    out.note(view.ending(overview))
    if (overview.classes.some(isUnread)) context.exitCode = exitCodes.gaps
  })
}

function isUnread({ readiness }: PrintKitOverview['classes'][number]): boolean {
  return readiness?.items.some(({ key, lines }) => key === 'read' && lines.length > 0) === true
}

function readinessEnding({ classes }: PrintKitOverview): string {
  const ready = classes.filter(({ readiness }) => readiness?.ready).length
  return `Готовы к печати: ${ready} из ${classes.length}. Сделать комплект: print-kit make`
}

function statusEnding({ classes, kits }: PrintKitOverview): string {
  const done = classes.filter(({ next }) => next === null).length
  const [newest] = kits
  const kit =
    newest === undefined
      ? 'комплекта ещё нет: print-kit make'
      : `комплект ${newest.version}: ${newest.object}`
  return `Сданы в архив: ${done} из ${classes.length}; ${kit}`
}

/** @throws BridgeError NOT_FOUND for a class that the school never had */
async function knownClasses(
  app: App,
  school: School,
  options: ViewOptions,
): Promise<readonly string[] | null> {
  const wanted = options.class ?? null
  if (wanted === null) return null
  const { classes, archivedClasses } = await app.deps.mirror.directory(school.id)
  const known = [...classes, ...archivedClasses]
  const missing = wanted.find(id => !known.some(group => group.id === id))
  if (missing === undefined) return wanted
  throw new BridgeError('NOT_FOUND', {
    message: `Класса ${missing} в школе нет`,
    hint: `Классы школы: ${classes.map(({ id, name }) => `${name} — ${id}`).join(', ') || 'ещё не прочитаны, выполните sync'}`,
  })
}

function makeCommand(context: CommandContext): Command {
  return withSchool(new Command('make'))
    .summary('сделать комплект: папку с документами, она же — объект архива')
    .description(
      'За учебный год, который идёт: составляет годовые ведомости по прочитанному, кладёт новые в архив и делает все документы комплекта. Готовность не\n' +
        'мешает сделать комплект: чего не хватает, сказано в листах готовности. Класс, чью ведомость напечатать нельзя,\n' +
        'называется и ждёт следующего комплекта. Тот же комплект ещё раз новой версии не делает; прерванное\n' +
        'продолжается той же командой. Если ведомость класса уже печаталась и с тех пор изменилась, в папке есть лист\n' +
        'изменений.\n' +
        'Завершение: 0 — готово, 3 — вошли не все классы или что-то прочитано не полностью.',
    )
    .addOption(classOption())
    .option('--out <папка>', 'куда положить; без неё — в папку reports')
    .addHelpText('after', '\nПример:\n  dnevnik-bridge print-kit make --out комплект-2027')
    .action(async (options: MakeOptions) => {
      const out = outputOf(context, options)
      await withApp(context, options, app => make(app, context, options, out))
    })
}

async function make(app: App, context: CommandContext, options: MakeOptions, out: Output): Promise<void> {
  const school = schoolOf(app, options)
  const { calendar } = await app.deps.calendar(school)
  const studyYear = studyYearOf(calendar.dateOf(app.deps.clock.now()))
  const place = { school: school.id, studyYear, version: null }
  const before = await readStoredKit(app.deps, place).catch((error: unknown) => {
    if (isBridgeError(error, 'NOT_FOUND')) return null
    throw error
  })
  const [first, second] = studyYear.split('-')
  const run = await runNow(
    app,
    {
      kind: 'print-kit',
      school,
      from: `${first}-09-01`,
      to: `${second}-06-30`,
      classIds: options.class ?? null,
    },
    { signal: context.signal, onProgress: run => out.progress(progressLine(run)) },
  )
  if (run.state === 'failed') throw runError(run)
  const kit = await readStoredKit(app.deps, place)
  const { object, version, files, missing, sheets } = kit
  const folder = await layOutKit(
    kit,
    options.out ?? join(app.deps.reportsFolder, school.id, `print-kit-${studyYear}-${version}`),
  )
  const changed = version !== before?.version
  out.result(
    { object, version, changed, folder, classes: [...sheets.keys()], missing, files },
    [
      `Комплект: ${folder}`,
      `Архив:    ${object} ${version}${changed ? '' : ' (без изменений)'}`,
      `Классов:  ${sheets.size}, файлов: ${files.length}`,
    ].join('\n'),
  )
  for (const { id, name, reason } of missing)
    out.warning({ class: id, name, reason }, `Не вошёл: ${name}. ${reason}`)
  out.note('Когда распечатаете, отметьте: print-kit register --step printed')
  if (missing.length > 0) context.exitCode = exitCodes.gaps
}
