import type { TableCell } from 'pdfmake/interfaces.js'
import type { ClassJournal, JournalSection } from './class-journal-model.js'
import { isWholeJournal, notWhole, sectionName } from './class-journal-words.js'
import { legible, legibleName } from './glyphs.js'
import { dayRange } from './russian.js'

/** What stands above each table, on each of its pages: whose it is, of which days, and what is missing. */

function notesOf(journal: ClassJournal, section: JournalSection): string[] {
  const { guests, membersKnown } = section
  return [
    ...(isWholeJournal(journal) ? [] : [`Данные: ${notWhole}, подробности на первой странице.`]),
    ...(membersKnown ? [] : ['Состав подгруппы не прочитан: показан весь класс.']),
    ...(guests > 0
      ? [`В подгруппе есть обучающиеся других классов (${guests}): их отметки — в журналах этих классов.`]
      : []),
  ]
}

/** A line of the table without frame, as wide as all of its columns; tables repeat it with their heads. */
export function sectionHead(journal: ClassJournal, section: JournalSection, width: number): TableCell[] {
  const teachers = section.teachers.length === 0 ? 'не указан' : section.teachers.map(legibleName).join(', ')
  const days = dayRange(journal.from, journal.to)
  const { period } = journal
  const notes = notesOf(journal, section)
  const cell: TableCell = {
    colSpan: width,
    border: [false, false, false, true],
    stack: [
      { text: legible(journal.school.name), fontSize: 8, alignment: 'center' },
      {
        columns: [
          { width: '*', text: legibleName(sectionName(section)), bold: true, fontSize: 11 },
          {
            width: 'auto',
            text: [
              'Классный журнал. Класс ',
              { text: legibleName(journal.class.name), bold: true },
              `, ${journal.studyYear} учебный год`,
            ],
            alignment: 'right',
          },
        ],
        columnGap: 12,
        margin: [0, 2, 0, 0],
      },
      {
        columns: [
          { width: '*', text: `Учитель: ${teachers}` },
          {
            width: 'auto',
            text: period === null ? `Уроки ${days}` : `${legibleName(period.name)}, уроки ${days}`,
            alignment: 'right',
          },
        ],
        columnGap: 12,
      },
      ...notes.map(text => ({ text, bold: true, fontSize: 8 })),
    ],
    margin: [-2, 0, -2, 2],
  }
  return [cell, ...Array.from({ length: width - 1 }, () => ({}))]
}
