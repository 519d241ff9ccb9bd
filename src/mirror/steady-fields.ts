import type { Session } from '../database/index.js'
import { BridgeError } from '../errors.js'
import type { FieldUse, Id } from '../journal/index.js'

interface FieldNews {
  readonly name: string
  readonly optional: boolean
}

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
  if (fields.length === 0) return []
  const { rows } = await session.query<{ name: string; optional: boolean }>({
    name: 'mirror-fields',
    text: 'select name, optional from mirror.field where school = $1 and name = any($2::text[])',
    values: [school, fields.map(({ name }) => name)],
  })
  const known = new Map(rows.map(({ name, optional }) => [name, optional]))
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

/** What an answer tells of the fields that is worth keeping, checked as `checkFields` does. */
export async function learnFields(session: Session, school: Id, fields: readonly FieldUse[]): Promise<void> {
  const news = await checkFields(session, school, fields)
  if (news.length === 0) return
  await session.query(
    `insert into mirror.field as f (school, name, optional)
     select $1, n.name, n.optional from unnest($2::text[], $3::boolean[]) n (name, optional)
     on conflict (school, name) do update set optional = f.optional or excluded.optional`,
    [school, news.map(({ name }) => name), news.map(({ optional }) => optional)],
  )
}

function lostFields(names: readonly string[]): BridgeError {
  return new BridgeError('DNEVNIK_UNEXPECTED', {
    message: `Из ответа платформы пропали поля, которые в нём всегда были: ${names.join(', ')}.`,
    hint: 'Ответ не принят. Если это повторяется и завтра, платформа изменилась: сообщите разработчикам.',
  })
}
