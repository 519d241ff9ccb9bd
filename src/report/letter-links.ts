import type { Instant } from '../clock.js'
import type { Id, IsoDate } from '../journal/index.js'
import type { VerdictKind } from '../regulation/index.js'

/** Addresses of pages as letters name them; that the pages understand them is tested where both are known. */

/** A list of findings, as its page asks for it. */
export interface ListOfFindings {
  readonly from: IsoDate
  readonly to: IsoDate
  readonly kind?: VerdictKind
  readonly classId?: Id | null
  readonly teacher?: Id
  readonly rule?: string
  /** What became so after that moment. */
  readonly since?: Instant | null
  /** What was so by that moment. */
  readonly until?: Instant | null
  readonly due?: { readonly from: Instant; readonly to: Instant }
  readonly mendable?: boolean
}

/** All null where there is no dashboard to link to. */
export interface LetterLinks {
  list(list: ListOfFindings): string | null
  verdict(entry: string | null): string | null
  /** The page of just these days: the usual page moves on while the mail lies unread. */
  days(days: { readonly from: IsoDate; readonly to: IsoDate; readonly classId: Id | null }): string | null
  /** What wasn't read of these days; of a class on its own page. */
  coverage(days: { readonly from: IsoDate; readonly to: IsoDate; readonly classId: Id | null }): string | null
  readonly exemptions: string | null
  readonly decisions: string | null
  readonly printing: string | null
}

export function letterLinks(baseUrl: string | null, school: Id): LetterLinks {
  const url = (path: string, values: Readonly<Record<string, string | null | undefined>> = {}) => {
    if (baseUrl === null) return null
    const query = new URLSearchParams()
    for (const [name, value] of Object.entries(values)) if (value != null) query.set(name, value)
    return new URL(`/schools/${school}${path}${query.size === 0 ? '' : `?${query}`}`, baseUrl).href
  }
  const moment = (at: Instant | null | undefined) => (at == null ? null : new Date(at).toISOString())
  const ofClass = (id: Id | null) => `/classes/${encodeURIComponent(id ?? '')}`
  return {
    list: ({ classId, since, until, due, mendable, ...rest }) =>
      url('/findings', {
        ...rest,
        class: classId,
        since: moment(since),
        until: moment(until),
        dueFrom: moment(due?.from),
        dueTo: moment(due?.to),
        mendable: mendable ? '1' : null,
      }),
    verdict: entry => (entry === null ? null : url(`/verdicts/${encodeURIComponent(entry)}`)),
    days: ({ classId, ...days }) => url(classId === null ? '' : ofClass(classId), days),
    coverage: ({ classId, ...days }) => url(classId === null ? '/sync' : ofClass(classId), days),
    exemptions: url('/decisions/exemption'),
    decisions: url('/decisions'),
    printing: url('/print-kit'),
  }
}
