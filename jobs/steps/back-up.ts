import type { Instant } from '../../src/clock.js'
import type { BackupReport } from '../../src/archive/index.js'
import { BridgeError, mayPass } from '../../src/errors.js'
import type { CopyState } from '../../src/runs/index.js'
import type { CopySetting, JobDeps } from '../deps.js'
import { tellFailed, tellMended, tellNone } from './copy-letters.js'
import { type CopyMade, makeCopy } from './make-copy.js'
import { percents } from './percents.js'

/** In the book of copies: that the administrators know that there are none. */
export const noCopies = ''

/**
 * Makes copies and tells the administrators of those that can't be made, each time anew until they can, and once that they
 * can again. Doing it twice costs only the reading. Nothing while there is no archive.
 * @throws BridgeError of the first copy that couldn't be made; MAIL_FAILED; ARCHIVE_BUSY while others are at it
 */
export async function backUpAndTell(
  deps: JobDeps,
  { since, folders }: { readonly since: Instant; readonly folders: readonly string[] },
  how: { readonly lastAttempt: boolean; readonly progress: (share: number) => Promise<void> },
): Promise<CopyMade[]> {
  if ((await deps.readArchive()) === null) return []
  const { copies } = deps.copySettings
  if (copies.length === 0) await sayOnceThatThereAreNone(deps)
  const wanted = copies.filter(({ folder }) => folders.includes(folder))
  if (wanted.length === 0) return []
  return deps.alone('back-up', async () => {
    const made: CopyMade[] = []
    const failures: unknown[] = []
    for (const [index, copy] of wanted.entries()) {
      const state = (await deps.copyBook.all()).get(copy.folder) ?? null
      if (state?.madeAt != null && state.madeAt >= since && state.failingSince === null) continue
      const progress = percents(share => how.progress((index + share) / wanted.length))
      try {
        made.push(await makeCopy(deps, copy, { begin: false, actor: 'archivist', progress }))
      } catch (error) {
        if (mayPass(error) && !how.lastAttempt) throw error
        await noteFailure(deps, copy, error)
        failures.push(error)
        continue
      }
      const [newest] = made.slice(-1)
      if (newest !== undefined) await noteMade(deps, copy, { before: state, archive: newest.archive })
    }
    if (failures.length > 0) throw failures[0]
    return made
  })
}

/** The letter first: whoever is killed between the two sends it again, and it is the same one. */
export async function noteMade(
  deps: JobDeps,
  { folder, place }: CopySetting,
  { before, archive }: { readonly before: CopyState | null; readonly archive: BackupReport },
): Promise<void> {
  if (before !== null && before.failingSince !== null)
    await tellMended(deps, { folder, place, failingSince: before.failingSince, archive })
  await deps.copyBook.made(folder, deps.clock.now())
}

async function noteFailure(deps: JobDeps, { folder, place }: CopySetting, error: unknown): Promise<void> {
  const known =
    error instanceof BridgeError
      ? error
      : new BridgeError('INTERNAL', {
          message: `Сбой программы (${error instanceof Error ? error.name : 'неизвестный'}).`,
        })
  deps.log.error('copy not made', { code: known.code })
  const state = await deps.copyBook.failed(folder, deps.clock.now(), known.code)
  await tellFailed(deps, { folder, place, state, problem: known })
}

async function sayOnceThatThereAreNone(deps: JobDeps): Promise<void> {
  if (deps.administrators.length === 0 || (await deps.copyBook.all()).has(noCopies)) return
  await tellNone(deps)
  await deps.copyBook.made(noCopies, deps.clock.now())
}
