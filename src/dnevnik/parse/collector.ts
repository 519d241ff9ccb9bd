import type { z } from 'zod'
import type { FieldUse, ParsedAnswer, PlatformRecord, Quarantined } from '../../journal/index.js'
import { losslessText } from '../lossless.js'
import type { WireKind } from '../schema/wire.js'

/**
 * Gathers what comes out of one body: records, what couldn't be read, and what is new to us. Nothing leaves it
 * silently: an element ends as a record, in quarantine, or (null, which the platform puts into lists) as nothing.
 */
export class Collector {
  readonly #records = new Map<string, PlatformRecord>()
  readonly #quarantined: Quarantined[] = []
  readonly #drift = new Set<string>()
  #partial = false
  readonly #uses = new Map<WireKind, { objects: number; readonly had: Map<string, number> }>()

  /** A record seen twice is one; where the two differ, the later one counts and the drift tells of it. */
  add(record: PlatformRecord): void {
    const key = `${record.kind}/${record.id}`
    const earlier = this.#records.get(key)
    if (earlier && JSON.stringify(earlier) !== JSON.stringify(record)) this.note(`duplicate ${record.kind}`)
    this.#records.set(key, record)
  }

  has(kind: PlatformRecord['kind'], id: string): boolean {
    return this.#records.has(`${kind}/${id}`)
  }

  note(drift: string): void {
    this.#drift.add(drift)
  }

  /** A part of what was asked for was refused. */
  lacksPart(): void {
    this.#partial = true
  }

  /** @param problem what is wrong, without any value */
  quarantine(path: string, problem: string, element: unknown): void {
    this.#quarantined.push({ path, problem, raw: losslessText(element) })
  }

  /** The element's fields; null when it is null or was put into quarantine. */
  read<Schema extends z.ZodType>(
    kind: WireKind<Schema>,
    path: string,
    element: unknown,
  ): z.output<Schema> | null {
    if (element === null || element === undefined) return null
    if (typeof element !== 'object' || Array.isArray(element)) {
      this.quarantine(path, 'не объект', element)
      return null
    }
    const fields = kind.fieldsOf(element, wireName => this.note(`${kind.name}.${wireName}`))
    const result = kind.schema.safeParse(fields)
    if (result.success) {
      this.#noteUse(kind, fields)
      return result.data
    }
    const issues = result.error.issues.map(issue => ({ field: issue.path.join('.'), problem: issue.message }))
    const problem = issues.map(issue => `${issue.field}: ${issue.problem}`).join('; ')
    this.quarantine(`${path}.${issues[0]?.field ?? ''}`, problem, element)
    return null
  }

  /** Every element of a list with its path and fields, nulls and quarantined ones left out. */
  *each<Schema extends z.ZodType>(
    kind: WireKind<Schema>,
    path: string,
    elements: readonly unknown[],
  ): Generator<{ wire: z.output<Schema>; path: string; element: unknown }> {
    for (const [index, element] of elements.entries()) {
      const place = `${path}[${index}]`
      const wire = this.read(kind, place, element)
      if (wire !== null) yield { wire, path: place, element }
    }
  }

  result(): ParsedAnswer {
    return {
      records: [...this.#records.values()],
      quarantined: this.#quarantined,
      ...(this.#partial && { partial: true }),
      drift: [...this.#drift].sort(),
      fields: [...this.#uses].flatMap(([{ name, steady }, { objects, had }]) =>
        steady.map(field => ({ name: `${name}.${field}`, use: useOf(had.get(field) ?? 0, objects) })),
      ),
    }
  }

  #noteUse(kind: WireKind, fields: Readonly<Record<string, unknown>>): void {
    const use = this.#uses.get(kind) ?? { objects: 0, had: new Map<string, number>() }
    this.#uses.set(kind, use)
    use.objects += 1
    // The wire knows null, but no undefined.
    for (const field of kind.steady) {
      if (fields[field] !== undefined) use.had.set(field, (use.had.get(field) ?? 0) + 1)
    }
  }
}

function useOf(had: number, objects: number): FieldUse['use'] {
  if (had === 0) return 'never'
  return had === objects ? 'always' : 'sometimes'
}
