import type { IsoDate } from '../journal/index.js'
import type { ClassJournal, JournalLesson, JournalPeriod, JournalSection } from './class-journal-model.js'
import { cellOf, workLetters } from './class-journal-words.js'
import { legibleName } from './glyphs.js'
import { padding, roomAcross, splitColumns } from './page.js'
import type { FontFace } from './truetype.js'

/** How a subject's columns fall on pages, decided before anything is drawn: no type under 8 pt and no shrinking. */

export const type = { cell: 8.5, note: 8 } as const
export const columns = { number: 20, name: 164, least: 17, final: 46 } as const

/** One work of one lesson. */
export interface WorkColumn {
  readonly kind: 'work'
  readonly lesson: JournalLesson
  readonly work: number
  readonly letters: string
}

export interface FinalColumn {
  readonly kind: 'final'
  readonly period: JournalPeriod
}

export type GridColumn = WorkColumn | FinalColumn

/** What may not be torn apart: the works of a lesson. */
interface Block {
  readonly columns: readonly GridColumn[]
  readonly widths: readonly number[]
  readonly width: number
}

export interface GridPage {
  readonly columns: readonly GridColumn[]
  readonly widths: readonly number[]
  /** Lessons of the page, also those that have no column: they are told of on the next one. */
  readonly lessons: readonly JournalLesson[]
}

/** A cancelled lesson has no column, unless something was entered in it. */
function hasColumn(lesson: JournalLesson): boolean {
  return lesson.status !== 'cancelled' || lesson.marks.length > 0 || lesson.attendance.length > 0
}

/** Lessons in order of time, each period's final marks after its last lesson, the year's at the end. */
function blocksOf(journal: ClassJournal, section: JournalSection): (JournalLesson | JournalPeriod)[] {
  const blocks: (JournalLesson | JournalPeriod)[] = []
  let periods = section.subject.id === null ? [] : [...journal.periods]
  const endBefore = (date: IsoDate) => {
    const isOver = ({ finish }: JournalPeriod) => finish !== null && finish < date
    blocks.push(...periods.filter(isOver))
    periods = periods.filter(period => !isOver(period))
  }
  for (const lesson of section.lessons) {
    endBefore(lesson.date)
    blocks.push(lesson)
  }
  return [...blocks, ...periods]
}

function measured(
  part: JournalLesson | JournalPeriod,
  pupils: readonly string[],
  face: FontFace,
): Block | null {
  if (!('works' in part))
    return { columns: [{ kind: 'final', period: part }], widths: [columns.final], width: columns.final }
  if (!hasColumn(part)) return null
  const works = part.works.map(
    (work, index): WorkColumn => ({
      kind: 'work',
      lesson: part,
      work: index,
      letters: workLetters(work),
    }),
  )
  const widths = works.map(({ work, letters }) => {
    const texts = new Set([letters, ...pupils.map(pupil => legibleName(cellOf(part, work, pupil)))])
    const widest = Math.max(...[...texts].map(text => face.width(text, type.cell)))
    return Math.ceil(Math.max(columns.least, Math.min(widest, 60) + 2 * padding + 1))
  })
  return { columns: works, widths, width: widths.reduce((sum, width) => sum + width, 0) }
}

/** At least one page, with as few as fit and about as many columns on each. */
export function gridPages(journal: ClassJournal, section: JournalSection, face: FontFace): GridPage[] {
  const parts = blocksOf(journal, section)
  const blocks = parts.flatMap(part => {
    const block = measured(part, section.pupils, face)
    return block === null ? [] : [{ ...block, part }]
  })
  const pages = splitColumns(blocks, roomAcross - columns.number - columns.name)
  let told = 0
  return pages.map((page, index) => {
    const last = page.at(-1)?.part
    const end = index === pages.length - 1 || last === undefined ? parts.length : parts.indexOf(last) + 1
    const lessons = parts.slice(told, end).filter(part => 'works' in part)
    told = end
    return {
      columns: page.flatMap(block => block.columns),
      widths: page.flatMap(block => block.widths),
      lessons,
    }
  })
}
