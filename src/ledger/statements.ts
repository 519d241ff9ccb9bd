import { sql } from 'kysely'
import { z } from 'zod'
import type { Instant } from '../clock.js'
import type { DatabaseHandle } from '../database/index.js'
import { BridgeError } from '../errors.js'
import type { Id } from '../journal/index.js'
import {
  Acquaintance,
  BackupCopy,
  Briefing,
  ClassOpening,
  ControlSession,
  Exemption,
  HardCopy,
  Incident,
  PupilOrder,
  requiredLine,
  SchoolOrder,
  SettingsChange,
  type Stated,
  Substitution,
  TrialRestore,
  WrittenLimits,
} from '../regulation/index.js'

/** Times are instants, UTC. */
export const RecordedOutage = z
  .strictObject({
    from: z.int(),
    to: z.int(),
    /** «письмо поддержки от 16.11.2026» */
    source: requiredLine('Источник'),
  })
  .refine(({ from, to }) => from < to, { error: 'Сбой кончился раньше, чем начался', path: ['to'] })
export type RecordedOutage = z.infer<typeof RecordedOutage>

/** «Ответ» to a verdict, of whoever answers for it or of a deputy head; it changes no verdict. */
export const Reply = z.strictObject({
  /** Id of the ledger's entry. */
  entry: z.string().regex(/^[0-9a-f]{16}$/, { error: 'Номер записи — 16 знаков, как его печатает verdicts' }),
  text: requiredLine('Ответ', 1000),
})
export type Reply = z.infer<typeof Reply>

/** What people add, by kind. */
const contents = {
  exemption: Exemption,
  outage: RecordedOutage,
  incident: Incident,
  order: SchoolOrder,
  'pupil-order': PupilOrder,
  substitution: Substitution,
  acquaintance: Acquaintance,
  'written-limits': WrittenLimits,
  control: ControlSession,
  backup: BackupCopy,
  restore: TrialRestore,
  'hard-copy': HardCopy,
  briefing: Briefing,
  'class-opening': ClassOpening,
  reply: Reply,
  settings: SettingsChange,
} as const
export type StatementKind = keyof typeof contents
export type Content<Kind extends StatementKind> = z.infer<(typeof contents)[Kind]>

export interface Revision<Kind extends StatementKind> {
  readonly revision: number
  /** Null where the statement is taken back. */
  readonly content: Content<Kind> | null
  readonly why: string | null
  readonly author: string
  readonly enteredAt: Instant
}

export interface Statement<Kind extends StatementKind> {
  /** Counted from 1 in each school and kind: what people call it by. */
  readonly number: number
  /** Oldest first, never empty. */
  readonly revisions: readonly Revision<Kind>[]
}

export type Standing<Kind extends StatementKind> = Stated<Content<Kind>>

export interface Signature {
  readonly author: string
  readonly at: Instant
}

/** Everything has an author and a time; nothing is changed or deleted, only superseded. */
export interface Statements {
  enter<Kind extends StatementKind>(
    school: Id,
    kind: Kind,
    content: Content<Kind>,
    signature: Signature,
  ): Promise<number>
  /**
   * Several at once: all of them or none.
   * @param allow sees all that was entered until now, and throws where these may not be: nobody enters any meanwhile
   * @returns their numbers, one after the other
   */
  enterAll<Kind extends StatementKind>(
    school: Id,
    kind: Kind,
    contents: readonly Content<Kind>[],
    signature: Signature,
    allow?: (entered: readonly Statement<Kind>[]) => void,
  ): Promise<number[]>
  /**
   * A new revision; null takes the statement back.
   * @returns what stood until now
   * @throws BridgeError NOT_FOUND for an unknown number, or one that was taken back
   */
  revise<Kind extends StatementKind>(
    school: Id,
    kind: Kind,
    number: number,
    revision: Signature & { readonly content: Content<Kind> | null; readonly why: string },
  ): Promise<Content<Kind>>
  /** By number, those that were taken back among them. */
  list<Kind extends StatementKind>(school: Id, kind: Kind): Promise<Statement<Kind>[]>
  /** How much was entered of all kinds so far: what is made of it is good until there is more. */
  entered(school: Id): Promise<number>
  /** What stands, by number. */
  standing<Kind extends StatementKind>(school: Id, kind: Kind): Promise<Standing<Kind>[]>
}

const Row = z.object({
  number: z.int(),
  revision: z.int(),
  content: z.unknown(),
  why: z.string().nullable(),
  author: z.string(),
  enteredAt: z.coerce.number(),
})

export function createStatements({ kysely }: DatabaseHandle): Statements {
  async function listIn<Kind extends StatementKind>(
    db: DatabaseHandle['kysely'],
    school: Id,
    kind: Kind,
  ): Promise<Statement<Kind>[]> {
    const { rows } = await sql`
      select number, revision, content, why, author, entered_at as "enteredAt" from ledger.statement
      where school = ${school} and kind = ${kind} order by number, revision`.execute(db)
    const statements = new Map<number, Revision<Kind>[]>()
    for (const row of rows.map(item => Row.parse(item))) {
      const { number, content, ...rest } = row
      const revisions = statements.get(number) ?? []
      revisions.push({ ...rest, content: content === null ? null : parsed(kind, content) })
      statements.set(number, revisions)
    }
    return [...statements].map(([number, revisions]) => ({ number, revisions }))
  }

  async function enterAll<Kind extends StatementKind>(
    school: Id,
    kind: Kind,
    entered: readonly Content<Kind>[],
    { author, at }: Signature,
    allow?: (entered: readonly Statement<Kind>[]) => void,
  ): Promise<number[]> {
    return kysely.transaction().execute(async db => {
      await sql`select pg_advisory_xact_lock(hashtextextended(${lockName(school, kind)}, 0))`.execute(db)
      allow?.(await listIn(db, school, kind))
      const { rows } = await sql<{ number: number }>`
        with last as (
          select coalesce(max(number), 0) as number from ledger.statement
          where school = ${school} and kind = ${kind}
        )
        insert into ledger.statement (school, kind, number, revision, content, author, entered_at)
        select ${school}, ${kind}, last.number + item.place, 1, item.content, ${author}::text, ${at}::bigint
        from last, jsonb_array_elements(${JSON.stringify(entered)}::jsonb) with ordinality as item (content, place)
        returning number`.execute(db)
      return rows.map(({ number }) => number).sort((a, b) => a - b)
    })
  }

  const list = <Kind extends StatementKind>(school: Id, kind: Kind) => listIn(kysely, school, kind)

  return {
    list,

    async entered(school) {
      const { rows } = await sql<{ count: number }>`
        select count(*)::int as count from ledger.statement where school = ${school}`.execute(kysely)
      return rows[0]?.count ?? 0
    },

    async standing(school, kind) {
      return standingOf(await list(school, kind))
    },

    enterAll,

    async enter(school, kind, content, signature) {
      const [number] = await enterAll(school, kind, [content], signature)
      return number ?? 0
    },

    async revise(school, kind, number, { content, why, author, at }) {
      const text = content === null ? null : JSON.stringify(content)
      return kysely.transaction().execute(async db => {
        await sql`select pg_advisory_xact_lock(hashtextextended(${lockName(school, kind)}, 0))`.execute(db)
        const { rows } = await sql<{ content: unknown }>`
          with newest as (
            select * from ledger.statement
            where school = ${school} and kind = ${kind} and number = ${number}
            order by revision desc limit 1
          ),
          entered as (
            insert into ledger.statement (school, kind, number, revision, content, why, author, entered_at)
            select school, kind, number, revision + 1, ${text}::jsonb, ${why}::text, ${author}::text, ${at}::bigint
            from newest where content is not null
          )
          select content from newest where content is not null`.execute(db)
        const [before] = rows
        if (!before) {
          throw new BridgeError('NOT_FOUND', {
            message: `Записи № ${number} нет, или она уже отозвана`,
            hint: 'Номера — в списке этих записей: раздел «Решения и события», в командной строке — та же команда с list',
          })
        }
        return parsed(kind, before.content)
      })
    },
  }
}

/** Of what was entered, what stands. */
export function standingOf<Kind extends StatementKind>(
  statements: readonly Statement<Kind>[],
): Standing<Kind>[] {
  return statements.flatMap(({ number, revisions }) => {
    const content = revisions.at(-1)?.content ?? null
    return content === null ? [] : [{ number, content }]
  })
}

function lockName(school: Id, kind: StatementKind): string {
  return `dnevnik-bridge/statement/${school}/${kind}`
}

/** The schema is that of the kind; the compiler can't follow the kind into the table. */
function parsed<Kind extends StatementKind>(kind: Kind, content: unknown): Content<Kind> {
  return contents[kind].parse(content) as Content<Kind>
}
