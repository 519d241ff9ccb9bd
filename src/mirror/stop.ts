import { BridgeError } from '../errors.js'

/** @throws BridgeError INTERRUPTED where nobody waits for what is read any more */
export function stopIfAsked(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new BridgeError('INTERRUPTED', { message: 'Чтение журнала прервано' })
}
