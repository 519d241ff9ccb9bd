import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import { stringify } from 'yaml'
import { type App, addRun, evaluate, openApp, plannedLooks, type School } from '../../app.js'
import { parseInstant, russianDateTime } from '../../calendar/index.js'
import { ManualClock } from '../../clock.js'
import { dataFolder } from '../../config/index.js'
import { BridgeError, exitCodes } from '../../errors.js'
import { createLogger } from '../../log.js'
import type { QueueBackend } from '../../queue/index.js'
import { rules } from '../../regulation/index.js'
import { type Sandbox, startSandbox } from '../../sandbox/index.js'
import { type CommandContext, outputOf, withCommon } from '../context.js'
import { freshFolder } from '../demo-folder.js'
import { importPlans } from '../demo-plans.js'
import { type LookedAt, score } from '../demo-score.js'
import type { Output } from '../output.js'
import { followRun } from '../run-now.js'
import { startService } from '../service.js'
import { waitForStop } from './start.js'
import { runError } from './sync.js'

interface DemoOptions {
  readonly data: string
  readonly json?: boolean
  readonly exit?: boolean
  readonly classes: number
  readonly seed: number
}

/** The last week of the first quarter: it has everything, final marks too. */
const week = {
  timeZone: 'Europe/Moscow',
  worksFrom: '2026-10-05',
  from: '2026-10-19',
  to: '2026-10-25',
  days: ['2026-10-19', '2026-10-20', '2026-10-21', '2026-10-22', '2026-10-23'],
  baseline: '2026-10-18T20:00:00+03:00',
  end: '2026-10-26T07:30:00+03:00',
}

/** Refused before the folder of an earlier demo is touched. */
function wholeNumber(least: number, most: number) {
  return (text: string) => {
    const number = Number(text)
    if (/^\d{1,15}$/.test(text) && number >= least && number <= most) return number
    throw new InvalidArgumentError(`нужно целое число от ${least} до ${most}.`)
  }
}

async function writeConfig(path: string, sandbox: Sandbox): Promise<void> {
  await writeFile(
    dataFolder(path).config,
    stringify({
      version: 1,
      // Limits are for the platform; the sandbox stands on this machine.
      platform: { url: sandbox.url, requestsPerSecond: 1000, requestsAtOnce: 8 },
      schools: [
        {
          id: sandbox.school.id,
          name: sandbox.school.name,
          timeZone: sandbox.school.timeZone,
          digestTo: [{ address: 'zavuch@example.org', name: 'Заместитель директора' }],
        },
      ],
      web: { port: 0 },
    }),
  )
}

interface Week {
  readonly app: App
  readonly school: School
  readonly queue: QueueBackend
  readonly clock: ManualClock
  readonly out: Output
  readonly looks: LookedAt[]
  readonly signal: AbortSignal
}

function instant(text: string): number {
  const at = parseInstant(text)
  if (at === null) throw new BridgeError('INTERNAL', { message: `Момент ${text} не понят` })
  return at
}

/** Lets the clock stand at a moment, adds the run that is due then, and waits for its end. */
async function moment(
  demo: Week,
  at: number,
  run: {
    kind: 'planned-look' | 'report' | 'digest'
    from: string
    to: string
    classIds: readonly string[] | null
  },
) {
  const { app, clock, out, queue, school, signal } = demo
  clock.set(at)
  demo.looks.push({ at, classIds: run.classIds })
  const id = `demo-${run.kind}-${at}`
  await addRun(app.deps, queue, { id, ...run, school: school.id, askedBy: 'demo' })
  const ended = await followRun(app, id, { signal, pollMs: 20, onProgress: () => {} })
  if (ended.state === 'failed') throw runError(ended)
  const what = { 'planned-look': 'взгляд в журнал', report: 'отчёт и ведомости', digest: 'сводка' }[run.kind]
  out.progress(
    `${russianDateTime(at, school.timeZone)}  ${what}: ${run.classIds ? `классов ${run.classIds.length}` : 'все классы'}, запросов ${ended.requests}, нового ${ended.changed}`,
  )
}

async function liveThroughTheWeek(demo: Week, sandbox: Sandbox): Promise<void> {
  const { app, school, out } = demo
  await moment(demo, instant(week.baseline), {
    kind: 'planned-look',
    from: week.worksFrom,
    to: week.from,
    classIds: null,
  })
  out.progress(`Внесены планы (КТП): ${await importPlans(app, school, sandbox)}`)
  for (const date of week.days) {
    for (const look of await plannedLooks(app.deps, school, date)) {
      await moment(demo, look.at, { kind: 'planned-look', from: date, to: date, classIds: look.classIds })
    }
  }
  const end = instant(week.end)
  await moment(demo, end, { kind: 'report', from: week.from, to: week.to, classIds: null })
  await moment(demo, end, { kind: 'digest', from: week.from, to: week.to, classIds: null })
}

async function summary(demo: Week, sandbox: Sandbox, seconds: number) {
  const { app, school } = demo
  const { result } = await evaluate(app.deps, {
    school: school.id,
    from: week.from,
    to: week.to,
    classIds: null,
  })
  const count = (kind: string) => result.verdicts.filter(verdict => verdict.verdict === kind).length
  const points = score(sandbox.truth, result.verdicts, {
    from: week.from,
    to: week.to,
    now: demo.clock.now(),
    looks: demo.looks,
  })
  const reports = join(app.folder.reports, school.id)
  const files = await readdir(reports)
  const outbox = await readdir(app.folder.outbox)
  const first = (folder: string, names: readonly string[], shape: RegExp) => {
    const name = names.filter(item => shape.test(item)).sort()[0]
    return name === undefined ? null : join(folder, name)
  }
  return {
    seconds: Math.round(seconds),
    requests: sandbox.requests(),
    verdicts: {
      kept: count('kept'),
      broken: count('broken'),
      mended: count('mended'),
      unproven: count('unproven'),
    },
    score: {
      planted: points.planted,
      found: points.found,
      unproven: points.unproven,
      missed: points.missed.length,
      invented: points.invented.length,
    },
    report: {
      html: first(reports, files, /^report-.*\.html$/),
      xlsx: first(reports, files, /^report-.*\.xlsx$/),
    },
    sheet: first(reports, files, /^sheet-.*\.pdf$/),
    journal: first(reports, files, /^journal-.*\.pdf$/),
    archive: app.folder.archive,
    digest: {
      eml: first(app.folder.outbox, outbox, /\.eml$/),
      html: first(app.folder.outbox, outbox, /\.html$/),
    },
  }
}

type Summary = Awaited<ReturnType<typeof summary>>

function summaryText(made: Summary): string {
  const { verdicts, score: points } = made
  return [
    '',
    `Неделя школы прошла за ${made.seconds} с: ${made.requests} запросов к API.`,
    `Проверено по правилам регламента (${rules.length}): соблюдено ${verdicts.kept}, нарушено ${verdicts.broken}, исправлено ${verdicts.mended}, не доказано ${verdicts.unproven}.`,
    `Посеяно нарушений: ${points.planted}. Найдено: ${points.found}, не доказано: ${points.unproven}, пропущено: ${points.missed}, выдумано: ${points.invented}.`,
    '',
    `Отчёт:              ${made.report.html}`,
    `Отчёт, таблица:     ${made.report.xlsx}`,
    `Сводная ведомость:  ${made.sheet}`,
    `Классный журнал:    ${made.journal}`,
    `Архив:              ${made.archive}`,
    `Сводка, письмо:     ${made.digest.eml}`,
    `Сводка, страница:   ${made.digest.html}`,
  ].join('\n')
}

export function demoCommand(context: CommandContext): Command {
  return withCommon(new Command('demo'))
    .summary('показать всё на выдуманной школе за минуту')
    .description(
      'Запускает учебный сервер с выдуманной школой, проживает её неделю по ускоренным часам и показывает, что\n' +
        'получилось: отчёт, ведомость, архив, сводку. В терминале оставляет страницу открытой до Ctrl-C.\n' +
        'Без --data складывает всё в demo-data.',
    )
    .option('--exit', 'закончить сразу, не оставляя страницу открытой')
    .option('--classes <число>', 'сколько классов в школе', wholeNumber(1, 60), 12)
    .option('--seed <число>', 'зерно выдуманной школы', wholeNumber(0, 2 ** 31), 1)
    .addHelpText('after', '\nПример:\n  dnevnik-bridge demo --exit')
    .action(async (options: DemoOptions, command: Command) => {
      const out = outputOf(context, options)
      const data = command.getOptionValueSource('data') === 'default' ? 'demo-data' : options.data
      const started = performance.now()
      out.note('Готовлю папку и базу данных…')
      await freshFolder(data)
      const clock = new ManualClock(instant(week.baseline))
      const sandbox = await startSandbox({
        seed: options.seed,
        classes: options.classes,
        from: week.worksFrom,
        to: week.to,
        plans: true,
        timeZone: week.timeZone,
        clock,
      })
      try {
        await writeConfig(data, sandbox)
        // The demo brings everything itself: nobody's own database, queue or mail server is touched.
        const environment = {
          ...context.environment,
          DNEVNIK_TOKEN: sandbox.token,
          DNEVNIK_TOKEN_FILE: undefined,
          DATABASE_URL: undefined,
          REDIS_URL: undefined,
          SMTP_URL: undefined,
        }
        const app = await openApp({
          data,
          environment,
          log: createLogger(context.environment.BRIDGE_LOG ?? 'error'),
          clock,
        })
        try {
          const service = await startService(app, { parts: ['worker', 'archivist', 'web'], exclusive: true })
          try {
            const [school] = app.schools
            if (!school) throw new BridgeError('INTERNAL', { message: 'В настройках демонстрации нет школы' })
            const demo: Week = {
              app,
              school,
              queue: service.queue,
              clock,
              out,
              looks: [],
              signal: context.signal,
            }
            await liveThroughTheWeek(demo, sandbox)
            const made = await summary(demo, sandbox, (performance.now() - started) / 1000)
            out.result(made, summaryText(made))
            if (made.score.invented > 0 || made.score.missed > 0) context.exitCode = exitCodes.failed
            if (!options.exit && !out.json && context.stdout.isTTY) {
              const days = new URLSearchParams({ from: week.from, to: week.to })
              const page = new URL(`/schools/${school.id}?${days}`, service.url ?? undefined)
              out.text(`\nСтраница открыта: ${page}  (закончить: Ctrl-C)`)
              await waitForStop(context.signal)
            }
          } finally {
            await service.stop()
          }
        } finally {
          await app.close()
        }
      } finally {
        await sandbox.close()
      }
    })
}
