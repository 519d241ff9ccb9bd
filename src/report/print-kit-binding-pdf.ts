import type { Content, TableCell } from 'pdfmake/interfaces.js'
import { russianDate } from '../calendar/index.js'
import { legible } from './glyphs.js'
import { figuresAndWords, leafForms } from './numerals.js'
import { pageCount } from './page-count.js'
import {
  dateLine,
  headCells,
  letterhead,
  signatureRow,
  thinLines,
  titleLines,
  uprightFooter,
  uprightForm,
  uprightRoom,
} from './paper.js'
import { writePdf } from './pdf.js'
import { leavesOf } from './print-kit.js'
import type { KitBook, PrintKit } from './print-kit-model.js'

/** What a book of sheets is sewn with: inner list, sewing sheet, certification sheet. */
export interface BindingPapers {
  readonly innerList: Uint8Array
  readonly sewing: Uint8Array
  readonly certification: Uint8Array
  /** Leaves of the inner list: they are numbered apart from those of the book. */
  readonly listLeaves: number
}

export async function bindingPapers(kit: PrintKit, book: KitBook): Promise<BindingPapers> {
  const { innerList, listLeaves } = await countedList(kit, book)
  const counted = { kit, book, listLeaves }
  return {
    innerList,
    listLeaves,
    sewing: await writePdf({ ...form(kit, `Лист прошивки. ${book.title}`), content: sewing(counted) }),
    certification: await writePdf({
      ...form(kit, `Лист-заверитель дела. ${book.title}`),
      content: certification(counted),
    }),
  }
}

interface Counted {
  readonly kit: PrintKit
  readonly book: KitBook
  readonly listLeaves: number
}

function form({ school, madeAt }: PrintKit, title: string) {
  return uprightForm({ title, author: school.name, at: madeAt })
}

/** The list tells how many leaves it has itself: it is made until it is right. */
async function countedList(
  kit: PrintKit,
  book: KitBook,
  listLeaves = 1,
): Promise<Pick<BindingPapers, 'innerList' | 'listLeaves'>> {
  const innerList = await writePdf({
    ...form(kit, `Внутренняя опись документов дела. ${book.title}`),
    content: listContent({ kit, book, listLeaves }),
    footer: uprightFooter('Внутренняя опись документов дела'),
  })
  const leaves = leavesOf(pageCount(innerList), kit.office)
  return leaves > listLeaves ? countedList(kit, book, leaves) : { innerList, listLeaves }
}

function caseNumber({ office }: PrintKit): string {
  return office.caseIndex === null ? '____________' : legible(office.caseIndex)
}

function listContent({ kit, book, listLeaves }: Counted): Content[] {
  const centred = (text: string): TableCell => ({ text, alignment: 'center' })
  const rows = book.papers.map(({ title, date, from, to }, index) => [
    centred(String(index + 1)),
    { text: '' },
    centred(russianDate(date)),
    { text: legible(title) },
    centred(from === to ? String(from) : `${from}–${to}`),
    { text: '' },
  ])
  const names = [
    '№ п/п',
    'Индекс документа',
    'Дата документа',
    'Заголовок документа',
    'Номера листов дела',
    'Примечание',
  ]
  return [
    letterhead(kit.school.name),
    titleLines('ВНУТРЕННЯЯ ОПИСЬ', `документов дела № ${caseNumber(kit)}`),
    { text: legible(book.title), alignment: 'center', margin: [0, 0, 0, 10] },
    {
      fontSize: 10,
      lineHeight: 1,
      table: {
        headerRows: 1,
        dontBreakRows: true,
        widths: [32, 56, 58, '*', 48, 64],
        body: [headCells(names, 9), ...rows],
      },
      layout: thinLines,
    },
    {
      stack: [
        { text: `Итого ${figuresAndWords(book.papers.length, ['документ', 'документа', 'документов'])}.` },
        { text: `Количество листов внутренней описи: ${figuresAndWords(listLeaves, leafForms)}.` },
        signatureRow(kit.office.deputy),
        { text: dateLine, margin: [0, 10, 0, 0] },
      ],
      margin: [0, 10, 0, 0],
      unbreakable: true,
    },
  ]
}

const millimetre = 72 / 25.4

/** The label that is pasted over the knot on the back of the last leaf; cut out along its frame. */
function sewing({ kit, book, listLeaves }: Counted): Content[] {
  const { head } = kit.office
  const width = 120 * millimetre
  const label: Content = {
    stack: [
      {
        text: [
          'Прошито, пронумеровано и скреплено печатью\n',
          { text: figuresAndWords(book.leaves, leafForms), bold: true },
          ` и ${figuresAndWords(listLeaves, leafForms)} внутренней описи`,
        ],
        alignment: 'center',
        margin: [0, 4, 0, 6],
      },
      { text: legible(head.post), margin: [0, 6, 0, 0] },
      {
        columns: [
          { width: 110, text: '_________________', alignment: 'center' },
          { width: '*', text: head.name === null ? '____________________________' : legible(head.name) },
        ],
        margin: [0, 10, 0, 0],
      },
      {
        columns: [
          { width: 110, text: '(подпись)', alignment: 'center', fontSize: 8 },
          { width: '*', text: '(расшифровка подписи)', fontSize: 8 },
        ],
      },
      {
        columns: [
          { width: 110, text: 'М.П.', alignment: 'center' },
          { width: '*', text: dateLine },
        ],
        margin: [0, 10, 0, 6],
      },
    ],
  }
  return [
    letterhead(kit.school.name),
    titleLines('ЛИСТ ПРОШИВКИ'),
    { text: legible(book.title), alignment: 'center', margin: [0, 0, 0, 16] },
    {
      table: { widths: [width], body: [[label]] },
      layout: {
        ...thinLines,
        paddingLeft: () => 10,
        paddingRight: () => 10,
        hLineStyle: () => ({ dash: { length: 4, space: 3 } }),
        vLineStyle: () => ({ dash: { length: 4, space: 3 } }),
      },
      margin: [(uprightRoom - width - 20) / 2, 0, 0, 16],
    },
    {
      text:
        'Листы нумеруют простым карандашом в правом верхнем углу по порядку внутренней описи, дело прошивают в четыре прокола. ' +
        'Наклейку вырезают по рамке и наклеивают на узел на обороте последнего листа дела; подпись и печать ставят так, ' +
        'чтобы они заходили на наклейку и на лист.',
      fontSize: 10,
      alignment: 'justify',
    },
  ]
}

function certification({ kit, book, listLeaves }: Counted): Content[] {
  const { from, to } = { from: 1, to: book.leaves }
  const blankRows = Array.from({ length: 7 }, (): TableCell[] => [{ text: '\u00a0' }, { text: '' }])
  return [
    letterhead(kit.school.name),
    titleLines('ЛИСТ-ЗАВЕРИТЕЛЬ ДЕЛА', `№ ${caseNumber(kit)}`),
    { text: legible(book.title), alignment: 'center', margin: [0, 0, 0, 12] },
    {
      text: [
        'В деле подшито и пронумеровано ',
        { text: figuresAndWords(book.leaves, leafForms), bold: true },
        `, с № ${from} по № ${to}, в том числе:`,
      ],
    },
    { text: 'литерные номера листов ____________________________________________', margin: [0, 6, 0, 0] },
    { text: 'пропущенные номера листов _________________________________________', margin: [0, 6, 0, 0] },
    { text: `+ листов внутренней описи: ${figuresAndWords(listLeaves, leafForms)}.`, margin: [0, 6, 0, 12] },
    {
      table: {
        headerRows: 1,
        widths: ['*', 130],
        body: [
          headCells(['Особенности физического состояния и формирования дела', 'Номера листов']),
          ...blankRows,
        ],
      },
      layout: thinLines,
    },
    {
      stack: [signatureRow(kit.office.archivist), { text: dateLine, margin: [0, 12, 0, 0] }],
      unbreakable: true,
    },
  ]
}
