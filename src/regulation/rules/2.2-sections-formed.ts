import { z } from 'zod'
import type { Instant } from '../../clock.js'
import type { Id, IsoDate } from '../../journal/index.js'
import { doubtMessages, type Told, tellDuty } from '../findings.js'
import { type Judgement, judge } from '../judge.js'
import { formed, type ReadinessItem, readinessItems } from '../readiness.js'
import { defineRule, type RuleContext } from '../rule.js'
import { spanText } from '../speech.js'
import type { Severity } from '../verdict.js'

const settings = z.strictObject({
  fifthIncluded: z.boolean().default(true).describe('«До 5 сентября» включает само 5 сентября'),
})
type Context = RuleContext<z.infer<typeof settings>>

const ready = '; готовность {ready} из {all}'

export const sectionsFormed = defineRule({
  id: '2.2-sections-formed',
  clause: '2.2',
  title: 'Разделы журнала сформированы до 5 сентября',
  severity: 'critical',
  level: 'must',
  termFrom: 'regulation',
  scope: 'school-year',
  needs: [
    'lessons',
    'members',
    'groups',
    'class-subjects',
    'class-teacher',
    'periods',
    'bells',
    'work-types',
    'mark-values',
  ],
  countsDays: true,
  settings,
  messages: {
    pending: `{where}: ещё не готово, срок — {deadline}${ready}.`,
    kept: `{where}: готово в срок${ready}.`,
    broken: `{where}: не готово, срок был {deadline}${ready}.`,
    mended: `{where}: готово с опозданием (не менее {delay}), срок был {deadline}${ready}.`,
    ...doubtMessages('готовность', ['unproven-first-look', 'unproven-stale', 'unproven-straddles'], ready),
  },
  check(context, report) {
    const { journal, calendar, settings, speech, asOf } = context
    for (const date of fifthsOfSeptember(context)) {
      const begins = calendar.dayStart(`${date.slice(0, 4)}-09-01`)
      if (asOf < begins) continue
      const due = calendar.dayEnd(settings.fifthIncluded ? date : calendar.addDays(date, -1))
      const deadline = calendar.extended(begins, due)
      for (const { id: classId } of journal.slice.classes) {
        const answers = judgeClass(classId, { date, deadline }, context)
        if (answers === null) {
          context.notApplicable()
          continue
        }
        // Ready is what is there, whether or not it is known to have come in time.
        const readyOnes = answers.filter(({ judgement }) => judgement.evidence.presentAt !== null)
        for (const { item, judgement, told } of answers) {
          const severity = severityOf(told, date, context)
          report({
            verdict: told.verdict,
            reason: told.reason,
            ...(severity === null ? {} : { severity }),
            subject: { class: classId, part: `${date.slice(0, 4)}/${item}` },
            date,
            deadline,
            evidence: judgement.evidence,
            responsible: [],
            values: () => ({
              where: `${speech.className(classId)}, ${readinessItems[item]}`,
              deadline: speech.term(due, deadline),
              delay: spanText(judgement.lateBy),
              ready: readyOnes.length,
              all: answers.length,
            }),
          })
        }
      }
    }
  },
})

function fifthsOfSeptember({ from, to }: Context): IsoDate[] {
  const [first, last] = [Number(from.slice(0, 4)), Number(to.slice(0, 4))]
  const years = Array.from({ length: last - first + 1 }, (_, index) => first + index)
  return years.map(year => `${year}-09-05`).filter(date => from <= date && date <= to)
}

interface Answer {
  readonly item: ReadinessItem
  readonly judgement: Judgement
  readonly told: Told
}

/** Null for a class that was opened only later: its term counts from the order. */
function judgeClass(
  classId: Id,
  { date, deadline }: { readonly date: IsoDate; readonly deadline: Instant },
  context: Context,
): readonly Answer[] | null {
  const { journal, calendar, stampZone, asOf } = context
  const items = Object.keys(readinessItems) as ReadinessItem[]
  const opened = formed('class', { journal, calendar, classId, date }).since
  if (opened !== null && opened.absentAt !== null && opened.absentAt > deadline) return null
  return items.map(item => {
    const { since, lookedAt } = formed(item, { journal, calendar, classId, date })
    const judgement = judge({
      bracket: since ?? { absentAt: null, presentAt: null },
      lookedAt,
      stamp: null,
      stampZone,
      deadline,
      graceMs: 0,
      asOf,
    })
    return { item, judgement, told: tellDuty(judgement.outcome) }
  })
}

/** A reminder from 1 September, a warning from the 3rd, grave when the term is over. */
function severityOf({ verdict }: Told, date: IsoDate, { calendar, asOf }: Context): Severity | null {
  if (verdict === 'mended' || verdict === 'unproven') return 'major'
  if (verdict !== 'pending') return null
  return asOf < calendar.dayStart(calendar.addDays(date, -2)) ? 'info' : 'minor'
}
