import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { describe, expect, test } from '@jest/globals'
import { packageRoot } from '../../src/package-root.js'
import { gridPages, type } from '../../src/report/class-journal-layout.js'
import { cellOf } from '../../src/report/class-journal-words.js'
import { fontFace } from '../../src/report/fonts.js'
import { classJournalPdf, classJournalXlsx, journalGlyphs, journalLines } from '../../src/report/index.js'
import { roomAcross } from '../../src/report/page.js'
import { aFullJournal, aJournal, aLesson, aMark, anEntry, aWork } from '../support/class-journal.js'
import { insides, pageTexts } from '../support/pdf.js'
import { partialCoverage } from '../support/report.js'
import { parts, read } from '../support/xlsx.js'

describe('the journal as PDF', () => {
  test('is PDF/A-3b with every font embedded, and carries its data', async () => {
    const journal = aFullJournal()
    const { text, streams } = insides(await classJournalPdf(journal))
    const metadata = streams.find(stream => stream.includes('pdfaid:part')) ?? ''
    expect(metadata).toContain('<pdfaid:part>3</pdfaid:part>')
    expect(metadata).toContain('<pdfaid:conformance>B</pdfaid:conformance>')
    expect(metadata).not.toMatch(/&(?!amp;|lt;|gt;|quot;|apos;|#)/)
    expect(text).toContain('/OutputIntents')
    expect(text).toContain('/AFRelationship /Source')
    expect(streams).toContain(journalLines(journal))
    const fonts = new Set([...text.matchAll(/\/FontName \/(\S+)/g)].map(match => match[1]))
    expect([...text.matchAll(/\/FontFile2 /g)]).toHaveLength(fonts.size)
    expect(text).not.toMatch(/\/BaseFont \/(Helvetica|Times|Courier)/)
  })

  test('lessons that don’t fit go to further pages, never to smaller type; each stands on one page', () => {
    const journal = aFullJournal()
    const [section] = journal.sections.filter(({ lessons }) => lessons.length > 0)
    if (!section) throw new Error('no section with lessons')
    const pages = gridPages(journal, section, fontFace('Sans'))
    expect(pages.length).toBeGreaterThan(1)
    expect(Math.min(...Object.values(type))).toBeGreaterThanOrEqual(8)
    for (const { widths } of pages)
      expect(widths.reduce((sum, width) => sum + width, 20 + 164)).toBeLessThanOrEqual(roomAcross)
    expect(pages.flatMap(({ lessons }) => lessons.map(({ id }) => id))).toEqual(
      section.lessons.map(({ id }) => id),
    )
    const columns = pages.flatMap(page => page.columns)
    // The lessons, the control work, and the final marks at the end of the period.
    expect(columns).toHaveLength(40 + 1 + 1)
    expect(columns.at(-1)).toMatchObject({ kind: 'final', period: { name: '1 четверть' } })
  })

  test('whatever of a lesson is cut short is said, names of teachers too', async () => {
    const journal = aFullJournal()
    const said = 'длиннее 10000 знаков напечатаны до этого места'
    const textOf = async (what: typeof journal) => pageTexts(await classJournalPdf(what)).join(' ')
    expect(await textOf(journal)).not.toContain(said)
    const crowd = Array.from({ length: 1000 }, (_, index) => `Преображенская А. ${index}`)
    const sections = journal.sections.map(section => ({
      ...section,
      lessons: section.lessons.map((lesson, index) =>
        index === 0 ? { ...lesson, teachers: crowd } : lesson,
      ),
    }))
    expect(await textOf({ ...journal, sections })).toContain(said)
  })

  test('a cancelled lesson is told of in the list, and has a column only if something was entered in it', () => {
    const lessons = [
      aLesson('4001', '2026-09-01', { status: 'cancelled' }),
      aLesson('4002', '2026-09-02', { status: 'cancelled' }),
    ]
    const journal = aJournal({ slice: { lessons, marks: [aMark('8', '4002', '2000', '5')] } })
    const [section] = journal.sections.filter(page => page.lessons.length > 0)
    if (!section) throw new Error('no section with lessons')
    const [page] = gridPages(journal, section, fontFace('Sans'))
    expect(page?.lessons).toHaveLength(2)
    expect(page?.columns.map(column => (column.kind === 'work' ? column.lesson.id : column.kind))).toEqual([
      '4002',
      'final',
    ])
  })

  test('a cell has the letter with the work in class, then the marks', () => {
    const journal = aJournal({
      slice: {
        works: [aWork('7001', '4001', { kind: 'written', written: 'test' })],
        marks: [
          aMark('8', '4001', '2000', '4'),
          aMark('9', '4001', '2000', '3'),
          aMark('10', '4001', '2000', '5', { workId: '7001', workKind: 'written', written: 'test' }),
        ],
        attendance: [anEntry('4001', '2000', 'late'), anEntry('4001', '2001', 'present')],
      },
    })
    const lesson = journal.sections.flatMap(({ lessons }) => lessons).find(({ id }) => id === '4001')
    if (!lesson) throw new Error('no lesson')
    const cells = (pupil: string) => lesson.works.map((_, work) => cellOf(lesson, work, pupil))
    expect(cells('2000')).toEqual(['О 4 3', '5'])
    expect(cells('2001')).toEqual(['', ''])
  })

  test('a character that the fonts lack is printed as its code and named by place, without the text', async () => {
    const journal = aJournal({
      slice: { lessons: [aLesson('4001', '2026-09-01', { topicText: 'Секрет 😀️ и 数学' })] },
    })
    const places = journalGlyphs(journal)
    expect(places).toEqual([
      'тема урока 01.09.2026, предмет № 2 оглавления: U+1F600',
      'тема урока 01.09.2026, предмет № 2 оглавления: U+6570',
      'тема урока 01.09.2026, предмет № 2 оглавления: U+5B66',
    ])
    const pages = insides(await classJournalPdf(journal)).pages
    expect(pages).toBe(insides(await classJournalPdf(aJournal())).pages + 1)
    expect(journalLines(journal)).toContain('Секрет 😀️ и 数学')
  })

  test('an empty journal is still a journal, and a gap is more text on each page', async () => {
    const empty = aJournal({ pupils: 0, subjects: 0, slice: { lessons: [], finalMarks: [] } })
    expect(insides(await classJournalPdf(empty)).pages).toBe(3)
    const whole = await classJournalPdf(aJournal())
    expect((await classJournalPdf(aJournal({ coverage: partialCoverage }))).length).toBeGreaterThan(
      whole.length,
    )
  })
})

describe('the journal as a workbook', () => {
  test('has two sheets a subject, with texts and long ids as they are', async () => {
    const book = read(await classJournalXlsx(aFullJournal()))
    expect([...book.keys()]).toEqual([
      'Журнал',
      '1 Литература',
      '1 Литература (уроки)',
      '2 Русский язык',
      '2 Русский язык (уроки)',
      'Охват',
    ])
    const lessons = book.get('2 Русский язык (уроки)') ?? []
    expect(lessons.find(row => row[0] === '09.09.2026')?.slice(2, 4)).toEqual([
      'Тема № 7 «Корни & степени» <повторение>',
      'упр. 12 & 13 < № 14; ёлка [к 10.09.2026]',
    ])
    const grid = book.get('2 Русский язык') ?? []
    expect(grid.find(row => row[0] === '№')).toContain('08.09.2026 КР')
    expect(grid.flat()).toContain('Н')
  })

  test.each(['=1+1', '+7', '-5', '@SUM(A1)'])('%s stays a text', async topicText => {
    const bytes = await classJournalXlsx(
      aJournal({ slice: { lessons: [aLesson('4001', '2026-09-01', { topicText })] } }),
    )
    expect([...read(bytes).values()].flat(2)).toContain(topicText)
    expect([...parts(bytes).values()].join('')).not.toMatch(/<f[ >]/)
  })

  test('sheets are called as workbooks allow, each otherwise', async () => {
    const journal = aJournal({
      change: directory => ({
        ...directory,
        subjects: directory.subjects.map(subject => ({
          ...subject,
          name: "История: [Россия] / 'мир' и ещё очень длинно",
        })),
      }),
    })
    const names = [...read(await classJournalXlsx(journal)).keys()]
    expect(new Set(names).size).toBe(names.length)
    for (const name of names) {
      expect(name.length).toBeLessThanOrEqual(31)
      expect(name).not.toMatch(/[[\]:*?/\\]/)
    }
  })
})

test('all forms have the same bytes again, in another zone and another language', async () => {
  const run = promisify(execFile)
  const script = `
    import { createHash } from 'node:crypto'
    const { aFullJournal } = await import('./test/support/class-journal.ts')
    const { classJournalPdf, classJournalXlsx, journalLines } = await import('./src/report/index.ts')
    const hash = bytes => createHash('sha256').update(bytes).digest('hex')
    const journal = aFullJournal()
    console.log([journalLines(journal), await classJournalPdf(journal), await classJournalXlsx(journal)].map(hash).join())`
  const elsewhere = async (environment: Record<string, string>) => {
    const { stdout } = await run(
      process.execPath,
      ['--no-warnings', '--import', 'tsx', '--input-type=module', '--eval', script],
      { cwd: packageRoot, env: { PATH: process.env.PATH, ...environment } },
    )
    return stdout.trim()
  }
  const hash = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex')
  const journal = aFullJournal()
  const here = [journalLines(journal), await classJournalPdf(journal), await classJournalXlsx(journal)]
  const expected = here.map(hash).join()
  expect(await elsewhere({ TZ: 'Asia/Kamchatka', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' })).toBe(expected)
  expect(await elsewhere({ TZ: 'America/New_York', LANG: 'C' })).toBe(expected)
})
