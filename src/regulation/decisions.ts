import { z } from 'zod'
import type { Verdict } from './verdict.js'

/** What people decided, as far as verdicts are a function of it: archived with every report. */

const Ids = z.array(z.string().regex(/^\d{1,19}$/)).min(1)
const Line = z
  .string()
  .trim()
  .min(1, { error: 'Причина и основание не могут быть пустыми' })
  .max(500, { error: 'Причина и основание — не длиннее 500 знаков' })

/**
 * «Исключение»: duties that the school has excused, by an order. A part that is null excuses whatever it may be, so the
 * days always have an end.
 */
export const Exemption = z
  .strictObject({
    /** Ids of rules. */
    rules: z.array(z.string().min(1)).min(1).nullable(),
    classIds: Ids.nullable(),
    /** Whoever answers for the duty. */
    teacherIds: Ids.nullable(),
    subjectIds: Ids.nullable(),
    lessonIds: Ids.nullable(),
    /** Pupils. */
    personIds: Ids.nullable(),
    /** Days of the duties, inclusive. */
    from: z.iso.date(),
    to: z.iso.date(),
    reason: Line,
    /** «приказ № 12 от 01.09.2026» */
    order: Line,
  })
  .refine(({ from, to }) => from <= to, {
    error: 'Первый день исключения позже последнего',
    path: ['to'],
  })
export type Exemption = z.infer<typeof Exemption>

/** Each with the number that people call it by. */
export interface Decisions {
  readonly exemptions: readonly { readonly number: number; readonly exemption: Exemption }[]
}

export const noDecisions: Decisions = { exemptions: [] }

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
      const found = inOrder.find(({ exemption }) => covers(exemption, verdict))
      if (!found) return verdict
      counts.set(found.number, (counts.get(found.number) ?? 0) + 1)
      const { reason, order } = found.exemption
      return {
        ...verdict,
        verdict: 'exempt',
        evidence: { ...verdict.evidence, level: null },
        decision: { number: found.number, insteadOf: verdict.verdict },
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
