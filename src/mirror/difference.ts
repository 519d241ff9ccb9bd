import { sql } from 'kysely'
import type { ChangeCounts, ChangeKind, Id, RecordChanges, RecordKind } from '../journal/index.js'
import { changeKinds } from '../journal/index.js'
import type { Vocabulary } from '../vocabulary/index.js'
import { standing } from './directory.js'
import type { SchoolLists, Snapshot } from './kept-lists.js'
import type { LookAt } from './mirror.js'
import { kindOfWords } from './to-journal.js'
import { createTranslator } from './translator.js'

type Act = keyof ChangeCounts

interface ChangeRow {
  readonly kind: RecordKind
  readonly kindWord: string | null
  readonly typeId: Id | null
  /** What became of the record; null where only its topic changed. */
  readonly act: Act | null
  /** What became of the lesson's topic. */
  readonly topic: Act | null
  readonly count: number
}

const columns = sql`kind, case when kind = 'work' then content->>'kindWord' end as "kindWord",
  case when kind = 'work' then content->>'workTypeId' end as "typeId"`

/**
 * `Mirror.difference`: what some looks brought. Versions are sought by window, standing and ended ones each by their own
 * index. What a look took away ended since the last proof before it: a loss that was doubted first is dated by the doubt.
 */
export async function readDifference(
  { db, lists }: Snapshot,
  vocabulary: Vocabulary,
  { school, looks }: { readonly school: Id; readonly looks: readonly LookAt[] },
): Promise<RecordChanges> {
  if (looks.length === 0) return {}
  const { rows } = await sql<ChangeRow>`
    with look as materialized (
      select id, window_key, answered_at, gone, (
        select max(e.answered_at) from mirror.observation e
        where e.school = o.school and e.window_key = o.window_key and e.id < o.id and e.complete and not e.suspect
      ) as proof_at
      from unnest(${looks.map(look => look.windowKey)}::text[], ${looks.map(look => look.askedAt)}::bigint[])
        wanted (key, at)
      cross join lateral (
        select * from mirror.observation
        where school = ${school} and window_key = wanted.key and asked_at = wanted.at
        offset 0
      ) o
    ),
    opened as (
      select v.*, p.content as before, nullif(trim(v.content->>'topic'), '') as topic_now,
        nullif(trim(p.content->>'topic'), '') as topic_before
      from look l cross join lateral (
        select * from mirror.version where window_key = l.window_key and ended_at is null and observation = l.id
        union all
        select * from mirror.version where window_key = l.window_key and ended_at is not null and observation = l.id
      ) v left join lateral (
        select content from mirror.version
        where v.seq > 1 and school = v.school and group_id = v.group_id and kind = v.kind and record = v.record
          and seq = v.seq - 1 and not gone
        offset 0
      ) p on true
    ),
    lost as (
      select v.* from look l cross join lateral (
        select * from mirror.version
        where window_key = l.window_key and ended_at is not null and gone and ended_at <= l.answered_at
          and (l.proof_at is null or ended_at > l.proof_at)
      ) v where l.gone > 0
    ),
    change as (
      select ${columns}, case when before is null then 'added'
          when content - 'topic' is distinct from before - 'topic' then 'changed' end as act,
        case when kind <> 'lesson' or topic_now is not distinct from topic_before then null
          when topic_before is null then 'added' when topic_now is null then 'gone' else 'changed' end as topic
      from opened
      union all
      select ${columns}, 'gone', null from lost
    )
    select kind, "kindWord", "typeId", act, topic, count(*)::int as count from change
    group by 1, 2, 3, 4, 5`.execute(db)
  const kindOf = changeKindOf(lists, vocabulary)
  const counts = new Map<ChangeKind, Record<Act, number>>()
  const add = (kind: ChangeKind, act: Act | null, count: number) => {
    if (act === null) return
    const known = counts.get(kind) ?? { added: 0, changed: 0, gone: 0 }
    counts.set(kind, { ...known, [act]: known[act] + count })
  }
  for (const row of rows) {
    add(kindOf(row), row.act, row.count)
    add('topic', row.topic, row.count)
  }
  return Object.fromEntries(
    changeKinds.flatMap(kind => {
      const found = counts.get(kind)
      return found ? [[kind, found]] : []
    }),
  )
}

function changeKindOf(lists: SchoolLists, vocabulary: Vocabulary): (row: ChangeRow) => ChangeKind {
  const translator = createTranslator(vocabulary)
  const types = standing(lists.of(['work-type']), 'work-type')
  const typeOf = new Map(types.map(type => [type.id, type]))
  return ({ kind, kindWord, typeId }) => {
    switch (kind) {
      case 'lesson':
      case 'mark':
      case 'attendance':
      case 'final-mark':
        return kind
      case 'exam-mark':
        return 'final-mark'
      case 'work': {
        const type = typeId === null ? undefined : typeOf.get(typeId)
        const words = {
          kindWord: kindWord ?? type?.kindWord ?? null,
          title: type?.title ?? null,
          periodTypeWord: null,
        }
        return kindOfWords(words, translator).kind === 'homework' ? 'homework' : 'work'
      }
      default:
        return 'list'
    }
  }
}
