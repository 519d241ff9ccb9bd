import { z } from 'zod'
import type { Archive, ArchiveOutline } from '../../src/archive/index.js'
import { BridgeError, isBridgeError } from '../../src/errors.js'
import type { ArchiveNotice, ArchivePost, Posted, PostedSheet } from '../../src/runs/index.js'
import type { JobDeps } from '../deps.js'
import { tellAdministrators } from './tell-administrators.js'

/**
 * One process holds the archive's folder, and posts in the database what the others have to know of it. Whoever judges, mails
 * or prints asks here, on whatever machine.
 */

const Cells = z.array(z.array(z.string().nullable()))

/** What of an archived sheet is posted; names of people stay where they are. What is optional, earlier programs didn't post. */
const SheetCells = z.object({
  asOf: z.int(),
  readAt: z.int().nullable(),
  class: z.object({ id: z.string(), name: z.string() }).optional(),
  periods: z.array(z.object({ id: z.string().nullable() })),
  resultLines: z.array(z.object({ id: z.enum(['exam', 'result']) })).optional(),
  subjects: z.array(z.object({ id: z.string() })),
  pupils: z.array(
    z.object({
      id: z.string(),
      left: z.boolean().optional(),
      marks: Cells,
      results: Cells.optional(),
    }),
  ),
})
export type SheetCells = z.infer<typeof SheetCells>

/** Only sheets of a year are printed. */
const isPosted = ({ id }: { readonly id: string }) => id.endsWith(':summary:year')

/** What is known of the archive, brought up to date first where its folder lies here. Null while there is none. */
export async function knownArchive(deps: JobDeps): Promise<ArchiveNotice | null> {
  const here = await deps.readArchive()
  const goesOn = here === null || (await post(deps, here, { byArchivist: false }))
  const notice = await deps.archiveNotices.newest()
  return notice === null || goesOn ? notice : { ...notice, damaged: true }
}

/** Versions of the archived sheet of a class and year, oldest first. */
export async function knownVersions(deps: JobDeps, object: string): Promise<string[]> {
  await knownArchive(deps)
  const versions = await deps.archiveNotices.versions(object)
  return versions.sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)))
}

/** Null for a sheet that isn't there any more, or was damaged. */
export async function knownSheet(
  { archiveNotices }: JobDeps,
  { object, version }: { readonly object: string; readonly version: string },
): Promise<SheetCells | null> {
  const content = await archiveNotices.sheet(object, version)
  return content === null ? null : SheetCells.parse(content)
}

/** The archived sheets of a year, by object, each oldest first; without those that can't be read. */
export async function knownYearSheets(
  { archiveNotices }: Pick<JobDeps, 'archiveNotices'>,
  prefix: string,
): Promise<ReadonlyMap<string, readonly SheetCells[]>> {
  const posted = (await archiveNotices.sheetsOf(prefix)).filter(({ content }) => content !== null)
  posted.sort((a, b) => Number(a.version.slice(1)) - Number(b.version.slice(1)))
  const sheets = new Map<string, SheetCells[]>()
  for (const { object, content } of posted) {
    sheets.set(object, [...(sheets.get(object) ?? []), SheetCells.parse(content)])
  }
  return sheets
}

/**
 * What the archivist does each minute, and after each of its jobs: posts what the archive shows, and that somebody looks after it.
 * @throws BridgeError ARCHIVE_ELSEWHERE, ARCHIVE_UNUSABLE, ARCHIVE_BUSY; MAIL_FAILED
 */
export async function tendArchive(deps: JobDeps): Promise<void> {
  await post(deps, await deps.archive(), { byArchivist: true })
  await deps.archiveNotices.tended(deps.clock.now())
}

/**
 * An archive that another machine holds, or whose disk isn't mounted, must not get a twin here with a key of its own.
 * @throws BridgeError ARCHIVE_ELSEWHERE
 */
export async function refuseSecondArchive(
  deps: Pick<JobDeps, 'archiveNotices' | 'archivePlace' | 'readArchive'>,
): Promise<void> {
  const notice = await deps.archiveNotices.newest()
  if (notice === null) return
  const here = await deps.readArchive()
  const isOwn =
    here === null
      ? isUnbegun(notice, deps.archivePlace)
      : isThatOne(notice, await here.outline(), deps.archivePlace)
  if (!isOwn) throw elsewhere(notice, deps.archivePlace)
}

/** Nothing was ever in it, and it was to be here. */
function isUnbegun(notice: ArchiveNotice, place: JobDeps['archivePlace']): boolean {
  return notice.firstEntry === null && isAt(notice, place)
}

function isAt(notice: ArchiveNotice | null, { host, folder }: JobDeps['archivePlace']): boolean {
  return notice?.host === host && notice.folder === folder
}

/** One that has lost its entries is known by its place only. */
function isThatOne(
  notice: ArchiveNotice,
  { hashes }: ArchiveOutline,
  place: JobDeps['archivePlace'],
): boolean {
  const first = hashes.get(firstSeq)
  if (notice.firstEntry === null) return true
  return first === undefined ? isAt(notice, place) : first === notice.firstEntry
}

const firstSeq = '00000001'

function elsewhere({ host, folder, seq }: ArchiveNotice, here: JobDeps['archivePlace']): BridgeError {
  const where = host === here.host ? `в папке ${folder}` : `на компьютере ${host}, в папке ${folder}`
  return new BridgeError('ARCHIVE_ELSEWHERE', {
    message: `База данных знает архив ${where} (записей ${Number(seq)}), а в ${here.folder} его нет`,
    hint: 'Выполните это там, где архив, или подключите его диск. Если он потерян, восстановите копию: archive restore; новый вместо потерянного начинает start --begin-archive',
  })
}

/**
 * Nothing is posted of an archive that isn't the known one. What has lost its end is posted by the archivist, who tells of it;
 * false to everybody else.
 */
async function post(
  deps: JobDeps,
  archive: Archive,
  how: { readonly byArchivist: boolean },
): Promise<boolean> {
  const known = await deps.archiveNotices.newest()
  const head = await headOf(archive)
  const isPlaced = !how.byArchivist || isAt(known, deps.archivePlace)
  const isSame = head === null ? known?.damaged === true : head === known?.head && !known.damaged
  if (isPlaced && isSame) return true
  let isWhole = true
  await deps.archiveNotices.post(async posted => {
    const outline = await archive.outline()
    const { notice } = posted
    if (notice !== null && !isThatOne(notice, outline, deps.archivePlace)) return null
    if (notice !== null && outline.isSound && !goesOn(notice, outline)) {
      isWhole = how.byArchivist
      if (!isWhole) return null
      await tellShorter(deps, notice, outline)
    }
    return postOf(deps, { archive, outline, posted })
  })
  return isWhole
}

/** Null where its chain is broken. */
async function headOf(archive: Archive): Promise<string | null> {
  return archive.checkpoint().then(
    ({ head }) => head,
    (error: unknown) => {
      if (isBridgeError(error, 'ARCHIVE_DAMAGED')) return null
      throw error
    },
  )
}

/** The entry that was the newest one is still there. */
function goesOn({ seq, head }: ArchiveNotice, { hashes }: ArchiveOutline): boolean {
  return Number(seq) === 0 || hashes.get(seq) === head
}

async function postOf(
  { archivePlace: { host, folder }, clock }: JobDeps,
  seen: { readonly archive: Archive; readonly outline: ArchiveOutline; readonly posted: Posted },
): Promise<ArchivePost | null> {
  const { archive, outline, posted } = seen
  const { notice } = posted
  if (!outline.isSound) {
    return notice === null
      ? null
      : { notice: { ...notice, host, folder, damaged: true }, sheets: [], kept: posted.sheets }
  }
  const { archive: name, seq, head } = await archive.checkpoint()
  const [checks, backups, trials] = [await archive.checks(), await archive.backups(), await archive.trials()]
  const kept = outline.versions.filter(isPosted).map(({ id: object, version }) => ({ object, version }))
  const known = new Set(posted.sheets.map(nameOf))
  const sheets: PostedSheet[] = []
  for (const sheet of kept.filter(sheet => !known.has(nameOf(sheet)))) {
    const content = await cellsIn(archive, sheet)
    // Committed and not yet in its place: somebody is writing, and whoever asks next posts it.
    if (content === undefined) return null
    sheets.push({ ...sheet, content })
  }
  const firstEntry = outline.hashes.get(firstSeq) ?? null
  const shows = { checks, backups, trials }
  const now = { name, host, folder, firstEntry, seq, head, damaged: false, shows, postedAt: clock.now() }
  return { notice: now, sheets, kept }
}

const nameOf = ({ object, version }: Pick<PostedSheet, 'object' | 'version'>) => `${object} ${version}`

/** Null for a sheet that is damaged: judging goes on without it, and says so. Undefined for one that isn't there yet. */
async function cellsIn(
  archive: Archive,
  { object, version }: Pick<PostedSheet, 'object' | 'version'>,
): Promise<SheetCells | null | undefined> {
  try {
    const bytes = await archive.get(object, 'sheet.json', version)
    return bytes === null ? undefined : SheetCells.parse(JSON.parse(bytes.toString('utf8')))
  } catch (error) {
    if (isBridgeError(error, 'ARCHIVE_DAMAGED')) return null
    throw error
  }
}

/** Whoever can write the disk can cut off the tail, and the archive is sound all the same: the database is a witness. */
async function tellShorter(
  deps: JobDeps,
  { seq, head }: ArchiveNotice,
  { hashes }: ArchiveOutline,
): Promise<void> {
  deps.log.error('archive is not what it was', { known: seq, entries: hashes.size })
  await tellAdministrators(deps, {
    kind: 'archive-shorter',
    key: [seq, head],
    subject: 'Архив электронного журнала не продолжает прежний',
    lines: [
      `Последней известной записью архива была ${seq}, с суммой ${head}. Теперь такой записи в архиве нет, записей в нём ${hashes.size}.`,
      'Так бывает, если архив восстановили из старой копии. Если этого никто не делал, конец архива отрезан или он переписан.',
      'Что делать: если архив восстановили намеренно, ничего. Иначе остановите программу, сохраните папку архива как она есть и сравните её с копиями («dnevnik-bridge archive verify --archive КОПИЯ --expect ЗАПИСЬ:СУММА») и с суммами на распечатанных ведомостях.',
      'Письмо приходит один раз: дальше известной считается нынешняя последняя запись.',
    ],
  })
}
