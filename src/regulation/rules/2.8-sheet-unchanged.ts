import { z } from 'zod'
import type { Instant } from '../../clock.js'
import type { Journal, Resource, ResultMark } from '../../journal/index.js'
import type { PrintedSheet } from '../archive-facts.js'
import type { Told } from '../findings.js'
import {
  areLinesKnown,
  type ChangedCell,
  type ChangedResult,
  changedCells,
  changedResults,
  newestSheets,
  sheetPart,
} from '../printed-sheets.js'
import { defineRule, type RuleContext } from '../rule.js'
import type { VerdictSubject } from '../verdict.js'

/** The paper can't change: what changed in the journal afterwards asks for a list of changes and a new print. */
export const sheetUnchanged = defineRule({
  id: '2.8-sheet-unchanged',
  clause: '2.8',
  title: 'После печати ведомости её отметки в журнале не менялись',
  severity: 'critical',
  level: 'must',
  termFrom: 'regulation',
  scope: 'school-year',
  needs: ['final-marks', 'exam-marks', 'periods'],
  settings: z.strictObject({}),
  messages: {
    pending: '{className}: с печати ведомости {on} журнал ещё не читали, сличать не с чем.',
    'pending-added':
      '{className}, {line}: после печати ведомости {on} заполнены пустые клетки: нужна дополнительная ведомость.',
    kept: '{className}: отметки журнала те же, что в ведомости, распечатанной {on}, по данным на {looked}.',
    broken:
      '{where}: отметка изменена после того, как ведомость распечатана {on}: нужны лист изменений и новая печать.',
    'unproven-stale':
      '{className}: менялись ли отметки после печати ведомости {on} — не доказано: итоговые отметки полностью не прочитаны.',
    'unproven-exams':
      '{className}: менялись ли отметки за экзамены и итоговые после печати ведомости {on} — не доказано: до печати или с тех пор они полностью не прочитаны, либо неизвестно, раньше или позже печати они стали другими.',
    'unproven-period-type':
      '{className}: менялись ли отметки после печати ведомости {on} — не доказано: вид одного из периодов не опознан, и чья отметка за год, неизвестно.',
    'unproven-lost':
      '{className}: менялись ли отметки после печати ведомости {on} — не доказано: этой ведомости в архиве нет, или она повреждена.',
  },
  check(context, report) {
    const { calendar, archived, speech } = context
    for (const sheet of newestSheets(archived.sheets)) {
      const { classId, printedOn, number } = sheet
      const finals = ofFinalMarks(context, sheet)
      const results = ofResults(context, sheet)
      const changed = [...finals.changed, ...(results?.changed ?? [])]
      for (const { subject, line, seen, needs } of changed) {
        report({
          verdict: 'broken',
          reason: 'broken',
          subject,
          date: calendar.dateOf(toldOf(seen)),
          deadline: null,
          evidence: { level: 'B', ...seen, platformAt: null },
          responsible: [],
          values: {
            ...speech.cell({ classId, subjectId: subject.subject, periodName: line }),
            on: speech.date(printedOn),
          },
          needs,
        })
      }
      const added = results?.added ?? []
      for (const { line, seen } of added) {
        report({
          verdict: 'pending',
          reason: 'pending-added',
          severity: 'minor',
          subject: { class: classId, part: sheetPart(number, line) },
          date: calendar.dateOf(toldOf(seen)),
          deadline: null,
          evidence: { level: null, ...seen, platformAt: null },
          responsible: [],
          values: {
            className: speech.className(classId),
            line: resultLines[line],
            on: speech.date(printedOn),
          },
          needs: ['exam-marks'],
        })
      }
      if (changed.length > 0) continue
      const { told, looked } = results !== null && finals.told.verdict === 'kept' ? results : finals
      if (told.verdict === 'kept' && added.length > 0) continue
      report({
        ...told,
        subject: { class: classId, part: sheetPart(number) },
        date: printedOn,
        deadline: null,
        evidence: { level: 'B', absentAt: null, presentAt: looked, platformAt: null },
        responsible: [],
        values: {
          className: speech.className(classId),
          on: speech.date(printedOn),
          ...(looked === null ? {} : { looked: speech.moment(looked) }),
        },
      })
    }
    for (const { classId, printedOn, number } of archived.lostSheets) {
      report({
        verdict: 'unproven',
        reason: 'unproven-lost',
        subject: { class: classId, part: sheetPart(number) },
        date: printedOn,
        deadline: null,
        evidence: { level: null, absentAt: null, presentAt: null, platformAt: null },
        responsible: [],
        values: { className: speech.className(classId), on: speech.date(printedOn) },
      })
    }
  },
})

type Context = Pick<RuleContext<unknown>, 'journal' | 'calendar'>

/** What some lines of a sheet say. */
interface Compared {
  readonly changed: readonly Change[]
  /** Of the lines as a whole, where nothing was changed. */
  readonly told: Told
  readonly looked: Instant | null
}

interface Change {
  readonly subject: VerdictSubject & Required<Pick<VerdictSubject, 'subject'>>
  /** As people call it. */
  readonly line: string
  readonly seen: Seen
  readonly needs: readonly Resource[]
}

type Seen = NonNullable<ChangedCell['seen']>

/** A line that had empty cells on paper; since when the first of them is filled. */
interface Added {
  readonly line: ResultMark['line']
  readonly seen: Seen
}

const kept: Told = { verdict: 'kept', reason: 'kept' }

function ofFinalMarks({ journal }: Context, sheet: PrintedSheet): Compared {
  const { classId, number, readAt } = sheet
  const looked = journal.lastLook('final-marks', classId, null)
  const told = tell(looked, readAt)
  const differing = told.verdict === 'kept' ? changedCells(journal, sheet).flatMap(changedAfter(readAt)) : []
  if (differing.length > 0 && !areLinesKnown(journal, classId)) {
    return { changed: [], told: { verdict: 'unproven', reason: 'unproven-period-type' }, looked }
  }
  const changed = differing.map(
    ({ personId, subjectId, periodId, seen }): Change => ({
      subject: {
        ...{ class: classId, person: personId, subject: subjectId, part: sheetPart(number) },
        ...(periodId === null ? {} : { period: periodId }),
      },
      line: lineName(journal, periodId),
      seen,
      needs: ['final-marks', 'periods'],
    }),
  )
  return { changed, told, looked }
}

function tell(looked: Instant | null, readAt: Instant): Told {
  if (looked === null || looked < readAt) return { verdict: 'unproven', reason: 'unproven-stale' }
  return looked === readAt ? { verdict: 'pending', reason: 'pending' } : kept
}

const resultLines: Readonly<Record<ResultMark['line'], string>> = {
  exam: 'экзаменационная',
  result: 'итоговая',
}

/**
 * Marks of exams are asked for pupil by pupil, and some of those who have left school may be refused: what the others' looks
 * show is told, and of the whole nothing is proved. Exams may come after the print: what fills an empty cell breaks
 * nothing. Null where there is nothing to compare.
 */
function ofResults(
  { journal, calendar }: Context,
  sheet: PrintedSheet,
): (Compared & { readonly added: readonly Added[] }) | null {
  const { classId, number, results } = sheet
  if (results === null) return null
  const { madeAt } = results
  const looked = journal.lastLook('exam-marks', classId, null)
  const differing = changedResults(journal, sheet)
  const since = differing.flatMap(changedSince(madeAt))
  if (looked === null && differing.length === 0 && isBeforeExams(journal, classId, calendar.dateOf(madeAt)))
    return null
  const isKept = looked !== null && looked > madeAt && differing.length === since.length
  return {
    changed: since
      .filter(({ value }) => value !== null)
      .map(({ personId, subjectId, line, seen }) => ({
        subject: { class: classId, person: personId, subject: subjectId, part: sheetPart(number, line) },
        line: resultLines[line],
        seen,
        needs: ['exam-marks'],
      })),
    added: firstOfLines(since.filter(({ value }) => value === null)),
    told: isKept ? kept : { verdict: 'unproven', reason: 'unproven-exams' },
    looked,
  }
}

/** The day of the first stays the same whatever is entered later. */
function firstOfLines(cells: readonly Added[]): readonly Added[] {
  const first = new Map<Added['line'], Added>()
  for (const { line, seen } of cells.toSorted((a, b) => a.seen.presentAt - b.seen.presentAt)) {
    if (!first.has(line)) first.set(line, { line, seen })
  }
  return [...first.values()]
}

/** Nobody reads marks of exams before the year's lessons are over. */
function isBeforeExams(journal: Journal, classId: string, day: string): boolean {
  return journal.periodsOf(classId).some(({ type, finish }) => type !== 'year' && day <= finish)
}

/** A look by night tells of the day before, as the night's reading does; never of a day before the change. */
const nightMs = 12 * 60 * 60 * 1000

function toldOf({ absentAt, presentAt }: Seen): Instant {
  return Math.max(absentAt ?? 0, presentAt - nightMs)
}

/** Of which a look tells that the journal still was as the sheet when it was read. */
function changedAfter(
  readAt: Instant,
): (cell: ChangedCell) => readonly (ChangedCell & { readonly seen: Seen })[] {
  return cell => (cell.seen !== null && cell.seen.presentAt > readAt ? [{ ...cell, seen: cell.seen }] : [])
}

/** Looks at these marks may be days older than the sheet: only one made since then that saw the old state tells 'after'. */
function changedSince(
  madeAt: Instant,
): (cell: ChangedResult) => readonly (ChangedResult & { readonly seen: Seen })[] {
  return cell => {
    const { seen } = cell
    return seen !== null && seen.absentAt !== null && seen.absentAt >= madeAt ? [{ ...cell, seen }] : []
  }
}

function lineName({ slice }: Journal, periodId: string | null): string {
  return periodId === null
    ? 'год'
    : (slice.periods.find(({ id }) => id === periodId)?.name ?? `период № ${periodId}`)
}
