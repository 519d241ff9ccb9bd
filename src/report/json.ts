import { canonicalize } from 'json-canonicalize'

/** RFC 8785: the same value gives the same bytes anywhere, with one newline at the end. */
export function canonicalJson(value: unknown): string {
  return `${canonicalize(value)}\n`
}
