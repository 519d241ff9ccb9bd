import type { Instant } from '../clock.js'
import type { Id, IsoDate } from '../journal/index.js'
import type { ArchiveHead } from './model.js'
import type { Official } from './paper.js'

/** What the print kit of a year says, before it becomes papers. */

/** What a school's settings say of its papers. */
export interface KitOffice {
  /** A book of each class, or one of the whole year with an inner list. */
  readonly book: 'class' | 'year'
  /** Whether paper is printed on both sides: then two pages are a leaf. */
  readonly bothSides: boolean
  readonly town: string | null
  readonly head: Official
  readonly deputy: Official
  readonly archivist: Official
  /** Of the school's «номенклатура дел». */
  readonly caseIndex: string | null
  readonly article: string | null
}

export const readinessTitles = {
  read: 'Итоговые отметки прочитаны полностью',
  periods: 'Все отчётные периоды года закончились',
  empty: 'Пустые клетки: отметка за период не выставлена',
  year: 'Пустые клетки: годовая отметка не выставлена',
  double: 'Две разные записи в одной клетке',
  glyphs: 'Знаки, которых нет в шрифте ведомости',
  unclear: 'Пустые клетки, о которых не ясно, нужна ли отметка',
  'not-attested': '«н/а» без основания',
  exempt: '«осв», о которой не сказано, освобождён или освоено',
  changed: 'Отметки, изменённые после окончания периода',
  debts: 'Неудовлетворительные годовые: нужно решение об условном переводе',
} as const
export type ReadinessKey = keyof typeof readinessTitles

/** Of a class with debts that the platform doesn't let us read while resits are held. */
export function notGivenText(className: string): string {
  return `После 31 августа платформа не отдаёт отметок класса ${className}: результаты пересдач внесите в ведомость на бумаге`
}

export interface ReadinessItem {
  readonly key: ReadinessKey
  /** Without it the sheet isn't ready to be printed; else somebody should look. */
  readonly blocks: boolean
  /** What was found, a line each; empty where all is well. */
  readonly lines: readonly string[]
}

export interface ClassReadiness {
  readonly ready: boolean
  readonly items: readonly ReadinessItem[]
}

export interface ChangedSheetCell {
  readonly pupilId: Id
  readonly pupil: string
  readonly subject: string
  readonly period: string
  /** Null for an empty cell. */
  readonly before: string | null
  readonly after: string | null
  /** Between which readings it changed; null where no look saw it. */
  readonly seen: { readonly absentAt: Instant | null; readonly presentAt: Instant } | null
}

/** «Лист изменений»: what a sheet says now that its last print doesn't say. */
export interface SheetChanges {
  /** How many such lists the class has had this year, with this one. */
  readonly number: number
  readonly printed: { readonly version: string; readonly on: IsoDate }
  readonly version: string
  readonly cells: readonly ChangedSheetCell[]
  /** What changed beside the cells, a line each. */
  readonly others: readonly string[]
}

export interface KitClass {
  readonly id: Id
  readonly name: string
  readonly classTeacher: string | null
  /** Without those who left. */
  readonly pupils: number
  readonly sheet: {
    readonly object: string
    readonly version: string
    /** When the journal was read of which it is the sheet. */
    readonly readAt: Instant
    readonly pages: number
    readonly files: readonly { readonly path: string; readonly size: number; readonly sha512: string }[]
  }
  readonly changes: (SheetChanges & { readonly pages: number }) | null
  readonly readiness: ClassReadiness
}

/** A paper of a book, and on which of its leaves it stands. */
export interface KitPaper {
  readonly kind: 'sheet' | 'changes'
  readonly classId: Id
  readonly title: string
  readonly date: IsoDate
  readonly from: number
  readonly to: number
}

/** «Дело»: what is sewn together. */
export interface KitBook {
  /** Its folder in the kit. */
  readonly folder: string
  readonly title: string
  readonly papers: readonly KitPaper[]
  readonly leaves: number
}

export interface PrintKit {
  readonly schema: 'dnevnik-bridge/print-kit/1'
  readonly school: { readonly id: Id; readonly name: string }
  /** `2026/2027` */
  readonly studyYear: string
  readonly timeZone: string
  readonly madeAt: Instant
  readonly madeOn: IsoDate
  readonly due: IsoDate
  readonly regulation: { readonly title: string; readonly edition: string }
  readonly office: KitOffice
  readonly terms: {
    readonly journalYears: number
    readonly sheetYears: number
    readonly countedFrom: IsoDate
    readonly journalUntil: IsoDate
    readonly sheetUntil: IsoDate
  }
  /** In the order of the school's classes. */
  readonly classes: readonly KitClass[]
  /** Classes whose sheet couldn't be made, and why. */
  readonly missing: readonly { readonly id: Id; readonly name: string; readonly reason: string }[]
  readonly books: readonly KitBook[]
  /** The archive after the sheets came in, and before the kit does. */
  readonly checkpoint: ArchiveHead | null
  /** Where copies of the archive lie, as its log tells. */
  readonly copies: readonly { readonly place: string; readonly on: IsoDate }[]
}
