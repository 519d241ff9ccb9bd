import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { BridgeError } from '../../errors.js'
import { addresses } from '../addresses.js'
import { whileChecked } from '../checking.js'
import { sendPage, type WebContext } from '../context.js'
import { formToken, isOwnForm, tokenField } from '../csrf.js'
import { addDays, weekdayOf } from '../days.js'
import type { KnownNames } from '../decisions/deps.js'
import { type Field, many, missing, one, type Typed, typedIn, type Wrong } from '../decisions/field.js'
import { readEntry } from '../decisions/read-entry.js'
import { authorOf, refusal, signed, whyField } from '../decisions/signing.js'
import { ledClasses } from '../own.js'
import { AcquaintancePage, weekText } from '../pages/acquaintance.js'
import { RevisionForm } from '../pages/decisions.js'
import { type SchoolVisit, schoolRoute } from '../route.js'
import { shortName } from '../short.js'

const NumberPath = z.object({ number: z.coerce.number().int().min(1) })
const here = 'acquaintance'
const title = 'Ознакомление с журналом класса'
const shownWeeks = 8

/** A class teacher enters, of the own classes only, what deputy heads enter among the decisions. */
export function acquaintanceRoutes(context: WebContext): void {
  const { deps } = context
  const { decisions } = deps
  const path = '/schools/:school/acquaintance'

  /** What is known of the school, with the own classes and no others. */
  async function knownTo(visit: SchoolVisit): Promise<KnownNames> {
    const known = await decisions.known(visit.school.id, 'acquaintance', null)
    const isOwn = await ledClasses(deps, visit)
    const own = known.classes.filter(({ value }) => isOwn(value))
    return { ...known, classes: own.map(({ value, text }) => ({ value, text: shortName(text) })) }
  }

  async function send(
    visit: SchoolVisit,
    known: KnownNames,
    { typed, wrong, status }: { typed: Typed; wrong: Wrong | null; status: number },
  ): Promise<FastifyReply> {
    const { request, reply, school, viewer } = visit
    const content = AcquaintancePage({
      ...{ school: school.id, classes: known.classes, weeks: weeksTo(known.today), typed, wrong },
      stated: await decisions.acquaintances(school.id),
      author: viewer.name,
      entered: typedIn(request.query).has('entered'),
      fields: signed(viewer, fieldsOf(known)),
      token: formToken(request, reply),
    })
    return sendPage(context, reply, { school, title, here, status }, content)
  }

  schoolRoute(context, { path, needs: 'acquaint' }, async visit =>
    send(visit, await knownTo(visit), { typed: new Map(), wrong: null, status: 200 }),
  )

  schoolRoute(context, { method: 'POST', path, needs: 'acquaint' }, async visit => {
    const { request, reply, school, viewer } = visit
    const known = await knownTo(visit)
    const typed = typedIn(request.body)
    const again = (wrong: Wrong, status = 422) => send(visit, known, { typed, wrong, status })
    const lacking = missing(signed(viewer, fieldsOf(known)), typed)
    if (lacking.size > 0) return again(lacking)
    const strange = (many(typed, 'class') ?? []).some(id => !known.classes.some(({ value }) => value === id))
    if (strange || known.classes.length === 0)
      throw new BridgeError('NOT_FOUND', { message: 'Такого класса среди ваших нет.' })
    const { entry, wrong } = readEntry('acquaintance', typed, known)
    if (entry === null) return again(wrong)
    if (!isOwnForm(request, one(typed, tokenField))) {
      const text = 'Не записано: страница была открыта слишком давно. Проверьте и нажмите ещё раз.'
      return again(new Map([['', text]]), 403)
    }
    let checking: string | null = null
    const refused = await refusal(typed, async () => {
      checking = (await decisions.enter(school.id, entry, authorOf(viewer, typed))).checking
    })
    if (refused !== null) return again(refused)
    return reply.redirect(whileChecked(addresses.acquaintance(school.id, '1'), checking), 303)
  })

  withdrawRoutes(context, knownTo)
}

/** Only what one has entered oneself; the rest is the deputy head's to take back. */
function withdrawRoutes(context: WebContext, knownTo: (visit: SchoolVisit) => Promise<KnownNames>): void {
  const { decisions } = context.deps
  const path = '/schools/:school/acquaintance/:number/withdraw'

  async function ownStatement(visit: SchoolVisit) {
    const number = NumberPath.safeParse(visit.request.params).data?.number
    const { classes } = await knownTo(visit)
    const found = (await decisions.acquaintances(visit.school.id)).find(
      one =>
        one.number === number &&
        one.author === visit.viewer.name &&
        classes.some(({ value }) => value === one.classId),
    )
    if (found)
      return { ...found, className: classes.find(({ value }) => value === found.classId)?.text ?? '' }
    throw new BridgeError('NOT_FOUND', { message: 'Такой записи среди ваших нет.' })
  }

  async function sendForm(visit: SchoolVisit, typed: Typed, wrong: Wrong | null): Promise<FastifyReply> {
    const { request, reply, school, viewer } = visit
    const { number, week, className } = await ownStatement(visit)
    const content = RevisionForm({
      title: `${className}, неделя ${weekText(week)}: отозвать отметку?`,
      about: 'Неделя снова будет не отмечена; в истории запись останется.',
      action: addresses.withdrawAcquaintance(school.id, number),
      back: addresses.acquaintance(school.id),
      button: 'Отозвать',
      fields: signed(viewer, [whyField]),
      ...{ typed, wrong, token: formToken(request, reply) },
    })
    return sendPage(context, reply, { school, title, here, status: wrong ? 422 : 200 }, content)
  }

  schoolRoute(context, { path, needs: 'acquaint' }, visit => sendForm(visit, new Map(), null))

  schoolRoute(context, { method: 'POST', path, needs: 'acquaint' }, async visit => {
    const { request, reply, school, viewer } = visit
    const typed = typedIn(request.body)
    const { number } = await ownStatement(visit)
    const lacking = missing(signed(viewer, [whyField]), typed)
    if (lacking.size > 0) return sendForm(visit, typed, lacking)
    if (!isOwnForm(request, one(typed, tokenField))) {
      const text = 'Не записано: страница была открыта слишком давно. Проверьте и нажмите ещё раз.'
      return sendForm(visit, typed, new Map([['', text]]))
    }
    const revision = { author: authorOf(viewer, typed), why: one(typed, 'why') ?? '' }
    const { checking } = await decisions.withdraw(school.id, { kind: 'acquaintance', number }, revision)
    return reply.redirect(whileChecked(addresses.acquaintance(school.id), checking), 303)
  })
}

function weeksTo(today: string): string[] {
  const monday = addDays(today, 1 - weekdayOf(today))
  return Array.from({ length: shownWeeks }, (_, index) => addDays(monday, -7 * index))
}

function fieldsOf({ classes, today }: KnownNames): readonly Field[] {
  const weeks = weeksTo(today)
  return [
    ...(classes.length > 1
      ? [{ kind: 'one', name: 'class', label: 'Класс', choices: classes } as const]
      : []),
    {
      ...{ kind: 'one', name: 'week', label: 'Неделя' },
      choices: weeks.map(week => ({ value: week, text: weekText(week) })),
    },
    { kind: 'day', name: 'on', label: 'Когда журнал просмотрен', usual: today },
  ]
}
