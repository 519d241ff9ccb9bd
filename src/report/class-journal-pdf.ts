import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js'
import { gridTable } from './class-journal-grid.js'
import { gridPages } from './class-journal-layout.js'
import { journalLines } from './class-journal-lines.js'
import { lessonTable } from './class-journal-list.js'
import type { ClassJournal, JournalSection } from './class-journal-model.js'
import { journalGlyphs } from './class-journal-places.js'
import { anchor, classList, contents, titlePage, unprintablePage } from './class-journal-title.js'
import { isWholeJournal, notWhole, periodName } from './class-journal-words.js'
import { fontFace } from './fonts.js'
import { embeddedData, printedForm, sourceFooter, writePdf } from './pdf.js'
import { zonedDateTime } from './russian.js'

/**
 * The journal as a printed form: PDF/A-3b with its data embedded as `journal.jsonl`. The same journal gives the same bytes.
 * What the fonts lack is printed as its code, and listed.
 */
export async function classJournalPdf(journal: ClassJournal): Promise<Uint8Array> {
  return writePdf(definition(journal, journalLines(journal)))
}

function definition(journal: ClassJournal, data: string): TDocumentDefinitions {
  const unprintable = journalGlyphs(journal)
  return {
    ...printedForm({
      title: `Классный журнал, класс ${journal.class.name}, ${periodName(journal)}`,
      author: journal.school.name,
      at: journal.asOf,
    }),
    ...embeddedData({
      name: 'journal.jsonl',
      type: 'application/x-ndjson',
      description: 'Данные классного журнала',
      data,
      at: journal.asOf,
    }),
    content: [
      ...titlePage(journal, unprintable),
      contents(journal),
      classList(journal),
      ...journal.sections.flatMap((section, index) => sectionPages(journal, section, index)),
      ...unprintablePage(unprintable),
    ],
    footer: sourceFooter(readText(journal), data),
  }
}

/** As a paper journal lies open: pupils by lessons, then what was taught on these lessons. */
function sectionPages(journal: ClassJournal, section: JournalSection, index: number): Content[] {
  return gridPages(journal, section, fontFace('Sans')).flatMap((page, place) => [
    // What the contents refer to must be a text.
    { text: '', fontSize: 1, pageBreak: 'before' as const, ...(place === 0 ? { id: anchor(index) } : {}) },
    gridTable(journal, section, page),
    page.lessons.length === 0
      ? {
          text: place === 0 ? 'Уроков за эти дни нет.' : '',
          margin: [0, 6, 0, 0] as [number, number, number, number],
        }
      : { stack: [lessonTable(journal, section, page.lessons)], pageBreak: 'before' as const },
  ])
}

function readText(journal: ClassJournal): string {
  const { coverage, timeZone } = journal
  if (!isWholeJournal(journal) || coverage.oldestLook === null || coverage.newestLook === null)
    return `данные: ${notWhole}`
  const at = (instant: number) => zonedDateTime(instant, timeZone)
  return coverage.oldestLook === coverage.newestLook
    ? `данные прочитаны ${at(coverage.newestLook)}`
    : `данные прочитаны ${at(coverage.oldestLook)} – ${at(coverage.newestLook)}`
}
