import type { Content, TableCell } from 'pdfmake/interfaces.js'
import { russianDate } from '../calendar/index.js'
import type { CertificateLine, CheckCertificate } from './certificate.js'
import { legible } from './glyphs.js'
import { canonicalJson } from './json.js'
import {
  dateLine,
  headCells,
  letterhead,
  refuseTexts,
  signatureRow,
  thinLines,
  titleLines,
  uprightFooter,
  uprightForm,
} from './paper.js'
import { clipped } from '../plain-text.js'
import { embeddedData, writePdf } from './pdf.js'
import { dayRange, listed, percent, written, zonedDateTime } from './russian.js'

/** Who wants a text of the platform whole opens it there: one of a megabyte would be a thousand pages. */
function brief(text: string): string {
  return legible(clipped(text, 1000))
}

/** @throws BridgeError SHEET_GLYPH when the fonts lack a character of the school's name or of what somebody typed */
export async function certificatePdf(certificate: CheckCertificate): Promise<Uint8Array> {
  refuse(certificate)
  const { school, from, to, asOf } = certificate
  return writePdf({
    ...uprightForm({
      title: `Справка по итогам проверки журнала, ${dayRange(from, to)}`,
      author: school.name,
      at: asOf,
    }),
    ...embeddedData({
      name: 'certificate.json',
      type: 'application/json',
      description: 'Данные справки',
      data: canonicalJson(certificate),
      at: asOf,
    }),
    content: [
      letterhead(school.name),
      titleLines(
        `СПРАВКА${certificate.number === null ? '' : ` № ${certificate.number}`}`,
        'по итогам проверки электронного журнала',
      ),
      about(certificate),
      section('Что проверено'),
      checkedTable(certificate),
      ...coverage(certificate),
      section('Установлено'),
      ...findings(certificate),
      section('Выводы'),
      list(certificate.conclusions),
      section('Рекомендации'),
      list(certificate.recommendations.length > 0 ? certificate.recommendations : ['Замечаний нет.']),
      recheck(certificate),
      signatures(certificate),
      acquainted(certificate),
    ],
    footer: uprightFooter(`Справка по итогам проверки журнала, ${dayRange(from, to)}`),
  })
}

function refuse({
  school,
  number,
  aim,
  basis,
  inspector,
  head,
  conclusions,
  recommendations,
}: CheckCertificate): void {
  refuseTexts('Справка', 'Исправьте название школы и людей в bridge.yaml, остальное — в ключах команды', [
    { place: 'наименование школы', text: school.name },
    { place: 'номер', text: number ?? '' },
    { place: 'цель', text: aim },
    { place: 'основание', text: basis ?? '' },
    { place: 'кто проверял', text: `${inspector.post} ${inspector.name ?? ''}` },
    { place: 'руководитель', text: `${head.post} ${head.name ?? ''}` },
    ...conclusions.map(text => ({ place: 'вывод', text })),
    ...recommendations.map(text => ({ place: 'рекомендация', text })),
  ])
}

function about(certificate: CheckCertificate): Content {
  const { from, to, aim, basis, classes, teacher, regulation, asOf, timeZone, inspector } = certificate
  const line = (name: string, text: string): Content => ({
    text: [{ text: `${name}: `, bold: true }, text],
    margin: [0, 0, 0, 3],
  })
  return {
    stack: [
      line('Дни', dayRange(from, to)),
      line('Цель', brief(aim)),
      ...(basis === null ? [] : [line('Основание', brief(basis))]),
      line('Классы', brief(listed(classes))),
      ...(teacher === null ? [] : [line('Учитель', brief(teacher))]),
      line(
        'Проверку провёл(а)',
        `${brief(inspector.post)}${inspector.name === null ? '' : `, ${brief(inspector.name)}`}`,
      ),
      line(
        'Как проверено',
        `по данным ИС «Дневник.ру» на ${zonedDateTime(asOf, timeZone)}, по документу «${brief(regulation.title)}» (${brief(regulation.edition)})`,
      ),
      ...regulation.basis.map((text): Content => ({ text: brief(text), fontSize: 9, margin: [0, 0, 0, 2] })),
    ],
    fontSize: 11,
  }
}

function section(text: string): Content {
  return { text, bold: true, margin: [0, 10, 0, 4], headlineLevel: 1 }
}

function checkedTable({ checked }: CheckCertificate): Content {
  if (checked.length === 0) return { text: 'Ни одно требование за эти дни не оценивалось.', fontSize: 11 }
  const centred = (text: string): TableCell => ({ text, alignment: 'center' })
  const names = ['Пункт', 'Требование', 'Соблюдено', 'Нарушено', 'Исправлено', 'Не доказано', 'Доля']
  return {
    fontSize: 9,
    lineHeight: 1,
    table: {
      headerRows: 1,
      dontBreakRows: true,
      widths: [28, '*', 50, 46, 54, 44, 40],
      body: [
        headCells(names, 8),
        ...checked.map(({ clause, title, kept, broken, mended, unproven, keptShare }): TableCell[] => [
          centred(clause),
          { text: brief(title) },
          ...[kept, broken, mended, unproven].map(count => centred(written(count))),
          centred(percent(keptShare)),
        ]),
      ],
    },
    layout: thinLines,
  }
}

function coverage({ isWhole, coverage }: CheckCertificate): Content[] {
  if (isWhole) return []
  return [
    { text: 'Прочитано не всё:', bold: true, fontSize: 10, margin: [0, 6, 0, 2] },
    { ul: coverage.slice(0, 12).map(brief), fontSize: 9 },
    ...(coverage.length > 12 ? [{ text: `и ещё ${coverage.length - 12}`, fontSize: 9 }] : []),
  ]
}

function findings({ findings }: CheckCertificate): Content[] {
  if (findings.length === 0) return [{ text: 'Доказанных нарушений нет.', fontSize: 11 }]
  const names = ['Класс', 'Пункт', 'Что нарушено, примеры', 'Нарушено', 'Исправ-лено']
  return findings.map(({ teacher, lines }): Content => {
    const head: TableCell = {
      text: teacher === '' ? 'Школа (учитель не назван)' : brief(teacher),
      bold: true,
      colSpan: 5,
      fillColor: '#eeeeee',
    }
    return {
      fontSize: 9,
      lineHeight: 1,
      table: {
        headerRows: 2,
        keepWithHeaderRows: 1,
        dontBreakRows: true,
        widths: [40, 28, '*', 48, 48],
        body: [[head, {}, {}, {}, {}], headCells(names, 8), ...lines.map(row)],
      },
      layout: thinLines,
      margin: [0, 0, 0, 6],
    }
  })
}

function row({ className, clause, title, broken, mended, examples }: CertificateLine): TableCell[] {
  const centred = (text: string): TableCell => ({ text, alignment: 'center' })
  return [
    centred(brief(className)),
    centred(clause),
    {
      stack: [
        { text: brief(title) },
        ...examples.map((text): Content => ({ text: brief(text), fontSize: 8, margin: [6, 1, 0, 0] })),
      ],
    },
    centred(written(broken)),
    centred(written(mended)),
  ]
}

function list(lines: readonly string[]): Content {
  return {
    ol: lines.map((text): Content => ({ text: brief(text), alignment: 'justify', margin: [0, 0, 0, 3] })),
    fontSize: 11,
  }
}

function recheck({ recheck }: CheckCertificate): Content {
  return {
    text: [{ text: 'Повторная проверка: ', bold: true }, recheck === null ? dateLine : russianDate(recheck)],
    fontSize: 11,
    margin: [0, 8, 0, 0],
  }
}

function signatures({ inspector, head }: CheckCertificate): Content {
  return {
    stack: [
      signatureRow(inspector),
      { text: dateLine, margin: [0, 8, 0, 0] },
      { text: 'Со справкой ознакомлен(а):', margin: [0, 10, 0, -8] },
      signatureRow(head),
    ],
    unbreakable: true,
  }
}

function acquainted({ findings }: CheckCertificate): Content {
  const teachers = findings.map(({ teacher }) => teacher).filter(teacher => teacher !== '')
  if (teachers.length === 0) return { text: '' }
  return {
    stack: [
      { text: 'Учителя со справкой ознакомлены:', margin: [0, 12, 0, 4] },
      {
        fontSize: 10,
        lineHeight: 1,
        table: {
          headerRows: 1,
          dontBreakRows: true,
          widths: ['*', 120, 110],
          heights: row => (row === 0 ? 'auto' : 18),
          body: [
            headCells(['Учитель', 'Подпись', 'Дата'], 9),
            ...teachers.map((teacher): TableCell[] => [{ text: brief(teacher) }, { text: '' }, { text: '' }]),
          ],
        },
        layout: thinLines,
      },
    ],
  }
}
