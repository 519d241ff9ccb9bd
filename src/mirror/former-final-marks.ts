import { type Kysely, sql } from 'kysely'
import type { Schema } from '../database/index.js'
import {
  compareIds,
  type ExamMarkRecord,
  type FinalMarkRecord,
  type FormerFinalMark,
  type FormerResultMark,
  type Id,
} from '../journal/index.js'
import type { Translator } from './translator.js'

interface Asked {
  readonly classIds: readonly Id[]
  readonly translator: Translator
}

/** Values of final marks of these classes that were changed or taken away. */
export async function formerFinalMarks(
  db: Kysely<Schema>,
  school: Id,
  { classIds, translator }: Asked,
): Promise<FormerFinalMark[]> {
  const rows = await formerValues<FinalMarkRecord>(db, school, { kind: 'final-mark', classIds })
  return rows
    .map(({ classId, content: { personId, subjectId, periodId, value }, ...left }) => {
      const meaning = translator.markMeaning(value)
      return { classId, left, meaning, periodId, personId, subjectId, value }
    })
    .sort((a, b) => byCell(a, b, compareIds(a.periodId ?? '', b.periodId ?? '')))
}

/** The same of marks of exams and resulting ones. */
export async function formerResultMarks(
  db: Kysely<Schema>,
  school: Id,
  { classIds, translator }: Asked,
): Promise<FormerResultMark[]> {
  const rows = await formerValues<ExamMarkRecord>(db, school, { kind: 'exam-mark', classIds })
  return rows
    .map(({ classId, content: { personId, subjectId, line, value }, ...left }) => {
      const meaning = translator.markMeaning(value)
      return { classId, left, line, meaning, personId, subjectId, value }
    })
    .sort((a, b) => byCell(a, b, a.line === b.line ? 0 : a.line === 'exam' ? -1 : 1))
}

interface ValueRow<Content> {
  readonly classId: Id
  readonly content: Content
  readonly absentAt: number | null
  readonly presentAt: number
}

/**
 * Most final marks have one version, so the database passes over those; `lateral … offset 0` makes each lookup a probe of the
 * primary key.
 */
async function formerValues<Content extends FinalMarkRecord | ExamMarkRecord>(
  db: Kysely<Schema>,
  school: Id,
  { kind, classIds }: { readonly kind: Content['kind']; readonly classIds: readonly Id[] },
): Promise<ValueRow<Content>[]> {
  const { rows } = await sql<ValueRow<Content>>`
    select v.group_id as "classId", v.content, v.ended_after::float8 as "absentAt", v.ended_at::float8 as "presentAt"
    from unnest(${classIds}::text[]) c (class_id)
    cross join lateral (
      select * from mirror.version
      where school = ${school} and group_id = c.class_id and kind = ${kind} and ended_at is not null
      offset 0
    ) v
    left join lateral (
      select content->>'value' as value from mirror.version
      where school = v.school and group_id = v.group_id and kind = v.kind and record = v.record and seq = v.seq + 1
      offset 0
    ) n on true
    where v.gone or n.value is distinct from v.content->>'value'`.execute(db)
  return rows
}

type Former = Pick<FormerFinalMark, 'classId' | 'subjectId' | 'personId' | 'left'>

/** @param lines how their lines of the sheet stand */
function byCell(a: Former, b: Former, lines: number): number {
  return (
    compareIds(a.classId, b.classId) ||
    lines ||
    compareIds(a.subjectId, b.subjectId) ||
    compareIds(a.personId, b.personId) ||
    a.left.presentAt - b.left.presentAt
  )
}
