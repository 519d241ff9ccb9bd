import type { Content, TableCell } from 'pdfmake/interfaces.js'
import { russianDate, russianDateTime } from '../calendar/index.js'
import { legible, legibleName, legibleText, mostOfLine } from './glyphs.js'
import { figuresAndWords, leafForms } from './numerals.js'
import {
  approval,
  checkpointBlock,
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
import { leavesOf } from './print-kit.js'
import type { KitClass, PrintKit } from './print-kit-model.js'
import { lowerFirst, plural } from './russian.js'

/** «Акт о выводе на печать и передаче в архив»: which sheets of which classes, on how many leaves. */
export async function actPdf(kit: PrintKit): Promise<Uint8Array> {
  const { school, studyYear, madeAt } = kit
  return writePdf({
    ...uprightForm({
      title: `Акт о выводе на печать сводных ведомостей и передаче их в архив, ${studyYear} учебный год`,
      author: school.name,
      at: madeAt,
    }),
    content: [
      letterhead(school.name),
      approval(kit.office.head),
      titleLines(
        'АКТ № ______',
        'о выводе на печать годовых сводных ведомостей',
        'и передаче их на хранение в архив',
      ),
      placeAndDate(kit),
      preamble(kit),
      table(kit),
      totals(kit),
      ...missing(kit),
      ending(kit),
    ],
    footer: uprightFooter(`Акт о выводе на печать сводных ведомостей, ${studyYear} учебный год`),
  })
}

function placeAndDate({ office }: PrintKit): Content {
  return {
    columns: [
      { width: '*', text: office.town === null ? '' : legible(office.town) },
      { width: 'auto', text: dateLine },
    ],
    margin: [0, 0, 0, 10],
  }
}

function preamble({ office, regulation, studyYear }: PrintKit): Content {
  const people = [office.deputy, office.archivist].map(
    ({ post, name }) =>
      `${lowerFirst(legible(post))} ${name === null ? '____________________' : legibleName(name)}`,
  )
  return {
    text:
      `Мы, нижеподписавшиеся, ${people.join(', ')}, составили настоящий акт о том, что в соответствии с пунктами 2.8 и 3 ` +
      `документа «${legible(regulation.title)}» из информационной системы «Дневник.ру» выведены на печать годовые сводные ведомости ` +
      `учёта результатов промежуточной и итоговой аттестации обучающихся за ${studyYear} учебный год. Ведомости прошиты, ` +
      'пронумерованы, подписаны руководителем, скреплены печатью и переданы на хранение в архив:',
    alignment: 'justify',
    margin: [0, 0, 0, 8],
  }
}

function table(kit: PrintKit): Content {
  const names = [
    '№',
    'Класс',
    'Классный руководитель',
    'Обуча-ющихся',
    'Версия',
    'Данные прочитаны',
    'Листов',
    'SHA-512 файла sheet.pdf (начало)',
  ]
  return {
    fontSize: 9.5,
    lineHeight: 1,
    table: {
      headerRows: 1,
      dontBreakRows: true,
      widths: [18, 34, '*', 42, 36, 76, 36, 92],
      body: [headCells(names, 9), ...kit.classes.map((one, index) => row(one, index + 1, kit))],
    },
    layout: thinLines,
  }
}

function row(
  { name, classTeacher, pupils, sheet, changes }: KitClass,
  number: number,
  kit: PrintKit,
): TableCell[] {
  const centred = (text: string): TableCell => ({ text, alignment: 'center' })
  const leaves = leavesOf(sheet.pages, kit.office)
  const digest = sheet.files.find(({ path }) => path === 'sheet.pdf')?.sha512 ?? ''
  return [
    centred(String(number)),
    centred(legibleName(name)),
    { text: legibleName(classTeacher ?? '') },
    centred(String(pupils)),
    centred(sheet.version),
    centred(russianDateTime(sheet.readAt, kit.timeZone)),
    centred(changes === null ? String(leaves) : `${leaves} + ${leavesOf(changes.pages, kit.office)}*`),
    { text: digest.slice(0, 16), font: 'Sans', fontSize: 8, alignment: 'center' },
  ]
}

function totals({ classes, books }: PrintKit): Content {
  const leaves = books.reduce((sum, book) => sum + book.leaves, 0)
  const changed = classes.some(({ changes }) => changes !== null)
  return {
    stack: [
      ...(changed ? [{ text: '* вместе с листом изменений к прежней печати.', fontSize: 9 }] : []),
      {
        text: [
          `Всего: ${figuresAndWords(classes.length, ['класс', 'класса', 'классов'])}, дел — ${books.length}, `,
          { text: figuresAndWords(leaves, leafForms), bold: true },
          ' без внутренних описей.',
        ],
      },
    ],
    margin: [0, 6, 0, 0],
  }
}

function missing({ missing }: PrintKit): Content[] {
  if (missing.length === 0) return []
  return [
    { text: 'Не вошли в акт (будут переданы дополнительно):', margin: [0, 6, 0, 2] },
    {
      ul: missing.map(({ name, reason }) => `${legibleName(name)}: ${legibleText(reason, mostOfLine)}`),
      fontSize: 10,
    },
  ]
}

/** Signatures don't stand on a page without the act's own words. */
function ending({ office, checkpoint, terms }: PrintKit): Content {
  return {
    stack: [
      {
        text: `Срок хранения ведомостей на бумаге и в электронной форме — ${terms.sheetYears} ${plural(terms.sheetYears, ['год', 'года', 'лет'])}, исчисляется с ${russianDate(terms.countedFrom)}, истекает ${russianDate(terms.sheetUntil)}. Электронные подлинники находятся в электронном архиве, их опись прилагается.`,
        alignment: 'justify',
        margin: [0, 4, 0, 0],
      },
      checkpointBlock(checkpoint),
      { text: 'Сдал:', margin: [0, 8, 0, -8] },
      signatureRow(office.deputy),
      { text: 'Принял:', margin: [0, 8, 0, -8] },
      signatureRow(office.archivist),
    ],
    unbreakable: true,
  }
}
