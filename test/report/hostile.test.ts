import { createHash } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { clauses } from '../../src/regulation/index.js'
import {
  certificatePdf,
  changesPdf,
  classJournalPdf,
  classJournalXlsx,
  complianceHtml,
  complianceXlsx,
  createCertificate,
  createDigest,
  digestNews,
  journalLines,
  kitFiles,
  readinessPdf,
  type SheetChanges,
  sheetPdf,
  sheetXlsx,
  usualAim,
} from '../../src/report/index.js'
import { csvOf } from '../../src/web/csv.js'
import { aJournal, aLesson, aMark, anEntry, aWork, schoolDays } from '../support/class-journal.js'
import { insides, pageTexts } from '../support/pdf.js'
import { aKit, aKitClass, someChanges } from '../support/print-kit.js'
import { aDirectory, aFinalMark, aPerson, aReport, aSheet, aVerdict } from '../support/report.js'
import { parts } from '../support/xlsx.js'

/** Whatever people typed on the platform, papers and tables show it as text, and nothing of it acts. */

const hostile = [
  '<script>alert(1)</script><img src=x onerror=alert(2)>',
  '=HYPERLINK("http://evil.example","x")',
  '+7 @SUM(1) -2',
  '\u202Eтекст наоборот\u2066\u200F',
  'нуль\u0000звонок\u0007возврат\u001B[31m',
  'два\r\nBcc: evil@example.org\r\n\r\nслова',
  '\u{1F600}'.repeat(40),
  'ы'.repeat(1_000_000),
]
const controls = /(?![\t\n\r])[\p{Cc}\u202a-\u202e\u2066-\u2069]/u

/** The writers of papers break lines in the middle of what is no word. */
const unbroken = (text: string) => text.replaceAll(' ', '')
/** A megabyte that isn't the expected one need not be printed. */
const digest = (text: string) => createHash('sha256').update(text).digest('hex')
const spoiler = (index: number) => hostile[index % hostile.length] ?? ''
/** More pages than that, and somebody's megabyte has become paper. */
const mostPages = 60

function spoiltDirectory() {
  const directory = aDirectory()
  const at = <T extends { readonly name: string }>(items: readonly T[]) =>
    items.map((item, index) => ({ ...item, name: hostile[index % hostile.length] ?? '' }))
  return {
    ...directory,
    classes: at(directory.classes),
    subjects: at(directory.subjects),
    teachers: hostile.map((text, index) => aPerson(String(31 + index), text, text, text)),
  }
}
const spoiltReport = () =>
  aReport({
    school: { id: '1', name: 'МБОУ «<b>Школа</b>»' },
    directory: spoiltDirectory(),
    verdicts: hostile.map((message, index) =>
      aVerdict({
        message,
        responsible: [String(31 + index)],
        subject: { class: '71', lesson: String(4000 + index) },
      }),
    ),
  })

/** A journal of a class to whose every name, topic, homework and mark somebody has done their worst. */
function spoiltJournal() {
  const { teachers, classes } = spoiltDirectory()
  const lessonOf = (index: number) => String(4000 + index)
  const all = [...hostile.keys()]
  return aJournal({
    ...{ pupils: hostile.length, subjects: hostile.length },
    change: directory => ({
      ...directory,
      ...{ teachers, classes },
      subjects: directory.subjects.map((subject, index) => ({ ...subject, name: spoiler(index) })),
      classTeachers: [{ classId: '71', person: aPerson('31', spoiler(3), spoiler(6), spoiler(7)) }],
      periods: directory.periods.map((period, index) => ({ ...period, name: spoiler(index) })),
      members: directory.members.map((member, index) => ({
        ...member,
        person: aPerson(member.person.id, spoiler(index), spoiler(index + 1), null),
      })),
    }),
    slice: {
      lessons: schoolDays(hostile.length).map((date, index) =>
        aLesson(lessonOf(index), date, {
          topicText: spoiler(index),
          subjectId: String(500 + index),
          teacherIds: [String(31 + index)],
        }),
      ),
      works: all.map(index => aWork(String(7000 + index), lessonOf(index), { text: spoiler(index) })),
      marks: all.map(index =>
        aMark(String(8000 + index), lessonOf(index), String(2000 + index), spoiler(index)),
      ),
      attendance: [anEntry('4001', '2000', 'absent')],
      finalMarks: all.map(index => aFinalMark(String(2000 + index), '500', '901', spoiler(index))),
    },
  })
}

/** A kit whose every class, pupil and reason is called so. */
async function spoiltKit() {
  const [cell] = someChanges.cells
  if (!cell) throw new Error('there is a cell')
  const changes: SheetChanges = {
    ...someChanges,
    cells: hostile.map(text => ({
      ...cell,
      ...{ pupil: text, subject: text, period: text, before: text, after: text },
    })),
    others: hostile,
  }
  const sheet = aSheet({ periodId: null, pupils: 3, subjects: 2 })
  const one = await aKitClass(sheet, { changes })
  const items = one.readiness.items.map(item => ({ ...item, lines: hostile }))
  const classes = hostile.map((text, index) => ({
    ...one,
    ...{ id: String(71 + index), name: text, classTeacher: text, readiness: { ready: false, items } },
  }))
  const kit = aKit(classes, {
    missing: hostile.map((text, index) => ({ id: String(171 + index), name: text, reason: text })),
  })
  const said = { school: kit.school.name, studyYear: kit.studyYear, timeZone: kit.timeZone, at: kit.madeAt }
  const printed = await sheetPdf(sheet)
  return kitFiles(kit, async ({ name, classTeacher, readiness }) => ({
    sheet: printed,
    changes: await changesPdf({ ...said, className: name, office: kit.office, changes }),
    readiness: await readinessPdf({
      ...said,
      ...{ className: name, classTeacher, readAt: sheet.readAt, readiness, deputy: kit.office.deputy },
    }),
  }))
}

describe('hostile text', () => {
  test('is text on the page of a report, and turns no other text around', () => {
    const html = complianceHtml(spoiltReport())
    expect(html).not.toContain('<script>alert')
    expect(html).not.toContain('<img src=x')
    expect(html).toContain('&lt;script>alert')
    expect(controls.test(html)).toBe(false)
  })

  test('is text in a workbook that is well formed: no formula, no link, no control character', async () => {
    for (const [name, text] of parts(await complianceXlsx(spoiltReport()))) {
      expect([name, controls.test(text)]).toEqual([name, false])
      expect([name, /<f[ >]|<hyperlink/.test(text)]).toEqual([name, false])
      const longest = Math.max(
        0,
        ...[...text.matchAll(/<t[^>]*>([^<]*)<\/t>/g)].map(([, cell = '']) => cell.length),
      )
      expect([name, longest <= 32_767]).toEqual([name, true])
    }
  })

  test('is text in a certificate, with signs in the place of what no font has', async () => {
    const certificate = createCertificate(
      spoiltReport(),
      {
        ...{ number: null, aim: usualAim, basis: null, teacher: null, recheck: null },
        classNames: hostile,
        inspector: { post: 'Заместитель директора', name: null },
        head: { post: 'Директор', name: null },
        ...{ conclusions: hostile.slice(0, 6), recommendations: [] },
      },
      clauses,
    )
    const text = pageTexts(await certificatePdf(certificate)).join(' ')
    expect(text).toContain('[U+1F600]')
    expect(text).toContain('текст наоборот')
    expect(controls.test(text)).toBe(false)
    expect(text.length).toBeLessThan(400_000)
  })

  test('a sheet is printed without the marks that turn text around', async () => {
    const sheet = aSheet()
    const spoilt = {
      ...sheet,
      class: { ...sheet.class, name: '7\u202EА' },
      pupils: sheet.pupils.map((pupil, index) => ({
        ...pupil,
        name: `${pupil.name}${hostile[3 + (index % 3)]}`,
      })),
    }
    expect(pageTexts(await sheetPdf(spoilt)).join(' ')).toContain('текст наоборот')
    for (const [name, text] of parts(await sheetXlsx(spoilt)))
      expect([name, controls.test(text)]).toEqual([name, false])
  })

  test('is text in a class journal on paper, and a megabyte of it ends after a few pages', async () => {
    const pdf = await classJournalPdf(spoiltJournal())
    const text = pageTexts(pdf).join(' ')
    expect(unbroken(text).includes('<script>alert(1)</script>')).toBe(true)
    expect(text.includes('[U+1F600]')).toBe(true)
    expect(text.includes('знаков напечатаны до этого места и кончаются знаком «…»')).toBe(true)
    expect(controls.test(text)).toBe(false)
    expect(insides(pdf).pages).toBeLessThan(mostPages)
  })

  test('is text in the workbook of a class journal, and its sheets are called as workbooks allow', async () => {
    const book = parts(await classJournalXlsx(spoiltJournal()))
    for (const [name, text] of book) {
      expect([name, controls.test(text)]).toEqual([name, false])
      expect([name, /<f[ >]|<hyperlink/.test(text)]).toEqual([name, false])
      expect([name, text.includes('\ufffd')]).toEqual([name, false])
    }
    const names = [...(book.get('xl/workbook.xml') ?? '').matchAll(/<sheet [^>]*name="([^"]+)"/g)].map(
      ([, name = '']) => name.replace(/&\w+;/g, '_'),
    )
    expect(names.length).toBeGreaterThan(2 * hostile.length)
    expect(new Set(names).size).toBe(names.length)
    for (const name of names)
      expect([name, name.length <= 31, /[[\]:*?/\\]/.test(name)]).toEqual([name, true, false])
  })

  test('stays as it was in the lines of a class journal, each of which is one record', () => {
    const lines = journalLines(spoiltJournal()).split('\n')
    const records = lines.slice(0, -1).map(line => JSON.parse(line))
    expect(records.at(-1)).toEqual({ record: 'end', lines: records.length - 1 })
    const lessons = records.filter(({ record }) => record === 'lesson')
    const marks = records.filter(({ record }) => record === 'mark')
    for (const texts of [
      lessons.map(({ topic }) => topic),
      lessons.map(({ homework }) => homework[0].text),
      marks.map(({ value }) => value),
    ])
      expect(texts.map(digest).sort()).toEqual(hostile.map(digest).sort())
  })

  test('is text on all papers of a print kit, which stay as few as they are', async () => {
    const files = await spoiltKit()
    const folders = new Set(files.map(({ path }) => path.split('/')[0] ?? ''))
    expect(folders.size).toBeGreaterThan(hostile.length)
    for (const folder of folders) {
      expect(folder).toMatch(/^[^\\/:*?"<>|\p{C}]+$/u)
      expect([folder, Buffer.byteLength(folder) <= 255]).toEqual([folder, true])
    }
    for (const { path, bytes } of files.filter(({ path }) => path.endsWith('.pdf'))) {
      const texts = pageTexts(bytes)
      expect([path, controls.test(texts.join(' '))]).toEqual([path, false])
      expect([path, texts.length < mostPages]).toEqual([path, true])
    }
    const list = files.find(({ path }) => path.endsWith('лист-изменений.pdf'))
    const text = unbroken(pageTexts(list?.bytes ?? new Uint8Array()).join(' '))
    expect(text.includes('<script>alert(1)</script>')).toBe(true)
    expect(text.includes('[U+1F600]')).toBe(true)
  })

  test('a sheet of names of a megabyte has as many pages as its pupils need', async () => {
    const sheet = aSheet()
    const printable = hostile.filter(text => !text.includes('\u{1F600}'))
    const names = <T extends { readonly name: string }>(items: readonly T[]) =>
      items.map((item, index) => ({ ...item, name: printable[index % printable.length] ?? '' }))
    const spoilt = { ...sheet, pupils: names(sheet.pupils), subjects: names(sheet.subjects) }
    const texts = pageTexts(await sheetPdf({ ...spoilt, classTeacher: printable.at(-1) ?? '' }))
    expect(texts.length).toBeLessThan(10)
    expect(unbroken(texts.join(' ')).includes('<script>alert(1)</script>')).toBe(true)
  })

  test('makes no letter longer than a letter', () => {
    const report = spoiltReport()
    const withdrawn = report.findings.map(finding => ({ finding, closed: false }))
    const news = digestNews({
      standing: report.findings,
      told: new Map(),
      withdrawn,
      canBeMended: () => true,
    })
    const { subject, html, text } = createDigest(report, news, {
      ...{ weekly: true, baseUrl: null, lists: { from: report.from, to: report.to, told: null } },
      ofClass: report.classes.at(-1) ?? null,
    })
    expect(html).not.toContain('<script>alert')
    expect(html).toContain('&lt;script')
    expect(subject.length).toBeLessThan(300)
    expect(text.length).toBeLessThan(50_000)
    expect(html.length).toBeLessThan(150_000)
  })

  test('begins no formula in a list that a spreadsheet opens', () => {
    for (const line of csvOf(hostile.slice(0, 3).map(text => [text]))
      .split('\r\n')
      .slice(0, 3))
      expect(line.replace(/^\uFEFF/, '')).not.toMatch(/^"?[=+@-]/)
  })
})
