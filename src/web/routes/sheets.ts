import { z } from 'zod'
import { BridgeError } from '../../errors.js'
import { sendPage, type WebContext } from '../context.js'
import { sheetForms } from '../deps/sheets.js'
import { sendDownload, types } from '../download.js'
import { ledClasses } from '../own.js'
import { Sheet, SheetClasses } from '../pages/sheet.js'
import { type SchoolVisit, schoolRoute } from '../route.js'
import { shortName } from '../short.js'

const Text = z.union([z.string(), z.array(z.string()).transform(all => all.at(-1) ?? '')]).optional()
const Query = z.object({ period: Text })
const Path = z.object({ class: z.string(), form: z.enum(sheetForms).optional().catch(undefined) })

/** «Ведомости»: the classes, a class's sheet as it stands now, its files. */
export function sheetRoutes(context: WebContext): void {
  const { deps } = context
  const needs = 'see-sheets'

  /** @throws BridgeError NOT_FOUND for a class that isn't the viewer's, or isn't */
  async function sheetOf(visit: SchoolVisit) {
    const { request, school } = visit
    const { class: classId, form } = Path.parse(request.params)
    const maySee = await ledClasses(deps, visit)
    if (!maySee(classId)) throw new BridgeError('NOT_FOUND', { message: 'Такого класса среди ваших нет.' })
    const periodId = Query.parse(request.query).period || null
    const { viewer } = visit
    // Who sits at the computer of a school without accounts has no name.
    const by = viewer.account === null ? null : viewer.name
    const sheet = await deps.sheets.sheet({ school: school.id, classId, periodId, by })
    return { sheet, classId, periodId, form }
  }

  schoolRoute(context, { path: '/schools/:school/sheets', needs }, async visit => {
    const { reply, school } = visit
    const maySee = await ledClasses(deps, visit)
    const classes = (await deps.classes(school.id)).filter(({ id }) => maySee(id))
    const frame = { school, title: 'Сводные ведомости', here: 'sheets' } as const
    return sendPage(context, reply, frame, SheetClasses({ school, classes }))
  })

  schoolRoute(context, { path: '/schools/:school/sheets/:class', needs }, async visit => {
    const { reply, school } = visit
    const { sheet, classId, periodId } = await sheetOf(visit)
    const periods = await deps.sheets.periods(school.id, classId)
    const title = `Сводная ведомость: ${shortName(sheet.class.name)}`
    return sendPage(context, reply, { school, title, here: 'sheets' }, Sheet({ sheet, periods, periodId }))
  })

  schoolRoute(context, { path: '/schools/:school/sheets/:class/files/:form', needs }, async visit => {
    const { sheet, form } = await sheetOf(visit)
    if (form === undefined)
      throw new BridgeError('NOT_FOUND', { message: 'В таком виде ведомость не выдаётся.' })
    const bytes = await deps.sheets.file(sheet, form)
    const scope = sheet.periods.length === 1 ? ` ${sheet.periods[0]?.name ?? ''}` : ''
    const name = `Сводная ведомость ${shortName(sheet.class.name)} ${sheet.studyYear.replace('/', '-')}${scope}.${form}`
    return sendDownload(visit, { bytes, name: name.replace(/[/\\]/g, '-'), type: types[form] })
  })
}
