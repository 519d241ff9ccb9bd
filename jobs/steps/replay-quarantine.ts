import type { Window } from '../../src/journal/index.js'
import type { Replay } from '../../src/mirror/index.js'
import type { JobDeps, School } from '../deps.js'
import { neighboursOf } from './neighbours.js'

export interface ReplayedWindow extends Replay {
  readonly window: Window
}

/**
 * Enters what the program as it is now can read of the answers that stand in quarantine. The platform isn't asked: their
 * bodies are kept as long as they are what a window said last.
 */
export async function replayQuarantine(
  deps: JobDeps,
  school: School,
  { dryRun, signal }: { readonly dryRun: boolean; readonly signal: AbortSignal },
): Promise<ReplayedWindow[]> {
  const { mirror, clock, parseAnswer } = deps
  const directory = await mirror.directory(school.id)
  const replayed: ReplayedWindow[] = []
  for (const { window } of await mirror.quarantine(school.id)) {
    signal.throwIfAborted()
    const neighbours = await neighboursOf(deps, window, directory)
    const parse = (body: string) => parseAnswer(window, body, neighbours)
    const result = await mirror.replay({ window, parse, at: clock.now(), dryRun })
    if (result !== null) replayed.push({ window, ...result })
  }
  return replayed
}
