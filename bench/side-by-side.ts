/**
 * Two ways of doing one thing, in turns in one process: what else the machine does at the time hits both, so their
 * ratio means something where their times don't.
 */

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

export async function millisecondsOf(work: () => unknown): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** Processor time of this process: waiting for a busy machine isn't in it, clearing garbage away is. */
function processorMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

export async function processorMsOf(work: () => unknown): Promise<number> {
  const start = processorMs()
  await work()
  return processorMs() - start
}

/** Milliseconds of processor time that each way takes for all items, the median of several turns. */
export function inTurns<Name extends string, Item>(
  ways: Readonly<Record<Name, (item: Item) => unknown>>,
  items: readonly Item[],
  turns: number,
): Record<Name, number> {
  const names = Object.keys(ways) as Name[]
  const times = new Map(names.map(name => [name, [] as number[]]))
  for (let turn = 0; turn < turns; turn += 1) {
    for (const name of turn % 2 === 0 ? names : [...names].reverse()) {
      // The garbage of one way must not be cleared away in the time of another. Only the young: a full collection
      // between two bodies, with no parsed one alive, also throws away what was compiled for such objects, and
      // compiling it anew would be measured.
      globalThis.gc?.({ type: 'minor' })
      const start = processorMs()
      for (const item of items) ways[name](item)
      times.get(name)?.push(processorMs() - start)
    }
  }
  return Object.fromEntries(names.map(name => [name, median(times.get(name) ?? [])])) as Record<Name, number>
}
