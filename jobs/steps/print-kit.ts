import { z } from 'zod'
import type { Archive, ArchiveFile } from '../../src/archive/index.js'
import { studyYearOf } from '../../src/calendar/index.js'
import { BridgeError, isBridgeError } from '../../src/errors.js'
import type { ClassGroup, Directory, Id, IsoDate } from '../../src/journal/index.js'
import { editionOn } from '../../src/regulation/index.js'
import {
  type ClassPapers,
  canonicalJson,
  changesPdf,
  createPrintKit,
  editionsText,
  type KitClass,
  type KitOffice,
  kitFiles,
  kitSubstance,
  type PrintKit,
  pageCount,
  readinessPdf,
  refuseOffice,
  type SummarySheet,
} from '../../src/report/index.js'
import type { JobDeps, PrintingSettings, School } from '../deps.js'
import { effectiveSchool } from './effective-school.js'
import { type ClassNow, changesOf, classNow } from './kit-class.js'
import { knownClass } from './known-class.js'
import { newestHead } from './newest-head.js'
import { printRegister } from './printed-step.js'
import { storeSheet } from './sheet.js'
import { readFirst } from './where-to.js'

export interface StoredKit {
  readonly object: string
  readonly version: string
  /** False when the archive had this very kit. */
  readonly changed: boolean
  /** Classes that are in it, and those whose sheet couldn't be made. */
  readonly classes: readonly Id[]
  readonly missing: PrintKit['missing']
}

interface KitRequest {
  readonly school: School
  /** Null: all classes. */
  readonly classIds: readonly Id[] | null
  readonly signal: AbortSignal
  /** After each class; the code of what kept its sheet from being made, or null. */
  onClass(
    classId: Id,
    problem: string | null,
    place: { readonly done: number; readonly of: number },
  ): Promise<void>
}

/** Id of the archived kit of a year; each kit is a version. */
export function kitObject(school: Id, studyYear: string): string {
  return `urn:dnevnik-bridge:${school}:${studyYear}:print-kit`
}

export function officeOf(printing: PrintingSettings): KitOffice {
  const orNull = (text: string) => (text === '' ? null : text)
  const official = ({ post, name }: PrintingSettings['head']) => ({ post, name: orNull(name) })
  const { book, bothSides, town, head, deputy, archivist, caseIndex, article } = printing
  return {
    ...{ book, bothSides, town: orNull(town), caseIndex: orNull(caseIndex), article: orNull(article) },
    ...{ head: official(head), deputy: official(deputy), archivist: official(archivist) },
  }
}

/** Of which day of the year's end the sheets have to be filed, and since when that is reminded of. */
export async function kitDays(
  deps: JobDeps,
  school: Id,
  studyYear: string,
): Promise<{ readonly due: string; readonly remindFrom: string }> {
  const { regulation } = await effectiveSchool(deps, school)
  const year = studyYear.slice(5)
  const { due, remindFrom } = editionOn(regulation, `${year}-05-31`).rules['3-sheets-printed']
  return { due: `${year}-${due}`, remindFrom: `${year}-${remindFrom}` }
}

interface Made {
  readonly kit: KitClass
  readonly papers: ClassPapers
}

/**
 * Makes the kit of the year that today belongs to: archives each class's sheet where it says something new, then all papers
 * as one object. Cut off, it goes on with the next run: what is archived isn't made again.
 * @throws BridgeError NOT_FOUND, SHEET_GLYPH (the settings), INTERRUPTED
 */
export async function makeKit(deps: JobDeps, request: KitRequest): Promise<StoredKit> {
  const { classIds, signal, onClass } = request
  const school = await effectiveSchool(deps, request.school.id)
  const { calendar } = await deps.calendar(school)
  const now = deps.clock.now()
  const studyYear = studyYearOf(calendar.dateOf(now))
  const directory = await deps.mirror.directory(school.id)
  const classes = wantedClasses(directory, classIds)
  const days = await kitDays(deps, school.id, studyYear)
  const said = {
    school: { id: school.id, name: school.name },
    regulation: regulationOf(school, days),
    office: officeOf(school.printing),
  }
  refuseOffice(said)
  const register = await printRegister(deps, school.id, studyYear)
  const made = new Map<Id, Made>()
  const problems: { id: Id; name: string; error: BridgeError }[] = []
  for (const [index, { id, name }] of classes.entries()) {
    if (signal.aborted) throw new BridgeError('INTERRUPTED', { message: 'Подготовка комплекта прервана' })
    const present = await classNow(deps, { school, classId: id, steps: register.get(id) ?? [], signal })
    const one = await classPapers(deps, { school, present, at: now }).catch(problemOfClass)
    if (one instanceof BridgeError) problems.push({ id, name, error: one })
    else made.set(id, one)
    await onClass(id, one instanceof BridgeError ? one.code : null, { done: index + 1, of: classes.length })
  }
  if (made.size === 0) throw problems[0]?.error ?? new Error('A kit has classes')
  const rules = editionOn(school.regulation, `${studyYear.slice(5)}-05-31`).rules
  const kit = createPrintKit({
    ...said,
    studyYear: studyYear.replace('-', '/'),
    timeZone: school.timeZone,
    madeAt: now,
    due: days.due,
    journalYears: rules['3-terms-end'].journalYears,
    sheetYears: rules['3-terms-end'].sheetYears,
    classes: [...made.values()].map(({ kit }) => kit),
    missing: problems.map(({ id, name, error }) => ({ id, name, reason: error.message })),
    checkpoint: await newestHead(deps),
    copies: await newestCopies(deps, calendar.dateOf),
    dateOf: calendar.dateOf,
  })
  return storeKit(deps, { kit, studyYear, made })
}

/** @throws BridgeError NOT_FOUND for a class that the school hasn't, and where none is known */
function wantedClasses(directory: Directory, classIds: readonly Id[] | null): readonly ClassGroup[] {
  if (classIds !== null) return classIds.map(id => knownClass(directory, id))
  if (directory.classes.length > 0) return directory.classes
  throw new BridgeError('NOT_FOUND', {
    message: 'Классы школы ещё не прочитаны, печатать нечего',
    hint: readFirst,
  })
}

/** One class that can't be printed doesn't keep the others waiting. */
function problemOfClass(error: unknown): BridgeError {
  if (isBridgeError(error, 'SHEET_GLYPH', 'ARCHIVE_DAMAGED')) return error
  throw error
}

/** The regulation as it is in force when the sheets are printed. */
function regulationOf({ regulation }: School, { due }: { readonly due: IsoDate }): PrintKit['regulation'] {
  const inForce = { edition: editionOn(regulation, due), from: due }
  return { title: regulation.title, edition: editionsText([inForce]) }
}

async function classPapers(
  deps: JobDeps,
  { school, present, at }: { readonly school: School; readonly present: ClassNow; readonly at: number },
): Promise<Made> {
  const { sheet, readiness } = present
  const { archiveId: object, archiveVersion: version } = await storeSheet(deps, sheet)
  const { pdf, readAt, files } = await archived(await deps.archive(), { object, version, sheet })
  const office = officeOf(school.printing)
  const { id, name } = sheet.class
  const said = { school: school.name, className: name, studyYear: sheet.studyYear, timeZone: school.timeZone }
  const changes = changesOf(present, version)
  const changesForm = changes === null ? null : await changesPdf({ ...said, office, changes, at })
  return {
    kit: {
      ...{ id, name, classTeacher: sheet.classTeacher, readiness },
      pupils: sheet.pupils.filter(({ left }) => !left).length,
      sheet: { object, version, readAt, pages: pageCount(pdf), files },
      changes:
        changes === null || changesForm === null ? null : { ...changes, pages: pageCount(changesForm) },
    },
    papers: {
      sheet: pdf,
      changes: changesForm,
      readiness: await readinessPdf({
        ...said,
        ...{ classTeacher: sheet.classTeacher, readAt: sheet.readAt, readiness, deputy: office.deputy, at },
      }),
    },
  }
}

/** What is printed is what is archived, to the byte. */
async function archived(
  archive: Archive,
  { object, version, sheet }: { object: string; version: string; sheet: SummarySheet },
) {
  const pdf = await archive.get(object, 'sheet.pdf', version)
  const data = await archive.get(object, 'sheet.json', version)
  const known = (await archive.show(object))?.find(item => item.version === version)
  if (!pdf || !data || !known) throw new Error(`The archive lost ${object} ${version} as soon as it had it`)
  const { readAt, asOf } = z
    .object({ readAt: z.int().nullable(), asOf: z.int() })
    .parse(JSON.parse(data.toString()))
  const files = known.files.filter(({ path }) => path.startsWith('sheet.'))
  return {
    pdf,
    readAt: readAt ?? asOf ?? sheet.asOf,
    files: files.map(({ path, size, sha512 }) => ({ path, size, sha512 })),
  }
}

/** Of each place the newest copy that the archive's log tells of. */
async function newestCopies(deps: JobDeps, dateOf: (instant: number) => string): Promise<PrintKit['copies']> {
  const copies = new Map<string, string>()
  for (const { at, place } of (await (await deps.readArchive())?.backups()) ?? []) {
    if (place !== null) copies.set(place, dateOf(at))
  }
  return [...copies].map(([place, on]) => ({ place, on }))
}

async function storeKit(
  deps: JobDeps,
  { kit, studyYear, made }: { kit: PrintKit; studyYear: string; made: ReadonlyMap<Id, Made> },
): Promise<StoredKit> {
  const archive = await deps.archive()
  const object = kitObject(kit.school.id, studyYear)
  const classes = kit.classes.map(({ id }) => id)
  const known = await sameKit(archive, object, kit)
  if (known !== null) return { object, version: known, changed: false, classes, missing: kit.missing }
  const files = await kitFiles(kit, async ({ id }) => {
    const one = made.get(id)
    if (!one) throw new Error(`Class ${id} of the kit has no papers`)
    return one.papers
  })
  const record = {
    schema: 'dnevnik-bridge/record/1',
    kind: 'print-kit',
    school: kit.school.id,
    studyYear,
    classes,
    asOf: kit.madeAt,
    retentionYears: kit.terms.sheetYears,
  }
  const recordFile: ArchiveFile = {
    path: 'meta/record.json',
    bytes: new TextEncoder().encode(canonicalJson(record)),
  }
  const { version, changed } = await archive.put({
    id: object,
    message: `Комплект печати годовых ведомостей за ${studyYear}: классов ${classes.length}`,
    actor: 'archivist',
    files: [...files, recordFile],
  })
  return { object, version, changed, classes, missing: kit.missing }
}

/** The head, if it is this very kit: the same papers made at another time are no new ones. */
async function sameKit(archive: Archive, object: string, kit: PrintKit): Promise<string | null> {
  const known = await archive.get(object, 'kit.json')
  if (known === null) return null
  const parsed = z.looseObject({}).parse(JSON.parse(known.toString('utf8')))
  if (kitSubstance(parsed) !== kitSubstance(kit)) return null
  return (await archive.show(object))?.at(-1)?.version ?? null
}
