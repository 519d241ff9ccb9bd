import type { Content, TableCell } from 'pdfmake/interfaces.js'
import { russianDate } from '../calendar/index.js'
import { legible } from './glyphs.js'
import { figuresAndWords, leafForms } from './numerals.js'
import {
  headCells,
  letterhead,
  signatureRow,
  thinLines,
  titleLines,
  uprightFooter,
  uprightForm,
} from './paper.js'
import { writePdf } from './pdf.js'
import type { KitOffice, PrintKit } from './print-kit-model.js'
import { lowerFirst, plural } from './russian.js'

/** The head's order on keeping the sheets, as a draft: number, date and signature are the school's. */
export async function orderPdf(kit: PrintKit): Promise<Uint8Array> {
  const { school, studyYear, madeAt, office } = kit
  return writePdf({
    ...uprightForm({
      title: `Проект приказа об архивном хранении сводных ведомостей, ${studyYear} учебный год`,
      author: school.name,
      at: madeAt,
    }),
    content: [
      { text: 'ПРОЕКТ', alignment: 'right', fontSize: 10, margin: [0, 0, 0, 6] },
      letterhead(school.name),
      titleLines('ПРИКАЗ'),
      {
        columns: [
          { width: '*', text: 'от «____» ______________ 20____ г.' },
          { width: 'auto', text: '№ ____________' },
        ],
        margin: [0, 0, 0, office.town === null ? 14 : 4],
      },
      ...(office.town === null
        ? []
        : [
            {
              text: legible(office.town),
              alignment: 'center' as const,
              margin: [0, 0, 0, 14] as [number, number, number, number],
            },
          ]),
      {
        text: `Об архивном хранении сводных ведомостей\nи электронных журналов за ${studyYear} учебный год`,
        bold: true,
        margin: [0, 0, 0, 12],
      },
      grounds(kit),
      { text: 'ПРИКАЗЫВАЮ:', margin: [0, 4, 0, 6] },
      { ol: points(kit).map((text): Content => ({ text, alignment: 'justify', margin: [0, 0, 0, 5] })) },
      { stack: [signatureRow(office.head), { text: 'М.П.', margin: [176, 6, 0, 0] }], unbreakable: true },
      acquainted(office),
    ],
    footer: uprightFooter(`Проект приказа об архивном хранении, ${studyYear} учебный год`),
  })
}

function grounds({ regulation }: PrintKit): Content {
  return {
    text:
      `В соответствии с пунктами 2.8, 2.9 и 3 документа «${legible(regulation.title)}» (${legible(regulation.edition)}), в целях ` +
      'сохранности результатов промежуточной и итоговой аттестации обучающихся',
    alignment: 'justify',
    margin: [0, 0, 0, 6],
  }
}

/** «заместителю директора по УВР Ивановой А. П.» can't be declined by rule: the post is named after a colon. */
function who({ post, name }: KitOffice['head']): string {
  return `${lowerFirst(legible(post))} — ${name === null ? '____________________' : legible(name)}`
}

function points({ classes, books, studyYear, due, terms, office }: PrintKit): string[] {
  const leaves = books.reduce((sum, book) => sum + book.leaves, 0)
  const years = (count: number) => `${count} ${plural(count, ['год', 'года', 'лет'])}`
  return [
    `Передать на архивное хранение годовые сводные ведомости учёта результатов промежуточной и итоговой аттестации обучающихся за ${studyYear} учебный год: ${figuresAndWords(classes.length, ['класс', 'класса', 'классов'])}, дел — ${books.length}, ${figuresAndWords(leaves, leafForms)}, по акту о выводе на печать и передаче в архив.`,
    `Распечатать, прошить, пронумеровать ведомости и представить их на подпись и для скрепления печатью не позднее ${russianDate(due)}. Ответственный: ${who(office.deputy)}.`,
    `Принять ведомости на хранение на бумажном носителе и в электронной форме. Ответственный: ${who(office.archivist)}.`,
    `Установить сроки хранения, исчисляя их с ${russianDate(terms.countedFrom)}: сводные ведомости на бумажном носителе и в электронной форме — ${years(terms.sheetYears)} (до ${russianDate(terms.sheetUntil)}); классные журналы в электронной форме — ${years(terms.journalYears)} (до ${russianDate(terms.journalUntil)}).`,
    'Проверять целостность электронного архива не реже одного раза в квартал, хранить не менее двух его копий в разных местах, не реже одного раза в год проводить пробное восстановление из копии.',
    'Изменения, внесённые в электронный журнал после печати ведомости, оформлять листом изменений и новой печатью ведомости.',
    'Контроль за исполнением приказа оставляю за собой.',
  ]
}

function acquainted({ deputy, archivist }: KitOffice): Content {
  return {
    stack: [
      { text: 'С приказом ознакомлены:', margin: [0, 14, 0, 0] },
      signatureRow(deputy),
      signatureRow(archivist),
    ],
    unbreakable: true,
  }
}

/** The lines that the school's «номенклатура дел» gets. */
export async function nomenclaturePdf(kit: PrintKit): Promise<Uint8Array> {
  const { school, studyYear, madeAt } = kit
  return writePdf({
    ...uprightForm({
      title: `Строки номенклатуры дел, ${studyYear} учебный год`,
      author: school.name,
      at: madeAt,
    }),
    content: [
      letterhead(school.name),
      titleLines('СТРОКИ ДЛЯ НОМЕНКЛАТУРЫ ДЕЛ', `${studyYear} учебный год`),
      {
        fontSize: 10,
        lineHeight: 1,
        table: {
          headerRows: 1,
          dontBreakRows: true,
          widths: [58, '*', 48, 92, 92],
          body: [
            headCells(
              [
                'Индекс дела',
                'Заголовок дела',
                'Кол-во дел',
                'Срок хранения и № статьи по перечню',
                'Примечание',
              ],
              9,
            ),
            ...nomenclatureRows(kit),
          ],
        },
        layout: thinLines,
      },
    ],
  })
}

function nomenclatureRows({ books, classes, office, terms, studyYear }: PrintKit): TableCell[][] {
  const centred = (text: string): TableCell => ({ text, alignment: 'center' })
  const unnamed = 'ст. ________'
  const article = office.article === null ? unnamed : `ст. ${legible(office.article)}`
  const term = (years: number, until: string, named = article) =>
    centred(`${years} ${plural(years, ['год', 'года', 'лет'])}, до ${russianDate(until)}\n${named}`)
  const index = office.caseIndex === null ? '' : legible(office.caseIndex)
  const title = `Сводные ведомости учёта результатов промежуточной и итоговой аттестации обучающихся за ${studyYear} учебный год`
  return [
    [
      centred(index),
      { text: `${title} (на бумажном носителе)` },
      centred(String(books.length)),
      term(terms.sheetYears, terms.sheetUntil),
      { text: `Классов: ${classes.length}` },
    ],
    [
      centred(''),
      { text: `${title} (электронные подлинники)` },
      centred('эл.'),
      term(terms.sheetYears, terms.sheetUntil),
      { text: 'Электронный архив школы' },
    ],
    [
      centred(''),
      { text: `Классные журналы в электронной форме за ${studyYear} учебный год` },
      centred('эл.'),
      term(terms.journalYears, terms.journalUntil, unnamed),
      { text: 'Электронный архив школы' },
    ],
  ]
}
