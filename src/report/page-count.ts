/**
 * How many pages a printed form of ours has: as its own page tree says. Archived forms count as well as fresh ones, since
 * what is counted are the bytes that are printed.
 * @throws Error for what isn't such a form
 */
export function pageCount(pdf: Uint8Array): number {
  const text = Buffer.from(pdf).toString('latin1')
  const [tree] = /\/Type \/Pages\b[^>]*/.exec(text) ?? []
  const count = Number(/\/Count (\d+)/.exec(tree ?? '')?.[1])
  if (!Number.isInteger(count) || count < 1)
    throw new Error('The file is no printed form: it has no page tree')
  return count
}
