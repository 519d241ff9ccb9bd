import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Archive } from '../../src/archive/index.js'
import { studyYearDays, studyYearOf } from '../../src/calendar/index.js'
import type { Instant } from '../../src/clock.js'
import { BridgeError } from '../../src/errors.js'
import type { CoverageGap, Directory, FinalMark, Id, IsoDate } from '../../src/journal/index.js'
import { type ExemptMeaning, editionOn, exemptMeaningOf, gradeBy } from '../../src/regulation/index.js'
import type { SummarySheet } from '../../src/report/index.js'
import {
  canonicalJson,
  createSummarySheet,
  describeGaps,
  sheetPdf,
  sheetXlsx,
} from '../../src/report/index.js'
import type { JobDeps, School } from '../deps.js'
import { titlePart } from './archive-title.js'
import { type SheetPlace, sheetObject } from './archived-sheet.js'
import { effectiveSchool } from './effective-school.js'
import { newestHead } from './newest-head.js'
import { sheetDays } from './sheet-days.js'
import { sheetOrders } from './sheet-orders.js'
import { classesHint } from './where-to.js'

/** What makes a sheet that sheet: its cells and heads, not the time when they were read. */
const SheetCells = z.object({
  class: z.unknown(),
  classTeacher: z.unknown(),
  paper: z.unknown(),
  markSystem: z.unknown(),
  periodScheme: z.unknown(),
  periods: z.unknown(),
  resultLines: z.unknown(),
  subjects: z.unknown(),
  pupils: z.unknown(),
  exempt: z.unknown(),
  studyYear: z.unknown(),
})

export interface StoredSheet {
  readonly pdf: string
  readonly xlsx: string
  readonly archiveId: string
  readonly archiveVersion: string
}

export interface SheetRequest {
  readonly school: School
  readonly classId: Id
  /** Null for the whole year. */
  readonly periodId: Id | null
  /** Who prints it; where that isn't said, who answers for the printing by the settings. */
  readonly by?: string | null
  /** Of a class of the former year: with the lists of then and the marks of now. */
  readonly former?: {
    /** `2026-2027` */
    readonly studyYear: string
    readonly listsAt: Instant
    /** What of its marks wasn't read anew. */
    readonly gaps: readonly CoverageGap[]
  }
}

/**
 * The summary sheet of a class as the mirror has it now (clause 2.8), of one period or of the whole year.
 * @throws BridgeError NOT_FOUND for a class or period that the school doesn't have
 */
export async function buildSheet(deps: JobDeps, request: SheetRequest): Promise<SummarySheet> {
  const { school, classId, periodId, former } = request
  const { directory, slice, resultMarks } = await deps.mirror.classAt(
    {
      school: school.id,
      classId,
      at: null,
      ...(former ? { listsAt: former.listsAt } : {}),
      only: 'final-marks',
      // They belong to no day.
      days: () => ({ from: '1970-01-01', to: '1970-01-01' }),
    },
    school.timeZone,
  )
  if (!directory.classes.some(group => group.id === classId)) {
    throw new BridgeError('NOT_FOUND', {
      message: `Класса ${classId} в школе нет`,
      hint: classesHint(directory.classes),
    })
  }
  const { calendar } = await deps.calendar(school)
  const now = deps.clock.now()
  const today = former ? lastDayOf(former.studyYear) : calendar.dateOf(now)
  const periods = directory.periods.filter(period => period.classId === classId)
  const period = periods.find(item => item.id === periodId)
  const range = {
    school: school.id,
    from: period?.start ?? today,
    to: period?.finish ?? today,
    classIds: [classId],
  }
  const exemptMeaning = await exemptMeaningFor(deps, { school: school.id, directory, classId, today })
  const studyYear = studyYearOf(range.to)
  const [days, ordersAbout, coverage, readAt, checkpoint] = await Promise.all([
    sheetDays(deps, { school, classId, period, periods }),
    sheetOrders(deps, { school: school.id, classId, studyYear }),
    deps.mirror.coverage({
      ...range,
      from: range.to < today ? range.to : today,
      to: range.to < today ? range.to : today,
    }),
    deps.mirror.lastComplete({ school: school.id, resource: 'final-marks', group: classId, week: null }),
    newestHead(deps),
  ])
  // What else it rests on, lessons and attendance, it tells of by itself, period by period.
  const lists = ['groups', 'members', 'class-subjects', 'periods']
  const concerned = new Set(former ? lists : [...lists, 'final-marks', 'exam-marks'])
  const gaps = [...coverage.gaps.filter(gap => concerned.has(gap.resource)), ...(former?.gaps ?? [])]
  return createSummarySheet({
    directory,
    finalMarks: slice.finalMarks,
    resultMarks,
    ...days,
    ordersAbout,
    memberships: slice.memberships,
    exemptMeaning,
    dateOf: instant => calendar.dateOf(instant),
    classId,
    periodId,
    settings: school.printing,
    school: { id: school.id, name: school.name },
    studyYear: studyYear.replace('-', '/'),
    timeZone: school.timeZone,
    asOf: now,
    readAt: gaps.length > 0 ? null : readAt,
    coverage: describeGaps({ ...coverage, windows: coverage.complete + gaps.length, gaps }, directory),
    checkpoint,
    print: { number: null, by: request.by ?? (school.printing.deputy.name || null) },
  })
}

function lastDayOf(studyYear: string): IsoDate {
  return studyYearDays(Number(studyYear.slice(0, 4))).to
}

/** What «осв» means by the orders that stand and the edition in force. */
async function exemptMeaningFor(
  deps: JobDeps,
  place: { school: Id; directory: Directory; classId: Id; today: IsoDate },
): Promise<(mark: FinalMark) => ExemptMeaning | null> {
  const { school, directory, classId, today } = place
  const orders = await deps.statements.standing(school, 'order')
  const { regulation } = await effectiveSchool(deps, school)
  const settings = editionOn(regulation, today).rules['2.7-exempt-meaning']
  const group = directory.classes.find(({ id }) => id === classId)
  const grade = group === undefined ? null : gradeBy(group)
  const names = new Map(directory.subjects.map(({ id, name }) => [id, name]))
  return mark =>
    exemptMeaningOf(mark, { subjectName: names.get(mark.subjectId) ?? '', grade }, { orders, settings })
}

interface SheetForms {
  readonly version: string
  readonly pdf: Uint8Array
  readonly xlsx: Uint8Array
}

/**
 * The head version, if it has these very cells: a sheet read at another time of day is no new sheet. One that was read with
 * gaps is, once they are gone: it says so on paper.
 */
async function unchangedVersion(
  archive: Archive,
  { id, head }: { readonly id: string; readonly head: string },
  sheet: SummarySheet,
): Promise<SheetForms | null> {
  const file = await archive.get(id, 'sheet.json')
  if (!file) return null
  const known = SheetCells.extend({ readAt: z.unknown() }).safeParse(JSON.parse(file.toString('utf8')))
  if (!known.success) return null
  const { readAt, ...cells } = known.data
  if (canonicalJson(cells) !== canonicalJson(SheetCells.parse(sheet))) return null
  if (readAt === null && sheet.readAt !== null) return null
  const [pdf, xlsx] = [await archive.get(id, 'sheet.pdf'), await archive.get(id, 'sheet.xlsx')]
  return !pdf || !xlsx ? null : { version: head, pdf, xlsx }
}

/** «5А, 1 четверть, 2026/2027». Names are the platform's, where people type them. */
function titleOf({ class: { name }, periods, studyYear }: SummarySheet, scope: string): string {
  const of = scope === 'year' ? 'год' : periods.map(period => period.name).join(', ')
  return [name, of, studyYear].map(titlePart).join(', ')
}

async function putSheet(
  archive: Archive,
  place: SheetPlace & { id: string; scope: string },
  sheet: SummarySheet,
): Promise<SheetForms> {
  const pdf = await sheetPdf(sheet)
  const xlsx = await sheetXlsx(sheet)
  const text = (value: unknown) => new TextEncoder().encode(canonicalJson(value))
  const { version } = await archive.put({
    id: place.id,
    message: `Сводная ведомость, ${titleOf(sheet, place.scope)}: снимок данных платформы`,
    actor: 'archivist',
    files: [
      { path: 'sheet.pdf', bytes: pdf },
      { path: 'sheet.json', bytes: text(sheet) },
      { path: 'sheet.xlsx', bytes: xlsx },
      {
        path: 'meta/record.json',
        bytes: text({
          schema: 'dnevnik-bridge/record/1',
          kind: 'summary',
          school: place.school,
          studyYear: place.studyYear,
          class: place.classId,
          scope: place.scope,
          asOf: sheet.asOf,
          retentionYears: 25,
        }),
      },
    ],
  })
  return { version, pdf, xlsx }
}

/** The archive is written by one program at a time: the version that follows is this sheet's. */
function numbered(sheet: SummarySheet, head: string | undefined): SummarySheet {
  return { ...sheet, print: { ...sheet.print, number: Number(head?.slice(1) ?? 0) + 1 } }
}

/** Archives a sheet and lays copies out for people. The same sheet again makes no new version, nor new forms. */
export async function storeSheet(deps: JobDeps, sheet: SummarySheet): Promise<StoredSheet> {
  const [onlyPeriod] = sheet.periods
  const scope = sheet.periods.length === 1 && onlyPeriod?.id ? `period-${onlyPeriod.id}` : 'year'
  const studyYear = sheet.studyYear.replace('/', '-')
  const place = { school: sheet.school.id, studyYear, classId: sheet.class.id, scope }
  const id = sheetObject(place)
  const archive = await deps.archive()
  const known = (await archive.list()).find(object => object.id === id)
  const { version, pdf, xlsx } =
    (known && (await unchangedVersion(archive, known, sheet))) ??
    (await putSheet(archive, { ...place, id }, numbered(sheet, known?.head)))
  const folder = join(deps.reportsFolder, sheet.school.id)
  // Pupils' names stand in these files.
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const name = `sheet-${sheet.class.id}-${scope}`
  const files = { pdf: join(folder, `${name}.pdf`), xlsx: join(folder, `${name}.xlsx`) }
  await writeFile(files.pdf, pdf)
  await writeFile(files.xlsx, xlsx)
  return { ...files, archiveId: id, archiveVersion: version }
}
