import { z } from 'zod'
import { studyYearDays, studyYearStart } from '../../calendar/index.js'
import type { LedgerEntry } from '../../ledger/index.js'
import { type ReadinessItem, readinessItems } from '../../regulation/index.js'
import { sendPage, todayOf, type WebContext } from '../context.js'
import { groundOf } from '../findings-view.js'
import { namesPupils, ownWithin } from '../narrow.js'
import { Readiness, type ReadyClass } from '../pages/readiness.js'
import { schoolRoute } from '../route.js'

const rule = '2.2-sections-formed'
const changeRule = '2.2-sections-kept'
const mostEntries = 2000
const mostChanges = 50

const Query = z.object({ year: z.coerce.number().int().min(2010).max(2100).optional().catch(undefined) })

/** Before September one looks forward to the year that begins. */
function yearOf(today: string): number {
  return today.slice(5) >= '06-01' ? Number(today.slice(0, 4)) : studyYearStart(today)
}

/** What is formed by 5 September, class by class. */
export function readinessRoutes(context: WebContext): void {
  const { deps } = context
  schoolRoute(context, { path: '/schools/:school/readiness', needs: 'see-findings' }, async visit => {
    const { request, reply, school } = visit
    const today = todayOf(context, school)
    const year = Query.parse(request.query).year ?? yearOf(today)
    const day = `${year}-09-05`
    const { findings } = deps
    const own = await ownWithin(visit, deps.own)
    const mayName = await namesPupils(visit, deps.own)
    const query = { from: day, to: day, rule }
    const ground = await groundOf({ deps: findings, school, own, query, now: deps.now(), mayName })
    const { within } = ground.filter
    // Classes that are opened later have terms of their own.
    const terms = { from: day, to: studyYearDays(year).to }
    const [entries, changed, checked] = await Promise.all([
      findings.found.list({ ...ground.filter, ...terms }, { limit: mostEntries, order: 'worst' }),
      findings.found.list(
        { school: school.id, ...studyYearDays(year), rules: [changeRule], within },
        { limit: mostChanges, order: 'worst' },
      ),
      findings.found.checkedClasses({ school: school.id, ...terms, rule }),
    ])
    const classes = ground.names.classes
      .filter(({ id }) => own === null || own.classes.has(id))
      .map(one => ({ ...one, items: itemsOf(one.id, entries, checked) }))
    const led = own !== null && classes.length === 0 ? null : classes
    const page = Readiness({ school: school.id, year, ground, classes: led, changed })
    return sendPage(context, reply, { school, title: 'К 5 сентября', here: 'readiness' }, page)
  })
}

function itemsOf(
  classId: string,
  entries: readonly LedgerEntry[],
  checked: ReadonlySet<string>,
): ReadyClass['items'] {
  const own = entries.filter(({ verdict }) => verdict.subject.class === classId)
  if (own.length === 0 && !checked.has(classId)) return null
  return new Map(own.flatMap(entry => itemOf(entry).map(item => [item, entry] as const)))
}

/** `2026/pupils` */
function itemOf({ verdict }: LedgerEntry): ReadinessItem[] {
  const name = verdict.subject.part?.split('/')[1]
  return (Object.keys(readinessItems) as ReadinessItem[]).filter(item => item === name)
}
