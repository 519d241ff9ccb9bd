import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { BridgeError } from '../../errors.js'
import { type Permission, reachOf } from '../../people/index.js'
import { addresses } from '../addresses.js'
import { whileChecked } from '../checking.js'
import { sendPage, type WebContext } from '../context.js'
import { formToken, isOwnForm, tokenField } from '../csrf.js'
import { unknownPeriod } from '../days.js'
import type { SchoolNames, Story } from '../deps/findings.js'
import { maySee, namesPupils, ownWithin } from '../narrow.js'
import { VerdictPage } from '../pages/verdict.js'
import { type SchoolVisit, schoolRoute } from '../route.js'
import {
  type ExemptionTyped,
  freshExemption,
  noReply,
  type ReplyTyped,
  readExemption,
  readReply,
} from '../verdict-forms.js'
import { withPatience } from '../waiting.js'

const EntryPath = z.object({ id: z.string().max(40) })

interface Typed {
  readonly exemption?: ExemptionTyped
  readonly reply?: ReplyTyped
  readonly status?: number
}

/** One verdict with all that it rests on, and what may be done about it. */
export function verdictRoutes(context: WebContext): void {
  const { deps } = context
  const { findings } = deps

  /** As far as the viewer's reach for it goes. @throws BridgeError NOT_FOUND, also for what isn't theirs to see */
  async function storyFor({ request, school, reach }: SchoolVisit): Promise<Story> {
    const { id } = EntryPath.parse(request.params)
    const story = await findings.story(school.id, id)
    const own = await ownWithin({ school, reach }, deps.own)
    if (maySee(own, story.entry.verdict)) return story
    throw new BridgeError('NOT_FOUND', { message: `Записи ${id} нет, или она вам не открыта.` })
  }

  /** Whether the viewer may do that with this very verdict. */
  async function may(
    { school, viewer }: SchoolVisit,
    permission: Permission,
    { entry }: Story,
  ): Promise<boolean> {
    const reach = reachOf(viewer, permission, school.id)
    return reach !== null && maySee(await ownWithin({ school, reach }, deps.own), entry.verdict)
  }

  async function remindersOf({ school }: SchoolVisit, { id }: Story['entry'], names: SchoolNames) {
    const owing = await deps.control.owing(school.id, { classId: null, entry: id })
    return {
      address: owing.length > 0 ? addresses.remind(school.id, { entry: id }) : null,
      sent: await deps.control.reminders(school.id, { entry: id }),
      ...{ timeZone: school.timeZone, names },
    }
  }

  async function send(visit: SchoolVisit, story: Story, typed: Typed = {}): Promise<FastifyReply> {
    const { request, reply, school, viewer } = visit
    const names = await findings.names(school.id)
    const { person } = story.entry.verdict.subject
    const mayName = await namesPupils(visit, deps.own)
    const seesPupil = person !== undefined && mayName(story.entry.verdict)
    const page = VerdictPage({
      school: school.id,
      story,
      names,
      timeZone: school.timeZone,
      now: deps.now(),
      pupil: seesPupil ? names.pupilName(person) : null,
      reminders: (await may(visit, 'control', story)) ? await remindersOf(visit, story.entry, names) : null,
      actions: {
        token: formToken(request, reply),
        mayDecide: await may(visit, 'decide', story),
        mayReply: await may(visit, 'reply', story),
        asksName: viewer.account === null,
        exemption: typed.exemption ?? freshExemption(story.entry.verdict),
        reply: typed.reply ?? noReply,
      },
    })
    return sendPage(context, reply, { school, title: 'Вердикт', status: typed.status ?? 200 }, page)
  }

  const path = '/schools/:school/verdicts/:id'
  schoolRoute(context, { path, needs: 'see-findings' }, async visit => send(visit, await storyFor(visit)))

  schoolRoute(context, { method: 'POST', path: `${path}/reply`, needs: 'reply' }, async visit => {
    const { request, reply, school, viewer } = visit
    const story = await storyFor(visit)
    const sent = readReply(request.body, viewer.account === null ? null : viewer.name)
    if (sent.reply === null) return send(visit, story, { reply: sent.typed, status: 422 })
    if (!isOurs(visit)) return send(visit, story, { reply: stale(sent.typed), status: 403 })
    const { id } = story.entry
    await findings.enterReply(school.id, { entry: id, text: sent.reply.text }, sent.reply)
    return reply.redirect(addresses.verdict(school.id, id), 303)
  })

  schoolRoute(context, { method: 'POST', path: `${path}/exempt`, needs: 'decide' }, async visit => {
    const { request, reply, school, viewer } = visit
    const story = await storyFor(visit)
    const account = viewer.account === null ? null : viewer.name
    const { typed, step, wanted } = readExemption(request.body, story.entry.verdict, account)
    if (wanted === null) return send(visit, story, { exemption: typed, status: 422 })
    if (!isOurs(visit)) return send(visit, story, { exemption: { ...typed, problems: {} }, status: 403 })
    let checking: string | null = null
    try {
      if (step === 'preview') {
        const { exemption } = wanted
        const shown = await withPatience(reply, context.deps, async signal => ({
          count: await findings.previewExemption(school.id, exemption, signal),
        }))
        const preview = shown.done === null ? shown.left : shown.done.count
        return send(visit, story, { exemption: { ...typed, preview } })
      }
      checking = (await findings.enterExemption(school.id, wanted.exemption, wanted)).checking
    } catch (error) {
      const problems = unknownPeriod(error, typed)
      if (problems === null) throw error
      return send(visit, story, { exemption: { ...typed, problems }, status: 422 })
    }
    return reply.redirect(whileChecked(addresses.verdict(school.id, story.entry.id), checking), 303)
  })
}

function isOurs({ request }: SchoolVisit): boolean {
  const { body } = request
  const token = typeof body === 'object' && body !== null && tokenField in body ? body[tokenField] : null
  return isOwnForm(request, token)
}

/** The form was open for so long that its token has gone: what was typed stays, and is sent once more. */
function stale(typed: ReplyTyped): ReplyTyped {
  return { ...typed, problems: { text: 'Страница была открыта слишком давно: отправьте ещё раз.' } }
}
