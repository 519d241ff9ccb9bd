import { priorityOf } from './job-run.js'
import { byQueue, type JobCounts, type JobKind, type JobTree, type QueueName, queueNames } from './queue.js'

/** Who waits for whom, and whose turn it is: the state of the inline queue, without running anything. */

export interface Entry {
  readonly id: string
  readonly name: string
  readonly queue: QueueName
  readonly payload: unknown
  readonly priority: number
  /** Place among equals; children stand before their parent, so trees are worked off depth first. */
  readonly place: number
  /** Entries that wait for this one. */
  readonly parents: Entry[]
  /** Children that haven't ended. */
  pending: number
  ended: boolean
}

export interface Line {
  /** Enters a tree, or nothing where its id is known; an unknown job refuses the whole tree. */
  enter(tree: JobTree): void
  /** Whose turn it is in a queue; the entry is active from then on. */
  take(queue: QueueName): Entry | null
  end(entry: Entry, failed: boolean): void
  /** Back to its place in line, as if it hadn't been taken. */
  giveBack(entry: Entry): void
  /** Whether one that goes before this entry is ready. */
  isPassed(entry: Entry): boolean
  active(queue: QueueName): number
  counts(): Record<QueueName, JobCounts>
  isIdle(): boolean
}

const passes = (a: Entry, b: Entry) => a.priority - b.priority || a.place - b.place

export function createLine(kindOf: (name: string) => JobKind): Line {
  const known = new Map<string, Entry>()
  const ready = byQueue(() => new Set<Entry>())
  const blocked = new Set<Entry>()
  const counts = byQueue(() => ({ waiting: 0, active: 0, failed: 0 }))
  let places = 0

  function check(tree: JobTree, inherited?: number): void {
    kindOf(tree.name)
    const priority = priorityOf(tree, inherited)
    for (const child of tree.children ?? []) check(child, priority)
  }
  function enter(tree: JobTree, inherited?: number): Entry {
    const twin = tree.id === undefined ? undefined : known.get(tree.id)
    if (twin) return twin
    const priority = priorityOf(tree, inherited)
    const children = (tree.children ?? []).map(child => enter(child, priority)).filter(child => !child.ended)
    places += 1
    const entry: Entry = {
      id: tree.id ?? `${tree.name}-${places}`,
      name: tree.name,
      queue: kindOf(tree.name).queue,
      // A copy by way of JSON, as in every other queue, so that nothing works here that wouldn't there.
      payload: JSON.parse(JSON.stringify(tree.payload ?? {})),
      priority,
      place: places,
      parents: [],
      pending: children.length,
      ended: false,
    }
    for (const child of children) child.parents.push(entry)
    if (tree.id !== undefined) known.set(tree.id, entry)
    counts[entry.queue].waiting += 1
    if (children.length > 0) blocked.add(entry)
    else ready[entry.queue].add(entry)
    return entry
  }
  return {
    enter(tree) {
      check(tree)
      enter(tree)
    },
    take(queue) {
      let first: Entry | null = null
      for (const entry of ready[queue]) if (first === null || passes(entry, first) < 0) first = entry
      if (first === null) return null
      ready[queue].delete(first)
      counts[queue].waiting -= 1
      counts[queue].active += 1
      return first
    },
    end(entry, failed) {
      entry.ended = true
      counts[entry.queue].active -= 1
      if (failed) counts[entry.queue].failed += 1
      for (const parent of entry.parents) {
        parent.pending -= 1
        if (parent.pending === 0 && blocked.delete(parent)) ready[parent.queue].add(parent)
      }
    },
    giveBack(entry) {
      counts[entry.queue].active -= 1
      counts[entry.queue].waiting += 1
      ready[entry.queue].add(entry)
    },
    isPassed: entry => [...ready[entry.queue]].some(other => other.priority < entry.priority),
    active: queue => counts[queue].active,
    counts: () => structuredClone(counts),
    isIdle: () => queueNames.every(name => counts[name].waiting + counts[name].active === 0),
  }
}
