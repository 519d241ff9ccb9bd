import type { Instant } from '../clock.js'
import type { IsoDate } from '../journal/index.js'
import { wholeStart } from '../plain-text.js'
import { canonicalJson } from './json.js'
import { printed, printedName } from './page.js'
import type { KitBook, KitClass, KitOffice, KitPaper, PrintKit } from './print-kit-model.js'
import { compareRussian } from './russian.js'

export interface PrintKitInput
  extends Pick<
    PrintKit,
    | 'school'
    | 'studyYear'
    | 'timeZone'
    | 'madeAt'
    | 'due'
    | 'regulation'
    | 'office'
    | 'classes'
    | 'missing'
    | 'checkpoint'
    | 'copies'
  > {
  readonly journalYears: number
  readonly sheetYears: number
  /** The school's day of an instant. */
  readonly dateOf: (instant: Instant) => IsoDate
}

/** The kit of a year: which papers there are, into which books they go, and on which leaves they stand. */
export function createPrintKit(input: PrintKitInput): PrintKit {
  const { dateOf, journalYears, sheetYears, ...said } = input
  const classes = input.classes.toSorted((a, b) => compareRussian(a.name, b.name))
  // A term is counted from 1 January after the year in which the study year ended.
  const counted = Number(input.studyYear.slice(5)) + 1
  return {
    schema: 'dnevnik-bridge/print-kit/1',
    ...said,
    classes,
    madeOn: dateOf(input.madeAt),
    terms: {
      journalYears,
      sheetYears,
      countedFrom: `${counted}-01-01`,
      journalUntil: `${counted + journalYears}-01-01`,
      sheetUntil: `${counted + sheetYears}-01-01`,
    },
    books: booksOf(classes, input),
  }
}

const passing: ReadonlySet<string> = new Set(['madeAt', 'madeOn', 'checkpoint', 'copies'])

/** The same papers: when they were made, and what became of the archive meanwhile, doesn't matter. */
export function kitSubstance(kit: object): string {
  return canonicalJson(Object.fromEntries(Object.entries(kit).filter(([key]) => !passing.has(key))))
}

export function leavesOf(pages: number, { bothSides }: Pick<KitOffice, 'bothSides'>): number {
  return bothSides ? Math.ceil(pages / 2) : pages
}

function booksOf(
  classes: readonly KitClass[],
  { office, studyYear, dateOf, madeAt }: PrintKitInput,
): KitBook[] {
  const folders = classFolders(classes)
  const year = `за ${studyYear} учебный год`
  const book = (folder: string, title: string, own: readonly KitClass[]): KitBook => {
    const papers: KitPaper[] = []
    for (const paper of own.flatMap(one => papersOf(one, { dateOf, madeAt }))) {
      const from = (papers.at(-1)?.to ?? 0) + 1
      const { pages, ...named } = paper
      papers.push({ ...named, from, to: from - 1 + leavesOf(pages, office) })
    }
    return { folder, title, papers, leaves: papers.at(-1)?.to ?? 0 }
  }
  if (office.book === 'year') {
    const title = `Сводные ведомости учёта результатов промежуточной и итоговой аттестации обучающихся ${year}`
    return classes.length === 0 ? [] : [book('Дело', title, classes)]
  }
  return classes.map((one, index) =>
    book(
      folders[index] ?? one.id,
      `Сводная ведомость учёта результатов промежуточной и итоговой аттестации обучающихся ${printedName(one.name)} класса ${year}`,
      [one],
    ),
  )
}

function papersOf(
  { id, name, sheet, changes }: KitClass,
  { dateOf, madeAt }: Pick<PrintKitInput, 'dateOf' | 'madeAt'>,
): (Omit<KitPaper, 'from' | 'to'> & { pages: number })[] {
  return [
    {
      kind: 'sheet',
      classId: id,
      title: `Сводная ведомость ${printedName(name)} класса, версия ${sheet.version} электронного подлинника`,
      date: dateOf(sheet.readAt),
      pages: sheet.pages,
    },
    ...(changes === null
      ? []
      : [
          {
            kind: 'changes' as const,
            classId: id,
            title: `Лист изменений № ${changes.number} к сводной ведомости ${printedName(name)} класса`,
            date: dateOf(madeAt),
            pages: changes.pages,
          },
        ]),
  ]
}

/** Folders that people find by the class's name, each once. */
export function classFolders(classes: readonly Pick<KitClass, 'id' | 'name'>[]): string[] {
  const names = classes.map(({ name }) => fileName(name))
  return names.map((name, index) => {
    const isAlone =
      name !== '' && names.filter(other => other.toLowerCase() === name.toLowerCase()).length === 1
    return isAlone ? name : `${name}-${classes[index]?.id}`
  })
}

/** What no system of files takes amiss. */
function fileName(text: string): string {
  const allowed = printed(text)
    .replace(/[\\/:*?"<>|\p{C}]/gu, '_')
    .replace(/[. ]+$/u, '')
    .replace(/^[. ]+/u, '')
  return wholeStart(allowed, 60)
}
