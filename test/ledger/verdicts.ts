import type { DatabaseHandle } from '../../src/database/index.js'
import { createLedger, type JudgedDuties, type Ledger, type RecordedScope } from '../../src/ledger/index.js'
import { type Verdict, verdictKey } from '../../src/regulation/index.js'

export const school = '1000000000000000777'
export const noon = Date.UTC(2026, 10, 23, 9)

/** A verdict about homework; `lesson` is the duty's identity. */
export function aVerdict(more: Partial<Verdict> = {}, lesson = '501'): Verdict {
  return {
    rule: '2.6-homework-in-time',
    clause: '2.6',
    verdict: 'broken',
    severity: 'major',
    subject: { class: '11', lesson },
    date: '2026-11-18',
    deadline: noon,
    evidence: { level: 'B', absentAt: noon - 60_000, presentAt: null, platformAt: null },
    responsible: ['31', '32'],
    reason: 'broken',
    message: 'Задание для 7 «А» на 18.11.2026 не выдано в срок',
    ...more,
  }
}

export function aScope(more: Partial<RecordedScope> = {}): RecordedScope {
  return {
    school,
    from: '2026-11-16',
    to: '2026-11-22',
    classIds: null,
    rules: ['2.6-homework-in-time', '2.1-topics-in-time'],
    asOf: noon,
    looksHash: 'a'.repeat(64),
    runId: 'run-1',
    ...more,
  }
}

/** As the engine gives them: apart what is kept and what isn't. */
export function judgedOf(verdicts: readonly Verdict[]): JudgedDuties {
  const kept = verdicts.filter(({ verdict }) => verdict === 'kept')
  const isOf = (rule: string, classId: string) => (verdict: Verdict) =>
    verdict.rule === rule && verdict.subject.class === classId
  const places = new Set(kept.map(({ rule, subject, date }) => `${rule}/${subject.class}/${date}`))
  return {
    found: verdicts.filter(({ verdict }) => verdict !== 'kept'),
    kept: {
      *days() {
        for (const place of places) {
          const [rule = '', classId = '', date = ''] = place.split('/')
          const own = kept.filter(isOf(rule, classId)).filter(verdict => verdict.date === date)
          yield { rule, classId, date, kept: own.length }
        }
      },
      verdict: (rule, classId, key) =>
        kept.filter(isOf(rule, classId)).find(verdict => verdictKey(verdict) === key),
      verdicts: () => kept,
      places: name =>
        kept.flatMap(({ rule, subject, date }) =>
          rule === name ? { place: { classId: subject.class, date, id: subject.lesson }, kept: 1 } : [],
        ),
      findings: () => [],
    },
  }
}

/** A ledger that takes verdicts in one list. */
export function ledgerOfVerdicts(handle: DatabaseHandle): Omit<Ledger, 'record'> & {
  record(scope: RecordedScope, verdicts: readonly Verdict[]): ReturnType<Ledger['record']>
} {
  const ledger = createLedger(handle)
  return { ...ledger, record: (scope, verdicts) => ledger.record(scope, judgedOf(verdicts)) }
}
