/** Schools name subjects freely, so settings name them by beginnings: case, spaces and «ё» don't matter. */
export function startsWithAny(name: string, beginnings: readonly string[]): boolean {
  if (beginnings.length === 0) return false
  const text = plainSubject(name)
  return beginnings.some(beginning => text.startsWith(plainSubject(beginning)))
}

/** As names are compared. */
export function plainSubject(name: string): string {
  return name.trim().toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, ' ')
}
