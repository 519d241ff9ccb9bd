import { LRUCache } from 'lru-cache'
import type { DatabaseHandle } from '../database/index.js'
import type { Id } from '../journal/index.js'
import type { Findings } from './findings.js'
import { timesRecorded } from './recording.js'

/** Rows of all answers together: some 20 MB. */
const mostRows = 150_000
const mostAnswers = 1_000

interface Kept {
  readonly version: string
  readonly answer: Promise<unknown>
}

/**
 * Answers are kept until the next check of their school is recorded, which each question asks first: many look at the same days
 * after a night, and nothing in the ledger changes meanwhile. What hangs on the clock is always asked anew.
 */
export function keepFindings({ kysely }: DatabaseHandle, findings: Findings): Findings {
  const kept = new LRUCache<string, Kept>({ max: mostAnswers, maxSize: mostRows })

  async function keeping<T>(school: Id, question: readonly unknown[], ask: () => Promise<T>): Promise<T> {
    const version = await timesRecorded(kysely, school)
    if (version === null) return ask()
    const key = JSON.stringify(question)
    const known = kept.get(key)
    if (known?.version === version) return (await known.answer) as T
    const answer = ask()
    const fresh: Kept = { version, answer }
    kept.set(key, fresh, { size: 1 })
    try {
      const found = await answer
      // How much it is turns out when it is there.
      if (kept.peek(key) === fresh) kept.set(key, fresh, { size: sizeOf(found) })
      return found
    } catch (error) {
      if (kept.peek(key) === fresh) kept.delete(key)
      throw error
    }
  }

  return {
    list(filter, options) {
      const { due, changedSince } = options
      if (due !== undefined || changedSince !== undefined) return findings.list(filter, options)
      return keeping(filter.school, ['list', filter, options], () => findings.list(filter, options))
    },
    counts: (filter, by) => keeping(filter.school, ['counts', filter, by], () => findings.counts(filter, by)),
    kept: of => keeping(of.school, ['kept', of], () => findings.kept(of)),
    keptByWeek: of => keeping(of.school, ['keptByWeek', of], () => findings.keptByWeek(of)),
    checked: days => keeping(days.school, ['checked', days], () => findings.checked(days)),
    checkedClasses: days =>
      keeping(days.school, ['checkedClasses', days], () => findings.checkedClasses(days)),
    mendingDays: filter =>
      keeping(filter.school, ['mendingDays', filter], () => findings.mendingDays(filter)),
    figures: filter => keeping(filter.school, ['figures', filter], () => findings.figures(filter)),
    figuresByWeek: filter =>
      keeping(filter.school, ['figuresByWeek', filter], () => findings.figuresByWeek(filter)),
    finals: filter => keeping(filter.school, ['finals', filter], () => findings.finals(filter)),
    taught: filter => keeping(filter.school, ['taught', filter], () => findings.taught(filter)),
  }
}

function sizeOf(answer: unknown): number {
  if (Array.isArray(answer)) return 1 + answer.length
  return answer instanceof Map || answer instanceof Set ? 1 + answer.size : 1
}
