import { z } from 'zod'
import type { Instant } from '../../clock.js'
import type { Period } from '../../journal/index.js'
import { type ExpectedCell, expectedCells } from '../expected-cells.js'
import { marksInCells } from '../filled-cells.js'
import { doubtMessages, type Told, tellDuty } from '../findings.js'
import { type Judgement, judge, neverSeen, outcomeOf } from '../judge.js'
import { type EndedPeriod, endedPeriods } from '../periods.js'
import { defineRule, type Finding } from '../rule.js'
import { type Speech, spanText } from '../speech.js'
import type { Severity, VerdictKind } from '../verdict.js'

const settings = z.strictObject({
  halfYearByQuarters: z
    .boolean()
    .default(false)
    .describe('Ждать отметку за 1-ю и 3-ю четверть по предметам, которые аттестуются по полугодиям'),
  grade1Marks: z.boolean().default(false).describe('Ждать итоговые отметки в первых классах'),
  withoutMarks: z
    .array(z.string().trim().min(1))
    .default([
      'разговоры о важном',
      'классный час',
      'внеурочн',
      'россия – мои горизонты',
      'россия — мои горизонты',
      'россия - мои горизонты',
      'профориентац',
    ])
    .describe('Начала названий предметов, по которым итоговых отметок не бывает (регистр не важен)'),
})

export const finalMarksComplete = defineRule({
  id: '2.7-final-marks-complete',
  clause: '2.7',
  title: 'Итоговые отметки за период выставлены всем',
  severity: 'critical',
  level: 'must',
  termFrom: 'regulation',
  scope: 'class-period',
  needs: ['lessons', 'final-marks', 'members', 'class-subjects', 'periods'],
  countsDays: true,
  settings,
  messages: {
    pending: '{where}: итоговой отметки ещё нет, срок — {deadline}.',
    kept: '{where}: итоговая отметка выставлена вовремя.',
    'kept-by-stamp': '{where}: итоговая отметка выставлена вовремя (по данным Дневник.ру).',
    broken: '{where}: нет итоговой отметки, срок был {deadline}.',
    mended: '{where}: итоговая отметка выставлена с опозданием (не менее {delay}), срок был {deadline}.',
    'mended-by-stamp':
      '{where}: итоговая отметка выставлена с опозданием на {delay}, срок был {deadline} (по данным Дневник.ру).',
    'unproven-no-lessons':
      '{where}: итоговая отметка — не доказано: уроков этого предмета в периоде не видно.',
    'unproven-member':
      '{where}: итоговая отметка — не доказано: неясно, учился ли ученик в классе до конца периода.',
    'unproven-subgroup': '{where}: итоговая отметка — не доказано: состав подгруппы неизвестен.',
    'unproven-period': '{where}: итоговая отметка — не доказано: вид отчётного периода не опознан.',
    ...doubtMessages('итоговая отметка', [
      'unproven-first-look',
      'unproven-stale',
      'unproven-stamp',
      'unproven-straddles',
      'unproven-uncalibrated',
    ]),
  },
  check(context, report) {
    const { journal, calendar, settings, stampZone, asOf, speech } = context
    for (const ended of endedPeriods(context)) {
      const { period, lastDay, place } = ended
      const window = calendar.finalWindow(period.classId, period.finish)
      const due = Math.max(window.due, calendar.dayEnd(lastDay))
      const deadline = calendar.extended(window.opens, due)
      const lookedAt = journal.lastLook('final-marks', period.classId, null)
      const markIn = marksInCells(journal, period)
      const term = { lookedAt, stampZone, deadline, graceMs: 0, asOf }
      for (const cell of expectedCells({
        journal,
        calendar,
        period,
        ...settings,
        skipped: context.notApplicable,
      })) {
        const { appeared: bracket = neverSeen, stamp = null } = markIn(cell) ?? {}
        const told = temper(tellDuty(outcomeOf(bracket, stamp, term)), cell, period)
        if (context.isCounted(told.verdict, place)) continue
        const judgement = judge({ bracket, stamp, ...term })
        report(findingOf({ ended, cell, told, judgement, due, deadline }, speech))
      }
    }
  },
})

interface Facts {
  readonly ended: EndedPeriod
  readonly cell: ExpectedCell
  readonly told: Told
  readonly judgement: Judgement
  readonly due: Instant
  readonly deadline: Instant
}

function findingOf({ ended, cell, told, judgement, due, deadline }: Facts, speech: Speech): Finding {
  const { period, lastDay } = ended
  const { subjectId, personId } = cell
  const severity = severities[told.verdict]
  return {
    verdict: told.verdict,
    reason: told.reason,
    subject: { class: period.classId, subject: subjectId, person: personId, period: period.id },
    date: lastDay,
    deadline,
    evidence: judgement.evidence,
    responsible: cell.teacherIds,
    ...(severity === undefined ? {} : { severity }),
    values: () => ({
      where: speech.cell({ classId: period.classId, subjectId, periodName: period.name }).where,
      deadline: speech.term(due, deadline),
      delay: spanText(judgement.lateBy),
    }),
  }
}

/** An empty cell is grave once it is proved; late but filled is less; before the deadline it's a reminder. */
const severities: Readonly<Partial<Record<VerdictKind, Severity>>> = {
  mended: 'major',
  unproven: 'major',
  pending: 'info',
}

/** What would be a breach isn't one where it is unclear whether the cell was owed at all. */
function temper(told: Told, cell: ExpectedCell, period: Period): Told {
  if (told.verdict !== 'broken' && told.verdict !== 'mended') return told
  if (period.type === 'unknown') return { verdict: 'unproven', reason: 'unproven-period' }
  if (cell.doubt === null) return told
  return { verdict: 'unproven', reason: `unproven-${cell.doubt}` }
}
