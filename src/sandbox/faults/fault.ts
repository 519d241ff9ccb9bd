import { z } from 'zod'

/** Troubles of the platform, on order: what can be asked for, and how it is written. */

export const faultKinds = [
  /** 429; `retryAfter`: seconds (1), `date` or `none`. */
  'rate-limit',
  /** 433, without `Retry-After` unless it is asked for. */
  'rate-limit-433',
  /** `apiRequestLimit` with status 200. */
  'rate-limit-200',
  /** An error object with `status` (500) and `type` (`apiServerError`). */
  'server-error',
  /** An error object with status 200. */
  'error-200',
  /** A maintenance page with status 200. */
  'html-200',
  /** A proxy's page with `status` (502). */
  'html-error',
  /** 401, as if the token had died. */
  'token-dead',
  /** The connection is reset before any answer. */
  'reset',
  /** No answer until the sandbox closes or the caller gives up. */
  'hang',
  /** The same behind the headers and half of the body. */
  'hang-body',
  /** `bytesPerSecond` (1). */
  'slow',
  /** The connection ends in the middle of the body. */
  'truncated',
  /** JSON in which one quotation mark is broken. */
  'corrupted',
  /** The records of another class; strikes only where a class is named in the path. */
  'wrong-class',
  /** The first half of every list. */
  'half',
  /** The answer of `hoursBehind` (24) ago. */
  'stale',
  /** `field` (any; a name or a path such as `works.sentDate`) is `renamed`, `missing`, of another `type` or `null`, or there is a `new` one. */
  'drift',
] as const
export type FaultKind = (typeof faultKinds)[number]

const driftChanges = ['renamed', 'missing', 'type', 'new', 'null'] as const
export type DriftChange = (typeof driftChanges)[number]

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) !== null
  } catch {
    // Any fault of it is the same: it is no pattern.
    return false
  }
}

/** A fault as JSON: in a file, on the command line, in a request. */
export const FaultJson = z.strictObject({
  kind: z.enum(faultKinds),
  /** Pattern of the path with its query; default: every request. */
  match: z.string().refine(isPattern, 'не регулярное выражение').optional(),
  /** How many requests it strikes; default: all that match. */
  times: z.number().int().min(1).optional(),
  /** Share of the matching requests that it strikes, drawn from `seed` (0), path and number of the try. */
  share: z.number().min(0).max(1).optional(),
  seed: z.number().int().optional(),
  retryAfter: z.union([z.number().int().min(0), z.enum(['none', 'date'])]).optional(),
  status: z.number().int().min(400).max(599).optional(),
  type: z.string().min(1).optional(),
  bytesPerSecond: z.number().min(0.1).max(1_000_000).optional(),
  hoursBehind: z.number().min(0).optional(),
  field: z.string().min(1).optional(),
  change: z.enum(driftChanges).optional(),
})

/** The same in code, where a pattern may be a RegExp. */
export interface Fault extends Omit<z.input<typeof FaultJson>, 'match'> {
  readonly match?: RegExp
}

export function faultFromJson({ match, ...fault }: z.infer<typeof FaultJson>): Fault {
  return match === undefined ? fault : { ...fault, match: new RegExp(match) }
}
