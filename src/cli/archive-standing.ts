import { type App, knownArchive, silentSince } from '../app.js'
import { russianDateTime } from '../calendar/index.js'

/** Where the archive is, as seen from here, and whether somebody looks after it. */
export async function archiveStanding(
  app: App,
): Promise<{ readonly message: string; readonly attention?: true }> {
  const { archivePlace, clock } = app.deps
  const known = await knownArchive(app.deps)
  const { waiting } = (await (await app.sharedQueue()).counts()).archive
  const waits = waiting === 0 ? '' : `; заданий ждёт: ${waiting}`
  if (known === null) {
    const message = `ещё не начат, его начнёт архивариус (start или start --role archivist)${waits}`
    return waiting === 0 ? { message } : { message, attention: true }
  }
  const { host, folder, seq, damaged, tendedAt } = known
  const isHere = host === archivePlace.host && folder === archivePlace.folder
  const elsewhere =
    host === archivePlace.host ? `в другой папке, ${folder}` : `на компьютере ${host}, в папке ${folder}`
  const where = isHere ? `в папке ${folder}` : elsewhere
  const what = `${where}, записей ${Number(seq)}`
  if (damaged)
    return {
      message: `${what}; журнал архива повреждён, его показывает archive verify${waits}`,
      attention: true,
    }
  if (tendedAt === null)
    return {
      message: `${what}; архивариус ещё не работал (start или start --role archivist)${waits}`,
      ...(isHere && waiting === 0 ? {} : { attention: true }),
    }
  const since = silentSince(known, clock.now())
  if (since === null) return { message: `${what}; архивариус работает${waits}` }
  const message = `${what}; архивариус не работает с ${russianDateTime(since, 'UTC')} UTC${waits}`
  return isHere && waiting === 0 ? { message } : { message, attention: true }
}
