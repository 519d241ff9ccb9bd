import type { z } from 'zod'
import { type FieldsReader, fieldsReader } from './fields.js'

/** One kind of wire object: the fields that we use, and the names of those that we know and leave alone. */
export interface WireKind<Schema extends z.ZodType = z.ZodType> {
  /** As it stands in drift reports, e.g. `lesson`. */
  readonly name: string
  readonly schema: Schema
  /** What the schema is given of an object. */
  readonly fieldsOf: FieldsReader
  /** Names of the fields that we use and that don't depend on who asks. */
  readonly steady: readonly string[]
}

/** @param byRights fields that come or don't, as the token's owner may see them */
export function wireKind<Shape extends z.ZodRawShape>(
  name: string,
  schema: z.ZodObject<Shape>,
  ignored: readonly string[],
  byRights: readonly string[] = [],
): WireKind<z.ZodObject<Shape>> {
  const used = Object.keys(schema.shape)
  const steady = used.filter(field => !byRights.includes(field))
  return { name, schema, fieldsOf: fieldsReader(used, ignored), steady }
}
