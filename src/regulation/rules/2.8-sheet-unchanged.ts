import { z } from 'zod'
import type { Instant } from '../../clock.js'
import type { Journal } from '../../journal/index.js'
import type { Told } from '../findings.js'
import { areLinesKnown, type ChangedCell, changedCells, newestSheets } from '../printed-sheets.js'
import { defineRule } from '../rule.js'

/** The paper can't change: what changed in the journal afterwards asks for a list of changes and a new print. */
export const sheetUnchanged = defineRule({
  id: '2.8-sheet-unchanged',
  clause: '2.8',
  title: 'После печати ведомости её отметки в журнале не менялись',
  severity: 'critical',
  level: 'must',
  termFrom: 'regulation',
  scope: 'school-year',
  needs: ['final-marks', 'periods'],
  settings: z.strictObject({}),
  messages: {
    pending: '{className}: с печати ведомости {on} журнал ещё не читали, сличать не с чем.',
    kept: '{className}: отметки журнала те же, что в ведомости, распечатанной {on}, по данным на {looked}.',
    broken:
      '{where}: отметка изменена после того, как ведомость распечатана {on}: нужны лист изменений и новая печать.',
    'unproven-stale':
      '{className}: менялись ли отметки после печати ведомости {on} — не доказано: итоговые отметки полностью не прочитаны.',
    'unproven-period-type':
      '{className}: менялись ли отметки после печати ведомости {on} — не доказано: вид одного из периодов не опознан, и чья отметка за год, неизвестно.',
    'unproven-lost':
      '{className}: менялись ли отметки после печати ведомости {on} — не доказано: этой ведомости в архиве нет, или она повреждена.',
  },
  check(context, report) {
    const { journal, calendar, archived, speech } = context
    for (const sheet of newestSheets(archived.sheets)) {
      const { classId, printedOn, number, readAt } = sheet
      const looked = journal.lastLook('final-marks', classId, null)
      const seen = tell(looked, readAt)
      const differing =
        seen.verdict === 'kept' ? changedCells(journal, sheet).flatMap(afterwards(readAt)) : []
      const isUnclear = differing.length > 0 && !areLinesKnown(journal, classId)
      const told: Told = isUnclear ? { verdict: 'unproven', reason: 'unproven-period-type' } : seen
      const changed = isUnclear ? [] : differing
      for (const { seen, personId, subjectId, periodId } of changed) {
        report({
          verdict: 'broken',
          reason: 'broken',
          subject: {
            ...{ class: classId, person: personId, subject: subjectId },
            ...(periodId === null ? {} : { period: periodId }),
            part: `sheet-${number}`,
          },
          date: calendar.dateOf(toldOf(seen)),
          deadline: null,
          evidence: { level: 'B', ...seen, platformAt: null },
          responsible: [],
          values: {
            ...speech.cell({ classId, subjectId, periodName: lineName(journal, periodId) }),
            on: speech.date(printedOn),
          },
        })
      }
      if (changed.length > 0) continue
      report({
        ...told,
        subject: { class: classId, part: `sheet-${number}` },
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
        subject: { class: classId, part: `sheet-${number}` },
        date: printedOn,
        deadline: null,
        evidence: { level: null, absentAt: null, presentAt: null, platformAt: null },
        responsible: [],
        values: { className: speech.className(classId), on: speech.date(printedOn) },
      })
    }
  },
})

function tell(looked: Instant | null, readAt: Instant): Told {
  if (looked === null || looked < readAt) return { verdict: 'unproven', reason: 'unproven-stale' }
  return looked === readAt ? { verdict: 'pending', reason: 'pending' } : { verdict: 'kept', reason: 'kept' }
}

/** A look by night tells of the day before, as the night's reading does; never of a day before the change. */
const nightMs = 12 * 60 * 60 * 1000

function toldOf({ absentAt, presentAt }: Changed['seen']): Instant {
  return Math.max(absentAt ?? 0, presentAt - nightMs)
}

type Changed = ChangedCell & { readonly seen: NonNullable<ChangedCell['seen']> }

/** Of which a look tells that the journal still was as the sheet when it was read. */
function afterwards(readAt: Instant): (cell: ChangedCell) => readonly Changed[] {
  return cell => (cell.seen !== null && cell.seen.presentAt > readAt ? [{ ...cell, seen: cell.seen }] : [])
}

function lineName({ slice }: Journal, periodId: string | null): string {
  return periodId === null
    ? 'год'
    : (slice.periods.find(({ id }) => id === periodId)?.name ?? `период № ${periodId}`)
}
