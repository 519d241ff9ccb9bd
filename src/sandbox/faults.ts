/** Troubles of the platform, on order: the first fault that matches and isn't used up decides the answer. */
export interface Fault {
  /** Of the path with its query, e.g. `/v2/edu-groups/1/marks/…`. */
  readonly match: RegExp
  /** How many requests it strikes; Infinity for all. */
  readonly times: number
  readonly kind: FaultKind
  /** Of `rate-limit`: seconds in `Retry-After`; default 1. */
  readonly retryAfter?: number
}

export type FaultKind =
  /** A maintenance page with status 200. */
  | 'html-200'
  /** 429 with `Retry-After`. */
  | 'rate-limit'
  /** 433 without `Retry-After`. */
  | 'rate-limit-433'
  /** 500 with an error object. */
  | 'server-error'
  /** The connection ends in the middle of the body. */
  | 'truncated'
  /** No answer until the sandbox closes or the caller gives up. */
  | 'hang'
  /** An error object with status 200. */
  | 'error-200'
  /** 401, as if the token had died. */
  | 'token-dead'

export class Faults {
  #left: { fault: Fault; times: number }[] = []

  constructor(faults: readonly Fault[]) {
    this.set(faults)
  }

  set(faults: readonly Fault[]): void {
    this.#left = faults.map(fault => ({ fault, times: fault.times }))
  }

  strike(url: string): Fault | null {
    // search() instead of test(): a global or sticky pattern must not remember where it stopped.
    const found = this.#left.find(({ fault, times }) => times > 0 && url.search(fault.match) >= 0)
    if (found === undefined) return null
    found.times -= 1
    return found.fault
  }
}
