import { z } from 'zod'
import { BridgeError } from '../../errors.js'
import { reachOf } from '../../people/index.js'
import type { Run } from '../../runs/index.js'
import { addresses } from '../addresses.js'
import { sendPage, type WebContext } from '../context.js'
import { formToken } from '../csrf.js'
import { cameFromOurForm } from '../forms.js'
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

  /** Who may start a reading may end one. */
  const cancelOf = ({ viewer, school, request, reply }: SchoolVisit) =>
    reachOf(viewer, 'resync', school.id) === null ? null : { token: formToken(request, reply) }

  /** What each viewer is shown of a run as it stands now. */
  const progressOf = (run: Run, visit: SchoolVisit) => ({
    run,
    timeZone: visit.school.timeZone,
    cancel: isFinished(run) ? null : cancelOf(visit),
    seesFindings: reachOf(visit.viewer, 'see-findings', visit.school.id) !== null,
  })

  async function sendRun(visit: SchoolVisit, { stale }: { stale: boolean }) {
    const { reply, school } = visit
    const run = await runOf(visit)
    const classes = run.classIds === null ? [] : await deps.classes(school.id)
    const classNames = run.classIds?.map(id => classes.find(one => one.id === id)?.name ?? `№ ${id}`) ?? null
    const frame = {
      school,
      title: 'Ход чтения',
      here: 'runs',
      status: stale ? 403 : 200,
      ...(!isFinished(run) && { reloadAfter: secondsWithoutScripts }),
    } as const
    const content = RunPage({ ...progressOf(run, visit), classNames, stale })
    return sendPage(context, reply, frame, content)
  }

  const path = '/schools/:school/runs/:id'
  schoolRoute(context, { path, needs: 'see-sync' }, visit => sendRun(visit, { stale: false }))

  schoolRoute(context, { method: 'POST', path: `${path}/cancel`, needs: 'resync' }, async visit => {
    const { request, reply, school } = visit
    if (!cameFromOurForm(request)) return sendRun(visit, { stale: true })
    const run = await runOf(visit)
    // Where it has ended meanwhile there is nothing to cancel, and its page says how it ended.
    await deps.sync.cancel(run)
    return reply.redirect(addresses.run(school.id, run.id), 303)
  })

  schoolRoute(context, { path: `${path}/progress`, needs: 'see-sync' }, async visit => {
    const run = await runOf(visit)
    return visit.reply
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(runProgress(progressOf(run, visit)))
  })
}
