import { createHash } from 'node:crypto'
import pdfmake from 'pdfmake'
import type { DynamicContent, Node, NodeStartPosition, TDocumentDefinitions } from 'pdfmake/interfaces.js'
import { encode } from 'uqr'
import type { Instant } from '../clock.js'
import { clipped } from '../plain-text.js'
import { fontFiles } from './fonts.js'
import type { ArchiveHead } from './model.js'
import { type Paper, page, printed } from './page.js'
import type { FormDocument } from './page-text.js'
import { sharedFont } from './shared-fonts.js'
import { checkpointText, expectedHead } from './wording.js'

/** What all printed forms share: PDF/A-3b (PDF 1.7), landscape, A4 unless a form is larger, with room for the binding. */

/** Its types leave it out: files that it reads before those of the disk. */
declare module 'pdfmake' {
  const virtualfs: { writeFileSync(path: string, content: Uint8Array): void }
}

pdfmake.setUrlAccessPolicy(() => false)
pdfmake.setLocalAccessPolicy(() => false)
pdfmake.setFonts(fontFiles)
for (const path of Object.values(fontFiles).flatMap(weights => Object.values(weights))) {
  pdfmake.virtualfs.writeFileSync(path, sharedFont(path))
}

/** Where a node of a form came to stand, in points from the upper left corner. */
export interface Place {
  readonly left: number
  readonly top: number
}

/** Draws upon the pages that the library has laid out, at the place of a node with that id. */
export interface Drawing {
  readonly id: string
  draw(document: FormDocument, place: Place): void
}

/**
 * The same definition gives the same bytes: all dates inside are its own.
 * @throws Error when no page has room for what a drawing belongs to
 */
export async function writePdf(
  definition: TDocumentDefinitions,
  drawings: readonly Drawing[] = [],
): Promise<Uint8Array> {
  if (drawings.length === 0) return new Uint8Array(await pdfmake.createPdf(definition).getBuffer())
  const places = new Map<string, NodeStartPosition>()
  // Asked of each node when all is laid out: the one point at which the library tells where it stands.
  const pageBreakBefore = ({ id, startPosition }: Node) => {
    if (id !== undefined) places.set(id, startPosition)
    return false
  }
  const output = pdfmake.createPdf({ ...definition, pageBreakBefore }, { bufferPages: true })
  const document = await output.getStream()
  for (const { id, draw } of drawings) {
    const place = places.get(id)
    if (place === undefined) throw new Error(`No page has room for "${id}"`)
    document.switchToPage(place.pageNumber - 1)
    draw(document as FormDocument, place)
  }
  return new Uint8Array(await output.getBuffer())
}

export function printedForm({
  title,
  author,
  at,
  paper = 'A4',
}: {
  readonly title: string
  readonly author: string
  readonly at: Instant
  readonly paper?: Paper
}): Omit<TDocumentDefinitions, 'content'> {
  const date = new Date(at)
  return {
    version: '1.7',
    subset: 'PDF/A-3b',
    language: 'ru-RU',
    displayTitle: true,
    info: {
      title: metadata(title),
      author: metadata(author),
      creator: 'dnevnik-bridge',
      producer: 'dnevnik-bridge, pdfmake',
      creationDate: date,
      modDate: date,
    },
    pageSize: paper,
    pageOrientation: 'landscape',
    pageMargins: [page.margins.left, page.margins.top, page.margins.right, page.margins.bottom],
    defaultStyle: { font: 'Serif', fontSize: 10 },
  }
}

/** Longer than any of ours, with names as they should be. */
const mostOfTitle = 500

/** The writer doesn't escape metadata for XML: look-alikes keep both the meaning and the file valid. */
function metadata(text: string): string {
  return clipped(printed(text), mostOfTitle).replaceAll('&', '＆').replaceAll('<', '‹').replaceAll('>', '›')
}

/** The data from which the form can be made again, in the file itself. */
export function embeddedData(file: {
  readonly name: string
  /** MIME */
  readonly type: string
  readonly description: string
  readonly data: string
  readonly at: Instant
}): Pick<TDocumentDefinitions, 'files'> {
  const date = new Date(file.at)
  const embedded = {
    src: `data:${file.type};base64,${Buffer.from(file.data).toString('base64')}`,
    name: file.name,
    description: file.description,
    relationship: 'Source',
    creationDate: date,
    modifiedDate: date,
  }
  return { files: { [file.name]: embedded } }
}

/**
 * At the foot of each page: where the data comes from, the beginning of its SHA-256, and which page it is.
 * @param read «данные прочитаны …»
 * @param made which copy of the form it is, and who made it when; a line of its own
 */
export function sourceFooter(read: string, data: string, made?: string): DynamicContent {
  const hash = createHash('sha256').update(data).digest('hex').slice(0, 16)
  const source = `Источник: ИС «Дневник.ру», ${read}. Контрольная сумма данных: ${hash}`
  return (current, count) => ({
    margin: [page.margins.left, made === undefined ? 14 : 8, page.margins.right, 0],
    font: 'Sans',
    fontSize: 8,
    columns: [
      { width: '*', text: made === undefined ? source : `${source}\n${made}` },
      { width: 80, text: `стр. ${current} из ${count}`, alignment: 'right' },
    ],
  })
}

/** 45 squares of 2 pt, which a phone reads from a sheet of a common printer. */
export const qrSide = 90

/** What of the archive can be compared later, as text; beside it `checkpointSquares`. */
export function checkpointWords(checkpoint: ArchiveHead | null): string {
  return checkpoint === null ? 'Контрольной точки архива нет.' : checkpointText(checkpoint)
}

/** The same to be scanned; nothing where there is none. */
export function checkpointSquares(checkpoint: ArchiveHead | null) {
  return checkpoint === null ? [] : [{ width: qrSide, canvas: squares(expectedHead(checkpoint)) }]
}

/** Neighbours are one rectangle: half as many to draw, and no gap shows between them. */
function squares(text: string) {
  const { data, size } = encode(text, { ecc: 'L', border: 0 })
  const side = qrSide / size
  return data.flatMap((row, y) =>
    [...row.map(Number).join('').matchAll(/1+/g)].map(({ index, 0: run }) => ({
      type: 'rect' as const,
      x: index * side,
      y: y * side,
      w: run.length * side,
      h: side,
      color: 'black',
    })),
  )
}
