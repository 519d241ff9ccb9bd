import { z } from 'zod'
import {
  basedCells,
  type CurrentMarks,
  currentDoubts,
  doubtReasons,
  numbersOf,
  unreadPeriods,
} from '../current-marks.js'
import { cellFinding, type FilledCell } from '../filled-cells.js'
import type { Told } from '../findings.js'
import { defineRule, type Finding, type RuleContext } from '../rule.js'

const weight = z.number().min(0).max(100)
const settings = z.strictObject({
  upFrom: z
    .number()
    .gt(0)
    .max(1)
    .default(0.5)
    .describe('С какой дробной части средняя отметка округляется вверх: 0.5, 0.65 …'),
  difference: z
    .int()
    .min(0)
    .max(4)
    .default(0)
    .describe('На сколько баллов итоговая может отличаться от округлённой средней'),
  weights: z
    .strictObject({
      lesson: weight.default(1),
      written: weight.default(1),
      homework: weight.default(1),
    })
    .prefault({})
    .meta({
      description: 'Веса отметок за ответы и работу на уроке, за письменные работы и за домашние задания',
      words: {
        lesson: 'ответы и работа на уроке',
        written: 'письменные работы',
        homework: 'домашние задания',
      },
    }),
})
type Settings = z.infer<typeof settings>
type Context = RuleContext<Settings>

const bySchool = ' (порог установлен настройкой школы, регламент его не называет)'
const fact = '{where}: отличается ли итоговая отметка от средневзвешенной, не доказано'

/** A figure for whoever looks at objectivity, never a breach: no rule says how a mean becomes a mark. */
export const finalMarksMean = defineRule({
  id: '2.7-final-marks-mean',
  clause: '2.7',
  title: 'Итоговая отметка близка к средневзвешенной',
  severity: 'info',
  level: 'should',
  termFrom: 'school',
  scope: 'class-period',
  needs: ['lessons', 'marks', 'attendance', 'final-marks', 'members', 'class-subjects', 'periods'],
  countsDays: true,
  settings,
  messages: {
    kept: `{where}: итоговая отметка соответствует средневзвешенной${bySchool}.`,
    broken: `{where}: итоговая отметка отличается от средневзвешенной на {off} балла${bySchool}.`,
    ...currentDoubts(fact, bySchool),
    'unproven-value': `${fact}: нет отметок с весом, или одна из них стоит не по пятибалльной шкале${bySchool}.`,
    'unproven-work-kind': `${fact}: вид одной из работ не опознан, её вес неизвестен${bySchool}.`,
  },
  check(context, report) {
    const { settings } = context
    const tellUnread = unreadPeriods(context, report)
    const scale = { settings, isPlain: new Set(Object.values(settings.weights)).size === 1 }
    for (const { cell, current } of basedCells(context)) {
      const numbers = numbersOf(cell.mark.value) ?? []
      const final = numbers[0]
      if (
        final === undefined ||
        numbers.length > 1 ||
        current.marks.length === 0 ||
        isByTwoPeriods(cell, context)
      ) {
        context.notApplicable()
        continue
      }
      if (current.known === 'unread') {
        tellUnread(cell)
        continue
      }
      const { told, off } = tell(final, current, scale)
      if (context.isCounted(told.verdict, cell.place)) continue
      report(findingOf({ cell, current, told, off }, context))
    }
  },
})

interface Facts {
  readonly cell: FilledCell
  readonly current: CurrentMarks
  readonly told: Told
  readonly off: number
}

function findingOf({ cell, current, told, off }: Facts, context: Context): Finding {
  const { where, ...place } = cellFinding(cell, context)
  return {
    ...told,
    ...place,
    deadline: null,
    evidence: {
      level: 'B',
      absentAt: typeof current.known === 'number' ? current.known : null,
      presentAt: cell.mark.appeared.presentAt,
      platformAt: null,
    },
    // Neither the mark nor the mean stands in a message: it goes into mails.
    values: () => ({ where: where(), off: off.toFixed(1).replace('.', ',') }),
  }
}

function isByTwoPeriods(
  {
    mark,
    period,
  }: { readonly mark: { readonly subjectId: string }; readonly period: { readonly type: string } },
  { journal }: Context,
): boolean {
  return journal.subject(mark.subjectId)?.halfYear === true && period.type !== 'half-year'
}

const near: Told = { verdict: 'kept', reason: 'kept' }
const far: Told = { verdict: 'broken', reason: 'broken' }

function tell(
  final: number,
  current: CurrentMarks,
  { settings, isPlain }: { readonly settings: Settings; readonly isPlain: boolean },
): { readonly told: Told; readonly off: number } {
  if (typeof current.known !== 'number') return doubt(doubtReasons[current.known])
  const mean = weightedMean(current.marks, settings, isPlain)
  if (typeof mean === 'string') return doubt(mean)
  const rounded = Math.floor(mean + 1 - settings.upFrom + 1e-9)
  const isNear = Math.abs(final - rounded) <= settings.difference
  return { told: isNear ? near : far, off: Math.abs(final - mean) }
}

/**
 * Or why there is none.
 * @param isPlain all weights are equal: it doesn't matter what a mark is for
 */
function weightedMean(
  marks: CurrentMarks['marks'],
  { weights }: Settings,
  isPlain: boolean,
): number | `unproven-${string}` {
  let sum = 0
  let all = 0
  for (const { kind, numbers } of marks) {
    if (numbers === null) return 'unproven-value'
    const isKnown = kind === 'lesson' || kind === 'written' || kind === 'homework'
    if (!isKnown && !isPlain && numbers.length > 0) return 'unproven-work-kind'
    const own = isKnown ? weights[kind] : weights.lesson
    for (const number of numbers) {
      sum += number * own
      all += own
    }
  }
  return all === 0 ? 'unproven-value' : sum / all
}

function doubt(reason: string): { readonly told: Told; readonly off: number } {
  return { told: { verdict: 'unproven', reason }, off: 0 }
}
