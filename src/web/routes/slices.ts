import { z } from 'zod'
import { BridgeError } from '../../errors.js'
import { type Own, reachOf } from '../../people/index.js'
import { clauses } from '../../regulation/index.js'
import { addresses, type FindingQuery } from '../addresses.js'
import { sendPage, todayOf, type WebContext } from '../context.js'
import { usualPeriod } from '../days.js'
import type { Named, SchoolNames } from '../deps/findings.js'
import { readQuery } from '../finding-query.js'
import { namesPupils, ownWithin, withinOf } from '../narrow.js'
import { NameList } from '../pages/name-list.js'
import { Passport } from '../pages/passport.js'
import { SlicePage } from '../pages/slice.js'
import { type SchoolVisit, schoolRoute } from '../route.js'
import { sliceOf } from '../slices.js'

const PathId = z.object({ id: z.string().max(40) })

interface SliceKind {
  readonly kind: 'class' | 'teacher' | 'subject' | 'clause'
  /** In the address. */
  readonly folder: string
  readonly listTitle: string
  readonly here: 'classes' | 'teachers' | 'subjects' | 'clauses'
  narrow(id: string): Partial<FindingQuery>
  action(school: string, id: string): string
  named(names: SchoolNames): readonly (Named & { readonly note?: string })[]
}

const clauseNames: readonly (Named & { readonly note: string })[] = [
  ...new Set(clauses.filter(({ rules }) => rules.length > 0).map(({ clause }) => clause)),
].map(clause => ({
  id: clause,
  name: `Пункт ${clause}`,
  note: clauses
    .filter(one => one.clause === clause)
    .map(({ title }) => title)
    .join('; '),
}))

const kinds: readonly SliceKind[] = [
  {
    ...{ kind: 'class', folder: 'classes', listTitle: 'Классы', here: 'classes' },
    narrow: classId => ({ classId }),
    action: addresses.class,
    named: ({ classes }) => classes,
  },
  {
    ...{ kind: 'teacher', folder: 'teachers', listTitle: 'Учителя', here: 'teachers' },
    narrow: teacher => ({ teacher }),
    action: addresses.teacher,
    named: ({ teachers }) => teachers,
  },
  {
    ...{ kind: 'subject', folder: 'subjects', listTitle: 'Предметы', here: 'subjects' },
    narrow: subject => ({ subject }),
    action: addresses.subject,
    named: ({ subjects }) => subjects,
  },
  {
    ...{ kind: 'clause', folder: 'clauses', listTitle: 'Пункты регламента', here: 'clauses' },
    narrow: clause => ({ clause }),
    action: addresses.clause,
    named: () => clauseNames,
  },
]

/** Pages of a class, a teacher, a subject, a clause, and the lists that lead to them. */
export function sliceRoutes(context: WebContext): void {
  for (const kind of kinds) {
    listRoute(context, kind)
    sliceRoute(context, kind)
  }
}

function listRoute(context: WebContext, kind: SliceKind): void {
  const { deps } = context
  schoolRoute(context, { path: `/schools/:school/${kind.folder}`, needs: 'see-findings' }, async visit => {
    const { reply, school } = visit
    const own = await ownWithin(visit, deps.own)
    const items = await visibleNames(context, visit, kind, own)
    const list = items.map(({ id, name, note }) => ({
      name,
      address: kind.action(school.id, id),
      ...(note !== undefined && { note }),
    }))
    const page = NameList({
      ...{ title: kind.listTitle, items: list, empty: 'Списки школы ещё не прочитаны.' },
      children:
        kind.kind === 'clause' &&
        Passport({ lines: deps.settings.passport(school.id, todayOf(context, school)) }),
    })
    return sendPage(context, reply, { school, title: kind.listTitle, here: kind.here }, page)
  })
}

/** Months that tell whose lessons somebody has, where not the whole school may be seen. */
const taughtDays = 300

async function visibleNames(
  context: WebContext,
  { school }: SchoolVisit,
  kind: SliceKind,
  own: Own | null,
): Promise<ReturnType<SliceKind['named']>> {
  const { found, names } = context.deps.findings
  const all = kind.named(await names(school.id))
  if (own === null || kind.kind === 'clause') return all
  const today = todayOf(context, school)
  const from = new Date(Date.parse(today) - taughtDays * 86_400_000).toISOString().slice(0, 10)
  const taught = await found.taught({ school: school.id, from, to: today, within: withinOf(own) })
  const seen = new Set<string>([
    ...(kind.kind === 'class' ? own.classes : []),
    ...taught.flatMap(({ classId, subjectId, teacherIds }) =>
      kind.kind === 'class' ? [classId] : kind.kind === 'subject' ? [subjectId] : teacherIds,
    ),
  ])
  return all.filter(({ id }) => seen.has(id))
}

/** Letters of a former year lead to its classes: the lists of this year have others. */
function notNamed({ kind }: SliceKind): BridgeError {
  const message = 'Такой страницы нет, или она вам не открыта.'
  if (kind !== 'class') return new BridgeError('NOT_FOUND', { message })
  const hint =
    'Открытые вам разделы — в меню. Если ссылка из старого письма: в новом учебном году у классов другие номера, ' +
    'найденное за прежние дни — в списке нарушений за эти дни.'
  return new BridgeError('NOT_FOUND', { message, hint })
}

function sliceRoute(context: WebContext, kind: SliceKind): void {
  const { deps } = context

  /** A certificate is about all clauses and subjects, and a reminder goes to a teacher. */
  async function controlOf({ school }: SchoolVisit, { kind: of }: SliceKind, id: string) {
    if (of !== 'class' && of !== 'teacher') return null
    return {
      address: addresses.remind(school.id, of === 'class' ? { classId: id } : { teacher: id }),
      sent: of === 'teacher' ? await deps.control.reminders(school.id, { teacher: id }) : [],
      ...{ timeZone: school.timeZone, names: await deps.findings.names(school.id) },
    }
  }

  const path = `/schools/:school/${kind.folder}/:id`
  schoolRoute(context, { path, needs: 'see-findings' }, async visit => {
    const { request, reply, school, viewer } = visit
    const { id } = PathId.parse(request.params)
    const own = await ownWithin(visit, deps.own)
    const named = (await visibleNames(context, visit, kind, own)).find(item => item.id === id)
    if (!named) throw notNamed(kind)
    const today = todayOf(context, school)
    const { typed, problems, query } = readQuery(request.query, today, usualPeriod(today))
    const narrowed = query && { ...query, ...kind.narrow(id) }
    const mayName = await namesPupils(visit, deps.own)
    const asked = { deps: deps.findings, school, own, now: deps.now(), mayName }
    const shown = narrowed && (await sliceOf({ ...asked, query: narrowed }, kind.kind))
    const lines =
      kind.kind === 'clause' ? clauses.filter(({ clause }) => clause === id).map(({ demand }) => demand) : []
    const title = kind.kind === 'class' ? `Класс ${named.name}` : named.name
    const page = SlicePage({
      ...{ school: school.id, kind: kind.kind, title, lines, typed, problems, shown },
      action: kind.action(school.id, id),
      control: reachOf(viewer, 'control', school.id) === null ? null : await controlOf(visit, kind, id),
    })
    const frame = { school, title, here: kind.here, status: problems ? 422 : 200 } as const
    return sendPage(context, reply, frame, page)
  })
}
