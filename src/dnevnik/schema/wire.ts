import type { z } from 'zod'
import { type FieldsReader, fieldsReader } from './fields.js'

/** One kind of wire object: the fields that we use, and the names of those that we know and leave alone. */
export interface WireKind<Schema extends z.ZodType = z.ZodType> {
  /** As it stands in drift reports, e.g. `lesson`. */
  readonly name: string
  readonly schema: Schema
  /** What the schema is given of an object. */
  readonly fieldsOf: FieldsReader
}

export function wireKind<Shape extends z.ZodRawShape>(
  name: string,
  schema: z.ZodObject<Shape>,
  ignored: readonly string[],
): WireKind<z.ZodObject<Shape>> {
  return { name, schema, fieldsOf: fieldsReader(Object.keys(schema.shape), ignored) }
}
