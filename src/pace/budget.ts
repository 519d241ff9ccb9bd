import { z } from 'zod'

/** What all processes know together about one token at one server. Instants are the keeper's, in milliseconds. */

export const Charge = z.object({
  school: z.string(),
  purpose: z.string(),
  endpoint: z.string(),
  /** Start of the hour in which the call left, by the program's clock. */
  hour: z.number(),
})
export type Charge = z.infer<typeof Charge>

/** A call in flight. It ends with its report, or by itself when its process is dead. */
const Lease = z.object({
  id: z.string(),
  /** Process that has it. */
  by: z.string(),
  startedAt: z.number(),
  until: z.number(),
  probe: z.boolean(),
  charge: Charge,
})
export type Lease = z.infer<typeof Lease>

const Circuit = z.object({
  since: z.number(),
  /** What callers are told. */
  code: z.string(),
  /** Next moment at which any call may be the probe. */
  probeAt: z.number(),
  failedProbes: z.number(),
})

export const Budget = z.object({
  leases: z.array(Lease),
  nextStartAt: z.number(),
  /** Share of the ceiling that we allow ourselves, from `smallestShare` to 1. */
  share: z.number(),
  /** When the share was halved last: calls that had left before don't halve it again. */
  slowedAt: z.number(),
  quietUntil: z.number(),
  /** Outages in a row. */
  outages: z.number(),
  /** Open while the platform is away. */
  circuit: Circuit.nullable(),
  /** Processes in which an urgent call waits, and until when that is believed without hearing of it again. */
  urgent: z.array(z.object({ by: z.string(), until: z.number() })),
})
export type Budget = z.infer<typeof Budget>

export function freshBudget(): Budget {
  const never = 0
  return {
    leases: [],
    nextStartAt: never,
    share: 1,
    slowedAt: never,
    quietUntil: never,
    outages: 0,
    circuit: null,
    urgent: [],
  }
}

/** A budget as people and `doctor` see it; spans instead of instants, because the keeper's clock is its own. */
export interface Standing {
  readonly requestsPerSecond: number
  /** As many as that when the platform doesn't ask for fewer. */
  readonly ceiling: number
  readonly inFlight: number
  /** Null when nobody has to be quiet. */
  readonly quietForMs: number | null
  readonly outage: { readonly code: string; readonly sinceMs: number; readonly probeInMs: number } | null
}

export function standingOf(budget: Budget, ceiling: number, now: number): Standing {
  const { circuit, quietUntil } = budget
  return {
    requestsPerSecond: ceiling * budget.share,
    ceiling,
    inFlight: budget.leases.filter(lease => lease.until > now).length,
    quietForMs: quietUntil > now ? quietUntil - now : null,
    outage: circuit && {
      code: circuit.code,
      sinceMs: Math.max(0, now - circuit.since),
      probeInMs: Math.max(0, circuit.probeAt - now),
    },
  }
}
