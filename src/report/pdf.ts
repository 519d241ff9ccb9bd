import pdfmake from 'pdfmake'
import type { TDocumentDefinitions } from 'pdfmake/interfaces.js'
import type { Instant } from '../clock.js'
import { fontFiles } from './fonts.js'
import { page, printed } from './page.js'

/** What all printed forms share: PDF/A-3b (PDF 1.7), A4 landscape with room for the binding. */

pdfmake.setUrlAccessPolicy(() => false)
pdfmake.setLocalAccessPolicy(path => path.endsWith('.ttf'))

/** The same definition gives the same bytes: all dates inside are its own. */
export async function writePdf(definition: TDocumentDefinitions): Promise<Uint8Array> {
  pdfmake.setFonts(fontFiles)
  return new Uint8Array(await pdfmake.createPdf(definition).getBuffer())
}

export function printedForm({
  title,
  author,
  at,
}: {
  readonly title: string
  readonly author: string
  readonly at: Instant
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
    pageSize: 'A4',
    pageOrientation: 'landscape',
    pageMargins: [page.margins.left, page.margins.top, page.margins.right, page.margins.bottom],
    defaultStyle: { font: 'Serif', fontSize: 10 },
  }
}

/** The writer doesn't escape metadata for XML: look-alikes keep both the meaning and the file valid. */
function metadata(text: string): string {
  return printed(text).replaceAll('&', '＆').replaceAll('<', '‹').replaceAll('>', '›')
}
