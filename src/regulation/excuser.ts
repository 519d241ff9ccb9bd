import type { Decisions, Exemption } from './decisions.js'
import type { Verdict } from './verdict.js'

/** Turns what is excused into `exempt`, and counts what each exemption excused. */
export interface Excuser {
  excuse(verdict: Verdict): Verdict
  /** By number, those that excused nothing among them. */
  counts(): Readonly<Record<string, number>>
}

export function createExcuser({ exemptions }: Decisions): Excuser {
  const counts = new Map(exemptions.map(({ number }) => [number, 0]))
  // The same one excuses whatever the order in which a store gave them.
  const inOrder = [...exemptions].sort((a, b) => a.number - b.number)
  return {
    excuse(verdict) {
      if (inOrder.length === 0 || verdict.verdict === 'kept') return verdict
      const found = inOrder.find(({ content }) => covers(content, verdict))
      if (!found) return verdict
      counts.set(found.number, (counts.get(found.number) ?? 0) + 1)
      const { reason, order } = found.content
      return {
        ...verdict,
        verdict: 'exempt',
        evidence: { ...verdict.evidence, level: null },
        decision: { by: 'exemption', number: found.number, insteadOf: verdict.verdict },
        message: `${verdict.message} Исключение № ${found.number}: ${sentence(`${reason}, ${order}`)}`,
      }
    },
    counts: () => Object.fromEntries(counts),
  }
}

function covers(exemption: Exemption, { rule, date, subject, responsible }: Verdict): boolean {
  const among = (wanted: readonly string[] | null, ...given: readonly (string | undefined)[]) =>
    wanted === null || given.some(id => id !== undefined && wanted.includes(id))
  return (
    exemption.from <= date &&
    date <= exemption.to &&
    among(exemption.rules, rule) &&
    among(exemption.classIds, subject.class) &&
    among(exemption.teacherIds, ...responsible) &&
    among(exemption.subjectIds, subject.subject) &&
    among(exemption.lessonIds, subject.lesson) &&
    among(exemption.personIds, subject.person)
  )
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`
}
