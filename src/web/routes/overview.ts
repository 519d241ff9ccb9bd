import { reachOf } from '../../people/index.js'
import { addresses } from '../addresses.js'
import { sendPage, type WebContext } from '../context.js'
import { Overview } from '../pages/overview.js'
import { commonRoute } from '../route.js'

/** The office's schools side by side. */
export function overviewRoutes(context: WebContext): void {
  const { deps } = context
  const needs = 'see-overview'
  commonRoute(context, { path: addresses.overview, needs, of: 'some-school' }, async ({ reply, viewer }) => {
    const own = deps.schools.filter(({ id }) => reachOf(viewer, needs, id) !== null)
    const schools = await deps.overview(own.map(({ id }) => id))
    const frame = { school: null, title: 'Школы', here: 'overview' } as const
    return sendPage(context, reply, frame, Overview({ schools }))
  })
}
