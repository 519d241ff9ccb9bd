import { describe, expect, test } from '@jest/globals'
import { federalCurriculum } from '../../src/config/curriculum.js'
import { isBridgeError } from '../../src/errors.js'
import type {
  AttendanceStatus,
  Directory,
  FinalMark,
  Membership,
  ResultMark,
} from '../../src/journal/index.js'
import type { ExemptMeaning } from '../../src/regulation/index.js'
import { createSummarySheet } from '../../src/report/index.js'
import {
  aDirectory,
  aFinalMark,
  aPerson,
  dayInMoscow,
  finalMarks,
  moscow,
  noOrders,
  sheetSettings,
  timeZone,
  wholeCoverage,
} from '../support/report.js'

interface Request {
  readonly directory?: Directory
  readonly marks?: readonly FinalMark[]
  readonly classId?: string
  readonly periodId?: string | null
  readonly curriculum?: readonly string[]
  readonly memberships?: readonly Membership[]
  readonly exemptMeaning?: (mark: FinalMark) => ExemptMeaning | null
  readonly more?: Partial<Parameters<typeof createSummarySheet>[0]>
}

function make({
  directory = aDirectory(),
  marks,
  classId = '71',
  periodId = '901',
  curriculum = [],
  memberships = [],
  exemptMeaning = () => null,
  more = {},
}: Request = {}) {
  return createSummarySheet({
    directory,
    finalMarks: marks ?? finalMarks(directory),
    classId,
    periodId,
    resultMarks: [],
    attendance: { entries: [], unread: [], to: '2026-11-19' },
    taught: [],
    ordersAbout: () => noOrders,
    settings: { ...sheetSettings, subjects: curriculum },
    memberships,
    exemptMeaning,
    dateOf: dayInMoscow,
    school: { id: '1', name: 'Школа' },
    studyYear: '2026/2027',
    timeZone,
    asOf: moscow('2026-11-20T23:59'),
    readAt: null,
    coverage: wholeCoverage,
    checkpoint: null,
    print: { number: null, by: null },
    ...more,
  })
}

function failure(run: () => unknown) {
  try {
    run()
  } catch (error) {
    if (isBridgeError(error)) return error
  }
  return null
}

describe('pupils', () => {
  test('stand in Russian order: Ё as Е, all of one surname together', () => {
    expect(make().pupils.map(pupil => pupil.name)).toEqual([
      'Абдуллин Ренат Мөхәммәтович',
      'Ежова Дарья Олеговна',
      'Ёлкин Фёдор Артёмович',
      'Жуков Савелий Ильич',
      'Иванов Пётр Сергеевич',
      'Иванова Анна Сергеевна',
      'Щербакова-Константинопольская Александра Владиславовна',
    ])
  })

  test('namesakes are ordered by id, so that the sheet never changes by itself', () => {
    const twin = (id: string) => ({ groupId: '71', person: aPerson(id, 'Иванов', 'Иван', null), left: false })
    const directory = { ...aDirectory(), members: [twin('1000'), twin('999')] }
    expect(make({ directory, marks: [] }).pupils.map(pupil => pupil.id)).toEqual(['999', '1000'])
  })

  test('who left is said; who left and came back is here', () => {
    const one = (left: boolean) => ({ groupId: '71', person: aPerson('5', 'Иванов', null, null), left })
    const leftOf = (...flags: boolean[]) =>
      make({ directory: { ...aDirectory(), members: flags.map(one) }, marks: [] }).pupils.map(
        pupil => pupil.left,
      )
    expect([leftOf(true), leftOf(true, false), leftOf(false, true)]).toEqual([[true], [false], [false]])
  })

  const stay = (joined: readonly [string, string] | null, left: readonly [string, string] | null) => ({
    groupId: '71',
    personId: '2000',
    joined: {
      absentAt: joined === null ? null : moscow(`${joined[0]}T12:00`),
      presentAt: moscow(`${joined?.[1] ?? '2026-08-30'}T12:00`),
    },
    left:
      left === null ? null : { absentAt: moscow(`${left[0]}T12:00`), presentAt: moscow(`${left[1]}T12:00`) },
  })
  const pupilWith = (...memberships: Membership[]) =>
    make({ directory: aDirectory({ pupils: 1 }), marks: [], periodId: null, memberships }).pupils[0]

  test('who joined after lists were formed is said, and who was put on them by 5 September is not', () => {
    const joinedOf = (...days: readonly [string, string]) => pupilWith(stay(days, null))?.stays[0]?.joined
    expect(joinedOf('2026-09-04', '2026-09-05')).toBeNull()
    expect(joinedOf('2026-09-05', '2026-09-06')).toEqual({ absent: '2026-09-05', seen: '2026-09-06' })
  })

  test('who left is gone from each period that ended since, and from the year', () => {
    expect(pupilWith(stay(null, ['2026-12-27', '2026-12-28']))?.gone).toEqual([false, true, true, true, true])
    expect(pupilWith(stay(null, ['2026-12-28', '2026-12-29']))?.gone).toEqual([
      false,
      false,
      true,
      true,
      true,
    ])
  })

  test('who stayed, came back, or left on a day that nobody knows is gone from none', () => {
    const none = [false, false, false, false, false]
    expect(pupilWith(stay(null, null))?.gone).toEqual(none)
    const back = [stay(null, ['2026-10-01', '2026-10-02']), stay(['2026-11-10', '2026-11-11'], null)]
    expect(pupilWith(...back)?.gone).toEqual(none)
    expect(pupilWith({ ...stay(null, null), groupId: '72' })?.gone).toEqual(none)
  })

  test('members of subgroups and other classes are not on the sheet', () => {
    const directory = aDirectory({ pupils: 1 })
    const other = { groupId: '711', person: aPerson('77', 'Чужой', null, null), left: false }
    const members = [...directory.members, other]
    expect(make({ directory: { ...directory, members }, marks: [] }).pupils).toHaveLength(1)
  })
})

describe('subjects', () => {
  const named = (...names: string[]) => {
    const subjects = names.map((name, index) => ({ id: String(500 + index), name, halfYear: false }))
    const classSubjects = subjects.map(({ id }) => ({ classId: '71', subjectId: id }))
    return { ...aDirectory(), subjects, classSubjects }
  }
  const order = (directory: Directory, curriculum: readonly string[]) =>
    make({ directory, marks: [], curriculum }).subjects.map(({ name }) => name)

  test('stand as in the curriculum; what it does not name comes after, in Russian order', () => {
    const directory = named('Химия', 'Ёлочки', 'Алгебра', 'Экология', 'Русский  ЯЗЫК', 'Ежедневное чтение')
    expect(order(directory, ['Русский язык', 'Алгебра', 'Химия'])).toEqual([
      'Русский  ЯЗЫК',
      'Алгебра',
      'Химия',
      'Ежедневное чтение',
      'Ёлочки',
      'Экология',
    ])
  })

  test('the federal order tells subjects apart that begin alike', () => {
    const directory = named('Православная культура', 'Биология', 'Право', 'Литература', 'Литературное чтение')
    expect(order(directory, federalCurriculum)).toEqual([
      'Литературное чтение',
      'Литература',
      'Право',
      'Биология',
      'Православная культура',
    ])
  })

  test('the longest beginning counts, so that one subject may begin as another does', () => {
    const directory = named('Литературное чтение на родном языке', 'Английский язык', 'Литературное чтение')
    expect(order(directory, ['Литературное чтение', 'Английский', 'Литературное чтение на родном'])).toEqual([
      'Литературное чтение',
      'Английский язык',
      'Литературное чтение на родном языке',
    ])
  })
})

describe('cells', () => {
  test('hold the marks of their period, pupil and subject, and are empty where there is none', () => {
    const directory = aDirectory({ pupils: 2, subjects: 2 })
    const marks = [
      aFinalMark('2000', '500', '901', '5'),
      aFinalMark('2001', '501', '901', 'н/а'),
      aFinalMark('2000', '501', '902', '2'),
    ]
    const sheet = make({ directory, marks })
    expect(sheet.subjects.map(subject => subject.name)).toEqual(['Литература', 'Русский язык'])
    expect(sheet.pupils.map(pupil => [pupil.id, pupil.marks])).toEqual([
      ['2001', [['н/а', null]]],
      ['2000', [[null, '5']]],
    ])
  })

  test('two different marks in one cell are both shown', () => {
    const marks = [
      aFinalMark('2000', '500', '901', '4'),
      aFinalMark('2000', '500', '901', '3'),
      aFinalMark('2000', '500', '901', '4'),
    ]
    expect(make({ directory: aDirectory({ pupils: 1, subjects: 1 }), marks }).pupils[0]?.marks).toEqual([
      ['3/4'],
    ])
  })

  test('a mark of an unknown pupil, subject or period is not lost', () => {
    const sheet = make({
      directory: aDirectory({ pupils: 1, subjects: 1 }),
      marks: [aFinalMark('9', '8', '7', '5')],
      periodId: null,
    })
    expect(sheet.pupils.find(pupil => pupil.id === '9')).toMatchObject({ name: '№ 9', left: true })
    expect(sheet.subjects.map(subject => subject.name)).toContain('Предмет № 8')
    expect(sheet.periods.map(period => period.name)).toContain('Период № 7')
    expect(sheet.pupils.flatMap(pupil => pupil.marks.flat()).filter(mark => mark !== null)).toEqual(['5'])
  })

  test('marks of another class stay away', () => {
    const marks = [{ ...aFinalMark('2000', '500', '901', '5'), classId: '72' }]
    expect(make({ marks }).pupils.flatMap(pupil => pupil.marks.flat())).not.toContain('5')
  })
})

describe('«осв»', () => {
  test('is told with the subjects in which it means either, or nobody has said which', () => {
    const directory = aDirectory({ pupils: 1, subjects: 4 })
    const marks = ['500', '501', '502'].map(subject => ({
      ...aFinalMark('2000', subject, '901', 'осв'),
      meaning: 'exempt' as const,
    }))
    const meanings = new Map<string, ExemptMeaning>([
      ['500', 'exempt'],
      ['501', 'mastered'],
      ['503', 'mastered'],
    ])
    const { exempt } = make({
      directory,
      marks: [...marks, aFinalMark('2000', '503', '901', '5')],
      exemptMeaning: mark => meanings.get(mark.subjectId) ?? null,
    })
    expect(exempt).toEqual({
      exempt: ['Русский язык'],
      mastered: ['Литература'],
      untold: ['Иностранный язык (английский)'],
    })
  })
})

describe('periods', () => {
  test('all of them: in order of time, then the year', () => {
    expect(make({ periodId: null }).periods.map(period => period.name)).toEqual([
      '1 четверть',
      '2 четверть',
      '3 четверть',
      '4 четверть',
      'Годовая',
    ])
  })

  test('a period of the platform that is the year is the line of the year', () => {
    const directory = aDirectory({ pupils: 1, subjects: 1 })
    const year = {
      id: '990',
      classId: '71',
      number: null,
      type: 'year' as const,
      name: 'Учебный год',
      start: '2026-09-01',
      finish: '2027-05-26',
    }
    const withYear = { ...directory, periods: [...directory.periods, year] }
    const sheet = make({
      directory: withYear,
      marks: [aFinalMark('2000', '500', '990', '4')],
      periodId: '990',
    })
    expect(sheet.periods).toEqual([{ id: null, name: 'Годовая' }])
    expect(sheet.pupils[0]?.marks).toEqual([['4']])
  })
})

describe('what is not there', () => {
  test('an unknown class: the hint lists those that are', () => {
    expect(failure(() => make({ classId: '5' }))).toMatchObject({
      code: 'NOT_FOUND',
      hint: 'Возьмите номер из списка: 7А — 71, 7Б — 72, 10А — 101.',
    })
  })

  test('an unknown period, or one of another class: the hint lists those of the class', () => {
    expect(failure(() => make({ periodId: '5' }))).toMatchObject({
      code: 'NOT_FOUND',
      message: 'У класса 7А нет отчётного периода с номером 5.',
      hint: 'Возьмите номер из списка: 1 четверть — 901, 2 четверть — 902, 3 четверть — 903, 4 четверть — 904.',
    })
    expect(failure(() => make({ classId: '72', periodId: '901' }))?.hint).toContain('ещё не прочитаны')
  })
})

describe('beside the marks of the periods', () => {
  const pupil = (request: Request) =>
    make({ directory: aDirectory({ pupils: 1, subjects: 2 }), ...request }).pupils[0]
  const entry = (date: string, status: AttendanceStatus, lessons = 1) => ({
    ...{ personId: '2000', date, status, lessons },
  })

  test('missed lessons are counted by period and for the year; late ones aren’t missed', () => {
    const entries = [
      ...[entry('2026-09-10', 'absent', 5), entry('2026-09-11', 'ill', 4), entry('2026-09-14', 'excused', 1)],
      ...[entry('2026-09-15', 'late', 6), entry('2026-11-10', 'ill', 2), entry('2026-09-16', 'present', 3)],
    ]
    const attendance = { entries, unread: [], to: '2026-11-19' }
    expect(pupil({ periodId: null, more: { attendance } })?.missed).toEqual([
      { lessons: 10, ill: 4 },
      { lessons: 2, ill: 2 },
      null,
      null,
      { lessons: 12, ill: 6 },
    ])
    expect(pupil({ periodId: '902', more: { attendance } })?.missed).toEqual([{ lessons: 2, ill: 2 }])
  })

  test('up to which day they are counted is told, where a period goes on', () => {
    const until = (periodId: string | null, to: string) =>
      make({ periodId, more: { attendance: { entries: [], unread: [], to } } }).missedUntil
    expect(until('901', '2026-10-25')).toBe('2026-10-25')
    expect(until('901', '2026-10-26')).toBeNull()
    expect(until(null, '2026-11-19')).toBe('2026-11-19')
    expect(until(null, '2027-05-26')).toBeNull()
  })

  test('«Ё» stands among «Е», or after it where the school wants it so', () => {
    const namesBy = (yo: 'as-e' | 'after-e') =>
      make({ more: { settings: { ...sheetSettings, yo } } }).pupils.map(({ name }) => name.split(' ')[0])
    expect(namesBy('as-e').slice(1, 4)).toEqual(['Ежова', 'Ёлкин', 'Жуков'])
    expect(namesBy('after-e').slice(1, 4)).toEqual(['Ежова', 'Ёлкин', 'Жуков'])
    const named = (last: string, id: string) => ({
      groupId: '71',
      person: aPerson(id, last, 'А', null),
      left: false,
    })
    const members = [
      named('Ёжиков', '1'),
      named('Ермолов', '2'),
      named('Ершов', '3'),
      named('Ё\u0301', '4'),
      named('Жук', '5'),
    ]
    const order = (yo: 'as-e' | 'after-e') =>
      make({
        ...{ directory: { ...aDirectory(), members }, marks: [] },
        more: { settings: { ...sheetSettings, yo } },
      }).pupils.map(({ id }) => id)
    expect(order('as-e')).toEqual(['4', '1', '2', '3', '5'])
    expect(order('after-e')).toEqual(['2', '3', '4', '1', '5'])
  })

  test('nothing is counted of days that weren’t read, nor where a word isn’t known', () => {
    const missedWith = (unread: readonly { from: string; to: string }[], status: AttendanceStatus) =>
      pupil({
        periodId: null,
        more: { attendance: { entries: [entry('2026-09-10', status)], unread, to: '2026-11-19' } },
      })?.missed
    const week = { from: '2026-10-26', to: '2026-11-01' }
    expect(missedWith([week], 'absent')).toEqual([null, { lessons: 0, ill: 0 }, null, null, null])
    expect(missedWith([], 'unknown')).toEqual([null, { lessons: 0, ill: 0 }, null, null, null])
  })

  const onList = (groupId: string): Membership => ({
    groupId,
    personId: '2000',
    joined: { absentAt: null, presentAt: moscow('2026-08-30T12:00') },
    left: null,
  })
  const other = (groupId: string): Membership => ({ ...onList(groupId), personId: '2001' })

  test('a subject isn’t taught only where it is taught to subgroups alone, and the pupil is in none that is known', () => {
    const untaught = (groups: readonly string[], memberships: readonly Membership[]) =>
      pupil({
        memberships: [onList('71'), ...memberships],
        more: { taught: groups.map(groupId => ({ subjectId: '500', groupId })) },
      })?.notTaught
    expect(untaught(['711', '712'], [other('711'), other('712')])).toEqual(['500'])
    expect(untaught(['711', '712'], [onList('711'), other('712')])).toEqual([])
    expect(untaught(['711', '71'], [other('711')])).toEqual([])
    // Who is in 712, nobody knows.
    expect(untaught(['711', '712'], [other('711')])).toEqual([])
    expect(untaught([], [])).toEqual([])
    // In a week that wasn't read the whole class may have been taught it.
    const unread = [{ from: '2026-09-07', to: '2026-09-13' }]
    const inGroups = [other('711'), other('712')]
    const more = {
      taught: ['711', '712'].map(groupId => ({ subjectId: '500', groupId })),
      attendance: { entries: [], unread, to: '2026-11-19' },
    }
    expect(pupil({ memberships: [onList('71'), ...inGroups], more })?.notTaught).toEqual([])
  })

  test('lines for exams and results: in the grades that are set, or where there are such marks; of the year only', () => {
    const linesOf = (grade: number, request: Request = {}) => {
      const directory = aDirectory({ pupils: 1, subjects: 2 })
      const classes = directory.classes.map(group => ({ ...group, parallel: grade }))
      return make({ directory: { ...directory, classes }, periodId: null, marks: [], ...request })
    }
    const resultMarks: ResultMark[] = [
      { ...aFinalMark('2000', '501', null, '4'), line: 'exam' },
      { ...aFinalMark('2009', '777', null, '5'), line: 'result' },
      { ...aFinalMark('2000', '500', null, '2'), line: 'result', classId: '72' },
    ]
    expect(linesOf(7).resultLines).toEqual([])
    expect(linesOf(9).resultLines.map(({ name }) => name)).toEqual(['Экзаменационная', 'Итоговая'])
    expect(linesOf(9, { periodId: '901' }).resultLines).toEqual([])
    const sheet = linesOf(7, { more: { resultMarks } })
    expect(sheet.subjects.map(({ id }) => id).sort()).toEqual(['500', '501', '777'])
    expect(sheet.pupils.map(({ results }) => results.map(line => line.join('|')))).toEqual([
      ['4||', '||'],
      ['||', '|5|'],
    ])
  })

  test('the head has grade, profile, mark system and the kinds of periods', () => {
    const directory = aDirectory()
    const [first] = directory.periods
    if (!first) throw new Error('a period')
    const half = { ...first, id: '950', type: 'half-year' as const }
    const profiles = { '7А': 'математический' }
    const sheet = make({
      directory: { ...directory, periods: [...directory.periods, half] },
      more: { settings: { ...sheetSettings, profiles } },
    })
    expect(sheet.class).toMatchObject({ grade: 7, profile: 'математический' })
    expect([sheet.markSystem, sheet.periodScheme]).toEqual(['пятибалльная', 'по полугодиям и по четвертям'])
  })
})
