/**
 * Uses what was read of each item in turn, while the next one is being read: who reads and who uses don't wait for one another.
 * Two are held at a time. What is under way when this ends, however it ends, is waited for: nobody reads any more then.
 * @throws what reading or using throws first
 */
export async function eachOneAhead<Item, Read>(
  items: readonly Item[],
  read: (item: Item) => Promise<Read>,
  use: (one: Read, item: Item) => void | Promise<void>,
): Promise<void> {
  const begin = (item: Item) => {
    const one = read(item)
    // A failure is told to whoever waits for it; until then it isn't one that nobody handles.
    one.catch(() => undefined)
    return { item, one }
  }
  /** The item that is being read, if any is. */
  let ahead = items.slice(0, 1).map(begin)
  // A function of its own lets go of what was read before: a loop that waits holds its variables.
  const step = async (following: readonly Item[]) => {
    const [reading] = ahead
    if (!reading) return
    const one = await reading.one
    ahead = following.map(begin)
    await use(one, reading.item)
  }
  try {
    for (const index of items.keys()) await step(items.slice(index + 1, index + 2))
  } finally {
    await Promise.allSettled(ahead.map(({ one }) => one))
  }
}
