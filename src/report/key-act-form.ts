import type { Content, TableCell } from 'pdfmake/interfaces.js'
import type { Instant } from '../clock.js'
import { legible } from './glyphs.js'
import { dateLine, signatureRow, thinLines, titleLines, uprightFooter, uprightForm } from './paper.js'
import { writePdf } from './pdf.js'
import { dayRange } from './russian.js'

/** The act by which two people vouch for the key that takes the place of a lost one, to be signed by hand. */
export interface KeyActForm {
  readonly archive: string
  readonly number: string
  /** The same act has the same bytes. */
  readonly at: Instant
  readonly attestedBy: readonly [string, string]
  readonly reason: string
  readonly lostKey: string
  readonly newKey: string
  /** The newest entry that the new key found, and its hash. */
  readonly upto: string
  readonly head: string
  /** The entry that was known from outside; null if nobody knew one. */
  readonly known: string | null
}

/** What the fonts lack is printed as its code: once the log names the act, it must come into being. */
export function keyActPdf(act: KeyActForm): Promise<Uint8Array> {
  const title = `Акт № ${legible(act.number)} о новом ключе архива`
  const [day = ''] = new Date(act.at).toISOString().split('T')
  const line = (text: string): Content => ({ text, margin: [0, 8, 0, 0] })
  return writePdf({
    ...uprightForm({ title, author: act.archive, at: act.at }),
    content: [
      titleLines(title, `Архив «${act.archive}», ${dayRange(day, day)}`),
      line(`Причина: ${legible(act.reason)}`),
      line(
        'Закрытый ключ, которым подписывались записи журнала архива, утрачен. Записи продолжает новый ключ. Архив перед этим прочитан целиком, нарушений нет.',
      ),
      facts(act),
      line(
        act.known === null
          ? 'Контрольной точки, известной снаружи, не было: цел ли конец журнала, сверить не с чем.'
          : `Сверено с контрольной точкой, известной снаружи: запись ${act.known}.`,
      ),
      line(
        'Чего акт не доказывает: если утраченный ключ нашёл кто-то ещё, он мог до этого дня переписать записи. Новый ключ ручается только за то, что застал.',
      ),
      {
        stack: [
          line('Удостоверили двое:'),
          ...act.attestedBy.map(name => signatureRow({ post: '', name: legible(name) })),
          line(dateLine),
        ],
        unbreakable: true,
      },
    ],
    footer: uprightFooter(title),
  })
}

function facts({ at, lostKey, newKey, upto, head }: KeyActForm): Content {
  const rows: readonly (readonly [string, string])[] = [
    ['Время программы, UTC', `${new Date(at).toISOString().slice(0, 19)}Z`],
    ['Утраченный ключ', lostKey],
    ['Новый ключ', newKey],
    ['Последняя запись журнала', upto],
    // A word of 128 letters isn't broken by the writer.
    ['Её контрольная сумма (SHA-512)', head.replace(/(.{32})(?=.)/g, '$1 ')],
  ]
  return {
    table: {
      widths: [170, '*'],
      body: rows.map(([name, value]): TableCell[] => [
        { text: name, fontSize: 10 },
        { text: value, font: 'Sans', fontSize: 9 },
      ]),
    },
    layout: thinLines,
    margin: [0, 10, 0, 0],
  }
}
