import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Archive, ArchiveFile } from '../../src/archive/index.js'
import { russianDate, studyYearDays, studyYearOf, studyYearStart } from '../../src/calendar/index.js'
import { BridgeError } from '../../src/errors.js'
import type { Coverage, Directory, Id, IsoDate, Resource } from '../../src/journal/index.js'
import { withSubstitutions } from '../../src/regulation/index.js'
import type { ClassJournal } from '../../src/report/index.js'
import {
  canonicalJson,
  classJournalPdf,
  classJournalXlsx,
  createClassJournal,
  describeGaps,
  journalGlyphs,
  journalLines,
  journalReadme,
  journalSubstance,
} from '../../src/report/index.js'
import type { JobDeps, School } from '../deps.js'
import { titlePart } from './archive-title.js'
import { knownClass } from './known-class.js'
import { newestHead } from './newest-head.js'

interface StoredJournal {
  readonly pdf: string
  readonly xlsx: string
  readonly jsonl: string
  readonly archiveId: string
  readonly archiveVersion: string
  /** False when the archive had this very journal. */
  readonly changed: boolean
}

interface JournalRequest {
  readonly school: School
  readonly classId: Id
  /** Null: the study year so far. */
  readonly periodId: Id | null
  /** The study year up to the class's last period that is over: what is archived. */
  readonly ended?: boolean
}

/** What a class journal rests on. */
const concerned: ReadonlySet<Resource> = new Set([
  'groups',
  'teachers',
  'subjects',
  'work-types',
  'members',
  'class-subjects',
  'class-teacher',
  'periods',
  'lessons',
  'marks',
  'attendance',
  'final-marks',
])

/**
 * The journal of a class as the mirror has it now: of one period, or of the study year so far.
 * @throws BridgeError NOT_FOUND for a class or period that the school doesn't have; USAGE where the days asked for haven't come
 */
export async function buildJournal(deps: JobDeps, request: JournalRequest): Promise<ClassJournal> {
  const { school, classId } = request
  const directory = await deps.mirror.directory(school.id)
  knownClass(directory, classId)
  const { calendar } = await deps.calendar(school)
  const now = deps.clock.now()
  const year = directory.periods.find(({ id, type }) => id === request.periodId && type === 'year')
  const periodId = year ? null : request.periodId
  const days = daysOf({ ...request, periodId }, directory, calendar.dateOf(now))
  const range = { school: school.id, ...days, classIds: [classId] }
  const [read, coverage, checkpoint, stated] = await Promise.all([
    deps.mirror.slice(range, school.timeZone),
    deps.mirror.coverage(range),
    newestHead(deps),
    deps.statements.standing(school.id, 'substitution'),
  ])
  const { slice, of } = withSubstitutions(read, stated)
  return createClassJournal({
    yo: school.printing.yo,
    directory,
    slice,
    classId,
    periodId,
    ...days,
    school: { id: school.id, name: school.name },
    studyYear: studyYearOf(days.to).replace('-', '/'),
    timeZone: school.timeZone,
    dateOf: calendar.dateOf,
    substitutionOf: lesson => of(lesson)?.content.order ?? null,
    asOf: now,
    coverage: describeGaps(ofJournal(coverage), directory),
    checkpoint,
  })
}

/** From the first day of the class's year, or of the period, to today, or to the end that is asked for. */
export function daysOf(
  { classId, periodId, ended = false }: Pick<JournalRequest, 'classId' | 'periodId' | 'ended'>,
  directory: Directory,
  today: IsoDate,
): { from: IsoDate; to: IsoDate } {
  const known = directory.periods.filter(period => period.classId === classId)
  const period = known.find(({ id }) => id === periodId)
  const parts = known.filter(({ type }) => type !== 'year')
  const starts = parts.map(({ start }) => start).sort()
  const from = period?.start ?? starts[0] ?? studyYearDays(studyYearStart(today)).from
  const finishes = parts.map(({ finish }) => finish).sort()
  const last = ended
    ? finishes.findLast(finish => finish < today)
    : (period?.finish ?? finishes.at(-1) ?? today)
  const to = last === undefined || last > today ? today : last
  if (ended && last === undefined) {
    throw new BridgeError('USAGE', {
      message: 'Ни один отчётный период класса ещё не закончился, поэтому архивировать нечего',
      hint: 'Журнал на сегодня можно записать в файлы: journal --class НОМЕР --out ПАПКА',
    })
  }
  if (from <= to) return { from, to }
  throw new BridgeError('USAGE', {
    message: `Первый день журнала, ${from}, ещё не наступил`,
    hint: 'Выберите период, который уже начался',
  })
}

/** The journal doesn't rest on bells and lists of values: their gaps don't concern it. */
function ofJournal(coverage: Coverage): Coverage {
  const gaps = coverage.gaps.filter(gap => concerned.has(gap.resource))
  return { ...coverage, windows: coverage.complete + gaps.length, gaps }
}

/** Id of the archived journal of a class: one object a study year, a version whenever something in it is new. */
export function journalObject(place: { school: Id; studyYear: string; classId: Id }): string {
  const { school, studyYear, classId } = place
  return `urn:dnevnik-bridge:${school}:${studyYear}:class-${classId}:journal`
}

/** All forms of a journal, by file name. */
export async function journalFiles(journal: ClassJournal): Promise<ArchiveFile[]> {
  const text = (content: string) => new TextEncoder().encode(content)
  return [
    { path: 'journal.jsonl', bytes: text(journalLines(journal)) },
    { path: 'journal.pdf', bytes: await classJournalPdf(journal) },
    { path: 'journal.xlsx', bytes: await classJournalXlsx(journal) },
  ]
}

/** The files of the head version, if it is this very journal: one that was read at another time is no new one. */
async function unchanged(
  archive: Archive,
  id: string,
  journal: ClassJournal,
): Promise<{ version: string; files: ArchiveFile[] } | null> {
  const known = await archive.get(id, 'journal.jsonl')
  if (!known) return null
  if (journalSubstance(known.toString('utf8')) !== journalSubstance(journalLines(journal))) return null
  const version = (await archive.list()).find(object => object.id === id)?.head
  const [pdf, xlsx] = [await archive.get(id, 'journal.pdf'), await archive.get(id, 'journal.xlsx')]
  if (version === undefined || !pdf || !xlsx) return null
  const files = [
    { path: 'journal.jsonl', bytes: known },
    { path: 'journal.pdf', bytes: pdf },
    { path: 'journal.xlsx', bytes: xlsx },
  ]
  return { version, files }
}

/** Archives the journal of a year and lays copies out for people. The same journal again makes no new version. */
export async function storeJournal(deps: JobDeps, journal: ClassJournal): Promise<StoredJournal> {
  const studyYear = journal.studyYear.replace('/', '-')
  const id = journalObject({ school: journal.school.id, studyYear, classId: journal.class.id })
  const archive = await deps.archive()
  const known = await unchanged(archive, id, journal)
  const files = known?.files ?? (await journalFiles(journal))
  const version = known?.version ?? (await put(archive, { id, studyYear, journal, files }))
  const lacking = journalGlyphs(journal).length
  if (lacking > 0) deps.log.warn('characters without glyph', { object: id, places: lacking })
  const folder = join(deps.reportsFolder, journal.school.id)
  const [jsonl = '', pdf = '', xlsx = ''] = await layOutJournal(folder, journal, files)
  return { pdf, xlsx, jsonl, archiveId: id, archiveVersion: version, changed: known === null }
}

async function put(
  archive: Archive,
  {
    id,
    studyYear,
    journal,
    files,
  }: { id: string; studyYear: string; journal: ClassJournal; files: ArchiveFile[] },
): Promise<string> {
  const text = (content: string) => new TextEncoder().encode(content)
  const { school, from, to, asOf } = journal
  const record = {
    schema: 'dnevnik-bridge/record/1',
    kind: 'journal',
    school: school.id,
    studyYear,
    class: journal.class.id,
    from,
    to,
    asOf,
    retentionYears: 5,
  }
  const { version } = await archive.put({
    id,
    message: `Классный журнал, ${titlePart(journal.class.name)}, ${journal.studyYear}, уроки ${russianDate(from)}–${russianDate(to)}: снимок данных платформы`,
    actor: 'archivist',
    files: [
      ...files,
      { path: 'README.txt', bytes: text(journalReadme) },
      { path: 'meta/record.json', bytes: text(canonicalJson(record)) },
    ],
  })
  return version
}

/** Writes the files of a journal into a folder, for people. */
export async function layOutJournal(
  folder: string,
  journal: ClassJournal,
  files: readonly ArchiveFile[],
): Promise<string[]> {
  // Pupils' names stand in these files.
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const scope = journal.period?.id ? `period-${journal.period.id}` : 'year'
  const written: string[] = []
  for (const { path, bytes } of files) {
    const file = join(folder, path.replace('journal', `journal-${journal.class.id}-${scope}`))
    await writeFile(file, bytes)
    written.push(file)
  }
  return written
}
