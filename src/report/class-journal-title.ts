import type { Content, TableCell } from 'pdfmake/interfaces.js'
import { type } from './class-journal-layout.js'
import type { ClassJournal } from './class-journal-model.js'
import { lessonTexts } from './class-journal-list.js'
import {
  attendanceLetters,
  isWholeJournal,
  notWhole,
  periodName,
  sectionName,
  stayText,
  workLetters,
  workWords,
} from './class-journal-words.js'
import { legible, legibleName, legibleText, mostOfLine, mostOfText } from './glyphs.js'
import { padding } from './page.js'
import { checkpointSquares, checkpointWords } from './pdf.js'
import { dayRange, zonedDateTime } from './russian.js'
import { coverageLines } from './wording.js'

/** The first pages: what the journal is, what of it wasn't read, where each subject stands, and who is in the class. */

const plainLines = {
  hLineWidth: () => 0.5,
  vLineWidth: () => 0.5,
  paddingLeft: () => padding,
  paddingRight: () => padding,
  paddingTop: () => 1,
  paddingBottom: () => 1,
}

/** Where a section begins. */
export function anchor(index: number): string {
  return `section-${index}`
}

export function titlePage(journal: ClassJournal, unprintable: readonly string[]): Content[] {
  const { checkpoint } = journal
  return [
    { text: legible(journal.school.name), alignment: 'center', fontSize: 11 },
    { text: 'КЛАССНЫЙ ЖУРНАЛ', bold: true, fontSize: 20, alignment: 'center', margin: [0, 26, 0, 4] },
    { text: `${legibleName(journal.class.name)} класс`, bold: true, fontSize: 15, alignment: 'center' },
    { text: `${journal.studyYear} учебный год`, fontSize: 13, alignment: 'center' },
    {
      text: [
        ...(journal.period === null ? [] : [legibleName(periodName(journal))]),
        `уроки ${dayRange(journal.from, journal.to)}`,
      ].join(', '),
      fontSize: 12,
      alignment: 'center',
    },
    {
      text: `Классный руководитель: ${legibleName(journal.classTeacher ?? 'не указан')}`,
      alignment: 'center',
      margin: [0, 8, 0, 0],
    },
    {
      text: `Сформирован из электронного журнала ${zonedDateTime(journal.asOf, journal.timeZone)}`,
      alignment: 'center',
      margin: [0, 2, 0, 10],
    },
    ...completeness(journal, unprintable),
    legend(journal),
    {
      columns: [
        { width: '*', text: checkpointWords(checkpoint), font: 'Sans', fontSize: 8 },
        ...checkpointSquares(checkpoint),
      ],
      columnGap: 12,
      margin: [0, 8, 0, 0],
    },
  ]
}

function completeness(journal: ClassJournal, unprintable: readonly string[]): Content[] {
  const { coverage, unplaced, timeZone } = journal
  const lost = [
    ...(unplaced.marks > 0 ? [`Отметок, урок которых не прочитан: ${unplaced.marks}.`] : []),
    ...(unplaced.entries > 0 ? [`Отметок посещаемости, урок которых не прочитан: ${unplaced.entries}.`] : []),
  ]
  const small = { font: 'Sans', fontSize: type.cell } as const
  return [
    {
      text: isWholeJournal(journal) ? 'Данные прочитаны полностью.' : `Данные: ${notWhole}.`,
      bold: !isWholeJournal(journal),
    },
    ...[...coverageLines(coverage, timeZone), ...coverage.gaps, ...lost].map(line => ({
      text: legibleText(line, mostOfLine),
      ...small,
    })),
    ...(unprintable.length === 0
      ? []
      : [
          {
            text: `Знаки, которых нет в шрифте, напечатаны кодом в скобках, например [U+1F600]: ${unprintable.length}; их места — на последней странице. В данных journal.jsonl они стоят как есть.`,
            ...small,
          },
        ]),
    ...(isCut(journal)
      ? [
          {
            text: `Темы, задания, виды работ и перечни учителей длиннее ${mostOfText} знаков напечатаны до этого места и кончаются знаком «…». В данных journal.jsonl они стоят целиком.`,
            ...small,
          },
        ]
      : []),
  ]
}

function isCut({ sections }: ClassJournal): boolean {
  return sections.some(({ lessons }) =>
    lessons.some(lesson => lessonTexts(lesson).some(text => text.length > mostOfText)),
  )
}

function legend(journal: ClassJournal): Content {
  const works = new Map(
    journal.sections
      .flatMap(section => section.lessons.flatMap(lesson => lesson.works))
      .filter(work => workLetters(work) !== '')
      .map(work => [workLetters(work), workWords(work)]),
  )
  const letters = [
    `${attendanceLetters.absent} — отсутствовал(а)`,
    `${attendanceLetters.ill} — болел(а)`,
    `${attendanceLetters.excused} — отсутствовал(а) по уважительной причине`,
    `${attendanceLetters.late} — опоздал(а)`,
  ]
  const worksText = [...works]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([letter, words]) => `${letter} — ${words}`)
  return {
    text: [
      `Условные обозначения: 5, 4, 3, 2 — отметки; зач — зачтено; незач — не зачтено; н/а — не аттестован(а); осв — освобождён(а) или освоено; ${letters.join('; ')}.`,
      ...(worksText.length === 0 ? [] : [`Над столбцом — вид работы: ${worksText.join('; ')}.`]),
      'Несколько отметок в клетке стоят через пробел; «а/б» в итоговых — две разные записи платформы. Серая клетка — обучающегося в тот день не было в списке класса или подгруппы. Пустая клетка — записи на момент чтения нет. Отменённый урок стоит только в перечне уроков.',
    ].join('\n'),
    font: 'Sans',
    fontSize: 8,
    margin: [0, 10, 0, 0],
  }
}

/** Subjects with their pages. */
export function contents(journal: ClassJournal): Content {
  const head = ['№', 'Предмет', 'Учитель', 'Уроков', 'Страница'].map(
    (text): TableCell => ({ text, bold: true, alignment: 'center' }),
  )
  const rows = journal.sections.map((section, index): TableCell[] => [
    { text: String(index + 1), alignment: 'center' },
    { text: legibleName(sectionName(section)) },
    { text: section.teachers.map(legibleName).join(', ') },
    { text: String(section.lessons.length), alignment: 'center' },
    { text: [{ pageReference: anchor(index) }], alignment: 'center' },
  ])
  return {
    stack: [
      { text: 'ОГЛАВЛЕНИЕ', bold: true, fontSize: 12, alignment: 'center', margin: [0, 0, 0, 6] },
      {
        font: 'Sans',
        fontSize: type.cell,
        table: { headerRows: 1, dontBreakRows: true, widths: [22, 340, '*', 50, 60], body: [head, ...rows] },
        layout: plainLines,
      },
    ],
    pageBreak: 'before',
  }
}

export function classList(journal: ClassJournal): Content {
  const head = ['№', 'Фамилия, имя, отчество', 'Примечание'].map(
    (text): TableCell => ({ text, bold: true, alignment: 'center' }),
  )
  const rows = journal.pupils.map((pupil, index): TableCell[] => [
    { text: String(index + 1), alignment: 'center' },
    { text: legibleName(pupil.name) },
    { text: stayText(pupil) ?? '' },
  ])
  return {
    stack: [
      { text: 'СПИСОК ОБУЧАЮЩИХСЯ', bold: true, fontSize: 12, alignment: 'center', margin: [0, 0, 0, 2] },
      {
        text: 'Дни прибытия и выбытия — по чтениям списка класса; основание (приказ) платформа не сообщает.',
        fontSize: 8,
        font: 'Sans',
        alignment: 'center',
        margin: [0, 0, 0, 6],
      },
      {
        font: 'Sans',
        fontSize: type.cell,
        table: { headerRows: 1, dontBreakRows: true, widths: [22, 300, '*'], body: [head, ...rows] },
        layout: plainLines,
      },
    ],
    pageBreak: 'before',
  }
}

/** Where the characters stand that no typeface of ours has. */
export function unprintablePage(places: readonly string[]): Content[] {
  if (places.length === 0) return []
  return [
    {
      text: 'ЗНАКИ, КОТОРЫХ НЕТ В ШРИФТЕ',
      bold: true,
      fontSize: 12,
      alignment: 'center',
      margin: [0, 0, 0, 6],
      pageBreak: 'before',
    },
    { ol: places.map(place => legible(place)), font: 'Sans', fontSize: type.cell },
  ]
}
