import { BridgeError } from '../errors.js'
import { missingGlyphs, type PrintedPlace } from './glyphs.js'
import type { SummarySheet } from './model.js'

/** Every text of the sheet with where it stands; pupils by the number of their line, because errors are logged. */
function* places(sheet: SummarySheet): Generator<PrintedPlace> {
  yield { place: 'наименование школы', text: sheet.school.name }
  yield { place: 'название класса', text: sheet.class.name }
  yield { place: 'классный руководитель', text: sheet.classTeacher ?? '' }
  yield { place: 'учебный год', text: sheet.studyYear }
  yield { place: 'профиль класса в настройках', text: sheet.class.profile ?? '' }
  yield { place: 'система отметок в настройках', text: sheet.markSystem }
  yield { place: 'кто составил ведомость', text: sheet.print.by ?? '' }
  for (const period of sheet.periods) yield { place: 'название отчётного периода', text: period.name }
  for (const [index, subject] of sheet.subjects.entries()) {
    yield { place: `название предмета № ${index + 1} по списку`, text: subject.name }
  }
  for (const gap of sheet.coverage.gaps) yield { place: 'сведения о полноте данных', text: gap }
  for (const [row, pupil] of sheet.pupils.entries()) {
    yield { place: `фамилия, имя, отчество в строке ${row + 1}`, text: pupil.name }
    for (const text of Object.values(pupil.orders))
      yield { place: `приказы и решения в строке ${row + 1}`, text: text ?? '' }
    for (const mark of [...pupil.marks, ...pupil.results].flat())
      yield { place: `отметка в строке ${row + 1}`, text: mark ?? '' }
  }
}

/** Where a character stands that the fonts lack, and which; without the texts. */
export function sheetGlyphs(sheet: SummarySheet): readonly string[] {
  return missingGlyphs(places(sheet))
}

/** @throws BridgeError SHEET_GLYPH with the places, without the texts */
export function refuseUnprintable(sheet: SummarySheet): void {
  const found = sheetGlyphs(sheet)
  const [first] = found
  if (first === undefined) return
  const shown = found.slice(0, 5)
  const rest = found.length - shown.length
  throw new BridgeError('SHEET_GLYPH', {
    message: `В сводной ведомости класса № ${sheet.class.id} есть знаки, которых нет в шрифте: ${shown.join('; ')}${rest > 0 ? ` и ещё ${rest}` : ''}.`,
    hint: 'Исправьте эти записи в Дневник.ру и прочитайте данные заново; таблица XLSX и данные JSON доступны и сейчас.',
    details: { classId: sheet.class.id, places: found.length, first },
  })
}
