import { z } from 'zod'
import { BridgeError } from '../../errors.js'
import type { Run } from '../../runs/index.js'
import { addresses } from '../addresses.js'
import { schoolOf, sendPage, type WebContext } from '../context.js'
import { isFinished, RunPage, runProgress } from '../pages/run.js'
import { RunList } from '../pages/runs.js'

const RunPath = z.object({ id: z.string() })
const secondsWithoutScripts = 5

/** Runs: the recent ones, one of them, and its progress as a fragment for the page that watches it. */
export function runRoutes(context: WebContext): void {
  const { app, deps } = context

  async function runOf(params: unknown): Promise<Run> {
    const { id } = RunPath.parse(params)
    const run = await deps.run(id)
    if (run) return run
    throw new BridgeError('NOT_FOUND', { message: 'Такого чтения журнала нет.' })
  }

  app.get('/runs', async (_request, reply) => {
    const [first] = deps.schools
    return reply.redirect(first ? addresses.runs(first.id) : '/')
  })

  app.get('/schools/:school/runs', async (request, reply) => {
    const school = schoolOf(context, request.params)
    const runs = await deps.recentRuns(school.id)
    const content = RunList({ school: school.id, runs, timeZone: school.timeZone })
    return sendPage(context, reply, { school, title: 'Чтения журнала', here: 'runs' }, content)
  })

  app.get('/runs/:id', async (request, reply) => {
    const run = await runOf(request.params)
    const school = schoolOf(context, { school: run.school })
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

  app.get('/runs/:id/progress', async (request, reply) => {
    const run = await runOf(request.params)
    const { timeZone } = schoolOf(context, { school: run.school })
    return reply
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(runProgress(run, timeZone))
  })
}
