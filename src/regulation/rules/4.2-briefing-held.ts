import { z } from 'zod'
import { studyYearOf } from '../../calendar/index.js'
import type { IsoDate } from '../../journal/index.js'
import { defineRule } from '../rule.js'
import { monthDayPattern, statedEvidence, tellStated, yearlyDays } from '../stated-duty.js'
import { wholeSchool } from '../verdict.js'

const bySchool = ' (периодичность и срок установлены настройкой школы)'
const what = 'инструктаж о том, как хранить логин и пароль в тайне'

/** The regulation demands secrecy, which nobody sees, and no briefing: a signature sheet is what schools can show for it. */
export const briefingHeld = defineRule({
  id: '4.2-briefing-held',
  clause: '4.2',
  title: 'Раз в год работники под подпись проинструктированы о защите логинов и паролей',
  severity: 'info',
  level: 'should',
  termFrom: 'school',
  scope: 'school-year',
  needs: [],
  settings: z.strictObject({
    due: z
      .string()
      .regex(monthDayPattern)
      .default('09-30')
      .describe(
        'К какому дню, ММ-ДД, на листе инструктажа расписываются все работники; день июня–августа — перед началом того учебного года, о котором лист',
      ),
  }),
  isOfSchool: true,
  messages: {
    pending: `{year} учебный год: ${what}, проводят под подпись до {deadline}${bySchool}.`,
    'pending-unsigned': `{year} учебный год: ${what}, проведён {on}, но расписались не все, срок — {deadline}${bySchool}.`,
    kept: `{year} учебный год: ${what}, проведён {on}, расписались все${bySchool}.`,
    mended: `{year} учебный год: ${what}, проведён {on}, расписались все, срок был {deadline}${bySchool}.`,
    'unproven-not-stated': `{year} учебный год: ${what}, — не доказано: записи о нём нет, срок был {deadline}${bySchool}.`,
    'unproven-unsigned': `{year} учебный год: ${what}, — не доказано: он проведён {on}, но расписались не все, срок был {deadline}${bySchool}.`,
  },
  check(context, report) {
    const { calendar, decisions, settings, asOf, from, to, speech } = context
    for (const date of yearlyDays(settings.due, from, to)) {
      const year = yearAskedFor(date)
      const held = decisions.briefings.flatMap(({ content }) => (content.studyYear === year ? [content] : []))
      const daysOf = (sheets: typeof held) => sheets.map(({ on }) => on).sort()
      const [on = null] = daysOf(held.filter(({ signedByAll }) => signedByAll))
      const unsigned = daysOf(held).at(-1)
      const deadline = calendar.dayEnd(date)
      const told = tellStated({ on, deadline, asOf, calendar })
      report({
        ...told,
        ...(on === null && unsigned !== undefined ? { reason: `${told.verdict}-unsigned` } : {}),
        subject: { class: wholeSchool, part: year },
        date,
        deadline,
        evidence: statedEvidence,
        responsible: [],
        values: {
          year,
          deadline: speech.moment(deadline),
          on: speech.date(on ?? unsigned ?? date),
        },
      })
    }
  },
})

/** Nobody instructs in summer for the year that is over: such a term is of the year that begins after it. */
function yearAskedFor(due: IsoDate): string {
  const isSummer = due.slice(5) >= '06-01' && due.slice(5) <= '08-31'
  return studyYearOf(isSummer ? `${due.slice(0, 4)}-09-01` : due)
}
