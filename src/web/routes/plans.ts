import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { BridgeError } from '../../errors.js'
import { reachOf } from '../../people/index.js'
import { addresses } from '../addresses.js'
import { whileChecked } from '../checking.js'
import { sendPage, type WebContext } from '../context.js'
import { formToken, isOwnForm, tokenField } from '../csrf.js'
import { missing, one, type Typed, typedIn, type Wrong } from '../decisions/field.js'
import { authorOf, refusal, signed, whyField } from '../decisions/signing.js'
import type { NamedPlan } from '../deps/plans.js'
import { sendDownload, types } from '../download.js'
import { RevisionForm } from '../pages/decisions.js'
import { CorrectionPage, PlanList, PlanPage } from '../pages/plans.js'
import { type SchoolVisit, schoolRoute } from '../route.js'
import { shortName } from '../short.js'

const here = 'plans'
const base = '/schools/:school/plans'
const ofVersion = `${base}/:number/versions/:version`
const Query = z.object({ year: z.coerce.number().int().min(2000).max(2100).optional().catch(undefined) })
const Shown = z.object({ version: z.coerce.number().int().min(1).optional().catch(undefined) })
const Whole = z.coerce.number().int().min(1).max(1_000_000)
const PlanPath = z.object({ number: Whole })
const VersionPath = z.object({ number: Whole, version: Whole })

function notFound(): BridgeError {
  return new BridgeError('NOT_FOUND', { message: 'Такого плана среди ваших нет.' })
}

function pathOf<Path>(schema: z.ZodType<Path>, { request }: SchoolVisit): Path {
  const parsed = schema.safeParse(request.params)
  if (parsed.success) return parsed.data
  throw notFound()
}

/** «Тематические планы»: the list, a plan with its versions, what its versions changed. */
export function planRoutes(context: WebContext): void {
  const { deps } = context
  const mayChange = ({ viewer, school }: SchoolVisit) => reachOf(viewer, 'change-plans', school.id) !== null

  /** All plans; else those of the classes that one leads, and of what one teaches. */
  async function ownPlans({ school, reach }: SchoolVisit, year: number) {
    if (reach.kind === 'whole') return () => true
    const { classes, teacher } = await deps.own(school.id, reach)
    const taught = teacher === null ? [] : await deps.plans.taught(school.id, teacher, year)
    return ({ classId, subjectId, teacherId }: NamedPlan) =>
      classes.has(classId) ||
      (teacherId === null
        ? taught.some(lesson => lesson.classId === classId && lesson.subjectId === subjectId)
        : teacherId === teacher)
  }

  /** @throws BridgeError NOT_FOUND for a plan that isn't, or isn't the viewer's */
  async function planOf(visit: SchoolVisit, wanted: { number: number; version: number | null }) {
    const shown = await deps.plans.plan(visit.school.id, wanted)
    const isOwn = await ownPlans(visit, shown.plan.studyYear)
    if (!isOwn(shown.plan)) throw notFound()
    return shown
  }

  schoolRoute(context, { path: base, needs: 'see-plans' }, async visit => {
    const { request, reply, school, reach } = visit
    const typed = Query.parse(request.query)
    const year = typed.year ?? (await deps.plans.choices(school.id)).thisYear
    const { plans, missing } = await deps.plans.list(school.id, year)
    const content = PlanList({
      ...{ school: school.id, year, mayChange: mayChange(visit), showMissing: reach.kind === 'whole' },
      board: { plans: plans.filter(await ownPlans(visit, year)), missing },
      entered: (one(typedIn(request.query), 'entered') ?? '').split(',').filter(text => /^\d+$/.test(text)),
    })
    return sendPage(context, reply, { school, title: 'Тематические планы', here }, content)
  })

  schoolRoute(context, { path: `${base}/:number`, needs: 'see-plans' }, async visit => {
    const { request, reply, school } = visit
    const { number } = pathOf(PlanPath, visit)
    const shown = await planOf(visit, { number, version: Shown.parse(request.query).version ?? null })
    const content = PlanPage({
      ...{ school: school.id, timeZone: school.timeZone, shown, mayChange: mayChange(visit) },
    })
    return sendPage(context, reply, { school, title: `План № ${number}`, here }, content)
  })

  schoolRoute(context, { path: `${ofVersion}/plan.xlsx`, needs: 'see-plans' }, async visit => {
    const { plan, sheet } = await planOf(visit, pathOf(VersionPath, visit))
    const name = `КТП ${plan.title}, версия ${sheet.version}.xlsx`
    return sendDownload(visit, {
      bytes: await deps.plans.file(sheet),
      name: fileName(name),
      type: types.xlsx,
    })
  })

  async function correctionOf(visit: SchoolVisit) {
    const wanted = pathOf(VersionPath, visit)
    await planOf(visit, wanted)
    return deps.plans.correction(visit.school.id, wanted)
  }

  schoolRoute(context, { path: `${ofVersion}/correction`, needs: 'see-plans' }, async visit => {
    const { reply, school } = visit
    const content = CorrectionPage({ school: school.id, correction: await correctionOf(visit) })
    return sendPage(context, reply, { school, title: 'Лист коррекции', here }, content)
  })

  schoolRoute(context, { path: `${ofVersion}/correction.xlsx`, needs: 'see-plans' }, async visit => {
    const correction = await correctionOf(visit)
    const { className, subjectName, version } = correction
    const name = fileName(`Лист коррекции ${className}, ${subjectName}, версия ${version}.xlsx`)
    return sendDownload(visit, { bytes: await deps.plans.correctionFile(correction), name, type: types.xlsx })
  })

  async function sendWithdrawal(
    visit: SchoolVisit,
    typed: Typed,
    wrong: Wrong | null,
  ): Promise<FastifyReply> {
    const { request, reply, school, viewer } = visit
    const { number } = pathOf(PlanPath, visit)
    const { plan } = await planOf(visit, { number, version: null })
    if (plan.standing.length === 0) throw notFound()
    const title = `План № ${number}: отозвать?`
    const content = RevisionForm({
      ...{ title, typed, wrong, button: 'Отозвать', fields: signed(viewer, [whyField]) },
      about: `${shortName(plan.title)}. План перестанет действовать на все свои дни, темы по нему сверяться не будут; в истории он останется.`,
      action: addresses.withdrawPlan(school.id, number),
      back: addresses.plan(school.id, number),
      token: formToken(request, reply),
    })
    return sendPage(context, reply, { school, title, here, status: wrong ? 422 : 200 }, content)
  }

  const withdraw = `${base}/:number/withdraw`
  schoolRoute(context, { path: withdraw, needs: 'change-plans' }, visit =>
    sendWithdrawal(visit, new Map(), null),
  )
  schoolRoute(context, { method: 'POST', path: withdraw, needs: 'change-plans' }, async visit => {
    const { request, reply, school, viewer } = visit
    const { number } = pathOf(PlanPath, visit)
    const typed = typedIn(request.body)
    const lacking = missing(signed(viewer, [whyField]), typed)
    if (lacking.size > 0) return sendWithdrawal(visit, typed, lacking)
    if (!isOwnForm(request, one(typed, tokenField))) {
      const text = 'Не записано: страница была открыта слишком давно. Проверьте и нажмите ещё раз.'
      return sendWithdrawal(visit, typed, new Map([['', text]]))
    }
    const revision = { author: authorOf(viewer, typed), why: one(typed, 'why') ?? '' }
    let checking: string | null = null
    const refused = await refusal(typed, async () => {
      checking = (await deps.plans.withdraw(school.id, number, revision)).checking
    })
    if (refused !== null) return sendWithdrawal(visit, typed, refused)
    return reply.redirect(whileChecked(addresses.plan(school.id, number), checking), 303)
  })
}

function fileName(name: string): string {
  return shortName(name.replace(/[/\\]/g, '-'))
}
