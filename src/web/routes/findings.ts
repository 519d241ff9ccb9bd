import { BridgeError } from '../../errors.js'
import { reachOf } from '../../people/index.js'
import { sendPage, todayOf, type WebContext } from '../context.js'
import { readQuery } from '../finding-query.js'
import { groundOf, newsOf, ruleCounts } from '../findings-view.js'
import { visitorOf } from '../gate.js'
import { namesPupils, ownWithin } from '../narrow.js'
import { Findings } from '../pages/findings.js'
import { firstPage } from '../pages/menu.js'
import { Today } from '../pages/today.js'
import { schoolRoute } from '../route.js'

/** So many are read on the first page; the rest has a page of its own. */
const mostShown = 10
const mostNews = 5
const perPage = 100

/** «Сегодня», and the lists behind its numbers. */
export function findingRoutes(context: WebContext): void {
  const { app, deps } = context
  app.get('/', { config: { gate: 'any-viewer' } }, async (request, reply) => {
    const first = firstPage(visitorOf(request).viewer, deps.schools)
    if (first !== null) return reply.redirect(first)
    throw new BridgeError('NOT_FOUND', {
      message: 'Вам не открыта ни одна страница.',
      hint: 'Попросите администратора программы дать вам роль в вашей школе.',
    })
  })

  schoolRoute(context, { path: '/schools/:school', needs: 'see-findings' }, async visit => {
    const { request, reply, school, viewer } = visit
    const { typed, problems, query } = readQuery(request.query, todayOf(context, school))
    const frame = { school, title: 'Сегодня', here: 'today', status: problems ? 422 : 200 } as const
    if (query === null)
      return sendPage(context, reply, frame, Today({ school, typed, problems, shown: null }))
    const own = await ownWithin(visit, deps.own)
    const mayName = await namesPupils(visit, deps.own)
    const asked = { deps: deps.findings, school, own, query, now: deps.now(), mayName }
    const ground = await groundOf(asked)
    const { found } = deps.findings
    const [rules, heat, news, broken] = await Promise.all([
      ruleCounts(deps.findings, ground.filter),
      found.counts(ground.filter, ['classId', 'date', 'kind']),
      newsOf(deps.findings, ground, mostNews),
      found.list({ ...ground.filter, kinds: ['broken'] }, { limit: mostShown, order: 'worst' }),
    ])
    const mayResync = reachOf(viewer, 'resync', school.id) !== null
    const mayControl = reachOf(viewer, 'control', school.id) !== null
    const shown = { ground, rules, heat, news, broken, mayResync, mayControl }
    return sendPage(context, reply, frame, Today({ school, typed, problems, shown }))
  })

  schoolRoute(context, { path: '/schools/:school/findings', needs: 'see-findings' }, async visit => {
    const { request, reply, school, viewer } = visit
    const { typed, problems, query } = readQuery(request.query, todayOf(context, school))
    if (query === null) {
      const frame = { school, title: 'Сегодня', here: 'today', status: 422 } as const
      return sendPage(context, reply, frame, Today({ school, typed, problems, shown: null }))
    }
    const own = await ownWithin(visit, deps.own)
    const mayName = await namesPupils(visit, deps.own)
    const asked = { deps: deps.findings, school, own, query, now: deps.now(), mayName }
    const ground = await groundOf(asked)
    const { found } = deps.findings
    const offset = ((query.page ?? 1) - 1) * perPage
    const [counted, entries] = await Promise.all([
      found.counts(ground.filter, ['kind']),
      found.list(ground.filter, { limit: perPage, offset, order: 'worst' }),
    ])
    const count = counted.reduce((sum, kind) => sum + kind.count, 0)
    const mayControl = reachOf(viewer, 'control', school.id) !== null
    const page = Findings({ school: school.id, typed, ground, entries, count, perPage, mayControl })
    return sendPage(context, reply, { school, title: 'Список' }, page)
  })
}
