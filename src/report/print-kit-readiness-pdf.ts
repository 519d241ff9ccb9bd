import type { Content, TableCell } from 'pdfmake/interfaces.js'
import type { Instant } from '../clock.js'
import { legibleName, legibleText, mostOfLine } from './glyphs.js'
import {
  dateLine,
  headCells,
  letterhead,
  signatureRow,
  thinLines,
  titleLines,
  uprightFooter,
  uprightForm,
} from './paper.js'
import { writePdf } from './pdf.js'
import { type ClassReadiness, type PrintKit, type ReadinessItem, readinessTitles } from './print-kit-model.js'
import { counted, zonedDateTime } from './russian.js'

/** «Лист готовности»: what the class teacher looks through before the year's sheet is printed. */
export interface ReadinessForm {
  readonly school: string
  readonly className: string
  readonly classTeacher: string | null
  readonly studyYear: string
  readonly readAt: Instant | null
  readonly timeZone: string
  readonly readiness: ClassReadiness
  readonly deputy: PrintKit['office']['deputy']
  /** The same form has the same bytes. */
  readonly at: Instant
}

/** So many lines of one kind are enough to begin with. */
const mostLines = 60

export async function readinessPdf(form: ReadinessForm): Promise<Uint8Array> {
  const { school, className, studyYear, at } = form
  return writePdf({
    ...uprightForm({
      title: `Лист готовности сводной ведомости, класс ${className}, ${studyYear} учебный год`,
      author: school,
      at,
    }),
    content: [letterhead(school), heading(form), table(form), verdict(form), signatures(form)],
    footer: uprightFooter(`Лист готовности, ${legibleName(className)}, ${studyYear}`),
  })
}

function heading({ className, classTeacher, studyYear, readAt, timeZone }: ReadinessForm): Content {
  return {
    stack: [
      titleLines('ЛИСТ ГОТОВНОСТИ', 'годовой сводной ведомости к печати'),
      {
        columns: [
          { width: 'auto', text: ['Класс: ', { text: legibleName(className), bold: true }] },
          { width: 'auto', text: ['Учебный год: ', { text: studyYear, bold: true }] },
          {
            width: '*',
            text: `Классный руководитель: ${legibleName(classTeacher ?? '____________________')}`,
          },
        ],
        columnGap: 18,
      },
      {
        text: `По данным ИС «Дневник.ру»: ${readAt === null ? 'прочитаны не полностью' : `прочитаны ${zonedDateTime(readAt, timeZone)}`}.`,
        fontSize: 10,
        margin: [0, 4, 0, 8],
      },
    ],
  }
}

function table({ readiness }: ReadinessForm): Content {
  return {
    fontSize: 10,
    table: {
      headerRows: 1,
      widths: [18, '*', 84],
      body: [headCells(['№', 'Что проверено', 'Результат']), ...readiness.items.map(row)],
    },
    layout: thinLines,
  }
}

function row(item: ReadinessItem, index: number): TableCell[] {
  const { key, lines } = item
  const rest = lines.length - mostLines
  return [
    { text: String(index + 1), alignment: 'center' },
    {
      stack: [
        { text: readinessTitles[key] },
        ...lines.slice(0, mostLines).map(
          (line): Content => ({
            text: `— ${legibleText(line, mostOfLine)}`,
            fontSize: 9,
            margin: [8, 1, 0, 0],
          }),
        ),
        ...(rest > 0
          ? [{ text: `и ещё ${rest}`, fontSize: 9, margin: [8, 1, 0, 0] as [number, number, number, number] }]
          : []),
      ],
    },
    { text: resultOf(item), alignment: 'center', bold: lines.length > 0 && item.blocks },
  ]
}

function resultOf({ key, blocks, lines }: ReadinessItem): string {
  const isYes = key === 'read' || key === 'periods'
  if (lines.length === 0) return isYes ? 'да' : 'нет'
  return `${isYes ? 'нет' : counted(lines.length, ['запись', 'записи', 'записей'])}${blocks ? '' : ',\nпосмотреть'}`
}

function verdict({ readiness }: ReadinessForm): Content {
  return {
    text: readiness.ready
      ? 'Ведомость готова к печати.'
      : 'Ведомость не готова к печати: устраните выделенное в графе «Результат» и прочитайте журнал заново.',
    bold: true,
    margin: [0, 10, 0, 0],
  }
}

function signatures({ deputy, classTeacher }: ReadinessForm): Content {
  return {
    stack: [
      { text: 'С листом ознакомлен(а), замечания устранены:', margin: [0, 10, 0, 0] },
      signatureRow({
        post: 'Классный руководитель',
        name: classTeacher === null ? null : legibleName(classTeacher),
      }),
      { text: 'Печать разрешаю:', margin: [0, 10, 0, 0] },
      signatureRow(deputy),
      { text: dateLine, margin: [0, 10, 0, 0] },
    ],
    unbreakable: true,
  }
}
