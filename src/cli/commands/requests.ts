import { Command, Option } from 'commander'
import type { App } from '../../app.js'
import type { Calendar, IsoDate } from '../../calendar/index.js'
import { BridgeError } from '../../errors.js'
import { paceText, type RequestLine } from '../../pace/index.js'
import {
  type CommandContext,
  type CommonOptions,
  checkRange,
  dateArgument,
  outputOf,
  withApp,
  withSchool,
} from '../context.js'

interface RequestsOptions extends CommonOptions {
  readonly from?: string
  readonly to?: string
  readonly by: 'day' | 'hour'
}

type Total = Omit<RequestLine, 'hour'> & { readonly when: string }

/** Adds up lines that have everything but the hour in common, by day or hour of the school's own calendar. */
function totals(lines: readonly RequestLine[], when: (line: RequestLine) => string): Total[] {
  const sums = new Map<string, Total>()
  for (const { hour, ...line } of lines) {
    const at = when({ hour, ...line })
    const key = [at, line.school, line.purpose, line.endpoint, line.outcome].join('\n')
    const { calls = 0, bytes = 0, ms = 0 } = sums.get(key) ?? {}
    const sum = { calls: calls + line.calls, bytes: bytes + line.bytes, ms: ms + line.ms }
    sums.set(key, { ...line, ...sum, when: at })
  }
  return [...sums.values()]
}

async function calendars(app: App): Promise<(school: string) => Calendar> {
  const known = new Map<string, Calendar>()
  for (const school of app.schools) known.set(school.id, (await app.deps.calendar(school)).calendar)
  const [first] = known.values()
  return school => {
    // What belongs to no school, or to one that the settings no longer name, is told in the first one's time.
    const calendar = known.get(school) ?? first
    if (!calendar) throw new BridgeError('INTERNAL', { message: 'В настройках нет ни одной школы.' })
    return calendar
  }
}

const count = new Intl.NumberFormat('ru')

function summary(lines: readonly RequestLine[], days: { from: IsoDate; to: IsoDate }): string {
  const sum = (of: (line: RequestLine) => number) => lines.reduce((total, line) => total + of(line), 0)
  const calls = sum(line => line.calls)
  const failed = sum(line => (line.outcome === 'OK' ? 0 : line.calls))
  const span = days.from === days.to ? `За ${days.from}` : `С ${days.from} по ${days.to}`
  const megabytes = (sum(line => line.bytes) / 1_000_000).toFixed(1).replace('.', ',')
  const mean = calls === 0 ? 0 : Math.round(sum(line => line.ms) / calls)
  return `${span}: запросов ${count.format(calls)}, из них неудачных ${count.format(failed)}; получено ${megabytes} МБ, в среднем ${count.format(mean)} мс на запрос.`
}

export function requestsCommand(context: CommandContext): Command {
  return withSchool(new Command('requests'))
    .summary('показать, сколько запросов ушло на платформу')
    .description(
      'Показывает все запросы к платформе, с повторами: для какой школы, зачем, куда и чем кончились.\n' +
        'Учёт хранится 13 месяцев. Без дат — за сегодня; без --school — по всем школам.',
    )
    .option('--from <дата>', 'первый день, ГГГГ-ММ-ДД', dateArgument)
    .option('--to <дата>', 'последний день, ГГГГ-ММ-ДД', dateArgument)
    .addOption(
      new Option('--by <шаг>', 'складывать по дням или по часам')
        .choices(['day', 'hour'])
        .default('day', 'day'),
    )
    .addHelpText('after', '\nПример:\n  dnevnik-bridge requests --from 2026-10-19 --to 2026-10-24 --by day')
    .action(async (options: RequestsOptions) => {
      const out = outputOf(context, options)
      await withApp(context, options, async app => {
        const { config, deps, pace, requests } = app
        const school = options.school === undefined ? null : deps.school(options.school).id
        const calendarOf = await calendars(app)
        const calendar = calendarOf(school ?? '')
        const to = options.to ?? options.from ?? calendar.dateOf(deps.clock.now())
        const from = options.from ?? to
        checkRange({ from, to })
        const read = await requests.read({
          // Days begin at other moments in other schools' zones.
          from: calendar.dayStart(calendar.addDays(from, -1)),
          to: calendar.dayStart(calendar.addDays(to, 2)),
          ...(school === null ? {} : { school }),
        })
        const dayOf = (line: RequestLine) => calendarOf(line.school).dateOf(line.hour)
        const lines = read.filter(line => dayOf(line) >= from && dayOf(line) <= to)
        const by = options.by
        const when = by === 'day' ? dayOf : (line: RequestLine) => calendarOf(line.school).format(line.hour)
        for (const { school: of, purpose, endpoint, outcome, calls, bytes, ms, ...rest } of totals(
          lines,
          when,
        )) {
          out.result(
            { school: of || null, purpose, endpoint, [by]: rest.when, outcome, calls, bytes, ms },
            `${rest.when}  ${of || '—'}  ${purpose}  ${endpoint}  ${outcome}: ${count.format(calls)}`,
          )
        }
        out.note(summary(lines, { from, to }))
        out.note(paceText(await pace.standing(new URL(config.platform.url).origin)))
      })
    })
}
