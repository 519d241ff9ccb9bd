import multipart from '@fastify/multipart'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { isBridgeError } from '../../errors.js'
import { mostPlanBytes } from '../../plan-file/index.js'
import { addresses } from '../addresses.js'
import { whileChecked } from '../checking.js'
import { sendPage, type WebContext } from '../context.js'
import { formToken, isOwnForm, tokenField } from '../csrf.js'
import { missing, one, type Typed, typedIn, type Wrong } from '../decisions/field.js'
import { authorOf, refusal, signed, whyField } from '../decisions/signing.js'
import type { SentPlan } from '../deps/plans.js'
import { NewPlan, SentPlanPage } from '../pages/plan-upload.js'
import { planFields, readPlanForm, seenOf, typedPlan } from '../plan-form.js'
import { type SchoolVisit, schoolRoute } from '../route.js'
import { shortName } from '../short.js'

const here = 'plans'
const title = 'Тематический план из файла'
const base = '/schools/:school/plans'
const mostMegabytes = mostPlanBytes / 1024 / 1024
const needs = 'change-plans'

const texts = {
  none: 'Выберите файл.',
  tooLarge: `Файл больше ${mostMegabytes} МБ. Оставьте в нём только план.`,
  unreadable: 'Файл дошёл не целиком. Выберите его ещё раз.',
  tooOld: 'Не принято: страница была открыта слишком давно. Выберите файл ещё раз.',
} as const

interface SentForm {
  readonly typed: Typed
  readonly file: { readonly name: string; readonly bytes: Uint8Array } | null
  /** Why there is no file. */
  readonly problem: string
}

/**
 * From a file to a plan: sent, shown, confirmed. Between that the file lies in the database, so that any process of the
 * installation can go on, and an hour at the telephone or a new log-in loses nothing.
 */
export function planUploadRoutes(context: WebContext): void {
  const { deps } = context
  const senderOf = ({ school, viewer }: SchoolVisit) => ({ school: school.id, account: viewer.account })

  async function sendNew(visit: SchoolVisit, typed: Typed, problem: string | null, status = 422) {
    const { request, reply, school } = visit
    const choices = await deps.plans.choices(school.id)
    const content = NewPlan({
      ...{ school: school.id, fields: planFields(choices), mostMegabytes, problem },
      typed: new Map([['year', [`${choices.thisYear}`]], ...typed]),
      token: formToken(request, reply),
    })
    return sendPage(context, reply, { school, title, here, status: problem === null ? 200 : status }, content)
  }

  schoolRoute(context, { path: `${base}/new`, needs }, visit =>
    sendNew(visit, typedIn(visit.request.query), null),
  )

  // Of its own, so that no other page takes files.
  context.app.register(async app => {
    await app.register(multipart, {
      // What is too large is read to its end all the same: a browser hears nothing before it has sent everything.
      throwFileSizeLimit: false,
      limits: { fileSize: mostPlanBytes, files: 1, fields: 500, fieldSize: 4096, fieldNameSize: 100 },
    })
    schoolRoute({ ...context, app }, { method: 'POST', path: `${base}/new`, needs }, async visit => {
      const { request, reply, school } = visit
      const { typed, file, problem } = await sentForm(request)
      if (!isOwnForm(request, one(typed, tokenField))) return sendNew(visit, typed, texts.tooOld, 403)
      if (file === null) return sendNew(visit, typed, problem, problem === texts.tooLarge ? 413 : 422)
      const id = await deps.plans.keep(senderOf(visit), file)
      return reply.redirect(addresses.sentPlan(school.id, id, typedPlan(typed)), 303)
    })
  })

  interface Shown {
    readonly typed: Typed
    readonly sent: SentPlan | null
    readonly wrong: Wrong | null
    readonly signingWrong?: Wrong | null
    readonly stale?: string | null
    readonly status?: number
  }

  /** Null where the file isn't there any more. */
  async function understood(visit: SchoolVisit, typed: Typed): Promise<Pick<Shown, 'sent' | 'wrong'> | null> {
    const read = readPlanForm(typed, await deps.plans.choices(visit.school.id))
    if (read.asked === null) return { sent: null, wrong: read.wrong }
    let sent: SentPlan | null = null
    const wrong = await refusal(typed, async () => {
      sent = await deps.plans.preview(senderOf(visit), idOf(visit), read.asked)
    })
    return wrong === null && sent === null ? null : { sent, wrong }
  }

  async function sendShown(visit: SchoolVisit, shown: Shown): Promise<FastifyReply> {
    const { request, reply, school } = visit
    const { typed, sent, wrong, signingWrong = null, stale = null } = shown
    const choices = await deps.plans.choices(school.id)
    const content = SentPlanPage({
      ...{ school: school.id, id: idOf(visit), sent, typed, wrong, signingWrong, stale },
      fields: planFields(choices),
      signing: signingOf(visit, sent),
      seen: sent === null ? '' : seenOf(sent),
      token: formToken(request, reply),
    })
    const isWrong = wrong !== null || signingWrong !== null || (sent?.file.problems.length ?? 0) > 0
    const status = shown.status ?? (isWrong ? 422 : 200)
    return sendPage(context, reply, { school, title, here, status }, content)
  }

  const sentPath = `${base}/sent/:id`
  const gone = (visit: SchoolVisit, typed: Typed) =>
    sendNew(
      visit,
      typed,
      'Файла больше нет: он был отправлен слишком давно или уже записан. Выберите его ещё раз.',
      404,
    )

  schoolRoute(context, { path: sentPath, needs }, async visit => {
    const typed = typedIn(visit.request.query)
    const found = await understood(visit, typed)
    return found === null ? gone(visit, typed) : sendShown(visit, { typed, ...found })
  })

  schoolRoute(context, { method: 'POST', path: sentPath, needs }, async visit => {
    const { request, reply, school, viewer } = visit
    const typed = typedIn(request.body)
    const found = await understood(visit, typed)
    if (found === null) return gone(visit, typed)
    const { sent } = found
    if (sent === null || sent.versions.length === 0) return sendShown(visit, { typed, ...found })
    const again = (more: Partial<Shown>) => sendShown(visit, { typed, ...found, ...more })
    if (!isOwnForm(request, one(typed, tokenField))) {
      const stale =
        'Не записано: страница была открыта слишком давно. Проверьте и нажмите «Записать» ещё раз.'
      return again({ stale, status: 403 })
    }
    if (one(typed, 'seen') !== seenOf(sent)) {
      return again({ stale: 'Не записано: с тех пор получилось бы другое. Проверьте ещё раз.', status: 409 })
    }
    const lacking = missing(signingOf(visit, sent), typed)
    if (lacking.size > 0) return again({ signingWrong: lacking })
    const signature = { author: authorOf(viewer, typed), why: one(typed, 'why') }
    try {
      const { entered, checking } = await deps.plans.enter(senderOf(visit), sent, signature)
      const numbers = entered.filter(({ unchanged }) => !unchanged).map(({ number }) => number)
      const address = addresses.enteredPlans(school.id, sent.studyYear, numbers)
      return reply.redirect(whileChecked(address, checking), 303)
    } catch (error) {
      // Somebody else has entered a version in this very moment.
      if (!isBridgeError(error) || error.code !== 'PLAN_STANDS') throw error
      const now = await understood(visit, typed)
      const stale = 'Не записано: план только что внёс кто-то другой. Проверьте ещё раз.'
      return now === null ? gone(visit, typed) : sendShown(visit, { typed, ...now, stale, status: 409 })
    }
  })
}

function idOf({ request }: SchoolVisit): string {
  const { params } = request
  const id = typeof params === 'object' && params !== null && 'id' in params ? params.id : null
  return typeof id === 'string' ? id : ''
}

/** A correction needs its reason; a first version has none. */
function signingOf({ viewer }: SchoolVisit, sent: SentPlan | null) {
  const supersedes = sent?.versions.some(version => version.supersedes !== null && !version.unchanged)
  const reason = {
    ...whyField,
    label: 'Причина коррекции',
    hint: 'Будет стоять в листе коррекции. Например: карантин 21–25 декабря, приказ № 77',
  }
  return signed(viewer, supersedes ? [reason] : [])
}

/** What came as a form with a file; a body of another kind has none. */
async function sentForm(request: FastifyRequest): Promise<SentForm> {
  if (!request.isMultipart()) return { typed: typedIn(request.body), file: null, problem: texts.none }
  const typed = new Map<string, string[]>()
  let file: SentForm['file'] = null
  let problem: string = texts.none
  try {
    for await (const part of request.parts()) {
      if (part.type === 'field') {
        if (typeof part.value === 'string')
          typed.set(part.fieldname, [...(typed.get(part.fieldname) ?? []), part.value])
        continue
      }
      const bytes = await part.toBuffer()
      if (part.fieldname !== 'file' || !part.filename) continue
      if (part.file.truncated) problem = texts.tooLarge
      else file = { name: shortName(part.filename), bytes }
    }
  } catch {
    // Nothing is done here but reading what was sent: it has no end, or no form.
    return { typed, file: null, problem: texts.unreadable }
  }
  return { typed, file, problem }
}
