import type { RecordedScope } from '../../src/ledger/index.js'
import type { Verdict } from '../../src/regulation/index.js'

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
    sliceHash: 'a'.repeat(64),
    runId: 'run-1',
    ...more,
  }
}
