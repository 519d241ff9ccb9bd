import { type DatabaseHandle, openDatabase } from '../../src/database/index.js'
import { BridgeError } from '../../src/errors.js'
import { nameWithInitials } from '../../src/journal/index.js'
import {
  createFindings,
  createLedger,
  entryId,
  type Findings,
  type Statement,
} from '../../src/ledger/index.js'
import {
  defaultRegulation,
  type Exemption,
  editionOn,
  type FigureDay,
  noFigures,
  rules,
  type Verdict,
  verdictKey,
} from '../../src/regulation/index.js'
import type { ReportCoverage } from '../../src/report/index.js'
import { type FindingsDeps, type SchoolNames, type Story, shownName } from '../../src/web/index.js'
import { aScope, judgedOf } from '../ledger/verdicts.js'
import { testDatabase } from '../support/database.js'
import { aDirectory, moscow, partialCoverage, sampleVerdicts, wholeCoverage } from '../support/report.js'

/** The pages' findings: out of a real ledger, with people and looks made up around it. */

export const school = '1000000000000000123'
export const checkedAt = moscow('2026-11-20T20:30')

const evilName = '<img src=x onerror=alert(1)>\u202eотсюда назад'

export interface NameShape {
  /** Names that a platform may send but nobody would want. */
  readonly hostile?: boolean
}

export function someNames({ hostile = false }: NameShape = {}): SchoolNames {
  const directory = aDirectory()
  const named = (id: string, name: string) => ({
    id,
    name: shownName(hostile ? `${evilName}${name}${'ы'.repeat(1_000_000)}` : name),
  })
  const classes = directory.classes.map(({ id, name }) => named(id, name))
  const subjects = directory.subjects.map(({ id, name }) => named(id, name))
  const teachers = directory.teachers.map(person => named(person.id, nameWithInitials(person)))
  const of = (list: readonly { id: string; name: string }[]) => (id: string) =>
    list.find(one => one.id === id)?.name ?? `№ ${id}`
  return {
    classes: [classes[1], classes[2], classes[0]].flatMap(one => one ?? []),
    ...{ subjects, teachers, periods: directory.periods },
    className: id => (id === '' ? 'Школа' : of(classes)(id)),
    subjectName: of(subjects),
    teacherName: of(teachers),
    pupilName: id => (id === '2004' ? 'Абдуллин Ренат' : null),
  }
}

const nobody: Findings = {
  list: async () => [],
  counts: async () => [],
  kept: async () => new Map(),
  keptByWeek: async () => new Map(),
  checked: async () => null,
  checkedClasses: async () => new Set(),
  mendingDays: async () => null,
  figures: async () => ({ week: null, counts: noFigures(), pupilWeeks: 0 }),
  figuresByWeek: async () => [],
  finals: async () => [],
  taught: async () => [],
}

/** Of a school in which nothing was ever found. */
export const quietFindings: FindingsDeps = {
  found: nobody,
  names: async () => someNames(),
  coverage: async () => partialCoverage,
  story: async (_school, entry) => {
    throw new BridgeError('NOT_FOUND', { message: `Записи ${entry} нет` })
  },
  previewExemption: async () => 0,
  enterExemption: async () => ({ number: 1, checking: null }),
  enterReply: async () => {},
}

export interface FoundShape extends NameShape {
  readonly verdicts?: readonly Verdict[]
  readonly figures?: readonly FigureDay[]
  readonly coverage?: ReportCoverage
}

export interface Found {
  readonly deps: FindingsDeps
  /** What people entered by the pages. */
  readonly exemptions: { exemption: Exemption; author: string }[]
  readonly replies: { entry: string; text: string; author: string }[]
  readonly entryOf: (verdict: Verdict) => string
  close(): Promise<void>
}

export const entryOf = (verdict: Verdict) => entryId(school, verdictKey(verdict))

export async function found({
  verdicts = sampleVerdicts(),
  figures = [],
  coverage = partialCoverage,
  ...names
}: FoundShape = {}): Promise<Found> {
  const database = await testDatabase()
  const handle: DatabaseHandle = openDatabase(database)
  const ledger = createLedger(handle)
  const scope = {
    school,
    from: '2026-08-01',
    to: '2026-11-30',
    rules: rules.map(({ id }) => id),
    asOf: checkedAt,
  }
  await ledger.record(aScope(scope), { ...judgedOf(verdicts), figures: async () => figures })
  const exemptions: Found['exemptions'] = []
  const replies: Found['replies'] = []
  const known = someNames(names)
  return {
    exemptions,
    replies,
    entryOf,
    deps: {
      ...quietFindings,
      found: createFindings(handle),
      names: async () => known,
      coverage: async () => coverage,
      async story(_school, id) {
        const history = await ledger.history(id)
        if (history === null) throw new BridgeError('NOT_FOUND', { message: `Записи ${id} нет` })
        return storyOf(history, replies)
      },
      previewExemption: async () => 2,
      async enterExemption(_school, exemption, { author }) {
        exemptions.push({ exemption, author })
        return { number: exemptions.length, checking: null }
      },
      async enterReply(_school, reply, { author }) {
        replies.push({ ...reply, author })
      },
    },
    async close() {
      await handle.close()
      await database.drop()
    },
  }
}

type History = Pick<Story, 'entry' | 'closed' | 'events'>

function storyOf(history: History, replies: Found['replies']): Story {
  const { verdict } = history.entry
  const at = (time: string) => moscow(`${verdict.date}T${time}`)
  const look = (askedAt: number, complete: boolean) => ({
    ...{ askedAt, answeredAt: askedAt, complete, suspect: false, unchangedSince: null },
    ...{ records: 33, changed: 1, gone: 0, quarantined: 0, requests: 1, drift: [], skew: null },
    errorCode: complete ? null : ('DNEVNIK_FORBIDDEN' as const),
    ...{ replayedAt: null, sha256: 'a'.repeat(64), bodyKept: true },
  })
  const rule = rules.find(({ id }) => id === verdict.rule) ?? null
  return {
    ...history,
    rule,
    demands: ['Заданное на дом записывается в течение полутора часов после уроков класса.'],
    edition: editionOn(defaultRegulation, verdict.date),
    bells: { start: at('08:30'), end: at('09:15') },
    stamps: [
      {
        of: 'work',
        stamp: { raw: `${verdict.date}T15:02:00`, utc: at('18:02'), local: at('15:02'), moscow: at('15:02') },
      },
    ],
    looks: [
      {
        window: { school, resource: 'lessons', group: '71', week: '2026-11-16' },
        looks: [
          look(at('13:00'), true),
          look(at('15:41'), true),
          look(at('19:00'), false),
          look(at('23:59'), true),
        ],
      },
    ],
    replies: replies.map(
      ({ author, ...content }, index): Statement<'reply'> => ({
        number: index + 1,
        revisions: [{ revision: 1, content, why: null, author, enteredAt: checkedAt }],
      }),
    ),
    statement: null,
    formerDecisions: [],
  }
}

/** A day of lessons of 7А, for the figures. */
export function someFigures(): FigureDay[] {
  const day = (date: string, late: number): FigureDay => ({
    ...{ classId: '71', date, subjectId: '500', teacherIds: ['31'], pupils: 20 },
    counts: {
      ...noFigures(),
      ...{ lessons: 4, topics: 4 - late, topicsInTime: 3 - late, topicsUnproven: 1, withHomework: 4 },
      ...{ homeworkInTime: 4 - late, homeworkLate: late, marks: 9, seats: 80, marksInTime: 8, marksLate: 1 },
    },
  })
  return [day('2026-11-09', 0), day('2026-11-10', 1), day('2026-11-16', 2), day('2026-11-17', 1)]
}

export { wholeCoverage }
