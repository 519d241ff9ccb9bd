import type { Id, IsoDate } from '../journal/index.js'
import { type Severity, type VerdictKind, wholeSchool } from '../regulation/index.js'
import type { Period } from './days.js'

/** Every address of ours, so that no page builds one by hand. */

/** What lists and figures are asked of; whatever isn't there is all of it. */
export interface FindingQuery extends Period {
  readonly kind?: VerdictKind | undefined
  readonly classId?: Id | undefined
  readonly teacher?: Id | undefined
  readonly subject?: Id | undefined
  readonly clause?: string | undefined
  readonly rule?: string | undefined
  readonly severity?: Severity | undefined
  /** What became so after that moment, or was so by then: ISO instants. */
  readonly since?: string | undefined
  readonly until?: string | undefined
  /** Deadlines between these moments, both included. */
  readonly dueFrom?: string | undefined
  readonly dueTo?: string | undefined
  /** `1`: only what can still be made good. */
  readonly mendable?: '1' | undefined
  /** From 1. */
  readonly page?: number | undefined
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

/** In the place of a class, of what concerns the whole school. */
export const schoolWord = 'school'
const schoolPath = (school: Id) => `/schools/${school}`
const part = (text: string) => encodeURIComponent(text)

export const addresses = {
  school: (school: Id, query?: FindingQuery) => withQuery(schoolPath(school), queryOf(query)),
  findings: (school: Id, query: FindingQuery) => withQuery(`${schoolPath(school)}/findings`, queryOf(query)),
  classes: (school: Id) => `${schoolPath(school)}/classes`,
  class: (school: Id, id: Id, period?: Period) =>
    withQuery(`${schoolPath(school)}/classes/${part(id)}`, { ...period }),
  teachers: (school: Id) => `${schoolPath(school)}/teachers`,
  teacher: (school: Id, id: Id, period?: Period) =>
    withQuery(`${schoolPath(school)}/teachers/${part(id)}`, { ...period }),
  subjects: (school: Id) => `${schoolPath(school)}/subjects`,
  subject: (school: Id, id: Id, period?: Period) =>
    withQuery(`${schoolPath(school)}/subjects/${part(id)}`, { ...period }),
  clauses: (school: Id) => `${schoolPath(school)}/clauses`,
  clause: (school: Id, clause: string, period?: Period) =>
    withQuery(`${schoolPath(school)}/clauses/${part(clause)}`, { ...period }),
  certificate: (school: Id, query?: FindingQuery) =>
    withQuery(`${schoolPath(school)}/certificate`, queryOf(query)),
  remind: (
    school: Id,
    of: { readonly teacher?: Id; readonly classId?: Id | null; readonly entry?: string | null },
  ) =>
    withQuery(`${schoolPath(school)}/remind`, {
      ...{ teacher: of.teacher, class: of.classId ?? undefined, entry: of.entry ?? undefined },
    }),
  verdict: (school: Id, entry: string) => `${schoolPath(school)}/verdicts/${part(entry)}`,
  exempt: (school: Id, entry: string) => `${schoolPath(school)}/verdicts/${part(entry)}/exempt`,
  reply: (school: Id, entry: string) => `${schoolPath(school)}/verdicts/${part(entry)}/reply`,
  readiness: (school: Id, year?: number) =>
    withQuery(`${schoolPath(school)}/readiness`, { year: year === undefined ? undefined : String(year) }),
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
  digests: (school: Id, letter?: string) => withQuery(`/schools/${school}/digests`, { letter }),
  programLetter: '/digests/program',
  officeLetter: '/digests/office',
  printKit: (school: Id, studyYear?: string) =>
    withQuery(`/schools/${school}/print-kit`, { year: studyYear }),
  printReadiness: (school: Id, classId: Id) => `/schools/${school}/print-kit/classes/${part(classId)}`,
  printFile: (school: Id, { studyYear, version, path }: Record<'studyYear' | 'version' | 'path', string>) =>
    withQuery(`/schools/${school}/print-kit/files/${version}/${path.split('/').map(part).join('/')}`, {
      year: studyYear,
    }),
  overview: '/overview',
  letter: (token: string) => `/letters/${token}`,
  plans: (school: Id, year?: number) =>
    withQuery(`/schools/${school}/plans`, { year: year === undefined ? undefined : String(year) }),
  enteredPlans: (school: Id, year: number, numbers: readonly number[]) =>
    withQuery(`/schools/${school}/plans`, { year: String(year), entered: numbers.join(',') }),
  newPlan: (school: Id, typed: Readonly<Record<string, string | readonly string[]>> = {}) =>
    withQuery(`/schools/${school}/plans/new`, typed),
  sentPlan: (school: Id, id: string, typed: Readonly<Record<string, string | readonly string[]>> = {}) =>
    withQuery(`/schools/${school}/plans/sent/${part(id)}`, typed),
  plan: (school: Id, number: number, version?: number) =>
    withQuery(`/schools/${school}/plans/${number}`, { version: version?.toString() }),
  planFile: (school: Id, number: number, version: number) =>
    `/schools/${school}/plans/${number}/versions/${version}/plan.xlsx`,
  planCorrection: (school: Id, number: number, version: number) =>
    `/schools/${school}/plans/${number}/versions/${version}/correction`,
  planCorrectionFile: (school: Id, number: number, version: number) =>
    `/schools/${school}/plans/${number}/versions/${version}/correction.xlsx`,
  withdrawPlan: (school: Id, number: number) => `/schools/${school}/plans/${number}/withdraw`,
  decisionIndex: (school: Id) => `/schools/${school}/decisions`,
  decisions: (school: Id, kind: string, { all = false, page = 1 } = {}) =>
    withQuery(`/schools/${school}/decisions/${kind}`, {
      all: all ? '1' : undefined,
      page: page === 1 ? undefined : String(page),
    }),
  newDecision: (school: Id, kind: string, of?: Id) =>
    withQuery(`/schools/${school}/decisions/${kind}/new`, { of }),
  /** Its form with the class and the day filled in. */
  newSubstitution: (school: Id, group: Id, date: IsoDate) =>
    withQuery(`/schools/${school}/decisions/substitution/new`, { group, date }),
  enteredDecisions: (school: Id, kind: string, numbers: readonly number[]) =>
    withQuery(`/schools/${school}/decisions/${kind}`, { entered: numbers.join(',') }),
  withdrawDecision: (school: Id, kind: string, number: number) =>
    `/schools/${school}/decisions/${kind}/${number}/withdraw`,
  acquaintance: (school: Id, entered?: string) => withQuery(`/schools/${school}/acquaintance`, { entered }),
  withdrawAcquaintance: (school: Id, number: number) => `/schools/${school}/acquaintance/${number}/withdraw`,
  updateIncident: (school: Id, number: number) => `/schools/${school}/decisions/incident/${number}/update`,
  settings: (school: Id, entered?: number) =>
    withQuery(`/schools/${school}/settings`, {
      entered: entered === undefined ? undefined : String(entered),
    }),
  ruleSettings: (school: Id, rule: string, on?: string) =>
    withQuery(`/schools/${school}/settings/${part(rule)}`, { on }),
  changeSettings: (school: Id, rule: string) => `/schools/${school}/settings/${part(rule)}/change`,
  withdrawSettings: (school: Id, rule: string, number: number) =>
    `/schools/${school}/settings/${part(rule)}/${number}/withdraw`,
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

function queryOf(query: FindingQuery | undefined): Record<string, string | undefined> {
  if (query === undefined) return {}
  const { classId, page, ...rest } = query
  return {
    ...rest,
    class: classId === wholeSchool ? schoolWord : classId,
    page: page === undefined || page === 1 ? undefined : String(page),
  }
}

function withQuery(path: string, values: Record<string, string | readonly string[] | undefined>): string {
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(values)) {
    for (const item of value === undefined ? [] : [value].flat()) query.append(key, item)
  }
  return query.size === 0 ? path : `${path}?${query}`
}
