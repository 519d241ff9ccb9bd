import type { Instant } from '../clock.js'
import type { ArchiveHead } from './model.js'
import { page } from './page.js'
import { checkpointSquares, checkpointWords, printedForm, writePdf } from './pdf.js'

/** A checkpoint on a sheet of its own, to be signed and kept where nobody reaches who can write the archive's disk. */
export function checkpointPdf(checkpoint: ArchiveHead, at: Instant): Promise<Uint8Array> {
  const title = 'Контрольная точка архива'
  return writePdf({
    ...printedForm({ title, author: checkpoint.archive, at }),
    content: [
      { text: title, bold: true, fontSize: 14, margin: [0, 0, 0, 12] },
      {
        columns: [
          { width: '*', text: checkpointWords(checkpoint), font: 'Sans', fontSize: 7.5, lineHeight: 1.4 },
          ...checkpointSquares(checkpoint),
        ],
        columnGap: 16,
      },
      {
        margin: [0, 16, 0, 0],
        text: 'Кто может писать на диск архива, может отрезать его конец или вернуть старую копию: сам по себе укороченный архив цел. Видно это только при сравнении с этим листом. Храните его отдельно от архива и сверяйте:',
      },
      {
        margin: [0, 6, 0, 0],
        font: 'Sans',
        fontSize: 9,
        text: 'dnevnik-bridge archive verify --expect НОМЕР:СУММА\nsh verify.sh --expect НОМЕР:СУММА',
      },
      { margin: [0, 28, 0, 0], text: 'Дата «___» ______________ 20___ г.' },
      { margin: [0, 18, 0, 0], text: 'Подписи: ______________________ / ______________________' },
      { margin: [0, 14, 0, 0], text: '                 ______________________ / ______________________' },
    ],
    footer: (current, count) => ({
      margin: [page.margins.left, 14, page.margins.right, 0],
      font: 'Sans',
      fontSize: 8,
      columns: [
        { width: '*', text: `Запись журнала ${checkpoint.seq}` },
        { width: 80, text: `стр. ${current} из ${count}`, alignment: 'right' },
      ],
    }),
  })
}
