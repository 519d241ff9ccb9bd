import { z } from 'zod'
import { BridgeError } from '../../errors.js'
import { reachOf } from '../../people/index.js'
import { addresses } from '../addresses.js'
import { sendPage, type WebContext } from '../context.js'
import { formToken } from '../csrf.js'
import { sendDownload } from '../download.js'
import { cameFromOurForm } from '../forms.js'
import { ArchiveCheckPage, ArchiveList, checkProgress } from '../pages/archive.js'
import { Archived } from '../pages/archived.js'
import { type SchoolVisit, schoolRoute } from '../route.js'

const Text = z.union([z.string(), z.array(z.string()).transform(all => all.at(-1) ?? '')])
const Search = z.object({ id: Text.optional() })
const ObjectQuery = z.object({ id: Text })
const FileQuery = z.object({ id: Text, version: Text, path: Text })
const CheckPath = z.object({ id: z.string() })
const secondsWithoutScripts = 5

/** «Архив»: what lies there and whether it is whole, one document, its files, a check on demand. */
export function archiveRoutes(context: WebContext): void {
  const { deps } = context
  const path = '/schools/:school/archive'
  const frame = { title: 'Архив', here: 'archive' } as const

  async function sendList(visit: SchoolVisit, { stale }: { stale: boolean }) {
    const { request, reply, school } = visit
    const wanted = Search.parse(request.query).id ?? ''
    const shown = await deps.archive.overview(school.id)
    const content = ArchiveList({ school, shown, wanted, token: formToken(request, reply), stale })
    return sendPage(context, reply, { ...frame, school, status: stale ? 403 : 200 }, content)
  }
  schoolRoute(context, { path, needs: 'see-archive' }, visit => sendList(visit, { stale: false }))

  schoolRoute(context, { path: `${path}/object`, needs: 'see-archive' }, async visit => {
    const { request, reply, school, viewer } = visit
    const { data } = ObjectQuery.safeParse(request.query)
    const object = data ? await deps.archive.object(school.id, data.id) : null
    if (object === null) throw noDocument()
    const mayRead = reachOf(viewer, 'read-archive', school.id) !== null
    return sendPage(context, reply, { ...frame, school }, Archived({ school, object, mayRead }))
  })

  schoolRoute(context, { path: `${path}/file`, needs: 'read-archive' }, async visit => {
    const { request, school } = visit
    const { data } = FileQuery.safeParse(request.query)
    const bytes = data ? await deps.archive.file(school.id, data) : null
    if (!data || bytes === null) throw noDocument()
    const name = data.path.split('/').at(-1) ?? 'file'
    // Whatever it is, it is saved and never shown as a page of ours.
    return sendDownload(visit, { bytes, name, type: 'application/octet-stream' })
  })

  schoolRoute(context, { method: 'POST', path: `${path}/checks`, needs: 'see-archive' }, async visit => {
    const { request, reply, school } = visit
    if (!cameFromOurForm(request)) return sendList(visit, { stale: true })
    return reply.redirect(addresses.archiveCheck(school.id, await deps.archive.startCheck()), 303)
  })

  async function checkOf({ request }: SchoolVisit) {
    const check = await deps.archive.check(CheckPath.parse(request.params).id)
    if (check) return check
    throw new BridgeError('NOT_FOUND', { message: 'Такой проверки нет.' })
  }
  schoolRoute(context, { path: `${path}/checks/:id`, needs: 'see-archive' }, async visit => {
    const { reply, school } = visit
    const check = await checkOf(visit)
    const waiting = check.finishedAt === null ? { reloadAfter: secondsWithoutScripts } : {}
    const content = ArchiveCheckPage({ school, check })
    return sendPage(context, reply, { ...frame, school, ...waiting }, content)
  })
  schoolRoute(context, { path: `${path}/checks/:id/progress`, needs: 'see-archive' }, async visit => {
    const check = await checkOf(visit)
    return visit.reply
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(checkProgress(visit.school, check))
  })
}

function noDocument(): BridgeError {
  return new BridgeError('NOT_FOUND', { message: 'Такого документа в архиве этой школы нет.' })
}
