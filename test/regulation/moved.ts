/**
 * The same plain JSON with every instant moved by some milliseconds and every day by some days; what isn't one of the
 * two stays. Raw stamps stay too: nobody reads them again.
 */
export function moved<T>(value: T, by: { readonly ms: number; readonly days: number }): T
export function moved(value: unknown, by: { readonly ms: number; readonly days: number }): unknown {
  if (typeof value === 'number') return value > earliestInstant ? value + by.ms : value
  if (typeof value === 'string')
    return value.replaceAll(/\d{4}-\d{2}-\d{2}(?!T)/g, day => movedDay(day, by.days))
  if (Array.isArray(value)) return value.map(item => moved<unknown>(item, by))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, moved<unknown>(part, by)]))
}

/** 1973: ids are text, so no other number is as large. */
const earliestInstant = 100_000_000_000

export function movedDay(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)
}
