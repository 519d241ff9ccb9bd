import { z } from 'zod'
import { BridgeError } from '../../errors.js'
import { verdictKinds } from '../../regulation/index.js'
import { addresses } from '../addresses.js'
import { schoolOf, sendPage, todayOf, type WebContext } from '../context.js'
import { readPeriod, usualPeriod } from '../days.js'
import { Findings } from '../pages/findings.js'
import { Today } from '../pages/today.js'

/** A parameter that came twice counts once, the last time. */
const Text = z.union([z.string(), z.array(z.string()).transform(all => all.at(-1) ?? '')]).optional()
const Days = z.object({ from: Text, to: Text })
const Filter = Days.extend({ kind: z.enum(verdictKinds).catch('broken'), class: Text, rule: Text })

/** «Сегодня», and the lists behind its numbers. */
export function todayRoutes(context: WebContext): void {
  const { app, deps } = context
  app.get('/', async (_request, reply) => {
    const [first] = deps.schools
    if (first) return reply.redirect(addresses.school(first.id))
    throw new BridgeError('NOT_FOUND', { message: 'В настройках нет ни одной школы.' })
  })

  app.get('/schools/:school', async (request, reply) => {
    const school = schoolOf(context, request.params)
    const today = todayOf(context, school)
    const usual = usualPeriod(today)
    const query = Days.parse(request.query)
    const typed = { from: query.from ?? usual.from, to: query.to ?? usual.to }
    const { period, problems } = readPeriod(typed, today)
    const report = period && (await deps.report(school.id, period.from, period.to))
    const frame = { school, title: 'Сегодня', here: 'today', status: problems ? 422 : 200 } as const
    return sendPage(context, reply, frame, Today({ school, typed, problems, report }))
  })

  app.get('/schools/:school/findings', async (request, reply) => {
    const school = schoolOf(context, request.params)
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
