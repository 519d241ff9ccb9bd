import { z } from 'zod'
import type { Instant } from '../../clock.js'
import type { Period } from '../../journal/index.js'
import { cellFinding, type FilledCell, filledCells } from '../filled-cells.js'
import type { Told } from '../findings.js'
import { isAway } from '../membership.js'
import { judge, type Outcome, outcomeOf, type Term } from '../judge.js'
import { defineRule, type Finding, type RuleContext } from '../rule.js'
import { spanText } from '../speech.js'

const settings = z.strictObject({
  window: z
    .enum(['rolling_7', 'iso_week'])
    .default('rolling_7')
    .meta({
      description:
        'Последняя неделя периода: rolling_7 — семь дней, которые кончаются последним учебным днём, iso_week — неделя с понедельника, в которой он лежит',
      words: {
        rolling_7: 'семь дней, которые кончаются последним учебным днём',
        iso_week: 'неделя с понедельника, в которой он лежит',
      },
    }),
})
type Context = RuleContext<z.infer<typeof settings>>

const fact = '{where}: раньше ли последней недели периода выставлена итоговая отметка — не доказано'

/** The other end of the window, the period's last study day, belongs to 2.7-final-marks-complete. */
export const finalMarksNotEarly = defineRule({
  id: '2.7-final-marks-not-early',
  clause: '2.7',
  title: 'Итоговые отметки выставлены не раньше последней недели периода',
  severity: 'minor',
  level: 'must',
  termFrom: 'regulation',
  scope: 'class-period',
  needs: ['lessons', 'final-marks', 'members', 'class-subjects', 'periods'],
  countsDays: true,
  settings,
  messages: {
    kept: '{where}: итоговая отметка выставлена не раньше последней недели периода.',
    'kept-by-stamp':
      '{where}: итоговая отметка выставлена не раньше последней недели периода (по данным Дневник.ру).',
    broken:
      '{where}: итоговая отметка выставлена раньше последней недели периода, не менее чем за {early} до её начала {opens}.',
    'broken-by-stamp':
      '{where}: итоговая отметка выставлена раньше последней недели периода, до её начала {opens} (по данным Дневник.ру).',
    'unproven-member': `${fact}: ученик пришёл или ушёл около конца периода, отметку могли поставить к его уходу.`,
    'unproven-period': `${fact}: даты периода меняли, и неясно, какие действовали тогда.`,
    'unproven-first-look': `${fact}: первое наблюдение было уже после её начала {opens}.`,
    'unproven-straddles': `${fact}: её начало {opens} прошло между двумя наблюдениями.`,
    'unproven-stamp': `${fact}: отметка времени платформы противоречит нашим наблюдениям вокруг её начала {opens}.`,
    'unproven-uncalibrated': `${fact}: её начало {opens} прошло между двумя наблюдениями, а отметка времени платформы не проверена.`,
  },
  check(context, report) {
    const opensOfPeriods = new Map<Period, Instant>()
    for (const cell of filledCells(context)) {
      if (cell.presence !== 'unlisted' && isAway(cell.presence)) {
        context.notApplicable()
        continue
      }
      const opens = opensOfPeriods.get(cell.period) ?? opensOf(cell.period, context)
      opensOfPeriods.set(cell.period, opens)
      const told = temper(tell(opens, cell, context), cell, context)
      if (context.isCounted(told.verdict, cell.place)) continue
      report(findingOf({ cell, told, opens }, context))
    }
  },
})

interface Facts {
  readonly cell: FilledCell
  readonly told: Told
  readonly opens: Instant
}

function findingOf({ cell, told, opens }: Facts, context: Context): Finding {
  const { speech } = context
  const { appeared, stamp } = cell.mark
  const { evidence } = judge({ bracket: appeared, stamp, ...termOf(opens, context) })
  const { where, ...place } = cellFinding(cell, context)
  return {
    ...told,
    ...place,
    deadline: null,
    evidence,
    values: () => ({
      where: where(),
      opens: speech.moment(opens),
      early: spanText(opens - appeared.presentAt),
    }),
  }
}

function opensOf({ classId, finish }: Pick<Period, 'classId' | 'finish'>, context: Context): Instant {
  const { calendar, settings } = context
  if (settings.window === 'rolling_7') return calendar.finalWindow(classId, finish).opens
  return calendar.dayStart(calendar.weekStart(calendar.lastStudyDay(classId, finish)))
}

/** A mark that isn't there is early for nobody: no look is needed for it. */
function termOf(opens: Instant, { stampZone, asOf }: Context): Term {
  return { lookedAt: null, stampZone, deadline: opens - 1, graceMs: 0, asOf }
}

const outcomes: Readonly<Partial<Record<Outcome, Told>>> = {
  kept: { verdict: 'broken', reason: 'broken' },
  'kept-by-stamp': { verdict: 'broken', reason: 'broken-by-stamp' },
  late: { verdict: 'kept', reason: 'kept' },
  'late-by-stamp': { verdict: 'kept', reason: 'kept-by-stamp' },
}

/** What is in time for a deadline is early for a beginning. */
function tell(opens: Instant, { mark }: FilledCell, context: Context): Told {
  const { appeared, stamp } = mark
  const outcome = outcomeOf(appeared, stamp, termOf(opens, context))
  const isOurLook = appeared.presentAt < opens
  // Nobody is accused by a stamp whose zone is a guess.
  if (outcome === 'kept' && !isOurLook)
    return context.stampZone === 'uncalibrated' ? doubt('unproven-uncalibrated') : byStamp
  return outcomes[outcome] ?? doubt(outcome)
}

const byStamp: Told = { verdict: 'broken', reason: 'broken-by-stamp' }

function temper(told: Told, cell: FilledCell, context: Context): Told {
  if (told.verdict !== 'broken') return told
  if (cell.presence !== 'member') return doubt('unproven-member')
  const { id, classId } = cell.period
  const former = context.journal.slice.formerPeriods.filter(
    period => period.id === id && period.classId === classId,
  )
  const isEarlyForAll = former.every(({ finish }) => {
    const opens = opensOf({ classId, finish }, context)
    return tell(opens, cell, context).verdict === 'broken'
  })
  return isEarlyForAll ? told : doubt('unproven-period')
}

function doubt(reason: string): Told {
  return { verdict: 'unproven', reason }
}
