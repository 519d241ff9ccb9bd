import { z } from 'zod'
import type { IsoDate } from '../../journal/index.js'
import type { ArchiveCheck } from '../archive-facts.js'
import type { Told } from '../findings.js'
import { defineRule, type RuleContext } from '../rule.js'
import { quarterEnds, quarterStart, quarterWords } from '../stated-duty.js'
import { wholeSchool } from '../verdict.js'

const settings = z.strictObject({})
type Context = RuleContext<z.infer<typeof settings>>

const bySchool = ' (периодичность установлена настройкой школы)'

/** Checks that stand in the archive's signed log, so that nobody has to be believed. */
export const archiveIntact = defineRule({
  id: '2.9-archive-intact',
  clause: '2.9',
  title: 'Архив раз в квартал прочитан целиком и цел',
  severity: 'critical',
  level: 'must',
  termFrom: 'school',
  scope: 'school-year',
  needs: [],
  settings,
  isOfSchool: true,
  messages: {
    pending: `Архив за {quarter} ещё не проверен целиком (archive scrub), срок — {deadline}${bySchool}.`,
    kept: `Архив за {quarter} проверен целиком {checked}: цел${bySchool}.`,
    broken: `Архив за {quarter} проверен {checked}: повреждений {findings}; восстановите их из копии${bySchool}.`,
    'unproven-not-checked': `Не доказано: архив за {quarter} целиком не проверен (archive scrub), срок был {deadline}${bySchool}.`,
    'unproven-unseen': `Не доказано: архива с этого компьютера не видно, проверен ли он за {quarter}, неизвестно${bySchool}.`,
  },
  check(context, report) {
    const { calendar, archived, asOf, from, to, speech } = context
    for (const end of endsOfQuarters(from, to)) {
      const [begins, deadline] = [calendar.dayStart(quarterStart(end)), calendar.dayEnd(end)]
      const checks = (archived.checks ?? []).filter(({ at }) => begins <= at && at <= deadline)
      const counts = checkThatCounts(checks)
      report({
        ...tell(counts, { archived, asOf, deadline }),
        subject: { class: wholeSchool, part: end },
        date: counts === null ? end : calendar.dateOf(counts.at),
        deadline,
        evidence: { level: 'B', absentAt: null, presentAt: counts?.at ?? null, platformAt: null },
        responsible: [],
        values: {
          quarter: quarterWords(end),
          deadline: speech.moment(deadline),
          ...(counts === null ? {} : { checked: speech.moment(counts.at), findings: counts.findings }),
        },
      })
    }
  },
})

/** Quarters that the days touch: what was found on a day of one is told on that day. */
function endsOfQuarters(from: IsoDate, to: IsoDate): readonly IsoDate[] {
  return quarterEnds(from, `${to.slice(0, 4)}-12-31`).filter(end => quarterStart(end) <= to)
}

/** The newest that found damage, unless a check of the whole found none afterwards; else the newest of the whole. */
function checkThatCounts(checks: readonly ArchiveCheck[]): ArchiveCheck | null {
  const inOrder = checks.toSorted((a, b) => a.at - b.at)
  return inOrder.findLast(({ whole, findings }) => whole || findings > 0) ?? null
}

function tell(
  check: ArchiveCheck | null,
  { archived, asOf, deadline }: Pick<Context, 'archived' | 'asOf'> & { readonly deadline: number },
): Told {
  if (check !== null) {
    const verdict = check.findings > 0 ? 'broken' : 'kept'
    return { verdict, reason: verdict }
  }
  if (asOf <= deadline) return { verdict: 'pending', reason: 'pending' }
  return archived.checks === null
    ? { verdict: 'unproven', reason: 'unproven-unseen' }
    : { verdict: 'unproven', reason: 'unproven-not-checked' }
}
