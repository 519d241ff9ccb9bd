import { createHash } from 'node:crypto'
import { russianDate } from '../calendar/index.js'
import { canonicalJson } from './json.js'
import { refuseTexts } from './paper.js'
import { classFolders } from './print-kit.js'
import { actPdf } from './print-kit-act-pdf.js'
import { bindingPapers } from './print-kit-binding-pdf.js'
import { electronicListPdf } from './print-kit-list-pdf.js'
import type { KitClass, PrintKit } from './print-kit-model.js'
import { nomenclaturePdf, orderPdf } from './print-kit-order-pdf.js'

/** The kit's folder: papers in the order in which they are sewn, and a list of sums that proves all of it. */

export interface KitFile {
  readonly path: string
  readonly bytes: Uint8Array
}

/** Of a class: what was printed before the kit could be counted. */
export interface ClassPapers {
  readonly sheet: Uint8Array
  readonly changes: Uint8Array | null
  readonly readiness: Uint8Array
}

export const manifestName = 'manifest-sha512.txt'

/** Settings that stand on the papers. @throws BridgeError SHEET_GLYPH */
export function refuseOffice({
  school,
  regulation,
  office,
}: Pick<PrintKit, 'school' | 'regulation' | 'office'>): void {
  const { head, deputy, archivist } = office
  refuseTexts('Формы комплекта печати', 'Исправьте названное в bridge.yaml', [
    { place: 'наименование школы (name)', text: school.name },
    { place: 'регламент (regulation.title)', text: regulation.title },
    { place: 'населённый пункт (printing.town)', text: office.town ?? '' },
    { place: 'индекс дела (printing.caseIndex)', text: office.caseIndex ?? '' },
    { place: 'статья перечня (printing.article)', text: office.article ?? '' },
    ...Object.entries({ head, deputy, archivist }).map(([key, { post, name }]) => ({
      place: `должность или имя (printing.${key})`,
      text: `${post} ${name ?? ''}`,
    })),
  ])
}

/** All files of the kit by path. The same kit has the same bytes. */
export async function kitFiles(
  kit: PrintKit,
  papersOf: (one: KitClass) => Promise<ClassPapers>,
): Promise<KitFile[]> {
  const files: KitFile[] = []
  const folders = classFolders(kit.classes)
  const isYear = kit.office.book === 'year'
  for (const [index, one] of kit.classes.entries()) {
    const papers = await papersOf(one)
    const folder = folders[index] ?? one.id
    files.push({ path: `${folder}/0-лист-готовности.pdf`, bytes: papers.readiness })
    files.push({ path: `${folder}/2-сводная-ведомость.pdf`, bytes: papers.sheet })
    if (papers.changes) files.push({ path: `${folder}/3-лист-изменений.pdf`, bytes: papers.changes })
  }
  for (const book of kit.books) {
    const { innerList, sewing, certification } = await bindingPapers(kit, book)
    files.push({ path: `${book.folder}/1-внутренняя-опись.pdf`, bytes: innerList })
    files.push({ path: `${book.folder}/4-лист-заверитель.pdf`, bytes: certification })
    files.push({ path: `${book.folder}/5-лист-прошивки.pdf`, bytes: sewing })
  }
  files.push(
    { path: 'Общее/акт.pdf', bytes: await actPdf(kit) },
    { path: 'Общее/номенклатура-дел.pdf', bytes: await nomenclaturePdf(kit) },
    { path: 'Общее/опись-электронных-подлинников.pdf', bytes: await electronicListPdf(kit) },
    { path: 'Общее/приказ-проект.pdf', bytes: await orderPdf(kit) },
    { path: 'kit.json', bytes: text(canonicalJson(kit)) },
    { path: 'Прочтите.txt', bytes: text(readme(kit, isYear)) },
  )
  files.sort((a, b) => (a.path < b.path ? -1 : 1))
  return [...files, { path: manifestName, bytes: text(manifestOf(files)) }]
}

function text(content: string): Uint8Array {
  return new TextEncoder().encode(content)
}

/** As `sha512sum` writes it. */
export function manifestOf(files: readonly KitFile[]): string {
  return files
    .map(({ path, bytes }) => `${createHash('sha512').update(bytes).digest('hex')}  ${path}\n`)
    .join('')
}

function readme({ school, studyYear, classes, missing, due, office }: PrintKit, isYear: boolean): string {
  const order = isYear
    ? [
        'Одно дело на весь год. Печатают и складывают по порядку:',
        '  Дело/1-внутренняя-опись.pdf, потом из папок классов 2-сводная-ведомость.pdf и, если есть, 3-лист-изменений.pdf',
        '  в порядке описи, потом Дело/4-лист-заверитель.pdf. Дело/5-лист-прошивки.pdf — наклейка на узел.',
      ]
    : [
        'Каждый класс — своё дело. В папке класса печатают и складывают по порядку:',
        '  1-внутренняя-опись.pdf, 2-сводная-ведомость.pdf, 3-лист-изменений.pdf (если есть), 4-лист-заверитель.pdf;',
        '  5-лист-прошивки.pdf — наклейка на узел.',
      ]
  return [
    `Комплект печати годовых сводных ведомостей за ${studyYear} учебный год`,
    school.name,
    '',
    `Классов: ${classes.length}. Распечатать, прошить, подписать, скрепить печатью и сдать до ${russianDate(due)}.`,
    ...missing.map(({ name, reason }) => `Нет в комплекте: ${name} — ${reason}`),
    '',
    ...order,
    office.bothSides
      ? 'Печать с двух сторон листа, каждый документ — с нового листа.'
      : 'Печать с одной стороны листа, A4.',
    '',
    '0-лист-готовности.pdf подписывают до печати; он в дело не подшивается.',
    'Общее/: акт, проект приказа, строки номенклатуры дел, опись электронных подлинников.',
    'Что сделано, отмечают по шагам: dnevnik-bridge print-kit register.',
    '',
    `Проверить, что файлы не изменены: sha512sum -c ${manifestName}`,
    'Тот же комплект лежит в электронном архиве; kit.json — его данные.',
    '',
  ].join('\n')
}
