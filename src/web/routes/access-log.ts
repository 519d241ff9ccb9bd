import { z } from 'zod'
import { type AccessEntry, reachOf } from '../../people/index.js'
import { addresses } from '../addresses.js'
import { sendPage, type WebContext } from '../context.js'
import { csvOf } from '../csv.js'
import { addDays, dayStart, readPeriod, schoolDay } from '../days.js'
import { AccessLogPage, type LogNames, logTable } from '../pages/access-log.js'
import { commonRoute } from '../route.js'

const Text = z.union([z.string(), z.array(z.string()).transform(all => all.at(-1) ?? '')]).optional()
const Query = z.object({ from: Text, to: Text, account: Text, pupil: Text, as: Text })

/** More would weigh too much for a telephone. */
const mostShown = 400
const mostExported = 200_000

/** «Кто что смотрел»: of the schools where the viewer may ask that; entries of no school for who may everywhere. */
export function accessLogRoutes(context: WebContext): void {
  const { deps } = context
  const may = { path: addresses.accessLog(), needs: 'see-access-log', of: 'some-school' } as const

  commonRoute(context, may, async ({ request, reply, viewer }) => {
    const schools = deps.schools.filter(({ id }) => reachOf(viewer, 'see-access-log', id) !== null)
    const timeZone = schools[0]?.timeZone ?? 'UTC'
    const today = schoolDay(deps.now(), timeZone)
    const query = Query.parse(request.query)
    const typed = {
      ...{ from: query.from ?? addDays(today, -6), to: query.to ?? today },
      ...{ account: query.account?.trim() ?? '', pupil: query.pupil?.trim() ?? '' },
    }
    const names = await logNames(schools.map(({ id }) => id))
    const { period, problems } = readPeriod(typed, today)
    const asCsv = query.as === 'csv' && period !== null
    const most = asCsv ? mostExported : mostShown
    const entries: readonly AccessEntry[] =
      period === null
        ? []
        : await deps.people.log.read({
            from: dayStart(period.from, timeZone),
            until: dayStart(addDays(period.to, 1), timeZone),
            schools: reachOf(viewer, 'see-access-log', null) === null ? schools.map(({ id }) => id) : null,
            ...{ account: typed.account.toLowerCase() || null, pupil: typed.pupil || null, most: most + 1 },
          })
    const shown = entries.slice(0, most)
    if (asCsv) {
      return reply
        .header('cache-control', 'no-store')
        .header('content-disposition', `attachment; filename="access-log-${period.from}-${period.to}.csv"`)
        .type('text/csv; charset=utf-8')
        .send(csvOf(logTable(shown, timeZone, names)))
    }
    const content = AccessLogPage({
      typed,
      problems,
      entries: shown,
      cut: entries.length > most,
      timeZone,
      names,
    })
    const frame = { school: null, title: 'Кто что смотрел', here: 'access-log' } as const
    return sendPage(context, reply, { ...frame, status: problems === null ? 200 : 422 }, content)
  })

  async function logNames(schools: readonly string[]): Promise<LogNames> {
    const classes = new Map<string, string>()
    for (const school of schools)
      for (const { id, name } of await deps.classes(school)) classes.set(`${school}/${id}`, name)
    return {
      school: id => deps.schools.find(school => school.id === id)?.name ?? `школа № ${id}`,
      className: (school, id) => classes.get(`${school}/${id}`) ?? `класс № ${id}`,
    }
  }
}
