import { setImmediate as others } from 'node:timers/promises'

/**
 * Looking at files is done by synchronous calls: an archive of ten years has sixty thousand, most of them small, and handing
 * each call to another thread costs ten times what the call does. So whoever looks at many lets others have their turn in between.
 */
const longestMs = 1

let last = performance.now()

/** Resolves at once, or after pages, timers and jobs had their turn. */
export async function breathe(): Promise<void> {
  if (performance.now() - last < longestMs) return
  await others()
  last = performance.now()
}
