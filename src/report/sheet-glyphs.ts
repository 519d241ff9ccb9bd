import { BridgeError } from '../errors.js'
import { allFaces } from './fonts.js'
import type { SummarySheet } from './model.js'
import { printed } from './sheet-layout.js'

interface Place {
  readonly place: string
  readonly text: string
}

/** Every text of the sheet with where it stands; pupils by the number of their line, because errors are logged. */
function* places(sheet: SummarySheet): Generator<Place> {
  yield { place: 'наименование школы', text: sheet.school.name }
  yield { place: 'название класса', text: sheet.class.name }
  yield { place: 'учебный год', text: sheet.studyYear }
  for (const period of sheet.periods) yield { place: 'название отчётного периода', text: period.name }
  for (const [index, subject] of sheet.subjects.entries()) {
    yield { place: `название предмета № ${index + 1} по списку`, text: subject.name }
  }
  for (const gap of sheet.coverage.gaps) yield { place: 'сведения о полноте данных', text: gap }
  for (const [row, pupil] of sheet.pupils.entries()) {
    yield { place: `фамилия, имя, отчество в строке ${row + 1}`, text: pupil.name }
    for (const mark of pupil.marks.flat()) yield { place: `отметка в строке ${row + 1}`, text: mark ?? '' }
  }
}

/**
 * A character that the fonts lack would leave an empty box on a paper kept for 25 years, and make the file
 * invalid as PDF/A.
 * @throws BridgeError SHEET_GLYPH with the places, without the texts
 */
export function refuseUnprintable(sheet: SummarySheet): void {
  const faces = allFaces()
  const found = new Map<string, string>()
  for (const { place, text } of places(sheet)) {
    for (const character of printed(text)) {
      const code = character.codePointAt(0) ?? 0
      if (faces.every(face => face.has(code))) continue
      found.set(`${place}: U+${code.toString(16).toUpperCase().padStart(4, '0')}`, place)
    }
  }
  const [first] = found.keys()
  if (first === undefined) return
  const shown = [...found.keys()].slice(0, 5)
  const rest = found.size - shown.length
  throw new BridgeError('SHEET_GLYPH', {
    message: `В сводной ведомости класса № ${sheet.class.id} есть знаки, которых нет в шрифте: ${shown.join('; ')}${rest > 0 ? ` и ещё ${rest}` : ''}.`,
    hint: 'Исправьте эти записи в Дневник.ру и прочитайте данные заново; таблица XLSX и данные JSON доступны и сейчас.',
    details: { classId: sheet.class.id, places: found.size, first },
  })
}
