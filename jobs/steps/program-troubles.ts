import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { russianDateTime } from '../../src/calendar/index.js'
import { describeError, isBridgeError } from '../../src/errors.js'
import type { Run } from '../../src/runs/index.js'
import type { JobDeps, School } from '../deps.js'
import { overdueCopies } from './copy-ages.js'
import { archivistSilence } from './silent-archivist.js'

/** What whoever runs the program should see to: a Russian line each, without names of persons. */
export interface Trouble {
  /** What it is about, whatever its figures are today. */
  readonly code: 'unread' | 'incomplete' | 'failed' | 'quarantine' | 'disk' | 'copies' | 'archivist'
  readonly text: string
}

const dayMs = 86_400_000
/** A night that failed shows by the next morning; a journal that nobody reads for longer isn't watched. */
const unreadAfterMs = 1.5 * dayMs
const gigabyte = 1024 ** 3
const daysLookedAt = 7
const mostRuns = 50

/** All that is wrong now. What has letters of its own (token, an archive that is damaged or can't be read, failed copies) isn't repeated. */
export async function programTroubles(deps: JobDeps): Promise<Trouble[]> {
  // While the token is dead nothing is read, and that letter has gone.
  const reads = (await deps.access.state()).kind === 'alive'
  const schools = reads ? await Promise.all(deps.schools.map(school => schoolTroubles(deps, school))) : []
  const copies = await overdueCopies(deps)
  return [
    ...schools.flat(),
    ...copies.map(text => ({ code: 'copies' as const, text })),
    ...(await archivistSilence(deps)).map(text => ({ code: 'archivist' as const, text })),
    ...(await diskTroubles(deps)),
  ]
}

async function schoolTroubles(deps: JobDeps, school: School): Promise<Trouble[]> {
  const now = deps.clock.now()
  const at = (instant: number) => russianDateTime(instant, school.timeZone)
  const newest = await deps.mirror.newestLook(school.id)
  if (newest === null) return [{ code: 'unread', text: `${school.name}: журнал ещё ни разу не читался.` }]
  const troubles: Trouble[] = []
  if (now - newest > unreadAfterMs)
    troubles.push({ code: 'unread', text: `${school.name}: журнал не читался с ${at(newest)}.` })
  const { calendar } = await deps.calendar(school)
  const to = calendar.dateOf(now)
  const from = calendar.addDays(to, -daysLookedAt)
  const { windows, complete } = await deps.mirror.coverage({ school: school.id, from, to })
  if (complete < windows) {
    const text = `${school.name}: за последнюю неделю не прочитано полностью ${windows - complete} из ${windows} частей журнала; какие и почему — «dnevnik-bridge report» и страница школы.`
    troubles.push({ code: 'incomplete', text })
  }
  const failed = (await deps.runs.recent(school.id, mostRuns)).filter(
    run => run.state === 'failed' && (run.finishedAt ?? 0) > now - dayMs,
  )
  if (failed.length > 0) troubles.push({ code: 'failed', text: failedText(school, failed) })
  const quarantined = await deps.mirror.quarantine(school.id)
  if (quarantined.length > 0) {
    const text = `${school.name}: не разобраны записи в ${quarantined.length} частях журнала; о них выводов нет. Посмотреть: «dnevnik-bridge mirror stats».`
    troubles.push({ code: 'quarantine', text })
  }
  return troubles
}

function failedText(school: School, failed: readonly Run[]): string {
  const codes = [...new Set(failed.map(({ errorCode }) => errorCode ?? 'INTERNAL'))].sort().join(', ')
  return `${school.name}: за сутки не удалось чтений журнала: ${failed.length} (${codes}).`
}

async function diskTroubles(deps: JobDeps): Promise<Trouble[]> {
  const folders = [dirname(deps.reportsFolder), ...deps.copySettings.copies.map(({ folder }) => folder)]
  const troubles: Trouble[] = []
  for (const folder of folders) {
    try {
      const { bavail, bsize } = await statfs(folder)
      const free = bavail * bsize
      if (free >= deps.copySettings.freeGigabytes * gigabyte) continue
      const text = `На диске папки ${folder} осталось ${(free / gigabyte).toFixed(1).replace('.', ',')} ГБ.`
      troubles.push({ code: 'disk', text })
    } catch (error) {
      // A disk for copies may be away by day; that its copies are late is told above.
      deps.log.warn('free space unknown', { error: isBridgeError(error) ? error.code : describeError(error) })
    }
  }
  return troubles
}
