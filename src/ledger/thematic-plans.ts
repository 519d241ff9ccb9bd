import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import type { Instant } from '../clock.js'
import type { DatabaseHandle, Schema } from '../database/index.js'
import { BridgeError } from '../errors.js'
import type { Id, IsoDate } from '../journal/index.js'
import { PlanRow, type PlanScope } from '../regulation/index.js'
import type { Signature } from './statements.js'

export interface PlanFileMark {
  readonly name: string
  readonly sha256: string
}

/** A version as somebody enters it. */
export interface PlanDraft extends PlanScope {
  /** First day in force. */
  readonly from: IsoDate
  readonly rows: readonly PlanRow[]
  readonly file: PlanFileMark
}

export interface KeptVersion {
  readonly version: number
  /** Null where the plan is taken back. */
  readonly content: Pick<PlanDraft, 'from' | 'rows' | 'file'> | null
  readonly why: string | null
  readonly author: string
  readonly enteredAt: Instant
}

export interface KeptPlan extends PlanScope {
  /** Counted from 1 in each school: what people call it by. */
  readonly number: number
  /** Oldest first, never empty. */
  readonly versions: readonly KeptVersion[]
}

export interface EnteredPlan extends PlanScope {
  readonly number: number
  readonly version: number
  /** The newest version says the same already: nothing was written. */
  readonly unchanged: boolean
}

/** Plans by version. Nothing is changed or deleted, only superseded. */
export interface ThematicPlans {
  /**
   * Enters all drafts or none.
   * @param signature `why` may be null only where no plan stands yet
   * @throws BridgeError PLAN_STANDS where one does
   */
  enter(
    school: Id,
    drafts: readonly PlanDraft[],
    signature: Signature & { readonly why: string | null },
  ): Promise<EnteredPlan[]>
  /** Takes a plan back. @throws BridgeError NOT_FOUND for an unknown number, or one that was taken back */
  withdraw(school: Id, number: number, signature: Signature & { readonly why: string }): Promise<KeptPlan>
  /** By number, those that were taken back among them. */
  list(school: Id, filter?: PlanFilter): Promise<KeptPlan[]>
  /** How many versions were entered so far: what is made of plans is good until there are more. */
  entered(school: Id): Promise<number>
}

export interface PlanFilter {
  /** Null: all. */
  readonly classIds?: readonly Id[] | null
  /** In which the study years begin; null: all. */
  readonly studyYears?: readonly number[] | null
}

/** The versions that count: after a plan was taken back, only later ones do. */
export function standingVersions({ versions }: Pick<KeptPlan, 'versions'>) {
  const last = versions.findLastIndex(({ content }) => content === null)
  return versions
    .slice(last + 1)
    .flatMap(({ content, ...rest }) => (content === null ? [] : [{ ...rest, content }]))
}

const Row = z.object({
  number: z.int(),
  version: z.int(),
  studyYear: z.int(),
  classId: z.string(),
  subjectId: z.string(),
  groupId: z.string(),
  teacherId: z.string(),
  from: z.string().nullable(),
  rows: z.array(PlanRow).nullable(),
  fileName: z.string().nullable(),
  fileSha256: z.string().nullable(),
  why: z.string().nullable(),
  author: z.string(),
  enteredAt: z.coerce.number(),
})
type Row = z.infer<typeof Row>

type Db = Kysely<Schema>

export function createThematicPlans({ kysely }: DatabaseHandle): ThematicPlans {
  return {
    list: (school, filter = {}) => read(kysely, school, filter),

    async entered(school) {
      const { rows } = await sql<{ count: number }>`
        select count(*)::int as count from ledger.thematic_plan where school = ${school}`.execute(kysely)
      return rows[0]?.count ?? 0
    },

    enter: (school, drafts, { why, author, at }) =>
      kysely.transaction().execute(async db => {
        await lock(db, school)
        const plans = await read(db, school, { classIds: drafts.map(({ classId }) => classId) })
        const known = new Map(plans.map(plan => [keyOf(plan), plan]))
        const entered: EnteredPlan[] = []
        for (const draft of drafts) {
          const plan = known.get(keyOf(draft))
          const scope = scopeOf(draft)
          const newest = plan && standingVersions(plan).at(-1)
          if (plan && newest && isSame(newest.content, draft)) {
            entered.push({ ...scope, number: plan.number, version: newest.version, unchanged: true })
            continue
          }
          if (plan && newest && why === null) throw standsAlready(plan.number, newest.version)
          const number = plan?.number ?? (await nextNumber(db, school))
          const version = (plan?.versions.at(-1)?.version ?? 0) + 1
          const reason = version === 1 ? null : why
          await write(db, { school, number, version, scope, content: draft, why: reason, author, at })
          entered.push({ ...scope, number, version, unchanged: false })
        }
        return entered
      }),

    withdraw: (school, number, { why, author, at }) =>
      kysely.transaction().execute(async db => {
        await lock(db, school)
        const plan = (await read(db, school, {})).find(item => item.number === number)
        const newest = plan?.versions.at(-1)
        if (!plan || !newest || newest.content === null) {
          throw new BridgeError('NOT_FOUND', {
            message: `Плана № ${number} нет, или он отозван`,
            hint: 'Действующие: раздел «Тематические планы», в командной строке — thematic-plan list',
          })
        }
        const version = newest.version + 1
        await write(db, { school, number, version, scope: scopeOf(plan), content: null, why, author, at })
        return plan
      }),
  }
}

function standsAlready(number: number, version: number): BridgeError {
  return new BridgeError('PLAN_STANDS', {
    message: `Для этого класса и предмета уже есть план № ${number}, версия ${version}`,
    hint: 'Если новый файл заменяет его, назовите причину коррекции: --why; если это план другой подгруппы или учителя, назовите их: --subgroup, --teacher',
    details: { number, version },
  })
}

function lock(db: Db, school: Id) {
  return sql`select pg_advisory_xact_lock(hashtextextended(${`dnevnik-bridge/thematic-plan/${school}`}, 0))`.execute(
    db,
  )
}

async function nextNumber(db: Db, school: Id): Promise<number> {
  const { rows } = await sql<{ number: number }>`
    select coalesce(max(number), 0) + 1 as number from ledger.thematic_plan where school = ${school}`.execute(
    db,
  )
  return rows[0]?.number ?? 1
}

async function read(
  db: Db,
  school: Id,
  { classIds = null, studyYears = null }: PlanFilter,
): Promise<KeptPlan[]> {
  const { rows } = await sql`
    select number, version, study_year as "studyYear", class_id as "classId", subject_id as "subjectId",
      group_id as "groupId", teacher_id as "teacherId", from_date as "from", content as rows,
      file_name as "fileName", file_sha256 as "fileSha256", why, author, entered_at as "enteredAt"
    from ledger.thematic_plan
    where school = ${school} and (${classIds}::text[] is null or class_id = any(${classIds}::text[]))
      and (${studyYears}::int[] is null or study_year = any(${studyYears}::int[]))
    order by number, version`.execute(db)
  const plans = new Map<number, PlanScope & { number: number; versions: KeptVersion[] }>()
  for (const row of rows.map(item => Row.parse(item))) {
    const { number, studyYear, classId, subjectId } = row
    const scope = {
      studyYear,
      classId,
      subjectId,
      groupId: row.groupId || null,
      teacherId: row.teacherId || null,
    }
    const plan = plans.get(number) ?? { number, ...scope, versions: [] }
    plan.versions.push(versionOf(row))
    plans.set(number, plan)
  }
  return [...plans.values()]
}

function versionOf({ version, from, rows, fileName, fileSha256, why, author, enteredAt }: Row): KeptVersion {
  const isWithdrawn = from === null || rows === null || fileName === null || fileSha256 === null
  const content = isWithdrawn ? null : { from, rows, file: { name: fileName, sha256: fileSha256 } }
  return { version, content, why, author, enteredAt }
}

interface Written extends Signature {
  readonly school: Id
  readonly number: number
  readonly version: number
  readonly scope: PlanScope
  readonly content: Pick<PlanDraft, 'from' | 'rows' | 'file'> | null
  readonly why: string | null
}

async function write(
  db: Db,
  { school, number, version, scope, content, why, author, at }: Written,
): Promise<void> {
  const rows = content === null ? null : JSON.stringify(content.rows)
  await sql`
    insert into ledger.thematic_plan (school, number, version, study_year, class_id, subject_id, group_id, teacher_id,
      from_date, content, file_name, file_sha256, why, author, entered_at)
    values (${school}, ${number}, ${version}, ${scope.studyYear}, ${scope.classId}, ${scope.subjectId},
      ${scope.groupId ?? ''}, ${scope.teacherId ?? ''}, ${content?.from ?? null}, ${rows}::jsonb,
      ${content?.file.name ?? null}, ${content?.file.sha256 ?? null}, ${why}, ${author}, ${at})`.execute(db)
}

function scopeOf({ studyYear, classId, subjectId, groupId, teacherId }: PlanScope): PlanScope {
  return { studyYear, classId, subjectId, groupId, teacherId }
}

function keyOf({ studyYear, classId, subjectId, groupId, teacherId }: PlanScope): string {
  return [studyYear, classId, subjectId, groupId ?? '', teacherId ?? ''].join('/')
}

function isSame(before: Pick<PlanDraft, 'from' | 'rows'>, after: PlanDraft): boolean {
  return before.from === after.from && sameRows(before.rows, after.rows)
}

export function sameRows(one: readonly PlanRow[], other: readonly PlanRow[]): boolean {
  return JSON.stringify(ordered(one)) === JSON.stringify(ordered(other))
}

/** jsonb keeps no order of keys. */
function ordered(rows: readonly PlanRow[]) {
  return rows.map(({ number, section, topic, hours, date, homework }) => [
    number,
    section,
    topic,
    hours,
    date,
    homework,
  ])
}
