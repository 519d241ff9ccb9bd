import { sql } from 'kysely'
import type { DatabaseHandle } from '../database/index.js'
import type { Id } from '../journal/index.js'
import type { Findings } from './findings.js'

/** Rows of all answers together: some 20 MB. */
const mostRows = 150_000
const mostAnswers = 1_000

interface Kept {
  readonly version: string
  readonly answer: Promise<unknown>
  rows: number
}

/**
 * Answers are kept until the next check of their school is recorded, which each question asks first: many look at the same days
 * after a night, and nothing in the ledger changes meanwhile. What hangs on the clock is always asked anew.
 */
export function keepFindings({ kysely }: DatabaseHandle, findings: Findings): Findings {
  /** The one that was asked for last stands last. */
  const kept = new Map<string, Kept>()
  let rows = 0

  function forget(key: string): void {
    rows -= kept.get(key)?.rows ?? 0
    kept.delete(key)
  }
  function trim(): void {
    for (const oldest of kept.keys()) {
      if (rows <= mostRows && kept.size <= mostAnswers) break
      forget(oldest)
    }
  }

  async function keeping<T>(school: Id, question: readonly unknown[], ask: () => Promise<T>): Promise<T> {
    const { rows: found } = await sql<{ version: string }>`
      select version::text from ledger.recorded where school = ${school}`.execute(kysely)
    const version = found[0]?.version
    if (version === undefined) return ask()
    const key = JSON.stringify(question)
    const known = kept.get(key)
    forget(key)
    const fresh: Kept = known?.version === version ? known : { version, answer: ask(), rows: 1 }
    kept.set(key, fresh)
    rows += fresh.rows
    try {
      const answer = (await fresh.answer) as T
      if (kept.get(key) === fresh) {
        rows += sizeOf(answer) - fresh.rows
        fresh.rows = sizeOf(answer)
        trim()
      }
      return answer
    } catch (error) {
      if (kept.get(key) === fresh) forget(key)
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
    checked: days => keeping(days.school, ['checked', days], () => findings.checked(days)),
    checkedClasses: day => keeping(day.school, ['checkedClasses', day], () => findings.checkedClasses(day)),
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
