import { z } from 'zod'
import { BridgeError } from '../../errors.js'
import type { Id } from '../../journal/index.js'
import { sectionKey } from '../../report/index.js'
import { sendPage, type WebContext } from '../context.js'
import { typedMoment } from '../days.js'
import { JournalClass, JournalClasses, JournalEmpty, JournalSubject } from '../pages/journal.js'
import { type SchoolVisit, schoolRoute } from '../route.js'
import { shortName } from '../short.js'

const Text = z.union([z.string(), z.array(z.string()).transform(all => all.at(-1) ?? '')]).optional()
const Query = z.object({ period: Text, at: Text })
const Path = z.object({ class: z.string(), section: z.string().optional() })

/** «Журнал»: the classes, a class's subjects, one subject; now and as of a past moment. */
export function journalRoutes(context: WebContext): void {
  const { deps } = context

  /** Classes that may be opened, and whose lessons alone are shown of those that aren't the viewer's own. */
  async function within({ school, reach }: SchoolVisit) {
    if (reach.kind === 'whole') return { maySee: () => true, teacherFor: () => null }
    const own = await deps.own(school.id, reach)
    const taught = new Set(own.teacher === null ? [] : await deps.journal.taught(school.id, own.teacher))
    return {
      maySee: (classId: Id) => own.classes.has(classId) || taught.has(classId),
      teacherFor: (classId: Id) => (own.classes.has(classId) ? null : own.teacher),
    }
  }

  schoolRoute(context, { path: '/schools/:school/journal', needs: 'see-journal' }, async visit => {
    const { reply, school } = visit
    const { maySee } = await within(visit)
    const classes = (await deps.classes(school.id)).filter(({ id }) => maySee(id))
    return sendPage(
      context,
      reply,
      { school, title: 'Журнал', here: 'journal' },
      JournalClasses({ school, classes }),
    )
  })

  async function momentOf({ request, school }: SchoolVisit) {
    const typed = Query.parse(request.query)
    if (typed.at === undefined || typed.at === '') return { period: typed.period, at: null, problem: null }
    const at = await deps.journal.instantOf(school.id, typed.at)
    if (at === null)
      return { period: typed.period, at: null, problem: 'Нужны дата и время: ГГГГ-ММ-ДДTЧЧ:ММ.' }
    // The future is not known: that is now.
    return { period: typed.period, at: at >= deps.now() ? null : at, problem: null }
  }

  async function send(visit: SchoolVisit) {
    const { request, reply, school } = visit
    const { class: classId, section: key } = Path.parse(request.params)
    const { maySee, teacherFor } = await within(visit)
    if (!maySee(classId)) throw noClass()
    const { period, at, problem } = await momentOf(visit)
    const view = await deps.journal.view({
      school: school.id,
      classId,
      periodId: period === undefined || period === '' ? null : period,
      at,
      teacher: teacherFor(classId),
      section: key ?? null,
    })
    const props = { school, view, at: at === null ? null : typedMoment(at, school.timeZone), problem }
    const title = `Журнал: ${shortName(view.journal.class.name)}`
    const frame = { school, title, here: 'journal', status: problem === null ? 200 : 422 } as const
    if (key === undefined) return sendPage(context, reply, frame, JournalClass(props))
    const section = view.journal.sections.find(known => sectionKey(known) === key)
    // A subject of another period, or of later: the form that leads there stands on the page.
    if (!section)
      return sendPage(context, reply, { ...frame, status: 404 }, JournalEmpty({ ...props, sectionKey: key }))
    return sendPage(context, reply, frame, JournalSubject({ ...props, section }))
  }

  schoolRoute(context, { path: '/schools/:school/journal/:class', needs: 'see-journal' }, send)
  schoolRoute(context, { path: '/schools/:school/journal/:class/:section', needs: 'see-journal' }, send)
}

function noClass(): BridgeError {
  return new BridgeError('NOT_FOUND', { message: 'Такого класса среди ваших нет.' })
}
