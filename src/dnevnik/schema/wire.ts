import type { z } from 'zod'

/** One kind of wire object: the fields that we use, and the names of those that we know and leave alone. */
export interface WireKind<Schema extends z.ZodType = z.ZodType> {
  /** As it stands in drift reports, e.g. `lesson`. */
  readonly name: string
  readonly schema: Schema
  readonly known: ReadonlySet<string>
}

export function wireKind<Shape extends z.ZodRawShape>(
  name: string,
  schema: z.ZodObject<Shape>,
  ignored: readonly string[],
): WireKind<z.ZodObject<Shape>> {
  return { name, schema, known: new Set([...Object.keys(schema.shape), ...ignored]) }
}
