import { z } from 'zod'
import type { Id, IsoDate } from '../../journal/index.js'
import { type HardCopyStep, hardCopySteps, hardCopyWords, withNewestPrint } from '../keeping.js'
import { defineRule, type RuleContext } from '../rule.js'
import { monthDayPattern, statedEvidence, tellStated, yearlyDays } from '../stated-duty.js'
import type { Severity } from '../verdict.js'

const settings = z.strictObject({
  due: z
    .string()
    .regex(monthDayPattern)
    .default('06-30')
    .describe('Последний день печати годовых ведомостей, ММ-ДД'),
  remindFrom: z
    .string()
    .regex(monthDayPattern)
    .default('05-20')
    .describe('С какого дня напоминать о печати в сводке, ММ-ДД'),
})
type Context = RuleContext<z.infer<typeof settings>>

/** The printing itself is on paper: each of its steps is somebody's word. */
export const sheetsPrinted = defineRule({
  id: '3-sheets-printed',
  clause: '3',
  title: 'Годовая ведомость класса распечатана, прошита, подписана и сдана к 30 июня',
  severity: 'critical',
  level: 'must',
  termFrom: 'regulation',
  scope: 'school-year',
  needs: [],
  settings,
  messages: {
    pending: '{className}, {studyYear}: до {deadline} с годовой ведомостью осталось: {missing}.',
    kept: '{className}, {studyYear}: годовая ведомость распечатана, прошита, подписана, скреплена печатью и сдана.',
    mended: '{className}, {studyYear}: годовая ведомость сдана {on}, срок был {deadline}.',
    'unproven-not-stated':
      '{className}, {studyYear}: не доказано: с годовой ведомостью не отмечено: {missing}; срок был {deadline}.',
  },
  check(context, report) {
    const { journal, calendar, asOf, from, to, speech } = context
    for (const date of yearlyDays(context.settings.due, from, to)) {
      const studyYear = `${Number(date.slice(0, 4)) - 1}-${date.slice(0, 4)}`
      const deadline = calendar.dayEnd(date)
      for (const { id: classId } of journal.slice.classes) {
        const done = stepsOf({ classId, studyYear, date }, context)
        const missing = hardCopySteps.filter(step => !done.has(step))
        const days = [...done.values()].sort()
        const on = missing.length === 0 ? (days.at(-1) ?? null) : null
        const told = tellStated({ on, deadline, asOf, calendar })
        report({
          ...told,
          ...(told.verdict === 'pending' ? { severity: severityBefore(date, context) } : {}),
          subject: { class: classId, part: studyYear },
          date,
          deadline,
          evidence: statedEvidence,
          responsible: [],
          values: {
            className: speech.className(classId),
            studyYear,
            deadline: speech.moment(deadline),
            missing: missing.map(step => hardCopyWords[step]).join(', '),
            on: on === null ? '' : speech.date(on),
          },
        })
      }
    }
  },
})

/**
 * The first day of each step that was stated of the newest print. One that took its place after the last day, say after resits,
 * undoes nothing of what was done in time.
 */
function stepsOf(
  place: { readonly classId: Id; readonly studyYear: string; readonly date: IsoDate },
  { decisions }: Context,
): ReadonlyMap<HardCopyStep, IsoDate> {
  const stated = decisions.hardCopies
    .toSorted((a, b) =>
      a.content.on === b.content.on ? a.number - b.number : a.content.on < b.content.on ? -1 : 1,
    )
    .map(({ content }) => content)
    .filter(({ classId, studyYear }) => classId === place.classId && studyYear === place.studyYear)
  const inTime = stated.some(({ step, on }) => step === 'printed' && on <= place.date)
  const counted = withNewestPrint(
    stated.filter(({ step, on }) => !inTime || step !== 'printed' || on <= place.date),
  )
  const days = new Map<HardCopyStep, IsoDate>()
  for (const { step, on } of counted) if (!days.has(step)) days.set(step, on)
  return days
}

/** A reminder at first, a warning from 15 days before the last day, grave from five days before it. */
function severityBefore(date: IsoDate, { calendar, asOf }: Context): Severity {
  const isSince = (days: number) => asOf >= calendar.dayStart(calendar.addDays(date, -days))
  if (isSince(5)) return 'major'
  return isSince(15) ? 'minor' : 'info'
}
