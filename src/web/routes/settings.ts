import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { BridgeError, isBridgeError } from '../../errors.js'
import type { IsoDate } from '../../journal/index.js'
import { reachOf } from '../../people/index.js'
import { SettingsChange } from '../../regulation/index.js'
import { addresses } from '../addresses.js'
import { whileChecked } from '../checking.js'
import { sendPage, todayOf, type WebContext } from '../context.js'
import { formToken, isOwnForm, tokenField } from '../csrf.js'
import { isDay } from '../days.js'
import { complaints, type Field, missing, one, type Typed, typedIn, type Wrong } from '../decisions/field.js'
import { authorOf, refusal, signed, whyField } from '../decisions/signing.js'
import type { RuleSet, TrialDays } from '../deps/settings.js'
import { RevisionForm } from '../pages/decisions.js'
import { RuleSettings, SettingsList } from '../pages/settings.js'
import { SettingsPreview, type ShownTrial } from '../pages/settings-preview.js'
import { type SchoolVisit, schoolRoute } from '../route.js'
import { fieldOf, isChanged, readChanged, settingFields, shownOf, typedValues } from '../settings/typed.js'
import { withPatience } from '../waiting.js'

const RulePath = z.object({ rule: z.string() })
const NumberPath = z.object({ number: z.coerce.number().int().min(1) })
const here = 'settings'
const base = '/schools/:school/settings'

function notFound(message: string): BridgeError {
  return new BridgeError('NOT_FOUND', { message })
}

/** What the rules are set to: for administrators to see, for deputy heads to change. */
export function settingsRoutes(context: WebContext): void {
  const { settings } = context.deps

  schoolRoute(context, { path: base, needs: 'see-settings' }, async ({ request, reply, school }) => {
    const content = SettingsList({
      school: school.id,
      book: await settings.book(school.id, todayOf(context, school)),
      fixed: settings.fixed(school.id),
      entered: /^\d+$/.exec(one(typedIn(request.query), 'entered') ?? '')?.[0] ?? null,
    })
    return sendPage(context, reply, { school, title: 'Настройки', here }, content)
  })

  schoolRoute(context, { path: `${base}/:rule`, needs: 'see-settings' }, async visit => {
    const on = one(typedIn(visit.request.query), 'on') ?? ''
    const set = await setOf(visit, isDay(on) ? on : todayOf(context, visit.school))
    return sendRule(visit, { set, on: isDay(on) ? on : todayOf(context, visit.school) }, new Map(), null)
  })

  changeRoutes(context, { setOf, sendRule })
  withdrawRoutes(context, setOf)

  async function setOf({ request, school }: SchoolVisit, on: IsoDate): Promise<RuleSet> {
    const wanted = RulePath.safeParse(request.params).data?.rule
    const set = (await settings.book(school.id, on)).find(({ rule }) => rule.id === wanted)
    if (set) return set
    throw notFound('Такого правила нет, или настроек у него нет.')
  }

  function sendRule(
    { reply, school, viewer }: SchoolVisit,
    { set, on }: Shown,
    typed: Typed,
    wrong: Wrong | null,
    status = wrong ? 422 : 200,
  ): FastifyReply {
    const content = RuleSettings({
      school: school.id,
      timeZone: school.timeZone,
      ...{ set, on },
      form:
        reachOf(viewer, 'change-settings', school.id) === null
          ? null
          : {
              fields: signed(viewer, fieldsOf({ set, on })),
              typed: typedOver({ set, on }, typed),
              wrong,
              hidden: [['preview', '1'], ...hiddenOf({ set, on })],
            },
    })
    return sendPage(context, reply, { school, title: set.rule.title, here, status }, content)
  }
}

/** A rule as it is set on a day. */
interface Shown {
  readonly set: RuleSet
  readonly on: IsoDate
}

interface Shared {
  setOf(visit: SchoolVisit, on: IsoDate): Promise<RuleSet>
  sendRule(visit: SchoolVisit, shown: Shown, typed: Typed, wrong: Wrong | null, status?: number): FastifyReply
}

function fieldsOf({ set: { rule, values }, on }: Shown): readonly Field[] {
  return [
    ...settingFields(rule, values),
    {
      ...{ kind: 'day', name: 'from', label: 'С какого дня', usual: on },
      hint: 'Дни до него проверяются как раньше',
    },
    { kind: 'text', name: 'order', label: 'Основание', hint: 'Например: приказ № 12 от 13.11.2026' },
    { kind: 'text', name: 'reason', label: 'Причина', optional: true },
  ]
}

/** Where nobody typed, what is in force: also where somebody else has changed it since. */
function typedOver({ set: { rule, values } }: Shown, typed: Typed): Typed {
  const shown = [...typedValues(rule, values)]
  return new Map([
    ...typed,
    ...shown.flatMap(([key, text]) => (isChanged(key, typed) ? [] : [[fieldOf(key), text] as const])),
  ])
}

function hiddenOf({ set: { rule, values, version }, on }: Shown): [string, string][] {
  const shown = [...typedValues(rule, values)].map(([key, text]): [string, string] => [
    shownOf(key),
    text[0] ?? '',
  ])
  return [['on', on], ['seen', version], ...shown]
}

function changeRoutes(context: WebContext, { setOf, sendRule }: Shared): void {
  const { settings } = context.deps
  const path = `${base}/:rule/change`

  async function shownTo(visit: SchoolVisit, typed: Typed): Promise<Shown> {
    const on = one(typed, 'on') ?? ''
    const day = isDay(on) ? on : todayOf(context, visit.school)
    return { on: day, set: await setOf(visit, day) }
  }

  function read(
    { set: { rule } }: Shown,
    fields: readonly Field[],
    typed: Typed,
  ):
    | { readonly change: SettingsChange; readonly wrong: null }
    | { readonly change: null; readonly wrong: Wrong } {
    const { values, wrong } = readChanged(rule, typed)
    const lacking = missing(fields, typed)
    if (values === null || lacking.size > 0)
      return { change: null, wrong: new Map([...lacking, ...(wrong ?? [])]) }
    if (Object.keys(values).length === 0)
      return { change: null, wrong: new Map([['', 'Ни одно значение не изменено.']]) }
    const [from, order, reason] = ['from', 'order', 'reason'].map(name => one(typed, name))
    const parsed = SettingsChange.safeParse({ rule: rule.id, from, values, order, reason })
    return parsed.success
      ? { change: parsed.data, wrong: null }
      : { change: null, wrong: complaints(parsed.error, fields, {}) }
  }

  async function trialOf(
    { school, reply }: SchoolVisit,
    change: SettingsChange,
    over: TrialDays,
  ): Promise<ShownTrial> {
    const trial = await withPatience(reply, context.deps, async signal => ({
      shown: await settings.try(school.id, change, over, signal),
    }))
    return trial.done === null ? trial.left : trial.done.shown
  }

  async function sendPreview(
    visit: SchoolVisit,
    { shown, typed, change, stale }: { shown: Shown; typed: Typed; change: SettingsChange; stale: boolean },
  ): Promise<FastifyReply> {
    const { request, reply, school, viewer } = visit
    const over = one(typed, 'over') === 'year' ? 'year' : 'term'
    let content = null
    const refused = await refusal(typed, async () => {
      content = SettingsPreview({
        school: school.id,
        set: shown.set,
        change,
        over,
        trial: await trialOf(visit, change, over),
        sent: sentAgain(signed(viewer, fieldsOf(shown)), shown, typed),
        token: formToken(request, reply),
        stale,
      })
    })
    if (refused !== null) return sendRule(visit, shown, typed, refused)
    return sendPage(
      context,
      reply,
      { school, title: shown.set.rule.title, here, status: stale ? 403 : 200 },
      content,
    )
  }

  /** Somebody else was quicker: what was typed stays, what is in force now stands beside it. */
  function sendConflict(visit: SchoolVisit, shown: Shown, typed: Typed, message: string): FastifyReply {
    const text = `${message} Что вы изменили, осталось в форме; остальное показано так, как действует теперь. Проверьте и продолжите.`
    return sendRule(visit, shown, typed, new Map([['', text]]), 409)
  }

  schoolRoute(context, { path, needs: 'change-settings' }, async visit => {
    const typed = typedIn(visit.request.query)
    const shown = await shownTo(visit, typed)
    if (!typed.has('preview')) return sendRule(visit, shown, typed, null)
    if (one(typed, 'seen') !== shown.set.version)
      return sendConflict(visit, shown, typed, 'Пока форма была открыта, настройки правила изменились.')
    const { change, wrong } = read(shown, signed(visit.viewer, fieldsOf(shown)), typed)
    if (change === null) return sendRule(visit, shown, typed, wrong)
    return sendPreview(visit, { shown, typed, change, stale: false })
  })

  schoolRoute(context, { method: 'POST', path, needs: 'change-settings' }, async visit => {
    const { request, reply, school, viewer } = visit
    const typed = typedIn(request.body)
    const shown = await shownTo(visit, typed)
    const { change, wrong } = read(shown, signed(viewer, fieldsOf(shown)), typed)
    if (change === null) return sendRule(visit, shown, typed, wrong)
    if (!isOwnForm(request, one(typed, tokenField)))
      return sendPreview(visit, { shown, typed, change, stale: true })
    const seen = { on: shown.on, version: one(typed, 'seen') ?? '' }
    let entered = { number: 0, checking: null as string | null }
    try {
      const refused = await refusal(typed, async () => {
        entered = await settings.change(school.id, change, { author: authorOf(viewer, typed), seen })
      })
      if (refused !== null) return sendRule(visit, shown, typed, refused)
    } catch (error) {
      if (!isBridgeError(error, 'CHANGED_MEANWHILE')) throw error
      return sendConflict(visit, await shownTo(visit, typed), typed, error.message)
    }
    const { number, checking } = entered
    return reply.redirect(whileChecked(addresses.settings(school.id, number), checking), 303)
  })
}

/** Everything that was typed and shown, for the next press. */
function sentAgain(fields: readonly Field[], shown: Shown, typed: Typed): [string, string][] {
  const names = [...fields.map(({ name }) => name), 'over']
  return [
    ...names.flatMap(name => (typed.get(name) ?? []).map((value): [string, string] => [name, value])),
    ...hiddenOf(shown),
  ]
}

function withdrawRoutes(context: WebContext, setOf: Shared['setOf']): void {
  const { settings } = context.deps
  const path = `${base}/:rule/:number/withdraw`

  async function standing(visit: SchoolVisit): Promise<{ readonly set: RuleSet; readonly number: number }> {
    const { request, school } = visit
    const set = await setOf(visit, todayOf(context, school))
    const number = NumberPath.safeParse(request.params).data?.number
    const found = set.history.find(item => item.number === number)
    if (found && found.revisions.at(-1)?.content !== null) return { set, number: found.number }
    throw notFound('Такого изменения нет, или оно уже отозвано.')
  }

  async function sendForm(visit: SchoolVisit, typed: Typed, wrong: Wrong | null): Promise<FastifyReply> {
    const { request, reply, school, viewer } = visit
    const { set, number } = await standing(visit)
    const title = `${set.rule.title}: вернуть, как было до изменения № ${number}?`
    const content = RevisionForm({
      title,
      about:
        'Изменение будет отозвано, дни, которых оно касалось, будут проверены снова. В истории оно останется.',
      action: addresses.withdrawSettings(school.id, set.rule.id, number),
      back: addresses.ruleSettings(school.id, set.rule.id),
      button: 'Вернуть',
      fields: signed(viewer, [whyField]),
      ...{ typed, wrong, token: formToken(request, reply) },
    })
    return sendPage(context, reply, { school, title, here, status: wrong ? 422 : 200 }, content)
  }

  schoolRoute(context, { path, needs: 'change-settings' }, visit => sendForm(visit, new Map(), null))

  schoolRoute(context, { method: 'POST', path, needs: 'change-settings' }, async visit => {
    const { request, reply, school, viewer } = visit
    const typed = typedIn(request.body)
    const lacking = missing(signed(viewer, [whyField]), typed)
    if (lacking.size > 0) return sendForm(visit, typed, lacking)
    if (!isOwnForm(request, one(typed, tokenField))) {
      const text = 'Не записано: страница была открыта слишком давно. Проверьте и нажмите ещё раз.'
      return sendForm(visit, typed, new Map([['', text]]))
    }
    const { set, number } = await standing(visit)
    const { checking } = await settings.withdraw(school.id, number, {
      author: authorOf(viewer, typed),
      why: one(typed, 'why') ?? '',
    })
    return reply.redirect(whileChecked(addresses.ruleSettings(school.id, set.rule.id), checking), 303)
  })
}
