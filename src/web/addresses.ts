import type { Id } from '../journal/index.js'
import type { VerdictKind } from '../regulation/index.js'
import type { Period } from './days.js'

/** Every address of ours, so that no page builds one by hand. */

export interface FindingFilter extends Period {
  readonly kind: VerdictKind
  readonly classId?: Id
  readonly rule?: string
}

interface TypedResync extends Period {
  readonly classIds?: readonly Id[] | null
  readonly kinds?: readonly string[] | null
}

interface JournalPlace {
  readonly classId: Id
  /** A subject, or one of its subgroups. */
  readonly section?: string
  readonly period?: Id | null
  /** As of a past moment, as it is typed. */
  readonly at?: string | null
}

interface SheetPlace {
  readonly classId: Id
  readonly period?: Id | null
}

export const addresses = {
  school: (school: Id, period?: Period) => withQuery(`/schools/${school}`, { ...period }),
  findings: (school: Id, { classId, ...filter }: FindingFilter) =>
    withQuery(`/schools/${school}/findings`, { ...filter, class: classId }),
  resync: (school: Id, typed?: TypedResync) =>
    withQuery(`/schools/${school}/resync`, {
      from: typed?.from,
      to: typed?.to,
      class: typed?.classIds ?? undefined,
      kind: typed?.kinds ?? undefined,
    }),
  runs: (school: Id) => `/schools/${school}/runs`,
  run: (school: Id, id: string) => `/schools/${school}/runs/${encodeURIComponent(id)}`,
  runProgress: (school: Id, id: string) => `/schools/${school}/runs/${encodeURIComponent(id)}/progress`,
  digests: (school: Id) => `/schools/${school}/digests`,
  overview: '/overview',
  letter: (token: string) => `/letters/${token}`,
  decisionIndex: (school: Id) => `/schools/${school}/decisions`,
  decisions: (school: Id, kind: string, all = false) =>
    withQuery(`/schools/${school}/decisions/${kind}`, { all: all ? '1' : undefined }),
  newDecision: (school: Id, kind: string, of?: Id) =>
    withQuery(`/schools/${school}/decisions/${kind}/new`, { of }),
  enteredDecisions: (school: Id, kind: string, numbers: readonly number[]) =>
    withQuery(`/schools/${school}/decisions/${kind}`, { entered: numbers.join(',') }),
  withdrawDecision: (school: Id, kind: string, number: number) =>
    `/schools/${school}/decisions/${kind}/${number}/withdraw`,
  updateIncident: (school: Id, number: number) => `/schools/${school}/decisions/incident/${number}/update`,
  cancelRun: (school: Id, id: string) => `/schools/${school}/runs/${encodeURIComponent(id)}/cancel`,
  sync: (school: Id, period?: Period) => withQuery(`/schools/${school}/sync`, { ...period }),
  /** A class, or the school's own lists. */
  syncPlace: (school: Id, classId: Id | null, period?: Period) =>
    withQuery(`/schools/${school}/sync/${classId === null ? 'lists' : `classes/${classId}`}`, { ...period }),
  quarantine: (school: Id) => `/schools/${school}/sync/quarantine`,
  journals: (school: Id) => `/schools/${school}/journal`,
  journal: (school: Id, place: JournalPlace) => {
    const { classId, section, period, at } = place
    const path = `/schools/${school}/journal/${encodeURIComponent(classId)}`
    const values = { period: period ?? undefined, at: at ?? undefined }
    return withQuery(section === undefined ? path : `${path}/${encodeURIComponent(section)}`, values)
  },
  sheets: (school: Id) => `/schools/${school}/sheets`,
  sheet: (school: Id, { classId, period }: SheetPlace) =>
    withQuery(`/schools/${school}/sheets/${encodeURIComponent(classId)}`, { period: period ?? undefined }),
  sheetFile: (school: Id, { classId, period }: SheetPlace, form: string) =>
    withQuery(`/schools/${school}/sheets/${encodeURIComponent(classId)}/files/${form}`, {
      period: period ?? undefined,
    }),
  archive: (school: Id) => `/schools/${school}/archive`,
  archived: (school: Id, id: string) => withQuery(`/schools/${school}/archive/object`, { id }),
  archivedFile: (school: Id, place: { id: string; version: string; path: string }) =>
    withQuery(`/schools/${school}/archive/file`, { ...place }),
  archiveChecks: (school: Id) => `/schools/${school}/archive/checks`,
  archiveCheck: (school: Id, id: string) => `/schools/${school}/archive/checks/${encodeURIComponent(id)}`,
  queues: '/queues/',
  /** `next`: where one was. */
  logIn: (next?: string) => withQuery('/login', { next: next === '/' ? undefined : next }),
  logInCode: '/login/code',
  logOut: '/logout',
  people: '/people',
  person: (login: string) => `/people/${encodeURIComponent(login)}`,
  accessLog: (query: Record<string, string | undefined> = {}) => withQuery('/access-log', query),
  account: '/account',
  password: '/account/password',
  secondFactor: '/account/code',
  secondFactorOff: '/account/code/off',
  openIdBack: '/login/openid/back',
  logInOpenId: (next?: string) => withQuery('/login/openid', { next: next === '/' ? undefined : next }),
} as const

function withQuery(path: string, values: Record<string, string | readonly string[] | undefined>): string {
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(values)) {
    for (const item of value === undefined ? [] : [value].flat()) query.append(key, item)
  }
  return query.size === 0 ? path : `${path}?${query}`
}
