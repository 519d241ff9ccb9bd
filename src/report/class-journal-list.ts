import type { Content, TableCell } from 'pdfmake/interfaces.js'
import { russianDate } from '../calendar/index.js'
import { sectionHead } from './class-journal-head.js'
import { type } from './class-journal-layout.js'
import type { ClassJournal, JournalLesson, JournalSection } from './class-journal-model.js'
import { homeworkText, lessonState, teachersText, workWords } from './class-journal-words.js'
import { fontFace } from './fonts.js'
import { legibleText, mostOfText } from './glyphs.js'
import { breakLines, padding } from './page.js'

/** The right side of the journal: what was taught and given on each lesson. */

const heads = ['Дата', 'Урок', 'Что пройдено на уроке', 'Домашнее задание', 'Вид работы', 'Учитель']
const widths = [50, 30, 236, 214, 84, 114]
/** A row is never torn apart, so one that wouldn't fit a page goes on in further rows. */
const mostLines = 24

/** The texts of one row, cut into as many rows as they need. */
function cut(texts: readonly string[]): string[][] {
  const face = fontFace('Sans')
  const lines = texts.map((text, index) =>
    breakLines(text, (widths[index] ?? 0) - 2 * padding - 1, part => face.width(part, type.cell)),
  )
  const rows = Math.max(1, ...lines.map(list => Math.ceil(list.length / mostLines)))
  if (rows === 1) return [[...texts]]
  return Array.from({ length: rows }, (_, row) =>
    lines.map(list => list.slice(row * mostLines, (row + 1) * mostLines).join(' ')),
  )
}

/** What a lesson's row says, uncut. */
export function lessonTexts(lesson: JournalLesson): string[] {
  const state = lessonState(lesson)
  const works = lesson.works.slice(1).map(work => workWords(work))
  return [
    russianDate(lesson.date),
    lesson.number === null ? '' : String(lesson.number),
    [...(state === null ? [] : [`(${state})`]), lesson.topic ?? ''].join(' '),
    homeworkText(lesson),
    [...new Set(works)].join(', '),
    teachersText(lesson),
  ]
}

function lessonRows(lesson: JournalLesson): TableCell[][] {
  const texts = lessonTexts(lesson).map(text => legibleText(text, mostOfText))
  return cut(texts).map(row =>
    row.map((text, index): TableCell => ({ text, ...(index < 2 ? { alignment: 'center' } : {}) })),
  )
}

export function lessonTable(
  journal: ClassJournal,
  section: JournalSection,
  lessons: readonly JournalLesson[],
): Content {
  const titles = heads.map(
    (text): TableCell => ({ text, bold: true, alignment: 'center', verticalAlignment: 'middle' }),
  )
  return {
    font: 'Sans',
    fontSize: type.cell,
    table: {
      headerRows: 2,
      dontBreakRows: true,
      widths: widths.map(width => width - 2 * padding),
      body: [sectionHead(journal, section, widths.length), titles, ...lessons.flatMap(lessonRows)],
    },
    layout: {
      hLineWidth: line => (line === 0 ? 0 : 0.5),
      vLineWidth: () => 0.5,
      paddingLeft: () => padding,
      paddingRight: () => padding,
      paddingTop: () => 1,
      paddingBottom: () => 1,
    },
  }
}
