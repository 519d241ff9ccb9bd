import { z } from 'zod'
import { BridgeError } from '../../errors.js'
import { reachOf } from '../../people/index.js'
import { addresses } from '../addresses.js'
import { sendPage, todayOf, type WebContext } from '../context.js'
import { formToken } from '../csrf.js'
import { addDays, readPeriod } from '../days.js'
import { cameFromOurForm } from '../forms.js'
import { Quarantine } from '../pages/quarantine.js'
import { Sync } from '../pages/sync.js'
import { SyncPlace } from '../pages/sync-place.js'
import { type SchoolVisit, schoolRoute } from '../route.js'

const Text = z.union([z.string(), z.array(z.string()).transform(all => all.at(-1) ?? '')]).optional()
const Days = z.object({ from: Text, to: Text })
const PlacePath = z.object({ class: z.string().optional() })
/** So many days back the nights read everything. */
const usualDays = 14

/** «Что прочитано»: the school, a class, what is in quarantine. */
export function syncRoutes(context: WebContext): void {
  const { deps } = context

  function daysOf({ request, school }: SchoolVisit) {
    const today = todayOf(context, school)
    const query = Days.parse(request.query)
    const typed = { from: query.from ?? addDays(today, 1 - usualDays), to: query.to ?? today }
    return { typed, ...readPeriod(typed, today) }
  }

  async function sendOverview(visit: SchoolVisit) {
    const { reply, school } = visit
    const { typed, period, problems } = daysOf(visit)
    const overview = period && (await deps.sync.overview(school.id, period))
    const frame = { school, title: 'Что прочитано', here: 'sync', status: problems ? 422 : 200 } as const
    const shown = overview && { ...overview, period }
    return sendPage(context, reply, frame, Sync({ school, typed, problems, shown }))
  }

  async function sendPlace(visit: SchoolVisit) {
    const { request, reply, school } = visit
    const { period } = daysOf(visit)
    if (!period) return sendOverview(visit)
    const classId = PlacePath.parse(request.params).class ?? null
    const place = await deps.sync.place(school.id, classId, period)
    if (!place) throw new BridgeError('NOT_FOUND', { message: 'Такого класса в школе нет.' })
    const frame = { school, title: `Что прочитано: ${place.name}`, here: 'sync' } as const
    return sendPage(context, reply, frame, SyncPlace({ school, place, period }))
  }

  async function sendQuarantine(visit: SchoolVisit, { stale }: { stale: boolean }) {
    const { request, reply, school, viewer } = visit
    const places = await deps.sync.quarantine(school.id)
    const token = reachOf(viewer, 'resync', school.id) === null ? null : formToken(request, reply)
    const frame = { school, title: 'Отложенное', here: 'sync', status: stale ? 403 : 200 } as const
    return sendPage(context, reply, frame, Quarantine({ school, places, token, stale }))
  }

  const path = '/schools/:school/sync'
  schoolRoute(context, { path, needs: 'see-sync' }, sendOverview)
  schoolRoute(context, { path: `${path}/lists`, needs: 'see-sync' }, sendPlace)
  schoolRoute(context, { path: `${path}/classes/:class`, needs: 'see-sync' }, sendPlace)
  schoolRoute(context, { path: `${path}/quarantine`, needs: 'see-sync' }, visit =>
    sendQuarantine(visit, { stale: false }),
  )
  schoolRoute(context, { method: 'POST', path: `${path}/quarantine`, needs: 'resync' }, async visit => {
    const { request, reply, school } = visit
    if (!cameFromOurForm(request)) return sendQuarantine(visit, { stale: true })
    const run = await deps.sync.startReplay(school.id)
    return reply.redirect(run === null ? addresses.quarantine(school.id) : addresses.run(school.id, run), 303)
  })
}
