import { russianDate } from '../calendar/index.js'
import type { AttendanceStatus } from '../journal/index.js'
import { workNames } from '../regulation/index.js'
import type {
  ClassJournal,
  JournalLesson,
  JournalPupil,
  JournalSection,
  JournalWork,
} from './class-journal-model.js'
import { isWhole } from './wording.js'

/** The words and letters in which every form of the journal says the same things. */

/** Letters of the cell; who was there, or of whom nothing is entered, has none. */
export const attendanceLetters: Readonly<Record<AttendanceStatus, string>> = {
  absent: 'Н',
  ill: 'Б',
  excused: 'П',
  late: 'О',
  unknown: '?',
  present: '',
  unset: '',
}

export const attendanceWords: Readonly<Record<AttendanceStatus, string>> = {
  absent: 'отсутствовал(а)',
  ill: 'отсутствовал(а) по болезни',
  excused: 'отсутствовал(а) по уважительной причине',
  late: 'опоздал(а)',
  unknown: 'отметка посещаемости, слово которой не переведено',
  present: 'присутствовал(а)',
  unset: 'отметка посещаемости без значения',
}

const writtenLetters: Readonly<Record<NonNullable<JournalWork['written']>, string>> = {
  control: 'КР',
  independent: 'СР',
  check: 'ПР',
  test: 'Т',
  'machine-test': 'МТ',
  dictation: 'Д',
  exposition: 'Изл',
  essay: 'Соч',
  creative: 'ТР',
  laboratory: 'ЛР',
  practical: 'ПрР',
  project: 'П',
  notebook: 'РТ',
  other: 'ПисР',
  unknown: 'Р?',
}

/** Over the column; work in class has none. */
export function workLetters({ kind, written }: JournalWork): string {
  if (kind === 'written') return writtenLetters[written ?? 'unknown']
  return { lesson: '', homework: 'ДЗ', final: 'Ит', unknown: 'Р?' }[kind]
}

export function workWords({ kind, written }: JournalWork): string {
  if (kind === 'written') return workNames[written ?? 'unknown']
  return {
    lesson: 'работа на уроке',
    homework: 'домашняя работа',
    final: 'итоговая работа',
    unknown: 'работа неизвестного вида',
  }[kind]
}

/** «Алгебра», «Иностранный язык (английский), 7А, английский, группа 1» */
export function sectionName({ subject, group }: JournalSection): string {
  return group === null ? subject.name : `${subject.name} — ${group.name}`
}

/** Tells the sections of a journal apart, fit for an address. */
export function sectionKey({ subject, group }: Pick<JournalSection, 'subject' | 'group'>): string {
  return `${subject.id ?? '-'}~${group?.id ?? '-'}`
}

/** «1 четверть», or the year so far. */
export function periodName({ period, studyYear }: ClassJournal): string {
  return period?.name ?? `${studyYear} учебный год`
}

export const notWhole = 'прочитано не полностью'

export function isWholeJournal({ coverage, unplaced }: ClassJournal): boolean {
  return isWhole(coverage) && unplaced.marks === 0 && unplaced.entries === 0
}

/** What the lesson was, where it wasn't simply held. */
export function lessonState({ status }: JournalLesson): string | null {
  return { held: null, cancelled: 'урок отменён', unknown: 'состояние урока не переведено' }[status]
}

/** Who taught, and whom others name: «Ли В. (замена, приказ № 45; ранее указан(а) Петрова М. И.)». */
export function teachersText({ teachers, formerTeachers, substitution }: JournalLesson): string {
  const notes = [
    ...(substitution === null ? [] : [`замена, ${substitution}`]),
    ...(formerTeachers.length === 0 ? [] : [`ранее указан(а) ${formerTeachers.join(', ')}`]),
  ]
  const names = teachers.length === 0 ? 'не указан' : teachers.join(', ')
  return notes.length === 0 ? names : `${names} (${notes.join('; ')})`
}

/** All homework of the lesson; the day for which it is due where it isn't the lesson's own. */
export function homeworkText({ homework, date }: JournalLesson): string {
  return homework
    .map(({ text, files, due, draft }) => {
      const notes = [
        ...(due === null || due === date ? [] : [`к ${russianDate(due)}`]),
        ...(files === 0 ? [] : [`файлов: ${files}`]),
        ...(draft ? ['не выдано'] : []),
      ]
      return [text ?? '', notes.length === 0 ? '' : `[${notes.join(', ')}]`]
        .filter(part => part !== '')
        .join(' ')
    })
    .join('; ')
}

/** «прибыл(а), в списке с 16.10.2026»: by what our own looks saw; null for who was there all the time. */
export function stayText({ left, stays }: JournalPupil): string | null {
  if (stays.length === 0) return 'нет в списке класса'
  const parts = stays.flatMap(({ joined, left: end }) => [
    ...(joined === null ? [] : [`прибыл(а), в списке с ${russianDate(joined.seen)}`]),
    ...(end === null ? [] : [`выбыл(а), в списке нет с ${russianDate(end.absent)}`]),
  ])
  if (parts.length === 0) return left ? 'выбыл(а)' : null
  return parts.join('; ')
}

/** What stands in a pupil's cell of a lesson's column: the letter with the work in class, then the marks. */
export function cellOf(lesson: JournalLesson, work: number, pupil: string): string {
  const letters = work === 0 ? lesson.attendance.filter(entry => entry.pupil === pupil) : []
  const marks = lesson.marks.filter(mark => mark.work === work && mark.pupil === pupil)
  return [...letters.map(({ status }) => attendanceLetters[status]), ...marks.map(({ value }) => value)]
    .filter(text => text !== '')
    .join(' ')
}
