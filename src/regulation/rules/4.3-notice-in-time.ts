import { z } from 'zod'
import type { Calendar } from '../../calendar/index.js'
import type { Instant } from '../../clock.js'
import type { IsoDate } from '../../journal/index.js'
import type { Incident } from '../decisions.js'
import { defineRule } from '../rule.js'
import { spanText } from '../speech.js'
import { type VerdictKind, wholeSchool } from '../verdict.js'

/** The federal duty to tell of a leak of personal data runs in hours, working days or not. */
const federalMs = 24 * 3_600_000

const settings = z.strictObject({
  includeDayZero: z
    .boolean()
    .default(false)
    .describe('Считать рабочим днём срока и день, когда узнали: тогда срок — конец этого дня'),
})

export const noticeInTime = defineRule({
  id: '4.3-notice-in-time',
  clause: '4.3',
  title: 'О нарушении доступа сообщено в течение рабочего дня',
  severity: 'critical',
  level: 'must',
  termFrom: 'regulation',
  scope: 'school-year',
  needs: [],
  countsDays: true,
  settings,
  isOfSchool: true,
  messages: {
    pending:
      'Инцидент № {number}: руководителю и службе поддержки надо сообщить до {deadline}; если это утечка персональных данных — в федеральный орган до {federal}.',
    kept: 'Инцидент № {number}: руководителю и службе поддержки сообщено в срок.',
    broken:
      'Инцидент № {number}: по записям школы {whom} не сообщено, срок был {deadline}; если это утечка персональных данных, федеральный срок — {federal}.',
    mended:
      'Инцидент № {number}: сообщено позже срока {deadline}, на {delay}; если это утечка персональных данных, федеральный срок — {federal}.',
  },
  check({ decisions, calendar, settings: { includeDayZero }, asOf, speech }, report) {
    for (const { number, content: incident } of decisions.incidents) {
      const date = calendar.dateOf(incident.learnedAt)
      const deadline = calendar.dayEnd(includeDayZero ? date : nextWorkingDay(calendar, date))
      const told = toldAt(incident)
      const verdict = verdictOf(told, deadline, asOf)
      report({
        verdict,
        reason: verdict,
        subject: { class: wholeSchool, incident: String(number) },
        date,
        deadline,
        // What stands in the school's own record of incidents, with author and time.
        evidence: { level: 'D', absentAt: null, presentAt: null, platformAt: null },
        responsible: [],
        values: () => ({
          number,
          deadline: speech.moment(deadline),
          federal: speech.moment(incident.learnedAt + federalMs),
          delay: spanText((told ?? asOf) - deadline),
          whom: missing(incident),
        }),
      })
    }
  },
})

/** When both knew; null while one doesn't. */
function toldAt({ headToldAt, supportToldAt }: Incident): Instant | null {
  return headToldAt === null || supportToldAt === null ? null : Math.max(headToldAt, supportToldAt)
}

function verdictOf(told: Instant | null, deadline: Instant, asOf: Instant): VerdictKind {
  if (told !== null) return told <= deadline ? 'kept' : 'mended'
  return asOf <= deadline ? 'pending' : 'broken'
}

function missing({ headToldAt, supportToldAt }: Incident): string {
  const whom = [
    ...(headToldAt === null ? ['руководителю'] : []),
    ...(supportToldAt === null ? ['службе поддержки'] : []),
  ]
  return whom.join(' и ')
}

function nextWorkingDay(calendar: Calendar, date: IsoDate): IsoDate {
  let day = calendar.addDays(date, 1)
  while (!calendar.isWorkingDay(day)) day = calendar.addDays(day, 1)
  return day
}
