import { russianDate } from '../calendar/index.js'
import type { ClassJournal } from './class-journal-model.js'
import { cellOf, homeworkText, sectionName, teachersText } from './class-journal-words.js'
import { missingGlyphs, type PrintedPlace } from './glyphs.js'

/** Every text of the journal with where it stands; pupils by the number of their line. */
function* places(journal: ClassJournal): Generator<PrintedPlace> {
  yield { place: 'наименование школы', text: journal.school.name }
  yield { place: 'название класса', text: journal.class.name }
  yield { place: 'классный руководитель', text: journal.classTeacher ?? '' }
  for (const { name } of journal.periods) yield { place: 'название отчётного периода', text: name }
  for (const gap of journal.coverage.gaps) yield { place: 'сведения о полноте данных', text: gap }
  for (const [row, { name }] of journal.pupils.entries())
    yield { place: `фамилия, имя, отчество в строке ${row + 1} списка`, text: name }
  const rows = new Map(journal.pupils.map(({ id }, row) => [id, row + 1]))
  for (const [index, section] of journal.sections.entries()) {
    const subject = `предмет № ${index + 1} оглавления`
    yield { place: `название: ${subject}`, text: sectionName(section) }
    for (const lesson of section.lessons) {
      const of = `${russianDate(lesson.date)}, ${subject}`
      yield { place: `тема урока ${of}`, text: lesson.topic ?? '' }
      yield { place: `домашнее задание ${of}`, text: homeworkText(lesson) }
      yield { place: `учитель ${of}`, text: teachersText(lesson) }
      for (const { work, pupil } of lesson.marks)
        yield {
          place: `отметка ${of}, строка ${rows.get(pupil) ?? '?'} списка`,
          text: cellOf(lesson, work, pupil),
        }
    }
  }
  for (const { value, pupil } of journal.finals)
    yield { place: `итоговая отметка, строка ${rows.get(pupil) ?? '?'} списка`, text: value }
}

/**
 * Characters that the fonts lack, by place and code, never the texts. A journal full of people's free words isn't refused
 * for one of them, as the sheet is: it is printed with the code in its place.
 */
export function journalGlyphs(journal: ClassJournal): readonly string[] {
  return missingGlyphs(places(journal))
}
