import { beforeEach, describe, expect, test } from '@jest/globals'
import { type PlatformRecord, type Window, windowKey } from '../../src/journal/index.js'
import { expectedWindows } from '../../src/mirror/index.js'
import {
  answer,
  at,
  attendance,
  classId,
  group,
  lesson,
  mark,
  member,
  period,
  school,
  unreadable,
  week,
  window,
  work,
} from './answers.js'
import { openedMirror } from './opened-mirror.js'

const opened = openedMirror()
beforeEach(() => opened().clear())

const request = { school, from: '2026-11-16', to: '2026-11-22' }
const wholeSchool = { group: null }
const subgroup = '2260325488551003900'

function look(place: Window, records: readonly PlatformRecord[], askedAt = at(0)) {
  return opened().mirror.recordLook(place, answer(records, { askedAt }))
}

const schoolWindows = (['groups', 'teachers', 'subjects', 'work-types', 'mark-values'] as const).map(
  resource => window(resource, wholeSchool),
)
const classWindows = (
  [
    'members',
    'class-subjects',
    'class-teacher',
    'periods',
    'bells',
    'lessons',
    'marks',
    'attendance',
  ] as const
).map(resource => window(resource))

/** Everything that a week of one class needs, read once. */
async function readAll(askedAt = at(0)): Promise<void> {
  for (const place of [...schoolWindows, ...classWindows]) {
    const records =
      place.resource === 'groups' ? [group(classId)] : place.resource === 'lessons' ? [lesson('1')] : []
    await look(place, records, askedAt)
  }
}

const noExams = () => false

describe('expected windows', () => {
  const directory = {
    classes: [{ id: classId, name: '5А', parallel: 5 }],
    periods: [
      {
        id: '601',
        classId,
        number: 1,
        type: 'quarter',
        name: 'I',
        start: '2026-09-01',
        finish: '2026-10-25',
      },
    ],
  } as const

  test('three a class-week, and the directory', () => {
    const found = expectedWindows({ school, from: '2026-11-18', to: '2026-11-23' }, directory, noExams)
    expect(found).toHaveLength(5 + 5 + 2 * 3)
    expect(new Set(found.map(windowKey)).size).toBe(found.length)
    expect(found.filter(place => place.resource === 'marks').map(place => place.week)).toEqual([
      week,
      '2026-11-23',
    ])
  })

  test.each([
    ['2026-10-19', '2026-10-24', 0],
    ['2026-10-19', '2026-10-25', 1],
    ['2026-11-02', '2026-11-08', 1],
    ['2026-11-08', '2026-11-08', 1],
    ['2026-11-09', '2026-11-09', 0],
  ])('final marks around the end of a period: %s to %s gives %p', (from, to, count) => {
    const found = expectedWindows({ school, from, to }, directory, noExams)
    expect(found.filter(place => place.resource === 'final-marks')).toHaveLength(count)
  })

  test.each([
    ['2026-10-19', '2026-10-25', 0],
    ['2026-10-19', '2026-10-26', 1],
    ['2027-08-31', '2027-09-06', 1],
    ['2027-09-01', '2027-09-06', 0],
  ])(
    'marks of exams from the end of the last period to that of the study year: %s to %s gives %p',
    (from, to, count) => {
      const examsOf = (hasExams: () => boolean) =>
        expectedWindows({ school, from, to }, directory, hasExams).filter(
          place => place.resource === 'exam-marks',
        )
      expect(examsOf(() => true)).toHaveLength(count)
      expect(examsOf(noExams)).toEqual([])
    },
  )

  test('a filter restricts to its classes, known or not', () => {
    const found = expectedWindows({ ...request, classIds: ['99'] }, directory, noExams)
    expect(new Set(found.map(place => place.group))).toEqual(new Set([null, '99']))
  })
})

describe('gaps', () => {
  test('of an empty mirror only the directory is expected, and all of it is missing', async () => {
    const coverage = await opened().mirror.coverage(request)
    expect(coverage).toMatchObject({ windows: 5, complete: 0, oldestLook: null, newestLook: null })
    expect(coverage.gaps.map(({ resource, state }) => [resource, state])).toEqual([
      ['groups', 'never'],
      ['teachers', 'never'],
      ['subjects', 'never'],
      ['work-types', 'never'],
      ['mark-values', 'never'],
    ])
  })

  test('read whole: no gaps', async () => {
    await readAll()
    await look(window('attendance'), [], at(30))
    expect(await opened().mirror.coverage(request)).toEqual({
      from: '2026-11-16',
      to: '2026-11-22',
      windows: 13,
      complete: 13,
      gaps: [],
      quarantined: 0,
      unknownWords: [],
      oldestLook: at(0),
      newestLook: at(30),
    })
  })

  test('never, failed, in quarantine and suspect are gaps', async () => {
    const { mirror } = opened()
    await readAll()
    await mirror.recordFailedLook(window('marks'), at(10), 'DNEVNIK_FORBIDDEN')
    await mirror.recordLook(
      window('bells'),
      answer([], { askedAt: at(10), quarantined: [unreadable, unreadable] }),
    )
    const entries = Array.from({ length: 12 }, (_, index) => attendance('1', String(501 + index)))
    await look(window('attendance'), entries, at(10))
    await look(window('attendance'), [], at(20))
    const coverage = await mirror.coverage({ ...request, to: '2026-11-23' })
    const gap = { groupId: classId, errorCode: null, lastComplete: null }
    const expected = [
      { ...gap, resource: 'bells', week: null, state: 'failed', lastComplete: at(0) },
      {
        ...gap,
        resource: 'marks',
        week,
        state: 'failed',
        errorCode: 'DNEVNIK_FORBIDDEN',
        lastComplete: at(0),
      },
      { ...gap, resource: 'attendance', week, state: 'failed', lastComplete: at(10) },
      { ...gap, resource: 'lessons', week: '2026-11-23', state: 'never' },
      { ...gap, resource: 'marks', week: '2026-11-23', state: 'never' },
      { ...gap, resource: 'attendance', week: '2026-11-23', state: 'never' },
    ]
    expect(coverage.gaps).toEqual(expected)
    expect(coverage).toMatchObject({ windows: 16, complete: 10, quarantined: 2 })
  })

  test('what the platform does not offer is not expected', async () => {
    const { mirror } = opened()
    await readAll()
    const unoffered = [
      ...(['teachers', 'subjects', 'work-types'] as const).map(resource => window(resource, wholeSchool)),
      window('class-subjects'),
    ]
    for (const place of unoffered) await mirror.recordFailedLook(place, at(10), 'DNEVNIK_NOT_FOUND')
    expect(await mirror.coverage(request)).toMatchObject({ windows: 9, complete: 9, gaps: [] })
    // An outage is no such answer, and neither is a journal that isn't found.
    await mirror.recordFailedLook(window('teachers', wholeSchool), at(20), 'DNEVNIK_DOWN')
    await mirror.recordFailedLook(window('marks'), at(20), 'DNEVNIK_NOT_FOUND')
    const coverage = await mirror.coverage(request)
    expect(coverage).toMatchObject({ windows: 10, complete: 8 })
    expect(coverage.gaps.map(({ resource, errorCode }) => [resource, errorCode])).toEqual([
      ['teachers', 'DNEVNIK_DOWN'],
      ['marks', 'DNEVNIK_NOT_FOUND'],
    ])
  })

  test('a failure that is older than the newest look makes no gap', async () => {
    const { mirror } = opened()
    await readAll(at(10))
    await mirror.recordFailedLook(window('marks'), at(5), 'DNEVNIK_TIMEOUT')
    expect(await mirror.coverage(request)).toMatchObject({ complete: 13, gaps: [] })
    expect((await mirror.looks(window('marks'))).map(({ errorCode }) => errorCode)).toEqual([
      'DNEVNIK_TIMEOUT',
      null,
    ])
  })

  test('a look that was on its way when a later one failed leaves the gap, with fresher data', async () => {
    const { mirror } = opened()
    await readAll()
    await mirror.recordFailedLook(window('marks'), at(20), 'DNEVNIK_TIMEOUT')
    await look(window('marks'), [mark('1')], at(10))
    expect((await mirror.coverage(request)).gaps).toMatchObject([
      { resource: 'marks', state: 'failed', errorCode: 'DNEVNIK_TIMEOUT', lastComplete: at(10) },
    ])
    await look(window('marks'), [mark('1')], at(30))
    expect((await mirror.coverage(request)).gaps).toEqual([])
  })

  test('members of a subgroup are expected once somebody asked for them', async () => {
    const { mirror } = opened()
    await readAll()
    const inner = group(subgroup, { groupKind: 'subgroup', parentIds: [classId] })
    await look(window('groups', wholeSchool), [group(classId), inner], at(5))
    expect(await mirror.coverage(request)).toMatchObject({ windows: 13, complete: 13 })
    await mirror.recordFailedLook(window('members', { group: subgroup }), at(10), 'DNEVNIK_DOWN')
    expect(await mirror.coverage(request)).toMatchObject({ windows: 14, complete: 13 })
    expect(await mirror.coverage({ ...request, classIds: ['99'] })).toMatchObject({
      windows: 13,
      complete: 5,
    })
  })

  test('a week is stale when its last lesson day is over and was not looked at to its end', async () => {
    const { mirror } = opened()
    // The lesson is on Tuesday; everything was read on Monday.
    await readAll()
    const states = async () =>
      (await mirror.coverage(request)).gaps.map(({ resource, state }) => [resource, state])
    await look(window('marks', { week: '2026-11-09' }), [], Date.UTC(2026, 10, 17, 23))
    expect(await states()).toEqual([])
    await look(window('marks', { week: '2026-11-09' }), [], Date.UTC(2026, 10, 18, 1))
    expect(await states()).toEqual([
      ['lessons', 'stale'],
      ['marks', 'stale'],
      ['attendance', 'stale'],
    ])
    await look(window('marks'), [], Date.UTC(2026, 10, 17, 21))
    expect(await states()).toEqual([
      ['lessons', 'stale'],
      ['attendance', 'stale'],
    ])
    // Days that weren't asked for make nothing stale.
    expect((await mirror.coverage({ ...request, to: '2026-11-16' })).gaps).toEqual([])
  })

  test('words without a translation are named', async () => {
    await readAll()
    await look(
      window('lessons'),
      [lesson('1', { statusWord: 'Postponed' }), work('9', { kindWord: 'Riddle' })],
      at(10),
    )
    await look(window('attendance'), [attendance('1', '501', { statusWord: 'Remote' })], at(10))
    await look(window('periods'), [period('601', { typeWord: 'Season' })], at(10))
    expect((await opened().mirror.coverage(request)).unknownWords).toEqual([
      'attendance: Remote',
      'lesson-status: Postponed',
      'period-types: Season',
      'work-types: Riddle',
    ])
  })
})

describe('directory and calendar facts', () => {
  test('active classes with names of those who left', async () => {
    const { mirror } = opened()
    await look(window('groups', wholeSchool), [
      group(classId),
      group(subgroup, { groupKind: 'subgroup', parentIds: [classId], name: '5А англ. 1' }),
      group('77', { active: false }),
    ])
    const teacher = { kind: 'teacher', userId: null, middleName: 'Юрьевна', shortName: null } as const
    const teachers = window('teachers', wholeSchool)
    await look(teachers, [
      { ...teacher, id: '402', lastName: 'Ёж', firstName: 'Анна' },
      { ...teacher, id: '401', lastName: 'Ким', firstName: 'Ольга' },
    ])
    await look(teachers, [{ ...teacher, id: '402', lastName: 'Ежова', firstName: 'Анна' }], at(10))
    await look(window('members'), [member(classId, '501'), member(classId, '502')])
    await look(window('members'), [member(classId, '502')], at(10))
    await look(window('periods'), [period('602')])
    const found = await mirror.directory(school)
    expect(found.classes).toEqual([{ id: classId, name: '5А', parallel: 5 }])
    expect(found.subgroups.map(({ id }) => id)).toEqual([subgroup])
    expect(found.teachers.map(({ id, lastName }) => [id, lastName])).toEqual([
      ['401', 'Ким'],
      ['402', 'Ежова'],
    ])
    expect(found.members.map(({ person, left }) => [person.id, person.lastName, left])).toEqual([
      ['501', 'Ёлкина', true],
      ['502', 'Ёлкина', false],
    ])
    expect(found.periods).toMatchObject([{ id: '602', classId, type: 'quarter' }])
  })

  test('bells and holidays by class, in order', async () => {
    const { mirror } = opened()
    const bell = (lessonNumber: number, start: string, weekdays: readonly number[] = []) =>
      ({
        kind: 'bell',
        id: `${classId}:${lessonNumber}:${weekdays.join()}:${start}`,
        classId,
        lessonNumber,
        start,
        finish: '23:00',
        weekdays,
      }) as const
    await look(window('bells'), [bell(2, '09:25'), bell(1, '09:00', [1]), bell(1, '08:30')])
    const holiday = { kind: 'holiday', classId, name: 'Осенние каникулы' } as const
    await look(window('periods'), [
      { ...holiday, id: '2', start: '2026-12-31', finish: '2027-01-10' },
      { ...holiday, id: '1', start: '2026-10-26', finish: '2026-11-01' },
    ])
    const facts = await mirror.calendarFacts(school)
    expect(
      facts.bells[classId]?.map(({ lessonNumber, start, weekdays }) => [lessonNumber, start, weekdays]),
    ).toEqual([
      [1, '08:30', []],
      [1, '09:00', [1]],
      [2, '09:25', []],
    ])
    expect(facts.holidays[classId]?.map(({ from, to }) => [from, to])).toEqual([
      ['2026-10-26', '2026-11-01'],
      ['2026-12-31', '2027-01-10'],
    ])
  })

  test('classes stand in one order, in whichever they were read', async () => {
    const bell = (of: string) =>
      ({
        kind: 'bell',
        id: `${of}:1::08:30`,
        classId: of,
        lessonNumber: 1,
        start: '08:30',
        finish: '09:15',
        weekdays: [],
      }) as const
    const classes = ['900000000000000001', '1790000000000000001']
    for (const group of classes.toReversed()) await look(window('bells', { group }), [bell(group)])
    const { bells } = await opened().mirror.calendarFacts(school)
    expect(Object.keys(bells)).toEqual(classes)
  })

  test('bells that ring no more stand beside the new ones, each with its days', async () => {
    const bell = (start: string) =>
      ({
        kind: 'bell',
        id: `${classId}:1::${start}`,
        classId,
        lessonNumber: 1,
        start,
        finish: '23:00',
        weekdays: [],
      }) as const
    await look(window('bells'), [bell('08:30')])
    await look(window('bells'), [bell('09:00')], at(24 * 60))
    const facts = await opened().mirror.calendarFacts(school)
    const common = { lessonNumber: 1, finish: '23:00', weekdays: [] }
    expect(facts.bells[classId]).toEqual([
      { ...common, start: '08:30', until: '2026-11-18' },
      { ...common, start: '09:00', since: '2026-11-18' },
    ])
  })

  test('ids of the lessons of a week, for whoever asks by lesson', async () => {
    await look(window('lessons'), [lesson('10'), lesson('9'), work('8')])
    await look(window('marks'), [mark('7')])
    expect(await opened().mirror.lessonIds(school, classId, week)).toEqual(['9', '10'])
  })
})

describe('windows of some days', () => {
  const former = '2260325488551003874'
  const keysOf = async (classIds?: readonly string[]) => {
    const windows = await opened().mirror.windows({ ...request, ...(classIds && { classIds }) })
    return windows.map(({ key }) => key).sort()
  }

  beforeEach(async () => {
    await readAll()
    await look(window('groups', wholeSchool), [
      group(classId),
      group(subgroup, { groupKind: 'subgroup', parentIds: [classId] }),
    ])
    await look(window('members', { group: subgroup }), [member(subgroup, '501')])
    await look(window('members', { group: former }), [member(former, '601')])
    await look(window('lessons', { group: former, week: '2025-11-17' }), [
      lesson('9', { date: '2025-11-18' }),
    ])
  })

  test('lists of a class of another year come with its own days only', async () => {
    const members = windowKey(window('members', { group: former }))
    expect(await keysOf()).not.toContain(members)
    const days = { from: '2025-11-17', to: '2025-11-23' }
    const then = await opened().mirror.windows({ ...request, ...days })
    expect(then.map(({ key }) => key)).toContain(members)
  })

  test('of one class: its own, its subgroups and those of the school', async () => {
    const own = [...schoolWindows, ...classWindows, window('members', { group: subgroup })].map(windowKey)
    expect(await keysOf([classId])).toEqual(own.sort())
    expect(await keysOf([])).toEqual(schoolWindows.map(windowKey).sort())
  })

  test('of windows by their names: when each was asked for last and when last whole; none that never was', async () => {
    const [bells, lessons] = [window('bells'), window('lessons')]
    await opened().mirror.recordFailedLook(bells, at(5), 'DNEVNIK_DOWN')
    const states = await opened().mirror.states(school, [lessons, bells, window('bells', { group: former })])
    expect(
      states.map(({ key, newestAt, proofAt, errorCode }) => [key, newestAt, proofAt, errorCode]),
    ).toEqual([
      [windowKey(bells), at(5), at(0), 'DNEVNIK_DOWN'],
      [windowKey(lessons), at(0), at(0), null],
    ])
  })
})
