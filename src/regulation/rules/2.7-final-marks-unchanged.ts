import { z } from 'zod'
import type { Instant } from '../../clock.js'
import type { Bracket, FormerFinalMark, Journal, Period } from '../../journal/index.js'
import { cellFinding, filledCells } from '../filled-cells.js'
import { doubtMessages, gravityOf, type Told, tellTiming } from '../findings.js'
import { type Judgement, judge } from '../judge.js'
import { newestMemberships } from '../membership.js'
import { type EndedPeriod, endedPeriods, type TaughtSubject, taughtSubjects } from '../periods.js'
import { defineRule, type Finding, type RuleContext } from '../rule.js'
import { spanText } from '../speech.js'

const settings = z.strictObject({})
type Context = RuleContext<z.infer<typeof settings>>

/** A cell that ever held a mark. */
interface Cell extends EndedPeriod {
  readonly mark: { readonly subjectId: string; readonly personId: string }
  readonly taught: TaughtSubject | undefined
  /** Of the mark that stands; null where the cell is empty now. */
  readonly appeared: Bracket | null
}

export const finalMarksUnchanged = defineRule({
  id: '2.7-final-marks-unchanged',
  clause: '2.7',
  title: 'Итоговые отметки не изменены после периода',
  severity: 'major',
  level: 'must',
  termFrom: 'regulation',
  scope: 'class-period',
  needs: ['lessons', 'final-marks', 'members', 'class-subjects', 'periods'],
  countsDays: true,
  settings,
  messages: {
    pending: '{where}: итоговая отметка может меняться до окончания периода {deadline}.',
    kept: '{where}: итоговая отметка после окончания периода не менялась.',
    'kept-changed': '{where}: итоговая отметка менялась до окончания периода.',
    broken:
      '{where}: итоговая отметка изменена после окончания периода {deadline}, не менее чем на {delay} позже.',
    'broken-gone':
      '{where}: итоговая отметка удалена после окончания периода {deadline}, не менее чем на {delay} позже.',
    'unproven-member': '{where}: изменение итоговой отметки — не доказано: ученик выбыл из класса.',
    'unproven-settled':
      '{where}: «н/а» заменена отметкой после окончания периода {deadline}: возможно, ликвидирована задолженность.',
    ...doubtMessages('изменение итоговой отметки', [
      'unproven-first-look',
      'unproven-stale',
      'unproven-straddles',
    ]),
  },
  check(context, report) {
    const former = formerByCell(context.journal)
    const endOf = periodEnds(context)
    for (const cell of cells(context, former)) {
      const changes = former.size === 0 ? none : (former.get(cellKey(cell)) ?? none)
      const deadline = endOf(cell)
      const { told, judgement } = worst(cell, { changes, deadline }, context)
      if (context.isCounted(told.verdict, cell.place)) continue
      report(findingOf({ cell, told, judgement, deadline }, context))
    }
  },
})

interface Facts extends Answer {
  readonly cell: Cell
  readonly deadline: Instant
}

function findingOf({ cell, told, judgement, deadline }: Facts, context: Context): Finding {
  const { journal, speech } = context
  const { where, ...place } = cellFinding(cell, context)
  return {
    ...told,
    ...place,
    deadline,
    evidence: judgement?.evidence ?? {
      level: 'B',
      absentAt: null,
      presentAt: journal.lastLook('final-marks', cell.period.classId, null),
      platformAt: null,
    },
    values: () => ({
      where: where(),
      deadline: speech.moment(deadline),
      delay: spanText(judgement?.lateBy ?? 0),
    }),
  }
}

const none: readonly FormerFinalMark[] = []

function keyOf(classId: string, periodId: string | null, { subjectId, personId }: Cell['mark']): string {
  return `${classId}/${periodId ?? '-'}/${subjectId}/${personId}`
}

function cellKey({ period, mark }: Cell): string {
  return keyOf(period.classId, period.id, mark)
}

function formerByCell(journal: Journal): ReadonlyMap<string, readonly FormerFinalMark[]> {
  const former = new Map<string, FormerFinalMark[]>()
  for (const mark of journal.slice.formerFinalMarks) {
    const key = keyOf(mark.classId, mark.periodId, mark)
    const ofCell = former.get(key)
    if (ofCell) ofCell.push(mark)
    else former.set(key, [mark])
  }
  return former
}

function* cells(context: Context, former: ReadonlyMap<string, readonly FormerFinalMark[]>): Generator<Cell> {
  const filled = new Set<string>()
  for (const { period, lastDay, place, mark, taught } of filledCells(context)) {
    if (former.size > 0) filled.add(keyOf(period.classId, period.id, mark))
    yield { period, lastDay, place, mark, taught, appeared: mark.appeared }
  }
  const emptied = [...former].flatMap(([key, [mark]]) => (mark && !filled.has(key) ? [mark] : []))
  for (const { period, lastDay, place } of endedPeriods(context)) {
    const subjects = taughtSubjects(context, period)
    for (const mark of emptied) {
      if (mark.classId !== period.classId || mark.periodId !== period.id) continue
      yield { period, lastDay, place, mark, taught: subjects.get(mark.subjectId), appeared: null }
    }
  }
}

function periodEnds(context: Context): (ended: EndedPeriod) => Instant {
  const known = new Map<Period, Instant>()
  return ended => {
    const end = known.get(ended.period) ?? endOf(ended, context)
    known.set(ended.period, end)
    return end
  }
}

/** By whichever of the period's dates, present or former, was the latest; outages put it off as they do the marks' term. */
function endOf({ period, lastDay }: EndedPeriod, { journal, calendar }: Context): Instant {
  const former = journal.slice.formerPeriods.filter(
    ({ id, classId }) => id === period.id && classId === period.classId,
  )
  const ends = [calendar.dayEnd(lastDay), ...former.map(({ finish }) => calendar.dayEnd(finish))]
  return calendar.extended(calendar.finalWindow(period.classId, period.finish).opens, Math.max(...ends))
}

interface Answer {
  readonly told: Told
  /** Null where nothing changed. */
  readonly judgement: Judgement | null
}

function worst(
  cell: Cell,
  { changes, deadline }: { readonly changes: readonly FormerFinalMark[]; readonly deadline: Instant },
  context: Context,
): Answer {
  let gravest: Answer | null = null
  for (const change of newestFirst(changes)) {
    const judgement = judge({
      bracket: change.left,
      lookedAt: null,
      stamp: null,
      stampZone: context.stampZone,
      deadline,
      graceMs: 0,
      asOf: context.asOf,
    })
    const told = temper(tellTiming(judgement.outcome), change, { cell, context })
    if (gravest === null || gravityOf(told) > gravityOf(gravest.told)) gravest = { told, judgement }
  }
  return gravest ?? { told: tellUnchanged(cell, deadline, context), judgement: null }
}

/** Nearly always none, and cells are thousands. */
function newestFirst(changes: readonly FormerFinalMark[]): readonly FormerFinalMark[] {
  return changes.length < 2 ? changes : changes.toSorted((a, b) => b.left.presentAt - a.left.presentAt)
}

/** What was first seen after the end may have been another value before it, unless it was still absent then. */
function tellUnchanged({ period, appeared }: Cell, deadline: Instant, { journal, asOf }: Context): Told {
  if (asOf <= deadline) return { verdict: 'pending', reason: 'pending' }
  const lookedAt = journal.lastLook('final-marks', period.classId, null)
  if (lookedAt === null || lookedAt <= deadline) return { verdict: 'unproven', reason: 'unproven-stale' }
  const { absentAt, presentAt } = appeared ?? { absentAt: null, presentAt: lookedAt }
  if (presentAt <= deadline || (absentAt !== null && absentAt > deadline))
    return { verdict: 'kept', reason: 'kept' }
  return { verdict: 'unproven', reason: absentAt === null ? 'unproven-first-look' : 'unproven-straddles' }
}

function temper(
  told: Told,
  { personId, meaning }: FormerFinalMark,
  { cell, context }: { readonly cell: Cell; readonly context: Context },
): Told {
  if (told.verdict === 'kept') return { verdict: 'kept', reason: 'kept-changed' }
  if (told.verdict !== 'broken') return told
  const membership = newestMemberships(context.journal, cell.period.classId).get(personId)
  // The platform may drop the whole row of a pupil who has left.
  if (!membership || membership.left !== null) return { verdict: 'unproven', reason: 'unproven-member' }
  if (cell.appeared === null) return { verdict: 'broken', reason: 'broken-gone' }
  return meaning === 'not-attested' ? { verdict: 'unproven', reason: 'unproven-settled' } : told
}
