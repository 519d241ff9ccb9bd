import PDFDocument from 'pdfkit'
import { fontFiles } from '../src/report/fonts.js'
import { type SummarySheet, sheetPdf } from '../src/report/index.js'
import { atLeast, type Bench } from './figures.js'
import { median, processorMsOf } from './side-by-side.js'

const day = Date.UTC(2027, 5, 1, 9)
const periods = ['1 четверть', '2 четверть', '3 четверть', '4 четверть', 'Год']
const subjects = [
  ...['Русский язык', 'Литература', 'Английский язык', 'Алгебра', 'Геометрия', 'Вероятность и статистика'],
  ...['Информатика', 'История', 'Обществознание', 'География', 'Физика', 'Биология', 'Химия', 'Музыка'],
  ...['Изобразительное искусство', 'Труд (технология)', 'Физическая культура', 'Разговоры о важном'],
]
const pupils = 27
const sheetsATurn = 8
const turns = 5

const decided = { council: '28.05.2027, № 8', promotion: 'переведён(а) в следующий класс' }

const coverage = {
  ...{ windows: 12, complete: 12, quarantined: 0, unknownWords: [], oldestLook: day, newestLook: day },
  ...{ missedLooks: 0, gaps: [] },
}

/** A class's sheet of the year, as it is printed each June. */
function sheetOf(index: number): SummarySheet {
  return {
    schema: 'dnevnik-bridge/summary-sheet/1',
    school: { id: '1000004956244', name: 'МБОУ «Школа № 17» города Самары' },
    class: { id: String(index), name: `${5 + (index % 7)}-А`, grade: 5 + (index % 7), profile: null },
    classTeacher: 'Иванова А. П.',
    studyYear: '2026/2027',
    paper: 'A4',
    markSystem: 'пятибалльная',
    periodScheme: 'по четвертям',
    resultLines: [],
    periods: periods.map((name, place) => ({
      id: place === periods.length - 1 ? null : String(place),
      name,
    })),
    subjects: subjects.map((name, id) => ({ id: String(id), name })),
    pupils: Array.from({ length: pupils }, (_, pupil) => ({
      id: String(pupil),
      name: `Константинопольская-${String.fromCodePoint(0x410 + pupil)} Александра Владимировна`,
      left: false,
      orders: { joined: null, left: null, home: null, ...decided },
      stays: [],
      gone: periods.map(() => false),
      marks: periods.map((_p, period) =>
        subjects.map((_s, subject) => String(2 + ((pupil + 3 * subject + 5 * period + index) % 4))),
      ),
      results: [],
      notTaught: [],
      missed: periods.map((_p, period) => ({ lessons: 3 * period + pupil, ill: period })),
    })),
    missedUntil: null,
    exempt: { exempt: [], mastered: [], untold: [] },
    timeZone: 'Europe/Samara',
    readAt: day,
    asOf: day,
    coverage,
    checkpoint: { archive: 'dnevnik-bridge', seq: '00000042', head: 'ab'.repeat(64) },
    print: { number: 1, by: 'Иванова А. П.' },
  }
}

/** The page objects that a PDF says to have. */
function pagesIn(pdf: Uint8Array): number {
  return [
    ...Buffer.from(pdf)
      .toString('latin1')
      .matchAll(/\/Type \/Page\b(?!s)/g),
  ].length
}

/** The same cells, a text and a frame each, on as many pages, by the library that draws for us: no layout, no data within. */
function drawnPlainly(sheet: SummarySheet, pages: number): Promise<number> {
  const cells = sheet.pupils.flatMap(({ name, marks }) => [name, ...marks.flat().map(mark => mark ?? '')])
  return new Promise(resolve => {
    const document = new PDFDocument({
      ...{
        size: 'A4',
        layout: 'landscape',
        margin: 30,
        pdfVersion: '1.7',
        subset: 'PDF/A-3b',
        lang: 'ru-RU',
      },
      ...{ displayTitle: true, font: fontFiles.Sans.normal, autoFirstPage: false },
      info: { Title: 'Сводная ведомость', CreationDate: new Date(day), ModDate: new Date(day) },
    })
    let bytes = 0
    document.on('data', chunk => {
      bytes += chunk.length
    })
    document.on('end', () => resolve(bytes))
    const onPage = Math.ceil(cells.length / pages)
    for (let page = 0; page < pages; page += 1) {
      document.addPage().font(fontFiles.Sans.normal).fontSize(7)
      for (const [place, text] of cells.slice(page * onPage, (page + 1) * onPage).entries()) {
        const [x, y] = [30 + (place % 30) * 25, 30 + Math.floor(place / 30) * 12]
        document
          .text(text, x + 2, y + 2, { lineBreak: false })
          .rect(x, y, 25, 12)
          .stroke()
      }
    }
    document.end()
  })
}

/** Ours beside the bare library, in turns. */
export const sheets: Bench = {
  about: 'PDF pages of sheets a second of processor, beside the same cells by pdfkit alone',
  async run({ size, say }) {
    const count = size ?? sheetsATurn
    const classes = Array.from({ length: count }, (_, index) => sheetOf(index))
    const first = sheetOf(0)
    const pages = pagesIn(await sheetPdf(first))
    await drawnPlainly(first, pages)
    const [ours, plain]: [number[], number[]] = [[], []]
    for (let turn = 0; turn < turns; turn += 1) {
      say(`sheets, turn ${turn + 1} of ${turns}`)
      const steps = [
        async () =>
          ours.push(
            await processorMsOf(async () => {
              for (const sheet of classes) await sheetPdf(sheet)
            }),
          ),
        async () =>
          plain.push(
            await processorMsOf(async () => {
              for (const sheet of classes) await drawnPlainly(sheet, pages)
            }),
          ),
      ]
      for (const step of turn % 2 === 0 ? steps : steps.reverse()) await step()
    }
    const rate = (ms: number) => (pages * count * 1000) / ms
    return [
      { name: 'pages of a class’s sheet', value: pages, unit: '' },
      {
        name: 'sheets as PDF',
        value: rate(median(ours)),
        unit: 'pages a second of processor',
        target: atLeast(50),
      },
      {
        name: 'the same cells by pdfkit alone',
        value: rate(median(plain)),
        unit: 'pages a second of processor',
      },
      { name: 'sheets ÷ pdfkit alone', value: median(plain) / median(ours), unit: '' },
    ]
  },
}
