import { isBridgeError } from '../errors.js'
import { isRefusal } from './failures.js'

/** What can be asked for in several ways, of which nobody knows which a deployment of the platform offers. */
export type Detour = 'members' | 'holidays' | 'bells' | 'final-marks'

/** The first way that is still worth trying, by what is asked for. */
export type Detours = Map<Detour, number>

/**
 * The body by the first way that isn't refused. A way that the platform doesn't know is not tried again for other
 * classes; one that is forbidden may be open for the next class.
 * @throws BridgeError the last refusal, when all ways are refused
 */
export async function byFirstWay(
  detours: Detours,
  detour: Detour,
  ways: readonly (() => Promise<string>)[],
): Promise<string> {
  const first = detours.get(detour) ?? 0
  let refusal: unknown = null
  /** What was found out about this class only. */
  let exception = false
  for (const [index, ask] of ways.entries()) {
    if (index < first) continue
    try {
      const body = await ask()
      if (!exception) detours.set(detour, index)
      return body
    } catch (error) {
      if (!isRefusal(error)) throw error
      exception ||= isBridgeError(error, 'DNEVNIK_FORBIDDEN')
      refusal = error
    }
  }
  throw refusal
}
