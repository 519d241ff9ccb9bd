import { hash } from '../school/dice.js'
import type { Fault } from './fault.js'

/** A fault that strikes one request, with the number from which everything random of it is drawn. */
export interface Struck {
  readonly fault: Fault
  readonly luck: number
}

interface Ordered {
  readonly fault: Fault
  left: number
  /** How often each request was asked for, so that the order among different ones doesn't matter. */
  readonly tries: Map<string, number>
}

const namesClass = /\/(?:edu-groups?|groups?)\/\d/

/** The first fault that matches, isn't used up and is drawn decides the answer. */
export class Faults {
  #ordered: Ordered[] = []

  constructor(faults: readonly Fault[]) {
    this.set(faults)
  }

  set(faults: readonly Fault[]): void {
    this.#ordered = faults.map(fault => ({
      fault,
      left: fault.times ?? Number.POSITIVE_INFINITY,
      tries: new Map(),
    }))
  }

  list(): readonly Fault[] {
    return this.#ordered.map(({ fault }) => fault)
  }

  /** `name` is the method, path and query; the version isn't part of the draw. */
  strike(method: string, url: string): Struck | null {
    for (const ordered of this.#ordered) {
      if (ordered.left <= 0 || !matches(ordered.fault, url)) continue
      const luck = draw(ordered, `${method} ${url.replace(/^\/v2(\.0)?\//, '')}`)
      if ((luck % 1_000_000) / 1_000_000 >= (ordered.fault.share ?? 1)) continue
      ordered.left -= 1
      return { fault: ordered.fault, luck: Math.floor(luck / 1_000_000) }
    }
    return null
  }
}

function matches({ match, kind }: Fault, url: string): boolean {
  if (kind === 'wrong-class' && !namesClass.test(url)) return false
  // search() instead of test(): a global or sticky pattern must not remember where it stopped.
  return match === undefined || url.search(match) >= 0
}

function draw({ fault, tries }: Ordered, name: string): number {
  const turn = tries.get(name) ?? 0
  tries.set(name, turn + 1)
  return hash(`${fault.kind}/${name}/${turn}`, fault.seed ?? 0)
}
