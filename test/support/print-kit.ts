import { createHash } from 'node:crypto'
import {
  type ClassReadiness,
  changesPdf,
  classReadiness,
  createPrintKit,
  type KitClass,
  type KitOffice,
  kitFiles,
  type PrintKit,
  type PrintKitInput,
  pageCount,
  readinessPdf,
  type SheetChanges,
  type SummarySheet,
  sheetPdf,
} from '../../src/report/index.js'
import { aSheet, checkpoint, moscow } from './report.js'

export const blankOffice: KitOffice = {
  book: 'class',
  bothSides: false,
  town: null,
  head: { post: 'Директор', name: null },
  deputy: { post: 'Заместитель директора по УВР', name: null },
  archivist: { post: 'Ответственный за архив', name: null },
  caseIndex: null,
  article: null,
}

export const namedOffice: KitOffice = {
  ...blankOffice,
  town: 'г. Энск',
  head: { post: 'Директор', name: 'П. П. Щербакова-Константинопольская' },
  deputy: { post: 'Заместитель директора по УВР', name: 'А. П. Иванова' },
  archivist: { post: 'Секретарь-делопроизводитель', name: 'Ё. К. Ёлкина' },
  caseIndex: '02-15',
  article: '482',
}

/** As if some cells had been changed since the sheet was printed. */
export const someChanges: SheetChanges = {
  number: 1,
  printed: { version: 'v1', on: '2027-06-10' },
  version: 'v2',
  cells: [
    {
      pupilId: '2003',
      pupil: 'Щербакова-Константинопольская Александра Владиславовна',
      subject: 'Основы духовно-нравственной культуры народов России',
      period: '4 четверть',
      before: '4',
      after: '5',
      seen: { absentAt: moscow('2027-06-14T00:21'), presentAt: moscow('2027-06-15T00:21') },
    },
    {
      pupilId: '2000',
      pupil: 'Ёлкин Фёдор Артёмович',
      subject: 'Алгебра',
      period: 'Годовая',
      before: null,
      after: '3',
      seen: null,
    },
  ],
  others: ['Классный руководитель: было «не указано», стало «Ли В.».'],
}

const printedSheets = new WeakMap<SummarySheet, Promise<Uint8Array>>()

/** Each sheet is drawn once: a kit of many classes may have the same. */
function printedSheet(sheet: SummarySheet): Promise<Uint8Array> {
  const pdf = printedSheets.get(sheet) ?? sheetPdf(sheet)
  printedSheets.set(sheet, pdf)
  return pdf
}

const yearSheet = aSheet({ periodId: null, pupils: 26, subjects: 16 })

export async function aKitClass(
  sheet: SummarySheet,
  shape: {
    readonly changes?: SheetChanges | null
    readonly readiness?: ClassReadiness
    readonly name?: string
  } = {},
): Promise<KitClass> {
  const pdf = await printedSheet(sheet)
  const { changes = null, readiness, name = sheet.class.name } = shape
  return {
    id: sheet.class.id,
    name,
    classTeacher: 'Ли В. Ё.',
    pupils: sheet.pupils.filter(({ left }) => !left).length,
    sheet: {
      object: `urn:dnevnik-bridge:${sheet.school.id}:2026-2027:class-${sheet.class.id}:summary:year`,
      version: changes?.version ?? 'v1',
      readAt: sheet.readAt ?? sheet.asOf,
      pages: pageCount(pdf),
      files: ['sheet.json', 'sheet.pdf', 'sheet.xlsx'].map(path => ({
        path,
        size: pdf.length,
        sha512: createHash('sha512').update(path).update(pdf).digest('hex'),
      })),
    },
    changes: changes === null ? null : { ...changes, pages: 1 },
    readiness: readiness ?? classReadiness({ sheet, verdicts: [], openPeriods: [] }),
  }
}

export function aKit(classes: readonly KitClass[], shape: Partial<PrintKitInput> = {}): PrintKit {
  return createPrintKit({
    school: {
      id: '1000000000000000123',
      name: 'Муниципальное бюджетное общеобразовательное учреждение «Средняя общеобразовательная школа № 7»',
    },
    studyYear: '2026/2027',
    timeZone: 'Europe/Moscow',
    madeAt: moscow('2027-06-16T10:00'),
    due: '2027-06-30',
    regulation: {
      title: 'Регламент ведения электронного журнала',
      edition: 'редакция № 1 от 01.09.2026, приказ № 114',
    },
    office: namedOffice,
    journalYears: 5,
    sheetYears: 25,
    classes,
    missing: [],
    checkpoint,
    copies: [{ place: 'внешний диск, сейф директора', on: '2027-06-16' }],
    dateOf: instant => new Date(instant + 3 * 3_600_000).toISOString().slice(0, 10),
    ...shape,
  })
}

/** A kit of two classes, one of which was printed before; and all its files. */
export async function aWholeKit(
  shape: Partial<PrintKitInput> = {},
): Promise<{ kit: PrintKit; files: ReadonlyMap<string, Uint8Array> }> {
  const changed = await aKitClass(yearSheet, { changes: someChanges })
  const other = { ...(await aKitClass(yearSheet, { name: '10Б' })), id: '72' }
  const kit = aKit([other, changed], shape)
  const said = { school: kit.school.name, studyYear: kit.studyYear, timeZone: kit.timeZone, at: kit.madeAt }
  const files = await kitFiles(kit, async ({ name, classTeacher, changes, readiness }) => ({
    sheet: await printedSheet(yearSheet),
    changes:
      changes === null ? null : await changesPdf({ ...said, className: name, office: kit.office, changes }),
    readiness: await readinessPdf({
      ...said,
      ...{ className: name, classTeacher, readAt: yearSheet.readAt, readiness, deputy: kit.office.deputy },
    }),
  }))
  return { kit, files: new Map(files.map(({ path, bytes }) => [path, bytes])) }
}
