import { setTimeout as delay } from 'node:timers/promises'
import { BridgeError } from '../errors.js'

export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>

export async function realSleep(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal })
}

export function interrupted(): BridgeError {
  return new BridgeError('INTERRUPTED', { message: 'Чтение журнала прервано.' })
}

/**
 * Runs a task with a signal that fires when any of the given ones does. By hand, because listeners that
 * `AbortSignal.any` leaves on a signal as long-lived as the program's are not ours to clean up.
 */
export async function withLinkedSignal<T>(
  signals: readonly AbortSignal[],
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  const abort = () => controller.abort()
  for (const signal of signals) {
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
  }
  try {
    return await task(controller.signal)
  } finally {
    for (const signal of signals) signal.removeEventListener('abort', abort)
  }
}
