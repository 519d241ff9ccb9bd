/**
 * Does the work for each item, up to `lanes` at once. After a failure nothing new is begun, and what is under way is
 * waited for: a job that has ended leaves nobody behind who still reads and writes.
 * @throws what failed first
 */
export async function inLanes<T>(
  items: readonly T[],
  lanes: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const line = [...items]
  const failures: unknown[] = []
  async function lane(): Promise<void> {
    for (let item = line.shift(); item !== undefined; item = line.shift()) {
      await work(item).catch((error: unknown) => {
        failures.push(error)
        line.length = 0
      })
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  if (failures.length > 0) throw failures[0]
}
