import type { Session } from '../database/index.js'
import { BridgeError } from '../errors.js'
import type { FieldUse, Id } from '../journal/index.js'

interface FieldNews {
  readonly name: string
  readonly optional: boolean
}

/** Of each field of a school whether some object didn't have it. */
type KnownFields = ReadonlyMap<string, boolean>

/**
 * A field that a platform renames reads as «nothing there»: no topic, no homework. Neither its schema nor one answer can
 * tell, since fields may be missing; but a field that all objects of all answers had, and that none of this one has, is
 * lost. An answer without it isn't believed.
 * @returns what is new of the fields
 * @throws BridgeError DNEVNIK_UNEXPECTED
 */
export async function checkFields(
  session: Session,
  school: Id,
  fields: readonly FieldUse[],
): Promise<FieldNews[]> {
  return newsOf(fields, await readKnown(session, school, fields))
}

async function readKnown(session: Session, school: Id, fields: readonly FieldUse[]): Promise<KnownFields> {
  if (fields.length === 0) return new Map()
  const { rows } = await session.query<{ name: string; optional: boolean }>({
    name: 'mirror-fields',
    text: 'select name, optional from mirror.field where school = $1 and name = any($2::text[])',
    values: [school, fields.map(({ name }) => name)],
  })
  return new Map(rows.map(({ name, optional }) => [name, optional]))
}

function newsOf(fields: readonly FieldUse[], known: KnownFields): FieldNews[] {
  const lost = fields.filter(({ name, use }) => use === 'never' && known.get(name) === false)
  if (lost.length > 0) throw lostFields(lost.map(({ name }) => name))
  return (
    fields
      .map(({ name, use }) => ({ name, optional: use !== 'always' }))
      .filter(({ name, optional }) => !known.has(name) || (optional && known.get(name) === false))
      // In one order for all, so that no two wait for each other.
      .sort((a, b) => (a.name < b.name ? -1 : 1))
  )
}

/**
 * What an answer tells of the fields that is worth keeping, checked as `checkFields` does.
 * @returns what was known of them before
 */
export async function learnFields(
  session: Session,
  school: Id,
  fields: readonly FieldUse[],
): Promise<KnownFields> {
  const known = await readKnown(session, school, fields)
  const news = newsOf(fields, known)
  if (news.length > 0) {
    await session.query(
      `insert into mirror.field as f (school, name, optional)
       select $1, n.name, n.optional from unnest($2::text[], $3::boolean[]) n (name, optional)
       on conflict (school, name) do update set optional = f.optional or excluded.optional`,
      [school, news.map(({ name }) => name), news.map(({ optional }) => optional)],
    )
  }
  return known
}

export interface FieldMemory {
  /** Does what `learnFields` does, and asks only where what it asked before doesn't tell. */
  learn(session: Session, school: Id, fields: readonly FieldUse[]): Promise<void>
}

/**
 * No field is ever forgotten, and an optional one stays optional: an answer that is all right by what was committed once
 * is all right for good.
 */
export function createFieldMemory(): FieldMemory {
  const schools = new Map<Id, Map<string, boolean>>()
  return {
    async learn(session, school, fields) {
      const remembered = schools.get(school) ?? new Map<string, boolean>()
      const asExpected = fields.every(({ name, use }) => {
        const optional = remembered.get(name)
        return optional === true || (optional === false && use === 'always')
      })
      if (asExpected) return
      const known = await learnFields(session, school, fields)
      schools.set(school, new Map([...remembered, ...known]))
    },
  }
}

function lostFields(names: readonly string[]): BridgeError {
  return new BridgeError('DNEVNIK_UNEXPECTED', {
    message: `Из ответа платформы пропали поля, которые в нём всегда были: ${names.join(', ')}.`,
    hint: 'Ответ не принят. Если это повторяется и завтра, платформа изменилась: сообщите разработчикам.',
  })
}
