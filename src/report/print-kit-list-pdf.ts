import type { Content, TableCell } from 'pdfmake/interfaces.js'
import { russianDate } from '../calendar/index.js'
import { legible, legibleName } from './glyphs.js'
import {
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
import type { KitClass, PrintKit } from './print-kit-model.js'
import { written } from './russian.js'

/** «Опись электронных документов»: the archived originals file by file, with what proves them, and where they lie. */
export async function electronicListPdf(kit: PrintKit): Promise<Uint8Array> {
  const { school, studyYear, madeAt } = kit
  return writePdf({
    ...uprightForm({
      title: `Опись электронных подлинников сводных ведомостей, ${studyYear} учебный год`,
      author: school.name,
      at: madeAt,
    }),
    content: [
      letterhead(school.name),
      titleLines(
        'ОПИСЬ',
        'электронных подлинников годовых сводных ведомостей',
        `за ${studyYear} учебный год`,
      ),
      table(kit),
      places(kit),
      ending(kit),
    ],
    footer: uprightFooter(`Опись электронных подлинников, ${studyYear} учебный год`),
  })
}

function table({ classes }: PrintKit): Content {
  return {
    fontSize: 9,
    lineHeight: 1,
    table: {
      headerRows: 1,
      dontBreakRows: true,
      widths: [18, 126, 46, '*'],
      body: [
        headCells(['№', 'Класс, версия, файл', 'Байт', 'Контрольная сумма SHA-512'], 9),
        ...classes
          .flatMap(rows)
          .map(([name, size, digest], index): TableCell[] => [
            { text: String(index + 1), alignment: 'center' },
            { text: name ?? '' },
            { text: size ?? '', alignment: 'right' },
            { text: digest ?? '', font: 'Sans', fontSize: 6.5 },
          ]),
      ],
    },
    layout: thinLines,
  }
}

function rows({ name, sheet }: KitClass): [string, string, string][] {
  return sheet.files.map(({ path, size, sha512 }) => [
    `${legibleName(name)}, ${sheet.version}, ${path}`,
    written(size),
    // A word of 128 letters isn't broken by the writer.
    sha512.replace(/(.{64})(?=.)/g, '$1 '),
  ])
}

function places({ classes, copies }: PrintKit): Content {
  const [first] = classes
  const blank = 'носитель ______________________, место хранения ______________________, № ________'
  return {
    stack: [
      ...(first
        ? [
            {
              text: `Объекты архива (OCFL 1.1) названы по образцу: ${first.sheet.object}; на месте номера класса — номер своего класса.`,
              fontSize: 9,
              margin: [0, 6, 0, 0] as [number, number, number, number],
            },
          ]
        : []),
      { text: 'Носители и места хранения', bold: true, margin: [0, 8, 0, 2] },
      {
        ul: [
          blank,
          ...copies.map(
            ({ place, on }) => `копия по журналу архива: ${legible(place)}, проверена ${russianDate(on)}`,
          ),
          ...(copies.length === 0 ? [blank] : []),
        ],
        fontSize: 10,
      },
    ],
  }
}

function ending({ office, checkpoint }: PrintKit): Content {
  return {
    stack: [
      checkpointBlock(checkpoint),
      signatureRow(office.archivist),
      { text: dateLine, margin: [0, 10, 0, 0] },
    ],
    unbreakable: true,
  }
}
