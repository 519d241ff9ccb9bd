import { beforeAll, expect, test } from '@jest/globals'
import { clauses, type PlanRow } from '../../src/regulation/index.js'
import { classJournalTables } from '../../src/report/class-journal-tables.js'
import { correctionTable } from '../../src/report/correction-table.js'
import {
  blankFormPdf,
  type Correction,
  certificatePdf,
  checkpointPdf,
  classJournalPdf,
  classJournalXlsx,
  complianceXlsx,
  correctionXlsx,
  createCertificate,
  disposalActPdf,
  keyActPdf,
  type PlanSheet,
  planXlsx,
  sheetPdf,
  sheetXlsx,
} from '../../src/report/index.js'
import { plainText } from '../../src/plain-text.js'
import { planTable } from '../../src/report/plan-table.js'
import { sheetTables } from '../../src/report/sheet-tables.js'
import { complianceTables, type Table } from '../../src/report/tables.js'
import { generateSchool } from '../../src/sandbox/index.js'
import { planFiles } from '../../src/sandbox/plan-files.js'
import { aFullJournal, aJournal } from '../support/class-journal.js'
import {
  type Conversion,
  cellsOf,
  lettersOf,
  pagesAsDrawings,
  sheetsAsCsv,
  sortedLetters,
} from '../support/libre-office.js'
import { pageTexts } from '../support/pdf.js'
import { aWholeKit } from '../support/print-kit.js'
import { describeWith } from '../support/programs.js'
import { aDirectory, aPerson, aReport, aSheet, aVerdict, checkpoint, moscow } from '../support/report.js'

/** What people and the platform write, and an office program might take for something else. */
const oddTexts = [
  '=1+1',
  '+7',
  '-5',
  '@SUM(A1)',
  '=HYPERLINK("http://evil";"5")',
  "'апостроф",
  '007',
  '1e5',
  '12.09',
  'ИСТИНА',
  'ёж Ёж «№ 5» — § 12',
  'a < b & c > d; "в кавычках", и запятая',
  'две\nстроки',
  '  отступ  ',
  'табуляция\tи вертикальная\u000bиз Word',
  'Очень длинная тема: '.repeat(60).trim(),
  'Щербакова-Константинопольская-Вознесенская-Преображенская',
]

function oddPlan(): PlanSheet {
  const rows = oddTexts.map(
    (text, index): PlanRow => ({
      number: index === 0 ? '1.1' : String(index),
      section: text.slice(0, 500),
      topic: text.slice(0, 500),
      hours: index + 0.5,
      date: index === 1 ? null : '2026-09-02',
      homework: text,
    }),
  )
  return {
    ...{ schoolName: 'МБОУ «Школа № 7» <А & Б>', className: '7А', subjectName: '=Алгебра' },
    ...{ studyYear: '2026/2027', number: 1, version: 2, from: '2026-09-01', rows },
    ...{ author: '+Ёлкина', enteredAt: moscow('2026-08-30T10:00'), timeZone: 'Europe/Moscow' },
  }
}

function oddCorrection(): Correction {
  const plan = oddPlan()
  return {
    ...plan,
    ...{ before: 1, why: '@приказ № 5', hours: { before: 68, after: 67.5 } },
    changes: plan.rows.map(row => ({
      ...{ kind: 'changed', before: { ...row, topic: 'Степень' }, after: row, fields: ['topic'] },
      heldOn: ['2026-09-02'],
    })),
  }
}

/** Pupils whose surnames are odd texts. */
const oddPeople = (size: number) => {
  const directory = aDirectory({ pupils: size, subjects: 3 })
  return {
    ...directory,
    members: directory.members.map((member, index) => ({
      ...member,
      person: aPerson(member.person.id, oddTexts[index] ?? 'Ли', 'Ян', null),
    })),
  }
}

const oddReport = () =>
  aReport({
    verdicts: oddTexts.map((message, index) =>
      aVerdict({ message, verdict: (['broken', 'mended', 'unproven'] as const)[index % 3] ?? 'broken' }),
    ),
  })
const oddSheet = () => {
  const sheet = aSheet({ periodId: null, pupils: oddTexts.length, subjects: 3 })
  return {
    ...sheet,
    pupils: sheet.pupils.map((pupil, index) => ({ ...pupil, name: oddTexts[index] ?? '' })),
  }
}
const oddJournal = () => {
  const journal = aFullJournal({ change: () => oddPeople(28) })
  const [first, ...others] = journal.sections.filter(({ lessons }) => lessons.length > 0)
  if (!first) throw new Error('a full journal has lessons')
  const lessons = first.lessons.map((lesson, index) => ({
    ...lesson,
    topic: oddTexts[index] ?? lesson.topic,
  }))
  return { ...journal, sections: [{ ...first, lessons }, ...others] }
}

describeWith('soffice', 'workbooks in LibreOffice', soffice => {
  const workbooks = {
    report: { tables: complianceTables(oddReport()), bytes: complianceXlsx(oddReport()) },
    sheet: { tables: sheetTables(oddSheet()), bytes: sheetXlsx(oddSheet()) },
    journal: { tables: classJournalTables(oddJournal()), bytes: classJournalXlsx(oddJournal()) },
    plan: { tables: [planTable(oddPlan())], bytes: planXlsx(oddPlan()) },
    correction: { tables: [correctionTable(oddCorrection())], bytes: correctionXlsx(oddCorrection()) },
  } as const satisfies Record<string, { tables: readonly Table[]; bytes: Promise<Uint8Array> }>
  let opened: Conversion
  beforeAll(async () => {
    const files = new Map<string, Uint8Array>()
    for (const [name, { bytes }] of Object.entries(workbooks)) files.set(`${name}.xlsx`, await bytes)
    const school = generateSchool({ seed: 3, classes: 1, from: '2026-09-21', to: '2026-09-27', plans: true })
    const [fromSandbox] = await planFiles(school)
    if (!fromSandbox) throw new Error('a class has plans')
    files.set('sandbox.xlsx', fromSandbox.bytes)
    opened = await sheetsAsCsv(soffice, files)
  })

  const sheetOf = (name: string) => cellsOf(opened.files.get(name) ?? '')

  test('open without a word of complaint', () => {
    expect(opened).toMatchObject({ code: 0, complaints: [] })
  })

  test.each(Object.keys(workbooks) as (keyof typeof workbooks)[])(
    '%s: every cell is what the data say',
    name => {
      const { tables } = workbooks[name]
      const names = tables.map(table => `${name}-${table.name}.csv`)
      expect([...opened.files.keys()].filter(file => file.startsWith(`${name}-`)).sort()).toEqual(
        names.sort(),
      )
      for (const table of tables) expect(sheetOf(`${name}-${table.name}.csv`)).toEqual(shown(table))
    },
  )

  test('texts that look like formulas, numbers or dates come back as the texts that they are', () => {
    const topics = sheetOf('plan-КТП.csv').map(row => row[2])
    for (const text of oddTexts) expect(topics).toContain(plainText(text).slice(0, 500))
    const hours = sheetOf('plan-КТП.csv').map(row => row[3])
    expect(hours).toContain(1.5)
  })

  test('a plan of the sandbox has its topics', () => {
    const [head, first] = sheetOf('sandbox-КТП.csv')
    expect(head).toEqual(['№ п/п', 'Раздел', 'Тема урока', 'Количество часов'])
    expect(first).toEqual([1, expect.stringMatching(/[а-яё]/), expect.stringMatching(/[а-яё]/), 1])
  })
})

/** A table as an office program shows it: as wide as its widest row, days as ISO dates. */
function shown(table: Table): (string | number | null)[][] {
  const rows = [...table.before, table.columns.map(({ title }) => title), ...table.rows]
  const width = Math.max(...rows.map(row => row.length))
  return rows.map(row =>
    Array.from({ length: width }, (_, column) => {
      const value = row[column] ?? null
      if (value instanceof Date) return value.toISOString().slice(0, 10)
      const text = typeof value === 'string' ? plainText(value) : value
      return text === '' ? null : text
    }),
  )
}

describeWith('soffice', 'printed forms in LibreOffice', soffice => {
  const forms = new Map<string, Uint8Array>()
  let opened: Conversion
  beforeAll(async () => {
    const at = moscow('2027-06-16T10:00')
    const { files } = await aWholeKit()
    for (const [path, bytes] of files) {
      // The other class has the same papers, and its sheet stands below, shorter.
      if (!path.endsWith('.pdf') || path.startsWith('10Б/') || path.includes('сводная')) continue
      forms.set(path.replace('/', '-'), bytes)
    }
    forms.set('сводная-ведомость.pdf', await sheetPdf(aSheet({ pupils: 12, subjects: 6 })))
    forms.set('журнал.pdf', await classJournalPdf(aJournal({ pupils: 7 })))
    const certificate = createCertificate(aReport(), certificateRequest, clauses)
    forms.set('справка.pdf', await certificatePdf(certificate))
    forms.set('контрольная-точка.pdf', await checkpointPdf(checkpoint, at))
    forms.set('бланк.pdf', await blankFormPdf(blank(at)))
    forms.set('акт-об-уничтожении.pdf', await disposalActPdf(disposal(at)))
    forms.set('акт-о-новом-ключе.pdf', await keyActPdf(keyAct(at)))
    opened = await pagesAsDrawings(soffice, forms)
  })

  test('open without a word of complaint, each page with every letter that was printed on it', () => {
    expect(opened).toMatchObject({ code: 0, complaints: [] })
    expect(opened.files.size).toBe(forms.size)
    for (const [name, bytes] of forms) {
      const pages = lettersOf(opened.files.get(name.replace(/pdf$/, 'fodg')) ?? '')
      expect({ name, pages }).toEqual({ name, pages: pageTexts(bytes).map(sortedLetters) })
    }
  })
})

const certificateRequest = {
  ...{ number: '3', aim: 'контроль ведения журнала', basis: 'план внутришкольного контроля <№ 5 & 6>' },
  ...{ teacher: null, classNames: ['7А', '7Б'], recheck: '2026-12-07', conclusions: [] },
  inspector: { post: 'Заместитель директора по УВР', name: 'А. П. Щербакова-Константинопольская' },
  head: { post: 'Директор', name: null },
  recommendations: ['Обсудить на методическом объединении.'],
}

function blank(at: number) {
  return {
    ...{ school: 'МБОУ «Школа № 7» <А & Б> Ё', title: 'Лист учёта контроля ведения журнала', at },
    demands: [{ clause: '1.2', demand: 'Школа контролирует ведение журнала.' }],
    command: 'dnevnik-bridge control add',
    fields: [{ key: '--on', meaning: 'когда', required: true, hasValue: true }],
  }
}

function keyAct(at: number) {
  return {
    ...{
      archive: 'dnevnik-bridge',
      number: '5',
      at,
      reason: 'диск <с ключом> & сейф № 5',
      known: '00000040',
    },
    attestedBy: ['Петрова А. И.', 'Ёлкина Ё. Ё.'] as const,
    ...{ lostKey: 'ab'.repeat(16), newKey: 'cd'.repeat(16), upto: '00000042', head: '0123abcd'.repeat(16) },
  }
}

function disposal(at: number) {
  return {
    ...{ school: 'МБОУ «Школа № 7» <А & Б> Ё', number: '12', reason: 'сроки хранения истекли', at },
    ...{ approvedBy: 'Директор П. П. Ёлкин', executedBy: 'Секретарь А. А. Ли' },
    documents: Array.from({ length: 30 }, (_, index) => ({
      ...{ title: 'Сводная ведомость', id: `urn:dnevnik-bridge:1:2026-2027:class-${index}:summary:year` },
      ...{ studyYear: '2026/2027', versions: 2, term: '25 л.', until: '2053-01-01', digest: 'ab'.repeat(64) },
    })),
  }
}
