import { type Calendar, studyYearDays, studyYearOf, studyYearStart } from '../../src/calendar/index.js'
import type { Instant } from '../../src/clock.js'
import type { CoverageGap, Id, IsoDate, Window } from '../../src/journal/index.js'
import { usualFailing } from '../../src/report/index.js'
import type { JobDeps } from '../deps.js'
import { classOfSheet, yearSheetsOf } from './archived-sheet.js'
import { knownYearSheets, type SheetCells } from './known-archive.js'

/**
 * Resits of the former study year, in September and October. By then the platform's lists are those of the new year; whether it
 * still lets a class of the former one be read nobody knows. So those who had debts at the year's end are asked for as long as it does.
 */

export interface ResitClass {
  readonly classId: Id
  /** Null where the archived sheet was made by a program that didn't post it. */
  readonly name: string | null
  /** The former one: `2026-2027` */
  readonly studyYear: string
  /** When the last sheet of that year's own days was made: with the lists of that year. */
  readonly listsAt: Instant
  readonly finals: ResitWindow
  /** Null where the sheet has no lines for exams. */
  readonly exams: ResitWindow | null
}

interface ResitWindow {
  readonly window: Window
  /**
   * Since the new year began: `read` whole by the newest look, `not-given` by the platform, which isn't asked again then, `failed`
   * otherwise, or not yet asked for.
   */
  readonly state: 'read' | 'not-given' | 'failed' | 'unread'
  readonly lastComplete: Instant | null
  readonly errorCode: CoverageGap['errorCode']
}

/** Classes of the former year whose newest archived sheet has debts; none outside of September and October. */
export async function resitClasses(
  deps: Pick<JobDeps, 'archiveNotices' | 'mirror'>,
  { school, calendar, today }: { readonly school: Id; readonly calendar: Calendar; readonly today: IsoDate },
): Promise<ResitClass[]> {
  if (today.slice(5) < '09-01' || today.slice(5) > '10-31') return []
  const first = studyYearStart(today)
  const begun = calendar.dayStart(studyYearDays(first).from)
  const studyYear = studyYearOf(studyYearDays(first - 1).to)
  const found: ResitClass[] = []
  for (const { isExamined, ...debtor } of await debtorsOf(deps, yearSheetsOf({ school, studyYear }), begun)) {
    const windowOf = (resource: 'final-marks' | 'exam-marks') =>
      resitWindow(deps, { school, resource, group: debtor.classId, week: null }, begun)
    const exams = isExamined ? await windowOf('exam-marks') : null
    found.push({ ...debtor, studyYear, finals: await windowOf('final-marks'), exams })
  }
  return found
}

/** Of that study year, those that the platform doesn't let us read while resits are held: they belong on paper. */
export async function notGivenClasses(
  deps: Pick<JobDeps, 'archiveNotices' | 'mirror'>,
  { studyYear, ...when }: Parameters<typeof resitClasses>[1] & { readonly studyYear: string },
): Promise<{ readonly id: Id; readonly name: string }[]> {
  const resits = await resitClasses(deps, when)
  return resits
    .filter(resit => resit.studyYear === studyYear && resit.finals.state === 'not-given')
    .map(({ classId, name }) => ({ id: classId, name: name ?? classId }))
}

type Debtor = Pick<ResitClass, 'classId' | 'name' | 'listsAt'> & { readonly isExamined: boolean }

/** Each minute asks for them, and they change with the archive only: kept until it has a newer entry. */
const kept = new WeakMap<JobDeps['archiveNotices'], Map<string, KeptDebtors>>()

interface KeptDebtors {
  readonly head: string
  readonly debtors: readonly Debtor[]
}

/** Classes whose newest sheet has debts. @param prefix of the year's sheets */
async function debtorsOf(
  { archiveNotices }: Pick<JobDeps, 'archiveNotices'>,
  prefix: string,
  begun: Instant,
): Promise<readonly Debtor[]> {
  const head = (await archiveNotices.newest())?.head
  if (head === undefined) return []
  const ofArchive = kept.get(archiveNotices) ?? new Map<string, KeptDebtors>()
  kept.set(archiveNotices, ofArchive)
  const known = ofArchive.get(prefix)
  if (known?.head === head) return known.debtors
  const sheets = await knownYearSheets({ archiveNotices }, prefix)
  const debtors = [...sheets]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([object, versions]): Debtor[] => {
      const newest = versions.at(-1)
      const last = versions.findLast(({ asOf }) => asOf < begun)
      if (newest === undefined || last === undefined || !hasDebts(newest)) return []
      const { resultLines = [], class: group } = newest
      const isExamined = resultLines.length > 0
      return [{ classId: classOfSheet(object), name: group?.name ?? null, listsAt: last.asOf, isExamined }]
    })
  ofArchive.set(prefix, { head, debtors })
  return debtors
}

/** Who left owes nothing. Where there is a resulting mark, it decides, and not that of the year. */
function hasDebts({ periods, resultLines = [], pupils }: SheetCells): boolean {
  const year = periods.findIndex(({ id }) => id === null)
  const result = resultLines.findIndex(({ id }) => id === 'result')
  return pupils.some(
    ({ left, marks, results }) =>
      left !== true &&
      (marks[year] ?? []).some((mark, column) => {
        const value = results?.[result]?.[column] ?? mark
        return value !== null && usualFailing.includes(value)
      }),
  )
}

async function resitWindow(
  { mirror }: Pick<JobDeps, 'mirror'>,
  window: Window,
  begun: Instant,
): Promise<ResitWindow> {
  const [state] = await mirror.states(window.school, [window])
  const { proofAt: lastComplete = null, errorCode = null } = state ?? {}
  const known = { window, lastComplete, errorCode }
  if (state === undefined || state.newestAt < begun) return { ...known, state: 'unread' }
  if (state.whole) return { ...known, state: 'read' }
  const newest = await mirror.lastLook(window)
  const isNone = newest !== null && isNotGiven({ errorCode, records: newest.records })
  return { ...known, state: isNone ? 'not-given' : 'failed' }
}

/** The platform refuses a class of a former year, or has an empty list for it, which isn't believed. */
export function isNotGiven({
  errorCode,
  records,
}: Pick<CoverageGap, 'errorCode'> & { records: number }): boolean {
  if (errorCode === null) return records === 0
  return errorCode === 'DNEVNIK_FORBIDDEN' || errorCode === 'DNEVNIK_NOT_FOUND'
}

/** What is still asked for: nothing of a class that the platform doesn't give. */
export function resitWindows({ finals, exams }: ResitClass): Window[] {
  if (finals.state === 'not-given') return []
  return [finals, ...(exams === null || exams.state === 'not-given' ? [] : [exams])].map(
    ({ window }) => window,
  )
}

/** What a sheet rests on that was read before the resits only. */
export function resitGaps({ finals, exams }: ResitClass): CoverageGap[] {
  return [finals, ...(exams === null ? [] : [exams])].flatMap(({ window, state, lastComplete, errorCode }) =>
    state === 'read'
      ? []
      : [
          {
            ...{ resource: window.resource, groupId: window.group, week: null, errorCode, lastComplete },
            state: state === 'unread' ? 'stale' : 'failed',
          },
        ],
  )
}
