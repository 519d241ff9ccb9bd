import type { Window } from '../../src/journal/index.js'
import type { Replay } from '../../src/mirror/index.js'
import type { JobDeps, School } from '../deps.js'
import { neighboursOf } from './neighbours.js'

export interface ReplayedWindow extends Replay {
  readonly window: Window
}

interface ReplayOptions {
  readonly dryRun: boolean
  readonly signal: AbortSignal
}

/**
 * Enters what the program as it is now can read of the answers that stand in quarantine, window by window. The platform
 * isn't asked: their bodies are kept as long as they are what a window said last.
 */
export async function* replayEach(
  deps: JobDeps,
  school: School,
  { dryRun, signal }: ReplayOptions,
): AsyncGenerator<ReplayedWindow> {
  const { mirror, clock, parseAnswer } = deps
  const directory = await mirror.directory(school.id)
  for (const { window } of await mirror.quarantine(school.id)) {
    signal.throwIfAborted()
    const neighbours = await neighboursOf(deps, window, directory)
    const parse = (body: string) => parseAnswer(window, body, neighbours)
    const result = await mirror.replay({ window, parse, at: clock.now(), dryRun })
    if (result !== null) yield { window, ...result }
  }
}

export async function replayQuarantine(
  deps: JobDeps,
  school: School,
  options: ReplayOptions,
): Promise<ReplayedWindow[]> {
  const replayed: ReplayedWindow[] = []
  for await (const window of replayEach(deps, school, options)) replayed.push(window)
  return replayed
}
