import { compareIds, type Id } from '../journal/index.js'
import type { Verdict } from './verdict.js'

/** One order of verdicts for all time: date, rule, then the parts of the subject, ids by number. */
export function byPlace(a: Verdict, b: Verdict): number {
  if (a.date !== b.date) return a.date < b.date ? -1 : 1
  if (a.rule !== b.rule) return a.rule < b.rule ? -1 : 1
  const x = a.subject
  const y = b.subject
  return (
    compareOptional(x.class, y.class) ||
    compareOptional(x.lesson, y.lesson) ||
    compareOptional(x.work, y.work) ||
    compareOptional(x.mark, y.mark) ||
    compareOptional(x.person, y.person) ||
    compareOptional(x.subject, y.subject) ||
    compareOptional(x.period, y.period) ||
    compareOptional(x.incident, y.incident) ||
    compareText(x.part ?? '', y.part ?? '')
  )
}

function compareOptional(a: Id | undefined, b: Id | undefined): number {
  return a === b ? 0 : compareIds(a ?? '', b ?? '')
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
