import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { russianDateTime } from '../../calendar/index.js'
import { BridgeError } from '../../errors.js'
import { reachOf } from '../../people/index.js'
import { addresses } from '../addresses.js'
import { whileChecked } from '../checking.js'
import { sendPage, type WebContext } from '../context.js'
import { formToken, isOwnForm, tokenField } from '../csrf.js'
import {
  type DecisionEffect,
  type DecisionKind,
  decisionKinds,
  type Entry,
  type KnownNames,
} from '../decisions/deps.js'
import { type Field, missing, one, type Typed, typedIn, type Wrong } from '../decisions/field.js'
import { fieldsOf, formOf, readEntry } from '../decisions/read-entry.js'
import { authorOf, refusal, signed, whyField } from '../decisions/signing.js'
import {
  ClassFirst,
  DecisionForm,
  DecisionIndex,
  DecisionList,
  DecisionPreview,
  RevisionForm,
} from '../pages/decisions.js'
import { type SchoolVisit, schoolRoute } from '../route.js'
import type { Checked } from '../deps/settings.js'
import { withPatience } from '../waiting.js'

const KindPath = z.object({ kind: z.enum(decisionKinds) })
const NumberPath = z.object({ number: z.coerce.number().int().min(1) })
const PageNumber = z.coerce.number().int().min(1).max(100_000).catch(1)
const here = 'decisions'
const base = '/schools/:school/decisions'

function notFound(): BridgeError {
  return new BridgeError('NOT_FOUND', { message: 'Такой записи нет.' })
}

function kindOf({ request }: SchoolVisit): DecisionKind {
  const parsed = KindPath.safeParse(request.params)
  if (parsed.success) return parsed.data.kind
  throw new BridgeError('NOT_FOUND', { message: 'Таких записей программа не ведёт.' })
}

function numberOf({ request }: SchoolVisit): number {
  const parsed = NumberPath.safeParse(request.params)
  if (parsed.success) return parsed.data.number
  throw notFound()
}

/** Exemptions, substitutions, outages, incidents and what else only people can tell. */
export function decisionRoutes(context: WebContext): void {
  listRoutes(context)
  entryRoutes(context)
  revisionRoutes(context)
}

function listRoutes(context: WebContext): void {
  const { decisions } = context.deps

  schoolRoute(context, { path: base, needs: 'see-decisions' }, async ({ reply, school }) =>
    sendPage(
      context,
      reply,
      { school, title: 'Решения и события', here },
      DecisionIndex({ school: school.id }),
    ),
  )

  schoolRoute(context, { path: `${base}/:kind`, needs: 'see-decisions' }, async visit => {
    const { request, reply, school, viewer } = visit
    const kind = kindOf(visit)
    const query = typedIn(request.query)
    const content = DecisionList({
      school: school.id,
      timeZone: school.timeZone,
      kind,
      decisions: await decisions.list(school.id, kind),
      all: query.has('all'),
      page: PageNumber.parse(one(query, 'page') ?? '1'),
      mayDecide: reachOf(viewer, 'decide', school.id) !== null,
      entered: (one(query, 'entered') ?? '').split(',').filter(number => /^\d+$/.test(number)),
    })
    return sendPage(context, reply, { school, title: formOf(kind).title, here }, content)
  })
}

function entryRoutes(context: WebContext): void {
  const { decisions } = context.deps

  interface Filled {
    readonly kind: DecisionKind
    readonly known: KnownNames
    readonly fields: readonly Field[]
    readonly typed: Typed
    readonly classId: string | null
  }

  async function filled(visit: SchoolVisit, sent: unknown): Promise<Filled> {
    const kind = kindOf(visit)
    const typed = typedIn(sent)
    const classId = formOf(kind).asksClass ? one(typed, 'of') : null
    const known = await decisions.known(visit.school.id, kind, classId)
    return { kind, known, typed, classId, fields: signed(visit.viewer, fieldsOf(kind, known)) }
  }

  function read({ kind, typed, known, fields }: Filled) {
    const lacking = missing(fields, typed)
    return lacking.size > 0 ? { entry: null, wrong: lacking } : readEntry(kind, typed, known)
  }

  function sendForm({ reply, school }: SchoolVisit, form: Filled, wrong: Wrong | null): FastifyReply {
    const { kind, known, fields, typed, classId } = form
    const frame = { school, title: formOf(kind).title, here, status: wrong ? 422 : 200 } as const
    const content =
      formOf(kind).asksClass && classId === null
        ? ClassFirst({ school: school.id, kind, classes: known.classes })
        : DecisionForm({ school: school.id, kind, fields, typed, wrong, classId })
    return sendPage(context, reply, frame, content)
  }

  async function effectOf({ school, reply }: SchoolVisit, entry: Entry): Promise<DecisionEffect> {
    const shown = await withPatience(reply, context.deps, signal =>
      decisions.preview(school.id, entry, signal),
    )
    if (shown.done !== null) return shown.done
    return { words: await decisions.words(school.id, entry), lines: shown.left, more: 0 }
  }

  async function sendPreview(visit: SchoolVisit, form: Filled, entry: Entry, stale: boolean) {
    const { school, request, reply } = visit
    const { kind, fields, typed, classId } = form
    let content = null
    const wrong = await refusal(typed, async () => {
      content = DecisionPreview({
        school: school.id,
        kind,
        effect: await effectOf(visit, entry),
        fields,
        typed,
        token: formToken(request, reply),
        classId,
        stale,
      })
    })
    if (wrong !== null) return sendForm(visit, form, wrong)
    const frame = { school, title: formOf(kind).title, here, status: stale ? 403 : 200 } as const
    return sendPage(context, reply, frame, content)
  }

  const path = `${base}/:kind/new`
  schoolRoute(context, { path, needs: 'decide' }, async visit => {
    const form = await filled(visit, visit.request.query)
    if (!form.typed.has('preview')) return sendForm(visit, form, null)
    const { entry, wrong } = read(form)
    return entry === null ? sendForm(visit, form, wrong) : sendPreview(visit, form, entry, false)
  })

  schoolRoute(context, { method: 'POST', path, needs: 'decide' }, async visit => {
    const { request, reply, school, viewer } = visit
    const form = await filled(visit, request.body)
    const { entry, wrong } = read(form)
    if (entry === null) return sendForm(visit, form, wrong)
    if (!isOwnForm(request, one(form.typed, tokenField))) return sendPreview(visit, form, entry, true)
    let entered: Awaited<ReturnType<typeof decisions.enter>> = { numbers: [], checking: null }
    const refused = await refusal(form.typed, async () => {
      entered = await decisions.enter(school.id, entry, authorOf(viewer, form.typed))
    })
    if (refused !== null) return sendForm(visit, form, refused)
    const { numbers, checking } = entered
    const address = addresses.enteredDecisions(school.id, form.kind, numbers)
    return reply.redirect(whileChecked(address, checking), 303)
  })
}

interface Revision {
  readonly path: string
  readonly title: string
  readonly about: string
  readonly button: string
  readonly fields: readonly Field[]
  kindOf(visit: SchoolVisit): DecisionKind
  revise(visit: SchoolVisit, typed: Typed, revision: { author: string; why: string }): Promise<Checked>
}

function revisionRoutes(context: WebContext): void {
  const { decisions } = context.deps

  async function requireStanding({ school }: SchoolVisit, kind: DecisionKind, number: number): Promise<void> {
    const found = (await decisions.list(school.id, kind)).find(decision => decision.number === number)
    if (found?.stands) return
    const last = found?.revisions.at(-1)
    if (last === undefined) throw notFound()
    // Of two who had it open, the slower one is told who was quicker.
    const by = `${last.author}, ${russianDateTime(last.at, school.timeZone)}`
    const why = last.why === null ? '' : ` Причина: ${last.why}`
    throw new BridgeError('NOT_FOUND', { message: `Запись № ${number} уже отозвана: ${by}.${why}` })
  }

  function addRevision({ path, fields, revise, ...texts }: Revision): void {
    async function sendForm(visit: SchoolVisit, typed: Typed, wrong: Wrong | null): Promise<FastifyReply> {
      const { request, reply, school, viewer } = visit
      const kind = texts.kindOf(visit)
      const number = numberOf(visit)
      await requireStanding(visit, kind, number)
      const { title, about, button } = texts
      const heading = `${formOf(kind).title}, № ${number}: ${title}`
      const content = RevisionForm({
        title: heading,
        about,
        action: request.url.split('?')[0] ?? '',
        back: addresses.decisions(school.id, kind),
        button,
        fields: signed(viewer, fields),
        typed,
        wrong,
        token: formToken(request, reply),
      })
      return sendPage(context, reply, { school, title: heading, here, status: wrong ? 422 : 200 }, content)
    }

    schoolRoute(context, { path, needs: 'decide' }, visit => sendForm(visit, new Map(), null))

    schoolRoute(context, { method: 'POST', path, needs: 'decide' }, async visit => {
      const { request, reply, school, viewer } = visit
      const typed = typedIn(request.body)
      const lacking = missing(signed(viewer, fields), typed)
      if (lacking.size > 0) return sendForm(visit, typed, lacking)
      if (!isOwnForm(request, one(typed, tokenField))) {
        const text = 'Не записано: страница была открыта слишком давно. Проверьте и нажмите ещё раз.'
        return sendForm(visit, typed, new Map([['', text]]))
      }
      const revision = { author: authorOf(viewer, typed), why: one(typed, 'why') ?? '' }
      let checking: string | null = null
      const refused = await refusal(typed, async () => {
        checking = (await revise(visit, typed, revision)).checking
      })
      if (refused !== null) return sendForm(visit, typed, refused)
      const address = addresses.decisions(school.id, texts.kindOf(visit))
      return reply.redirect(whileChecked(address, checking), 303)
    })
  }

  addRevision({
    path: `${base}/:kind/:number/withdraw`,
    title: 'отозвать?',
    about:
      'Запись перестанет действовать, что на ней держалось, будет проверено снова. В истории она останется.',
    button: 'Отозвать',
    fields: [whyField],
    kindOf,
    revise: (visit, _typed, revision) =>
      decisions.withdraw(visit.school.id, { kind: kindOf(visit), number: numberOf(visit) }, revision),
  })

  addRevision({
    path: `${base}/incident/:number/update`,
    title: 'что произошло',
    about: 'Заполните то, что произошло с тех пор; остальное останется, как было.',
    button: 'Записать',
    fields: [
      { kind: 'moment', name: 'headToldAt', label: 'Когда узнал руководитель', optional: true },
      { kind: 'moment', name: 'supportToldAt', label: 'Когда узнала служба поддержки', optional: true },
      { kind: 'moment', name: 'passwordChangedAt', label: 'Когда сменён пароль', optional: true },
      { ...whyField, label: 'Откуда известно' },
    ],
    kindOf: () => 'incident',
    async revise(visit, typed, revision) {
      const { instantOf } = await decisions.known(visit.school.id, 'incident', null)
      const at = (name: string) => {
        const text = one(typed, name)
        const instant = text === null ? null : instantOf(text)
        if (text !== null && instant === null)
          throw new BridgeError('USAGE', { message: `Это не день и время: «${text}»` })
        return instant === null ? {} : { [name]: instant }
      }
      const news = { ...at('headToldAt'), ...at('supportToldAt'), ...at('passwordChangedAt') }
      if (Object.keys(news).length === 0)
        throw new BridgeError('USAGE', {
          message: 'Не сказано, что произошло: заполните хотя бы одно время.',
        })
      return decisions.updateIncident(visit.school.id, numberOf(visit), news, revision)
    },
  })
}
