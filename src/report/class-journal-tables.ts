import { russianDate } from '../calendar/index.js'
import { wholeStart } from '../plain-text.js'
import type { ClassJournal, JournalLesson, JournalSection } from './class-journal-model.js'
import {
  cellOf,
  homeworkText,
  isWholeJournal,
  lessonState,
  notWhole,
  periodName,
  sectionName,
  stayText,
  teachersText,
  workLetters,
  workWords,
} from './class-journal-words.js'
import { printed } from './page.js'
import { dayRange, zonedDateTime } from './russian.js'
import { coverageTable, type Table } from './tables.js'

/** What the journal's workbook holds: a list of its subjects, then two sheets a subject, pupils by lessons and lessons. */
export function classJournalTables(journal: ClassJournal): Table[] {
  const names = sheetNames(journal)
  return [
    contentsTable(journal, names),
    ...journal.sections.flatMap((section, index) => {
      const name = names[index] ?? ''
      return [gridTable(journal, section, name), lessonsTable(journal, section, `${name} (уроки)`)]
    }),
    coverageTable(journal.coverage, journal.timeZone),
  ]
}

/** What a workbook allows in the name of a sheet, with room for « (уроки)»; numbered, so that no two are the same. */
function sheetNames({ sections }: ClassJournal): string[] {
  return sections.map((section, index) => {
    const allowed = printed(sectionName(section))
      .replace(/[[\]:*?/\\'\p{C}]/gu, ' ')
      .replace(/\s+/gu, ' ')
    return `${index + 1} ${wholeStart(allowed, 18).trim()}`
  })
}

function linesAbove(journal: ClassJournal, title: string): string[][] {
  const whole = isWholeJournal(journal) ? 'прочитаны полностью' : notWhole
  return [
    [title],
    [journal.school.name],
    [
      `Классный журнал, класс ${journal.class.name}, ${journal.studyYear} учебный год, ${periodName(journal)}, уроки ${dayRange(journal.from, journal.to)}`,
    ],
    [`Источник: ИС «Дневник.ру», данные ${whole}, ${zonedDateTime(journal.asOf, journal.timeZone)}`],
    [],
  ]
}

function contentsTable(journal: ClassJournal, names: readonly string[]): Table {
  return {
    name: 'Журнал',
    before: linesAbove(journal, 'Классный журнал'),
    columns: [
      { title: 'Лист', width: 26 },
      { title: 'Предмет', width: 60 },
      { title: 'Учитель', width: 40 },
      { title: 'Уроков', width: 10 },
    ],
    rows: journal.sections.map((section, index) => [
      names[index] ?? '',
      sectionName(section),
      section.teachers.join(', '),
      section.lessons.length,
    ]),
    frozen: 0,
    filter: false,
  }
}

function columnTitle(lesson: JournalLesson, work: number): string {
  const of = lesson.works[work]
  const letters = of ? workLetters(of) : ''
  const day = russianDate(lesson.date)
  return letters === '' ? day : `${day} ${letters}`
}

function gridTable(journal: ClassJournal, section: JournalSection, name: string): Table {
  const pupils = new Map(journal.pupils.map(pupil => [pupil.id, pupil]))
  const columns = section.lessons.flatMap(lesson => lesson.works.map((_, work) => ({ lesson, work })))
  const finalOf = (pupil: string, period: string | null) =>
    journal.finals.find(
      final => final.pupil === pupil && final.subject === section.subject.id && final.period === period,
    )?.value ?? null
  return {
    name,
    before: linesAbove(journal, sectionName(section)),
    columns: [
      { title: '№', width: 5 },
      { title: 'Фамилия, имя, отчество', width: 36 },
      { title: 'Примечание', width: 20 },
      ...columns.map(({ lesson, work }) => ({ title: columnTitle(lesson, work), width: 6, upright: true })),
      ...journal.periods.map(period => ({ title: period.name, width: 8, upright: true })),
    ],
    rows: section.pupils.map((id, row) => {
      const pupil = pupils.get(id)
      return [
        row + 1,
        pupil?.name ?? id,
        pupil ? stayText(pupil) : null,
        ...columns.map(({ lesson, work }) => cellOf(lesson, work, id) || null),
        ...journal.periods.map(period => finalOf(id, period.id)),
      ]
    }),
    frozen: 2,
    filter: false,
  }
}

function lessonsTable(journal: ClassJournal, section: JournalSection, name: string): Table {
  return {
    name,
    before: linesAbove(journal, sectionName(section)),
    columns: [
      { title: 'Дата', width: 12 },
      { title: 'Урок', width: 6 },
      { title: 'Что пройдено на уроке', width: 50 },
      { title: 'Домашнее задание', width: 50 },
      { title: 'Виды работ', width: 24 },
      { title: 'Учитель', width: 30 },
      { title: 'Состояние', width: 16 },
    ],
    rows: section.lessons.map(lesson => [
      russianDate(lesson.date),
      lesson.number,
      lesson.topic,
      homeworkText(lesson) || null,
      lesson.works.slice(1).map(workWords).join(', ') || null,
      teachersText(lesson),
      lessonState(lesson),
    ]),
    frozen: 1,
    filter: true,
  }
}
