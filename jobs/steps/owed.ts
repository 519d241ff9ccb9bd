import { type Calendar, studyYearDays, studyYearStart } from '../../src/calendar/index.js'
import type { Instant } from '../../src/clock.js'
import { type Id, type IsoDate, nameWithInitials } from '../../src/journal/index.js'
import type { ToldEntry } from '../../src/ledger/index.js'
import { mayBeMended, rules } from '../../src/regulation/index.js'
import type { ReminderAbout, ReportFinding } from '../../src/report/index.js'
import { createOwedLetter, dueSoon, findingsOf, soonMs } from '../../src/report/index.js'
import type { JobDeps, School } from '../deps.js'
import { type Addressee, subjectTeachers } from './addressees.js'
import { isWeekly, muteLink, sendingOf } from './deliver.js'
import type { NextLetter } from './digest.js'

/** Duties of a lesson's own day: whoever teaches it today needs no letter to be told so in the morning. */
const ofTheDay = new Set(
  rules.filter(({ scope }) => scope === 'lesson' || scope === 'class-day').map(rule => rule.id),
)

/** What a teacher still owes of these findings: what is soon due, and what is overdue and can still be made good. */
export function owedBy(
  person: Id,
  findings: readonly ReportFinding[],
  { asOf, today }: { readonly asOf: Instant; readonly today: IsoDate },
): { readonly due: readonly ReportFinding[]; readonly owed: readonly ReportFinding[] } {
  const own = findings.filter(({ verdict }) => verdict.responsible.includes(person))
  return {
    due: dueSoon(own, asOf).filter(({ verdict }) => verdict.date < today || !ofTheDay.has(verdict.rule)),
    owed: own
      .filter(({ verdict }) => verdict.verdict === 'broken' && mayBeMended(verdict.rule))
      .toSorted((a, b) => (a.verdict.date < b.verdict.date ? 1 : -1)),
  }
}

/** What the last check of this study year found that may still be owed, by that teacher where one is asked for. */
export async function owedFindings(
  deps: JobDeps,
  school: School,
  { classId, entry, teacher }: ReminderAbout & { readonly teacher?: Id },
) {
  const { calendar } = await deps.calendar(school)
  const asOf = deps.clock.now()
  const today = calendar.dateOf(asOf)
  const entries = await deps.ledger.list({
    ...{ school: school.id, from: studyYearDays(studyYearStart(today)).from, kinds: ['broken', 'pending'] },
    ...(classId !== null && { classIds: [classId] }),
    ...(entry !== null && { ids: [entry] }),
    ...(teacher !== undefined && { teacher }),
  })
  const directory = await deps.mirror.directory(school.id)
  return { directory, calendar, findings: findingsOf(entries, directory), when: { asOf, today } }
}

/** More deadlines than a school of any size has in two days. */
const mostDue = 20_000

/** The same by teacher: how much each has let pass that can be made good, and what is due soon. */
export async function owedCounts(deps: JobDeps, school: School, classId: Id | null) {
  const { calendar } = await deps.calendar(school)
  const asOf = deps.clock.now()
  const today = calendar.dateOf(asOf)
  const filter = {
    ...{ school: school.id, ...studyYearDays(studyYearStart(today)), within: null },
    ...(classId !== null && { classId }),
  }
  const mendable = rules.map(({ id }) => id).filter(mayBeMended)
  const [counted, soon, directory] = await Promise.all([
    deps.findings.counts({ ...filter, kinds: ['broken'], rules: mendable }, ['teacher']),
    deps.findings.list(
      { ...filter, kinds: ['pending'] },
      // A deadline of this very moment is due, too.
      { limit: mostDue, order: 'deadline', due: { after: asOf - 1, until: asOf + soonMs } },
    ),
    deps.mirror.directory(school.id),
  ])
  const overdue = new Map(counted.map(({ teacher, count }) => [teacher, count]))
  return { overdue, due: findingsOf(soon, directory), directory, when: { asOf, today } }
}

/** What a letter about what is owed has of its school, whoever gets it. */
export function owedFrame(
  { webUrl }: JobDeps,
  { id, name, timeZone }: School,
  { calendar, when }: { readonly calendar: Calendar; readonly when: { asOf: Instant; today: IsoDate } },
) {
  const { from } = studyYearDays(studyYearStart(when.today))
  // The last deadline of which is told belongs to a day not later than its own.
  const to = calendar.dateOf(when.asOf + soonMs)
  return { schoolName: name, timeZone, baseUrl: webUrl, school: id, from, to }
}

export function toldOf(findings: readonly ReportFinding[]): ToldEntry[] {
  return findings.flatMap(({ entry, verdict }) => (entry === null ? [] : [{ entry, as: verdict.verdict }]))
}

/** Subject teachers' letters as they would go now: what each still owes and until when; none where nothing is owed. */
export async function owedLetters(
  deps: JobDeps,
  school: School,
  wanted: readonly Addressee[] = subjectTeachers(school),
): Promise<NextLetter[]> {
  if (wanted.length === 0) return []
  const { findings, directory, when, calendar } = await owedFindings(deps, school, {
    classId: null,
    entry: null,
  })
  const letters: NextLetter[] = []
  for (const { person, key, to } of wanted) {
    if (person === null) continue
    const { due, owed } = owedBy(person, findings, when)
    if (due.length + owed.length === 0) continue
    const known = await deps.letters.told(key)
    const told = toldOf([...due, ...owed])
    const isNew = told.some(({ entry, as }) => known.get(entry) !== as)
    const last = await deps.letters.lastSent(key)
    const goes = isNew || isWeekly(deps, last, calendar)
    const muted = await deps.letters.isMuted(key)
    const mute = await muteLink(deps, key)
    const teacher = directory.teachers.find(({ id }) => id === person)
    const content = createOwedLetter({
      ...owedFrame(deps, school, { calendar, when }),
      ...{ asOf: when.asOf, person },
      teacher: teacher === undefined ? `№ ${person}` : nameWithInitials(teacher),
      due,
      owed,
      mute,
    })
    const sending = sendingOf(deps, calendar, { last, muted, owed: goes, weekly: true })
    letters.push({ key, to, content, ...sending, told, whole: true, mute, attachments: [] })
  }
  return letters
}
