import { type Kysely, sql } from 'kysely'
import type { Schema } from '../database/index.js'
import { compareIds, type FinalMarkRecord, type FormerFinalMark, type Id } from '../journal/index.js'
import type { Translator } from './translator.js'

interface ValueRow {
  readonly classId: Id
  readonly content: FinalMarkRecord
  readonly absentAt: number | null
  readonly presentAt: number
}

/**
 * Values of final marks of these classes that were changed or taken away. Most final marks have one version, so the
 * database passes over those; `lateral … offset 0` makes each lookup a probe of the primary key.
 */
export async function formerFinalMarks(
  db: Kysely<Schema>,
  school: Id,
  { classIds, translator }: { readonly classIds: readonly Id[]; readonly translator: Translator },
): Promise<FormerFinalMark[]> {
  const { rows } = await sql<ValueRow>`
    select v.group_id as "classId", v.content, v.ended_after::float8 as "absentAt", v.ended_at::float8 as "presentAt"
    from unnest(${classIds}::text[]) c (class_id)
    cross join lateral (
      select * from mirror.version
      where school = ${school} and group_id = c.class_id and kind = 'final-mark' and ended_at is not null
      offset 0
    ) v
    left join lateral (
      select content->>'value' as value from mirror.version
      where school = v.school and group_id = v.group_id and kind = v.kind and record = v.record and seq = v.seq + 1
      offset 0
    ) n on true
    where v.gone or n.value is distinct from v.content->>'value'`.execute(db)
  return rows
    .map(({ classId, content, absentAt, presentAt }) => {
      const { personId, subjectId, periodId, value } = content
      const meaning = translator.markMeaning(value)
      return { classId, left: { absentAt, presentAt }, meaning, periodId, personId, subjectId, value }
    })
    .sort(byCell)
}

function byCell(a: FormerFinalMark, b: FormerFinalMark): number {
  return (
    compareIds(a.classId, b.classId) ||
    compareIds(a.periodId ?? '', b.periodId ?? '') ||
    compareIds(a.subjectId, b.subjectId) ||
    compareIds(a.personId, b.personId) ||
    a.left.presentAt - b.left.presentAt
  )
}
