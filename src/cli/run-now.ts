import { randomUUID } from 'node:crypto'
import { type App, addRun, type School } from '../app.js'
import { BridgeError } from '../errors.js'
import type { Run, RunKind } from '../runs/index.js'

export interface RunNowRequest {
  readonly kind: RunKind
  readonly school: School
  readonly from: string
  readonly to: string
  readonly classIds: readonly string[] | null
}

/** Waits until a run has ended, telling how far it is. Reads the runs table: queue events can't be relied upon. */
export async function followRun(
  app: App,
  id: string,
  options: { signal: AbortSignal; onProgress: (run: Run) => void; pollMs: number },
): Promise<Run> {
  for (;;) {
    const run = await app.deps.runs.get(id)
    if (!run) throw new BridgeError('NOT_FOUND', { message: `Запуска ${id} нет` })
    options.onProgress(run)
    if (run.state !== 'queued' && run.state !== 'running') return run
    if (options.signal.aborted)
      throw new BridgeError('INTERRUPTED', { message: 'Остановлено по просьбе пользователя' })
    await new Promise(resolve => setTimeout(resolve, options.pollMs))
  }
}

export function progressLine(run: Run): string {
  const steps: Record<string, string> = {
    directory: 'читаю списки классов и учителей',
    windows: 'читаю журналы',
    check: 'проверяю',
    checked: 'проверено',
    report: 'составляю отчёт',
    sheets: 'печатаю ведомости',
    digest: 'отправляю сводку',
    'print-kit': 'готовлю комплект печати',
  }
  const done = run.complete + run.incomplete
  const units = run.kind === 'print-kit' ? 'классов' : 'окон'
  const share = run.windows === null ? '' : `: ${done} из ${run.windows} ${units}`
  return `${steps[run.step ?? ''] ?? 'готовлюсь'}${share}`
}

/**
 * Does a run in this process, now, with the same jobs that the service's workers run.
 * @throws BridgeError CALENDAR_UNKNOWN before anything is asked; INTERRUPTED
 */
export async function runNow(
  app: App,
  request: RunNowRequest,
  options: { signal: AbortSignal; onProgress: (run: Run) => void },
): Promise<Run> {
  app.deps.requireKnownDays(request)
  // A human who asks may try a token that the service has given up for the hour; a print kit asks nothing of the platform.
  if (request.kind !== 'print-kit' && (await app.deps.access.state()).kind === 'dead')
    await app.deps.access.probe(options.signal)
  const queue = await app.inlineQueue()
  const workers = await app.work(queue)
  try {
    const id = `cli-${request.school.id}-${randomUUID()}`
    const { kind, from, to, classIds } = request
    await addRun(app.deps, queue, { id, kind, school: request.school.id, from, to, classIds, askedBy: 'cli' })
    const run = await followRun(app, id, { ...options, pollMs: 100 })
    await workers.close()
    return run
  } catch (error) {
    await workers.close(true)
    throw error
  } finally {
    await queue.close()
  }
}
