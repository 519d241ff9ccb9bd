import { z } from 'zod'
import { Exemption, requiredLine, type Verdict, wholeSchool } from '../regulation/index.js'
import type { LeftOut } from './line.js'

/** What people type at a verdict: the same is asked of it as on the command line. */

export type FieldProblems<Field extends string> = Readonly<Partial<Record<Field, string>>>

export interface ReplyTyped {
  readonly text: string
  readonly by: string
  readonly problems: FieldProblems<'text' | 'by'> | null
}

export interface ExemptionTyped {
  readonly scope: 'one' | 'teacher' | 'class'
  readonly from: string
  readonly to: string
  readonly reason: string
  readonly order: string
  readonly by: string
  readonly problems: FieldProblems<'from' | 'to' | 'reason' | 'order' | 'by'> | null
  /** How many cases it would excuse; null where nobody has asked yet. */
  readonly preview: number | LeftOut | null
}

const Line = z.string().catch('')
const Sent = z.object({
  step: z.enum(['preview', 'enter']).catch('preview'),
  scope: z.enum(['one', 'teacher', 'class']).catch('one'),
  from: Line,
  to: Line,
  reason: Line,
  order: Line,
  by: Line,
  text: Line,
})

export const noReply: ReplyTyped = { text: '', by: '', problems: null }

export function freshExemption({ date }: Verdict): ExemptionTyped {
  const nothing = { reason: '', order: '', by: '', problems: null, preview: null }
  return { scope: 'one', from: date, to: date, ...nothing }
}

const Signer = requiredLine('Имя')

/** @param account name of whoever is signed in; null where they sign by hand */
export function readReply(
  sent: unknown,
  account: string | null,
): { readonly typed: ReplyTyped; readonly reply: { readonly text: string; readonly author: string } | null } {
  const { text, by } = Sent.parse(sent ?? {})
  const parsed = z
    .object({ text: requiredLine('Ответ', 1000), by: Signer })
    .safeParse({ text, by: account ?? by })
  if (parsed.success)
    return { typed: { text, by, problems: null }, reply: { text: parsed.data.text, author: parsed.data.by } }
  return { typed: { text, by, problems: problemsOf(parsed.error) }, reply: null }
}

export interface ReadExemption {
  readonly typed: ExemptionTyped
  readonly step: 'preview' | 'enter'
  readonly wanted: { readonly exemption: Exemption; readonly author: string } | null
}

export function readExemption(sent: unknown, verdict: Verdict, account: string | null): ReadExemption {
  const { step, text: _, ...fields } = Sent.parse(sent ?? {})
  const typed: ExemptionTyped = { ...fields, problems: null, preview: null }
  const signer = Signer.safeParse(account ?? fields.by)
  const parsed = Exemption.safeParse(exemptionOf(fields, verdict))
  if (parsed.success && signer.success) {
    return { typed, step, wanted: { exemption: parsed.data, author: signer.data } }
  }
  const problems = {
    ...(parsed.success ? {} : problemsOf(parsed.error)),
    ...(signer.success ? {} : { by: signer.error.issues[0]?.message ?? '' }),
  }
  return { typed: { ...typed, problems }, step, wanted: null }
}

function exemptionOf(
  { scope, from, to, reason, order }: Pick<ExemptionTyped, 'scope' | 'from' | 'to' | 'reason' | 'order'>,
  { rule, subject, responsible }: Verdict,
): object {
  const list = (id: string | undefined) => (id === undefined || id === wholeSchool ? null : [id])
  const nobody = { classIds: null, teacherIds: null, subjectIds: null, lessonIds: null, personIds: null }
  const common = { rules: [rule], from, to, reason, order }
  if (scope === 'teacher') return { ...common, ...nobody, teacherIds: [...responsible] }
  if (scope === 'class') return { ...common, ...nobody, classIds: list(subject.class) }
  return {
    ...common,
    classIds: list(subject.class),
    teacherIds: null,
    subjectIds: list(subject.subject),
    lessonIds: list(subject.lesson),
    personIds: list(subject.person),
  }
}

const russianTerms: Readonly<Record<string, string>> = { from: 'Нужна дата.', to: 'Нужна дата.' }

function problemsOf(error: z.ZodError): Readonly<Record<string, string>> {
  const problems: Record<string, string> = {}
  for (const { path, message, code } of error.issues) {
    const field = String(path[0] ?? 'from')
    problems[field] ??= code === 'invalid_format' ? (russianTerms[field] ?? message) : message
  }
  return problems
}
