import type { JobDeps } from '../deps.js'
import { knownArchive } from './known-archive.js'

const dayMs = 86_400_000

/**
 * What a digest says of the copies: only what is older than the settings allow. Whoever reads it has no other way to learn that
 * the administrators were told for weeks. Nothing where the settings name none, or there is nothing to copy yet.
 */
export async function overdueCopies(deps: JobDeps): Promise<string[]> {
  const { copies, copyMaxAgeDays } = deps.copySettings
  if (copies.length === 0 || (await knownArchive(deps)) === null) return []
  const states = await deps.copyBook.all()
  return copies.flatMap(({ folder, place }) => {
    const where = place === '' ? folder : place
    const madeAt = states.get(folder)?.madeAt ?? null
    if (madeAt === null) return [`Резервной копии нет ни одной целой: ${where}.`]
    const days = Math.floor((deps.clock.now() - madeAt) / dayMs)
    return days > copyMaxAgeDays ? [`Резервной копии дней: ${days} (${where}).`] : []
  })
}
