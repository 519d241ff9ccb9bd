/** BullMQ refuses `:` and plain integers as ids, so callers' ids are escaped, reversibly. */

export function bullId(callers: string): string {
  const escaped = callers.replace(/[%:]/g, sign => encodeURIComponent(sign))
  return /^\d+$/.test(escaped) ? `%3${escaped}` : escaped
}

export function callersId(bull: string): string {
  return decodeURIComponent(bull)
}
