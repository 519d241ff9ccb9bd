import { sendPage, type WebContext } from '../context.js'
import { Digests } from '../pages/digests.js'
import { schoolRoute } from '../route.js'

/** The next letters before they go: what each would say now, and whether it would go. */
export function digestRoutes(context: WebContext): void {
  const path = '/schools/:school/digests'
  schoolRoute(context, { path, needs: 'see-digests' }, async ({ reply, school }) => {
    const letters = await context.deps.nextLetters(school.id)
    const frame = { school, title: 'Следующие сводки', here: 'digests' } as const
    return sendPage(context, reply, frame, Digests({ letters }))
  })
}
