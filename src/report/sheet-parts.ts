import type { Column, Content } from 'pdfmake/interfaces.js'
import type { SummarySheet } from './model.js'
import { printed, printedName } from './page.js'
import { checkpointSquares } from './pdf.js'
import { type } from './sheet-columns.js'
import { blankLine, factLines, factsGap, type SheetPage } from './sheet-layout.js'
import { legendTexts } from './sheet-signs.js'

/** What stands above and below the table. */

const mostGaps = 2

function facts(sheet: SummarySheet): Content[] {
  const lines = factLines(sheet)
  return lines.map((line, index): Content => {
    const columns = line.map(
      ({ title: name, value, bold }): Column => ({
        width: 'auto',
        text: [`${name}: `, { text: value ?? blankLine, bold }],
      }),
    )
    const [top, bottom] = [index === 0 ? 7 : 0, index === lines.length - 1 ? 5 : 0]
    return { columns, columnGap: factsGap, margin: [0, top, 0, bottom] }
  })
}

export function title(sheet: SummarySheet): Content {
  const gaps = sheet.coverage.gaps.map(printed)
  const rest = gaps.length - mostGaps
  return {
    stack: [
      { text: printed(sheet.school.name), alignment: 'center', fontSize: type.school },
      { text: 'СВОДНАЯ ВЕДОМОСТЬ', bold: true, fontSize: 13, alignment: 'center', margin: [0, 6, 0, 0] },
      {
        text: 'учёта результатов промежуточной и итоговой аттестации обучающихся',
        bold: true,
        fontSize: 11,
        alignment: 'center',
      },
      { text: '(сводная ведомость успеваемости)', alignment: 'center', fontSize: 9.5 },
      ...facts(sheet),
      ...(gaps.length === 0
        ? []
        : [
            {
              text: `Данные прочитаны не полностью: ${gaps.slice(0, mostGaps).join('; ')}${rest > 0 ? `; и ещё ${rest}` : ''}.`,
              font: 'Sans',
              fontSize: 8,
              bold: true,
              margin: [0, 0, 0, 4] as [number, number, number, number],
            },
          ]),
    ],
  }
}

/** So that a loose page still says what it belongs to. */
export function continued(sheet: SummarySheet, page: SheetPage): Content {
  const shown = page.columns.flatMap(column => (column.kind === 'subject' ? column.index : []))
  const [first, last] = [shown[0], shown.at(-1)]
  const whole = shown.length === sheet.subjects.length
  const subjects =
    whole || first === undefined || last === undefined
      ? ''
      : `, ${which(['предмет', 'предметы'], first + 1, last + 1)} из ${sheet.subjects.length}`
  const pupils =
    page.to > page.from
      ? `, ${which(['обучающийся', 'обучающиеся'], page.from + 1, page.to)} из ${sheet.pupils.length}`
      : ''
  return {
    text: `Сводная ведомость (продолжение). Класс ${printedName(sheet.class.name)}, ${printed(sheet.studyYear)} учебный год${subjects}${pupils}`,
    fontSize: 9.5,
    margin: [0, 0, 0, 5],
  }
}

function which([one, several]: readonly [string, string], first: number, last: number): string {
  return first === last ? `${one} ${first}` : `${several} ${first}–${last}`
}

function signature(post: string): Content {
  const line = (width: number, caption: string): Column => ({
    width,
    stack: [
      { canvas: [{ type: 'line', x1: 0, y1: 11, x2: width, y2: 11, lineWidth: 0.5 }] },
      { text: caption, fontSize: 8, alignment: 'center' },
    ],
  })
  return {
    columns: [
      { width: 156, text: post },
      line(105, 'подпись'),
      line(170, 'фамилия, инициалы'),
      { width: '*', text: '«____» ______________ 20____ г.' },
    ],
    columnGap: 12,
    margin: [0, 4, 0, 0],
  }
}

export function closing(sheet: SummarySheet): Content {
  const { checkpoint } = sheet
  return {
    unbreakable: true,
    stack: [
      {
        text: legendTexts(sheet).join('\n'),
        font: 'Sans',
        fontSize: type.legend,
        margin: [0, 6, 0, 0],
      },
      {
        columns: [
          {
            width: '*',
            stack: [
              signature('Классный руководитель'),
              signature('Заместитель директора по УВР'),
              signature('Директор'),
              { text: 'М.П.', margin: [168, 2, 0, 0] },
            ],
          },
          ...checkpointSquares(checkpoint),
        ],
        columnGap: 12,
        margin: [0, 4, 0, 0],
      },
    ],
  }
}
