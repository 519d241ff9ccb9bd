import { z } from 'zod'
import { isStudyYear } from '../../calendar/index.js'
import { BridgeError } from '../../errors.js'
import { reachOf } from '../../people/index.js'
import { addresses } from '../addresses.js'
import { sendPage, type WebContext } from '../context.js'
import { formToken, isOwnForm } from '../csrf.js'
import { sendDownload } from '../download.js'
import { ledClasses } from '../own.js'
import { PrintKitBoard, PrintReadiness } from '../pages/print-kit.js'
import { type SchoolVisit, schoolRoute } from '../route.js'
import { withPatienceFor } from '../waiting.js'

const ClassPath = z.object({ class: z.string() })
const FilePath = z.object({ version: z.string().regex(/^v[1-9]\d*$/), '*': z.string().min(1) })
/** A year that isn't one is none: the page of the year that runs comes up. */
const Year = z.object({ year: z.string().refine(isStudyYear).nullable().catch(null) })
const here = 'print-kit'
const base = '/schools/:school/print-kit'

function noClass(): BridgeError {
  return new BridgeError('NOT_FOUND', { message: 'Такого класса в школе нет.' })
}

/** «Печать»: the yearly printing of 30 June on one page. */
export function printKitRoutes(context: WebContext): void {
  const { deps } = context

  async function sendBoard(visit: SchoolVisit, status: 200 | 403) {
    const { request, reply, school, viewer } = visit
    const token = reachOf(viewer, 'decide', school.id) === null ? null : formToken(request, reply)
    const { year } = Year.parse(request.query)
    const board = await deps.printKit.board(school.id, year)
    const content = PrintKitBoard({ school: school.id, timeZone: school.timeZone, board, token })
    return sendPage(context, reply, { school, title: 'Печать ведомостей', here, status }, content)
  }

  schoolRoute(context, { path: base, needs: 'see-decisions' }, visit => sendBoard(visit, 200))

  schoolRoute(context, { method: 'POST', path: base, needs: 'decide' }, async visit => {
    const { request, reply, school } = visit
    if (!isOwnForm(request, request.body)) return sendBoard(visit, 403)
    const id = await deps.printKit.startMaking(school.id, null)
    return reply.redirect(addresses.run(school.id, id), 303)
  })

  // Names of pupils stand on it, as on the sheet itself.
  schoolRoute(context, { path: `${base}/classes/:class`, needs: 'see-sheets' }, async visit => {
    const { request, reply, school } = visit
    const { class: classId } = ClassPath.parse(request.params)
    const maySee = await ledClasses(deps, visit)
    const known = maySee(classId)
      ? (await deps.classes(school.id)).find(({ id }) => id === classId)
      : undefined
    if (known === undefined) throw noClass()
    const judged = await withPatienceFor(reply, deps, async signal => ({
      found: await deps.printKit.readiness(school.id, classId, signal),
    }))
    const found = judged.done === null ? judged.left : judged.done.found
    if (found === null) throw noClass()
    const title = `Готова ли ведомость ${known.name}`
    const content = PrintReadiness({ school: school.id, className: known.name, found })
    return sendPage(context, reply, { school, title, here }, content)
  })

  schoolRoute(context, { path: `${base}/files/:version/*`, needs: 'read-archive' }, async visit => {
    const parsed = FilePath.safeParse(visit.request.params)
    if (!parsed.success) throw new BridgeError('NOT_FOUND', { message: 'Такого файла в комплекте нет.' })
    const { version, '*': path } = parsed.data
    const { year: studyYear } = Year.parse(visit.request.query)
    const bytes = await deps.printKit.file(visit.school.id, { studyYear, version, path })
    const type = path.endsWith('.pdf') ? 'application/pdf' : 'application/octet-stream'
    return sendDownload(visit, { bytes, name: path.replaceAll('/', ' — '), type })
  })
}
