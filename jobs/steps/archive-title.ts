import { clipped, oneLine } from '../../src/plain-text.js'

/** A name, typed by people, within what the archive calls a document: that ends at the first colon and is one line. */
export function titlePart(name: string): string {
  return clipped(oneLine(name).replaceAll(': ', ' '), 100)
}
