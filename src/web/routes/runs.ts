import { z } from 'zod'
import { BridgeError } from '../../errors.js'
import type { Run } from '../../runs/index.js'
import { sendPage, type WebContext } from '../context.js'
import { isFinished, RunPage, runProgress } from '../pages/run.js'
import { RunList } from '../pages/runs.js'
import { type SchoolVisit, schoolRoute } from '../route.js'

const RunPath = z.object({ id: z.string() })
const secondsWithoutScripts = 5

/** Runs: the recent ones, one of them, and its progress as a fragment for the page that watches it. */
export function runRoutes(context: WebContext): void {
  const { deps } = context

  async function runOf({ request, school }: SchoolVisit): Promise<Run> {
    const { id } = RunPath.parse(request.params)
    const run = await deps.run(id)
    if (run?.school === school.id) return run
    throw new BridgeError('NOT_FOUND', { message: 'Такого чтения журнала нет.' })
  }

  schoolRoute(context, { path: '/schools/:school/runs', needs: 'see-sync' }, async ({ reply, school }) => {
    const runs = await deps.recentRuns(school.id)
    const content = RunList({ school: school.id, runs, timeZone: school.timeZone })
    return sendPage(context, reply, { school, title: 'Чтения журнала', here: 'runs' }, content)
  })

  schoolRoute(context, { path: '/schools/:school/runs/:id', needs: 'see-sync' }, async visit => {
    const { reply, school } = visit
    const run = await runOf(visit)
    const classes = run.classIds === null ? [] : await deps.classes(school.id)
    const classNames = run.classIds?.map(id => classes.find(one => one.id === id)?.name ?? `№ ${id}`) ?? null
    const frame = {
      school,
      title: 'Ход чтения',
      here: 'runs',
      ...(!isFinished(run) && { reloadAfter: secondsWithoutScripts }),
    } as const
    return sendPage(context, reply, frame, RunPage({ run, timeZone: school.timeZone, classNames }))
  })

  schoolRoute(context, { path: '/schools/:school/runs/:id/progress', needs: 'see-sync' }, async visit => {
    const run = await runOf(visit)
    return visit.reply
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(runProgress(run, visit.school.timeZone))
  })
}
