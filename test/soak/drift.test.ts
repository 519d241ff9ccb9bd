import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { ManualClock } from '../../src/clock.js'
import { type DatabaseHandle, openDatabase } from '../../src/database/index.js'
import { createDnevnikSource, type DnevnikSource } from '../../src/dnevnik/index.js'
import * as directory from '../../src/dnevnik/schema/directory.js'
import * as journal from '../../src/dnevnik/schema/journal.js'
import * as year from '../../src/dnevnik/schema/year.js'
import type { WireKind } from '../../src/dnevnik/schema/wire.js'
import { isBridgeError } from '../../src/errors.js'
import {
  type PlatformRecord,
  type ReadOptions,
  type Resource,
  type Window,
  windowKey,
} from '../../src/journal/index.js'
import { silentLogger } from '../../src/log.js'
import { createMirror, type Mirror } from '../../src/mirror/index.js'
import { createOwnPace } from '../../src/pace/index.js'
import { type Fault, type Sandbox, startSandbox } from '../../src/sandbox/index.js'
import { loadVocabulary } from '../../src/vocabulary/index.js'
import { type TestDatabase, testDatabase } from '../support/database.js'

/** One field after the other is renamed, left out, typed otherwise or emptied, in an answer that was read whole before. */
const changes = ['renamed', 'missing', 'type', 'null'] as const
type Change = (typeof changes)[number]

const kindsOf: Readonly<Record<Exclude<Resource, 'mark-values'>, readonly WireKind[]>> = {
  groups: [directory.WireGroup],
  teachers: [directory.WireTeacher],
  subjects: [directory.WireSubject],
  'work-types': [directory.WireWorkType],
  members: [directory.WirePerson],
  'class-subjects': [directory.WireSubject],
  'class-teacher': [directory.WirePerson],
  periods: [year.WirePeriod, year.WirePeriodGroup, year.WireHoliday],
  bells: [year.WireTimetable, year.WireBell],
  lessons: [journal.WireLesson, journal.WireWork],
  marks: [journal.WireMark],
  attendance: [journal.WireLogEntry],
  'final-marks': [journal.WirePersonFinalMarks, journal.WireSubjectFinalMark, journal.WireFinalMark],
  'exam-marks': [journal.WireAllFinalMarks, journal.WireFinalWork, journal.WireMark],
}
/** Marks of exams stand there in June only. */
const times = [
  {
    now: '2026-10-24T20:00:00+03:00',
    grade: 5,
    school: { classes: 2, from: '2026-10-12', to: '2026-10-24' },
    resources: Object.keys(kindsOf).filter(resource => resource !== 'exam-marks'),
  },
  {
    now: '2027-06-29T20:00:00+03:00',
    grade: 9,
    school: { classes: 5, from: '2027-05-17', to: '2027-05-30' },
    resources: ['exam-marks'],
  },
]
/** Where an empty field has another that stands in for it, or says the same as before. */
const harmless: readonly string[] = [
  'name null', // of a group: its full name
  'title null', // of a work type: its name
  'id null', // of a holiday: its first day
  'periodNumber null', // of a work: 0 says «no period» too
  'DaysOfWeek null', // of a bell: every day
]
const ofSchool: readonly string[] = ['groups', 'teachers', 'subjects', 'work-types']
const longest = 120_000
const ofWeek: readonly string[] = ['lessons', 'marks', 'attendance']

function isClassOf(grade: number): (record: PlatformRecord) => boolean {
  return record => record.kind === 'group' && record.groupKind === 'class' && record.parallel === grade
}

describe.each(times)('a known field that drifts: $now', ({ now, grade, school, resources }) => {
  const clock = new ManualClock(Date.parse(now))
  let sandbox: Sandbox
  let source: DnevnikSource
  let database: TestDatabase
  let handle: DatabaseHandle
  let mirror: Mirror
  let classId: string
  let options: ReadOptions

  beforeAll(async () => {
    sandbox = await startSandbox({
      ...{ seed: 11, pupilsPerClass: 6, life: 'full', ...school },
      clock,
    })
    const log = silentLogger
    const limits = { requestsPerSecond: 1_000_000, requestsAtOnce: 4, openAfter: 10 }
    const pace = createOwnPace({ limits, clock, log })
    source = createDnevnikSource({
      ...{ baseUrl: sandbox.url, token: sandbox.token, clock, log, pace },
      ...{ timeoutMs: 10_000, attempts: 1 },
    })
    database = await testDatabase()
    handle = openDatabase(database)
    mirror = createMirror(handle, loadVocabulary())
    const groups = await source.read(windowOf('groups'))
    classId = groups.parse().records.find(isClassOf(grade))?.id ?? ''
    const members = await source.read(windowOf('members'))
    const pupils = members
      .parse()
      .records.flatMap(record => (record.kind === 'member' ? [record.personId] : []))
    options = { pupilIds: async () => pupils }
  })
  afterAll(async () => {
    await source.close()
    await handle.close()
    await database.drop()
    await sandbox.close()
  })

  function windowOf(resource: Resource): Window {
    const group = ofSchool.includes(resource) ? null : classId
    const week = ofWeek.includes(resource) ? '2026-10-19' : null
    return { school: sandbox.school.id, resource, group, week }
  }

  /** What stands in the mirror's window. */
  async function standing(window: Window): Promise<Map<string, string>> {
    const { rows } = await handle.pool.query<{ name: string; hash: string }>(
      `select kind || '/' || record as name, hash from mirror.version where window_key = $1 and ended_at is null`,
      [windowKey(window)],
    )
    return new Map(rows.map(({ name, hash }) => [name, hash]))
  }

  async function look(window: Window, faults: readonly Fault[]): Promise<'whole' | 'incomplete'> {
    clock.set(clock.now() + 60_000)
    sandbox.setFaults(faults)
    try {
      const { complete, suspect } = await mirror.recordLook(window, await source.read(window, options))
      return complete && !suspect ? 'whole' : 'incomplete'
    } catch (error) {
      if (isBridgeError(error) && error.code.startsWith('DNEVNIK_')) return 'incomplete'
      throw error
    }
  }

  /** A field of ours as it stands in the body, which may spell it otherwise. */
  function spellings(field: string, body: string): string[] {
    const kebab = field.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
    const pascal = field.charAt(0).toUpperCase() + field.slice(1)
    return [...new Set([field, kebab, pascal])].filter(spelling => body.includes(`"${spelling}":`))
  }

  async function problemsOf(window: Window, drift: { field: string; change: Change }): Promise<string[]> {
    const before = await standing(window)
    const end = await look(window, [{ kind: 'drift', ...drift }])
    const after = await standing(window)
    await look(window, [])
    const name = `${drift.field} ${drift.change}`
    if (harmless.includes(name)) return []
    const wrong = [...after].filter(([record, hash]) => before.get(record) !== hash).length
    const lost = [...before.keys()].filter(record => !after.has(record)).length
    // Of fewer than three records a field becomes empty in ordinary life.
    const ordinary = drift.change === 'null' && wrong < 3 && lost === 0
    return wrong + lost === 0 || ordinary
      ? []
      : [`${name}: ${wrong} records wrong, ${lost} lost, look ${end}`]
  }

  test.each(Object.entries(kindsOf).filter(([resource]) => resources.includes(resource)))(
    'in %s is never believed',
    async (resource, kinds) => {
      const window = windowOf(resource as Resource)
      const { body } = await source.read(window, options)
      expect(await look(window, [])).toBe('whole')
      expect((await standing(window)).size).toBeGreaterThan(0)
      const fields = new Set(kinds.flatMap(kind => kind.steady.flatMap(field => spellings(field, body))))
      expect(fields.size).toBeGreaterThan(0)
      const problems: string[] = []
      for (const field of fields) {
        for (const change of changes) problems.push(...(await problemsOf(window, { field, change })))
      }
      expect(problems).toEqual([])
    },
    longest,
  )
})
