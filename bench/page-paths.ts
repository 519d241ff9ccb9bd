import type { App } from '../src/app.js'
import { yearClass, yearDays, yearSchool } from './judged-year.js'

/** The pages of a school, by name; for the pages of everything found, over spans of days. */

export interface PageVisit {
  readonly name: string
  readonly path: string
  /** `own`: a class teacher who teaches others too, and sees no more than that. */
  readonly viewer: 'all' | 'own'
}

const spans = {
  week: { from: '2027-04-12', to: '2027-04-18' },
  quarter: { from: '2027-01-11', to: '2027-03-21' },
  year: yearDays,
} as const
const past = '2027-03-01T12:00'
const school = `/schools/${yearSchool}`
const classId = yearClass(0)
/** Of a subject, without subgroups. */
const section = '3000000~-'
/** Class teacher of the first class. */
export const yearTeacher = '5000000'

export async function pageVisits(app: App): Promise<PageVisit[]> {
  const visits: PageVisit[] = []
  for (const [span, days] of Object.entries(spans)) visits.push(...(await foundOver(app, span, days)))
  return [...visits, ...lists(), ...journals(), ...(await readings(app)), ...(await papers(app)), ...people()]
}

async function foundOver(
  { deps }: App,
  span: string,
  { from, to }: { from: string; to: string },
): Promise<PageVisit[]> {
  const filter = { school: yearSchool, from, to, within: null, kinds: ['broken'] } as const
  const [worst] = await deps.findings.list(filter, { limit: 1, order: 'worst' })
  const [taught] = await deps.findings.taught({ school: yearSchool, from, to, within: null })
  const days = `?from=${from}&to=${to}`
  const pages: Record<string, string> = {
    today: '',
    findings: '/findings',
    'findings of a class': `/classes/${classId}`,
    'findings of a teacher': `/teachers/${taught?.teacherIds[0]}`,
    'findings of a subject': `/subjects/${taught?.subjectId}`,
    'findings of a clause': '/clauses/2.5',
  }
  const ofAll = Object.entries(pages).map(([name, path]) => visit(`${name}, ${span}`, `${path}${days}`))
  return [
    ...ofAll,
    visit(`verdict of a ${span}`, `/verdicts/${worst?.id}`),
    visit(`today, own, ${span}`, days, 'own'),
    visit(`findings of a class, own, ${span}`, `/classes/${classId}${days}`, 'own'),
  ]
}

function visit(name: string, path: string, viewer: PageVisit['viewer'] = 'all'): PageVisit {
  return { name, path: `${school}${path}`, viewer }
}

function lists(): PageVisit[] {
  return [
    visit('classes', '/classes'),
    visit('teachers', '/teachers'),
    visit('teachers, own', '/teachers', 'own'),
    visit('subjects', '/subjects'),
    visit('clauses', '/clauses'),
    visit('readiness', '/readiness?year=2026'),
  ]
}

function journals(): PageVisit[] {
  const at = encodeURIComponent(past)
  return [
    visit('journals', '/journal'),
    visit('journals, own', '/journal', 'own'),
    visit('journal of a class', `/journal/${classId}`),
    visit('journal of a class, past', `/journal/${classId}?at=${at}`),
    visit('journal of a subject', `/journal/${classId}/${section}`),
    visit('journal of a subject, own', `/journal/${classId}/${section}`, 'own'),
    visit('journal of a subject, past', `/journal/${classId}/${section}?at=${at}`),
    visit('sheets', '/sheets'),
    visit('sheet of a year', `/sheets/${classId}`),
    visit('sheet of a quarter', `/sheets/${classId}?period=3`),
    visit('sheet of a year, own', `/sheets/${classId}`, 'own'),
  ]
}

async function readings({ deps }: App): Promise<PageVisit[]> {
  const [run] = await deps.runs.recent(yearSchool, 1)
  const { from, to } = spans.week
  return [
    visit('sync, week', `/sync?from=${from}&to=${to}`),
    visit('sync, year', `/sync?from=${yearDays.from}&to=${yearDays.to}`),
    visit('sync of lists', `/sync/lists?from=${from}&to=${to}`),
    visit('sync of a class, year', `/sync/classes/${classId}?from=${yearDays.from}&to=${yearDays.to}`),
    visit('quarantine', '/sync/quarantine'),
    visit('runs', '/runs'),
    visit('run', `/runs/${run?.id}`),
    visit('re-sync form', '/resync'),
    visit('re-sync price', `/resync?from=${from}&to=${to}&price=1`),
  ]
}

async function papers({ deps }: App): Promise<PageVisit[]> {
  const objects = (await (await deps.readArchive())?.list()) ?? []
  const kinds = ['substitution', 'acquaintance', 'order', 'exemption']
  return [
    visit('archive', '/archive'),
    ...objects
      .slice(0, 1)
      .map(({ id }) => visit('archived document', `/archive/object?id=${encodeURIComponent(id)}`)),
    visit('print kit', '/print-kit'),
    visit('print readiness of a class', `/print-kit/classes/${classId}`),
    visit('decisions', '/decisions'),
    ...kinds.map(kind => visit(`decisions: ${kind}s`, `/decisions/${kind}`)),
    visit('new substitution', '/decisions/substitution/new'),
    visit('next letters', '/digests'),
    visit('whom to remind', '/remind'),
  ]
}

function people(): PageVisit[] {
  const common = (name: string, path: string): PageVisit => ({ name, path, viewer: 'all' })
  return [
    common('schools side by side', '/overview'),
    common('people', '/people'),
    common('one of the people', '/people/teacher-1'),
    common('access log', '/access-log'),
    common('access log, a year', `/access-log?from=2026-06-02&to=2027-06-01`),
    common('own account', '/account'),
  ]
}
