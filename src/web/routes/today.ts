import { z } from 'zod'
import { BridgeError } from '../../errors.js'
import { verdictKinds } from '../../regulation/index.js'
import { sendPage, todayOf, type WebContext } from '../context.js'
import { readPeriod, usualPeriod } from '../days.js'
import { visitorOf } from '../gate.js'
import { Findings } from '../pages/findings.js'
import { firstPage } from '../pages/layout.js'
import { Today } from '../pages/today.js'
import { schoolRoute } from '../route.js'

/** A parameter that came twice counts once, the last time. */
const Text = z.union([z.string(), z.array(z.string()).transform(all => all.at(-1) ?? '')]).optional()
const Days = z.object({ from: Text, to: Text })
const Filter = Days.extend({ kind: z.enum(verdictKinds).catch('broken'), class: Text, rule: Text })

/** «Сегодня», and the lists behind its numbers. */
export function todayRoutes(context: WebContext): void {
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
    const { request, reply, school } = visit
    const today = todayOf(context, school)
    const usual = usualPeriod(today)
    const query = Days.parse(request.query)
    const typed = { from: query.from ?? usual.from, to: query.to ?? usual.to }
    const { period, problems } = readPeriod(typed, today)
    const report = period && (await deps.report(school.id, period.from, period.to))
    const frame = { school, title: 'Сегодня', here: 'today', status: problems ? 422 : 200 } as const
    return sendPage(context, reply, frame, Today({ school, typed, problems, report }))
  })

  schoolRoute(context, { path: '/schools/:school/findings', needs: 'see-findings' }, async visit => {
    const { request, reply, school } = visit
    const query = Filter.parse(request.query)
    const typed = { from: query.from ?? '', to: query.to ?? '' }
    const { period, problems } = readPeriod(typed, todayOf(context, school))
    if (!period) {
      const frame = { school, title: 'Сегодня', here: 'today', status: 422 } as const
      return sendPage(context, reply, frame, Today({ school, typed, problems, report: null }))
    }
    const report = await deps.report(school.id, period.from, period.to)
    const filter = {
      ...period,
      kind: query.kind,
      ...(query.class && { classId: query.class }),
      ...(query.rule && { rule: query.rule }),
    }
    return sendPage(context, reply, { school, title: 'Список' }, Findings({ report, filter }))
  })
}
