import type { Instant } from '../../src/clock.js'
import type { ArchiveNotice } from '../../src/runs/index.js'
import type { JobDeps } from '../deps.js'

/** It says each minute that it works, and after each of its jobs. */
const usualSilenceMs = 10 * 60_000
const dayMs = 86_400_000

/** Since when nobody has looked after the archive; null where somebody does, or nobody ever has. */
export function silentSince(notice: ArchiveNotice | null, now: Instant): Instant | null {
  const tendedAt = notice?.tendedAt ?? null
  return tendedAt !== null && now - tendedAt > usualSilenceMs ? tendedAt : null
}

/** What a digest says of it: what is made for the archive waits, and nobody would notice. */
export async function archivistSilence({ archiveNotices, clock }: JobDeps): Promise<string[]> {
  const since = silentSince(await archiveNotices.newest(), clock.now())
  const days = since === null ? 0 : Math.floor((clock.now() - since) / dayMs)
  return days === 0
    ? []
    : [`Архив никто не ведёт, дней: ${days}. Отчёты, ведомости и журналы ждут, пока не запущен архивариус.`]
}
