import type { FastifyReply } from 'fastify'
import { addresses } from '../addresses.js'
import { type School, sendPage, todayOf, type WebContext } from '../context.js'
import { formToken } from '../csrf.js'
import { unknownPeriod, usualPeriod } from '../days.js'
import type { ResyncRequest } from '../deps.js'
import { cameFromOurForm } from '../forms.js'
import { ResyncForm, ResyncPrice } from '../pages/resync.js'
import { readResync, typedResync } from '../resync-form.js'
import { type SchoolVisit, schoolRoute } from '../route.js'

/** «Перечитать»: form, price, start. Starting adds a job; the platform is never read from here. */
export function resyncRoutes(context: WebContext): void {
  const { deps } = context

  async function readSent(school: School, sent: unknown) {
    const today = todayOf(context, school)
    const typed = typedResync(sent, usualPeriod(today))
    const classes = await deps.classes(school.id)
    return { typed, classes, ...readResync(typed, { school: school.id, classes, today }) }
  }
  type Sent = Awaited<ReturnType<typeof readSent>>

  function sendForm(
    reply: FastifyReply,
    school: School,
    { typed, classes, problems }: Omit<Sent, 'request'>,
  ) {
    const frame = {
      school,
      title: 'Перечитать журнал',
      here: 'resync',
      status: problems ? 422 : 200,
    } as const
    return sendPage(context, reply, frame, ResyncForm({ school: school.id, classes, typed, problems }))
  }

  async function sendPrice(
    visit: SchoolVisit,
    wanted: ResyncRequest,
    classes: Sent['classes'],
    stale: boolean,
  ) {
    const price = await deps.price(wanted)
    const token = formToken(visit.request, visit.reply)
    const frame = {
      school: visit.school,
      title: 'Сколько запросов потребуется',
      here: 'resync',
      status: stale ? 403 : 200,
    } as const
    return sendPage(
      context,
      visit.reply,
      frame,
      ResyncPrice({ request: wanted, classes, price, token, stale }),
    )
  }

  /** What was typed comes back with what is wrong about its days; everything else is a failure. */
  async function answered(
    { reply, school }: SchoolVisit,
    { typed, classes }: Sent,
    work: () => Promise<FastifyReply>,
  ): Promise<FastifyReply> {
    try {
      return await work()
    } catch (error) {
      const problems = unknownPeriod(error, typed)
      if (problems === null) throw error
      return sendForm(reply, school, { typed, classes, problems })
    }
  }

  const path = '/schools/:school/resync'
  schoolRoute(context, { path, needs: 'resync' }, async visit => {
    const { request, reply, school } = visit
    const sent = await readSent(school, request.query)
    const asked = typeof request.query === 'object' && request.query !== null && 'price' in request.query
    if (!asked) return sendForm(reply, school, { ...sent, problems: null })
    const wanted = sent.request
    if (!wanted) return sendForm(reply, school, sent)
    return answered(visit, sent, () => sendPrice(visit, wanted, sent.classes, false))
  })

  schoolRoute(context, { method: 'POST', path, needs: 'resync' }, async visit => {
    const { request, reply, school } = visit
    const sent = await readSent(school, request.body)
    const wanted = sent.request
    if (!wanted) return sendForm(reply, school, sent)
    return answered(visit, sent, async () => {
      if (!cameFromOurForm(request)) return sendPrice(visit, wanted, sent.classes, true)
      const id = await deps.startResync(wanted)
      return reply.redirect(addresses.run(school.id, id), 303)
    })
  })
}
