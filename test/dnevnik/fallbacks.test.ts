import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import nock from 'nock'
import { BridgeError } from '../../src/errors.js'
import { aSource, aWindow, failureOf, fixture, group, host, school } from './a-source.js'

const json = { 'Content-Type': 'application/json' }

beforeAll(() => nock.disableNetConnect())
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([])
  nock.cleanAll()
})
afterAll(() => nock.restore())

function on(path: string, status: number, body = '', query: Record<string, string | string[]> = {}) {
  nock(host).get(`/v2/${path}`).query(query).reply(status, body, json)
}

describe('members', () => {
  const archived = { includeArchive: 'false' }

  test('are asked for without those who left', async () => {
    on(`edu-groups/${group}/persons`, 200, fixture('persons'), archived)
    expect((await aSource().source.read(aWindow('members'))).parse().records).toHaveLength(2)
  })

  test.each([404, 403, 405, 400])('refused with %d, are asked for as students', async status => {
    on(`edu-groups/${group}/persons`, status, '{}', archived)
    on(`edu-groups/${group}/students`, 200, fixture('persons'))
    const answer = await aSource().source.read(aWindow('members'))
    expect(answer).toMatchObject({ requests: 2, body: fixture('persons') })
  })

  test('that the platform only knows as students are asked for so at once from then on', async () => {
    const { source } = aSource()
    on(`edu-groups/${group}/persons`, 404, '{}', archived)
    on(`edu-groups/${group}/students`, 200, fixture('persons'))
    on(`edu-groups/${group}/students`, 200, fixture('persons'))
    expect((await source.read(aWindow('members'))).requests).toBe(2)
    expect((await source.read(aWindow('members'))).requests).toBe(1)
  })

  test('that are forbidden for one class are asked for as members again for the next', async () => {
    const { source } = aSource()
    on(`edu-groups/${group}/persons`, 403, '{}', archived)
    on(`edu-groups/${group}/students`, 200, fixture('persons'))
    on(`edu-groups/${group}/persons`, 200, fixture('persons'), archived)
    await source.read(aWindow('members'))
    expect((await source.read(aWindow('members'))).requests).toBe(1)
  })

  test('refused in all ways, tell how many requests that took', async () => {
    on(`edu-groups/${group}/persons`, 404, '{}', archived)
    on(`edu-groups/${group}/students`, 404, '{}')
    const failure = await failureOf(aSource().source.read(aWindow('members')))
    expect(failure).toMatchObject({ code: 'DNEVNIK_NOT_FOUND', details: { requests: 2 } })
  })

  test('an outage is no refusal', async () => {
    on(`edu-groups/${group}/persons`, 503, '', archived)
    const { source } = aSource({ attempts: 1 })
    expect((await failureOf(source.read(aWindow('members')))).code).toBe('DNEVNIK_DOWN')
  })
})

describe('periods', () => {
  test('come with holidays, both bodies joined untouched', async () => {
    on(`edu-groups/${group}/reporting-periods`, 200, fixture('reporting-periods'))
    on(`edu-groups/${group}/reporting-period-group`, 200, fixture('reporting-period-group'))
    const answer = await aSource().source.read(aWindow('periods'))
    expect(answer.body).toBe(`[${fixture('reporting-periods')},${fixture('reporting-period-group')}]`)
    expect(answer.parse().records.map(record => record.kind)).toEqual(['period', 'holiday'])
  })

  test.each([
    [403, '{}'],
    [404, '<html>Not found</html>'],
    [200, '"нет"'],
  ])('do without holidays that are refused: %d %s', async (status, body) => {
    on(`edu-groups/${group}/reporting-periods`, 200, fixture('reporting-periods'))
    on(`edu-groups/${group}/reporting-period-group`, status, body)
    on(`edu-groups/${group}/reporting-periods-group`, status, body)
    const answer = await aSource({ attempts: 1 }).source.read(aWindow('periods'))
    expect(answer.parse().records.map(record => record.kind)).toEqual(['period'])
  })

  test('find the holidays under their other spelling', async () => {
    on(`edu-groups/${group}/reporting-periods`, 200, fixture('reporting-periods'))
    on(`edu-groups/${group}/reporting-period-group`, 404, '{}')
    on(`edu-groups/${group}/reporting-periods-group`, 200, fixture('reporting-period-group'))
    const { source } = aSource()
    const answer = await source.read(aWindow('periods'))
    expect(answer.parse().records.map(record => record.kind)).toEqual(['period', 'holiday'])
    // Next time at once.
    on(`edu-groups/${group}/reporting-periods`, 200, fixture('reporting-periods'))
    on(`edu-groups/${group}/reporting-periods-group`, 200, fixture('reporting-period-group'))
    expect((await source.read(aWindow('periods'))).requests).toBe(2)
  })

  test('without holidays in either spelling are asked for alone from then on', async () => {
    const { source } = aSource()
    on(`edu-groups/${group}/reporting-periods`, 200, fixture('reporting-periods'))
    on(`edu-groups/${group}/reporting-period-group`, 404, '{}')
    on(`edu-groups/${group}/reporting-periods-group`, 404, '{}')
    await source.read(aWindow('periods'))
    on(`edu-groups/${group}/reporting-periods`, 200, fixture('reporting-periods'))
    expect((await source.read(aWindow('periods'))).requests).toBe(1)
  })

  test('are not read while the holidays are only out of order, lest they seem abolished', async () => {
    on(`edu-groups/${group}/reporting-periods`, 200, fixture('reporting-periods'))
    on(`edu-groups/${group}/reporting-period-group`, 502, '<html>')
    const { source } = aSource({ attempts: 1 })
    expect((await failureOf(source.read(aWindow('periods')))).code).toBe('DNEVNIK_DOWN')
  })
})

describe('bells', () => {
  test('refused for the class, are those of the school when it has one timetable', async () => {
    on(`edu-groups/${group}/timetables`, 403, '{}')
    on(`schools/${school}/timetables`, 200, `[${fixture('timetables')}]`)
    expect((await aSource().source.read(aWindow('bells'))).parse().records).toHaveLength(3)
  })

  test('are not guessed from several timetables of the school', async () => {
    on(`edu-groups/${group}/timetables`, 403, '{}')
    on(`schools/${school}/timetables`, 200, `[${fixture('timetables')},${fixture('timetables')}]`)
    expect((await failureOf(aSource().source.read(aWindow('bells')))).code).toBe('DNEVNIK_UNEXPECTED')
  })
})

describe('final marks', () => {
  const ofPupil = (pupil: string, works: readonly object[]) =>
    JSON.stringify({
      marks: works.map((_, index) => ({ id: 500 + index, person: pupil, work: 700 + index, value: '4' })),
      works: works.map((work, index) => ({ id: 700 + index, subjectId: 9, ...work })),
      subjects: [],
      workTypes: [],
    })
  const periods = JSON.stringify([
    { id: 31, number: 1, type: 'Quarter', name: '1', start: '2026-09-01', finish: '2026-10-25' },
    { id: 32, number: 2, type: 'Quarter', name: '2', start: '2026-11-02', finish: '2026-12-27' },
    { id: 41, number: 1, type: 'HalfYear', name: '1', start: '2026-09-01', finish: '2026-12-27' },
  ])
  const one = { pupilIds: async () => ['1'] }
  const byPupil = (works: readonly object[]) => {
    on(`persons/1/edu-groups/${group}/allfinalmarks`, 200, ofPupil('1', works))
    on(`edu-groups/${group}/reporting-periods`, 200, periods)
  }

  test('not given by class, are asked for pupil by pupil; next time at once', async () => {
    const { source } = aSource()
    on(`edu-groups/${group}/final-marks`, 404, '{}')
    byPupil([
      { type: 'PeriodMark', periodType: 'Quarter', periodNumber: 2 },
      { type: 'PeriodMark', periodType: 'HalfYear', periodNumber: 1 },
      { type: 'PeriodMark', periodType: 'Year', periodNumber: 0 },
    ])
    const answer = await source.read(aWindow('final-marks'), one)
    expect(answer.requests).toBe(3)
    const { records, quarantined } = answer.parse()
    expect(records.map(({ id }) => id)).toEqual(['1:9:32', '1:9:41', '1:9:year'])
    expect(quarantined).toEqual([])
    byPupil([])
    expect((await source.read(aWindow('final-marks'), one)).requests).toBe(2)
  })

  test('of exams and resulting ones are no mark of the year', async () => {
    on(`edu-groups/${group}/final-marks`, 404, '{}')
    byPupil([{ type: 'Exam' }, { type: 'PeriodFinalMark' }])
    const { records, quarantined } = (await aSource().source.read(aWindow('final-marks'), one)).parse()
    expect({ records, quarantined }).toEqual({ records: [], quarantined: [] })
  })

  test.each([
    ['an unknown period', { type: 'PeriodMark', periodType: 'Quarter', periodNumber: 4 }],
    ['a number that two periods have', { type: 'PeriodMark', periodType: null, periodNumber: 1 }],
    ['no subject', { type: 'PeriodMark', periodType: 'Quarter', periodNumber: 1, subjectId: null }],
  ])('with %s are quarantined, not guessed', async (_, work) => {
    on(`edu-groups/${group}/final-marks`, 404, '{}')
    byPupil([work])
    const { records, quarantined } = (await aSource().source.read(aWindow('final-marks'), one)).parse()
    expect(records).toEqual([])
    expect(quarantined).toHaveLength(1)
  })

  test('are not read while one pupil’s are refused, nor where the pupils aren’t known', async () => {
    const { source } = aSource()
    on(`edu-groups/${group}/final-marks`, 403, '{}')
    on(`persons/1/edu-groups/${group}/allfinalmarks`, 403, '{}')
    expect((await failureOf(source.read(aWindow('final-marks'), one))).code).toBe('DNEVNIK_FORBIDDEN')
    on(`edu-groups/${group}/final-marks`, 404, '{}')
    expect((await failureOf(source.read(aWindow('final-marks')))).code).toBe('DNEVNIK_NOT_FOUND')
  })
})

describe('attendance', () => {
  const byGroup = `lesson-log-entries/group/${group}`
  const week = { from: '2026-11-16', to: '2026-11-22' }
  const entries = fixture('lesson-log-entries')
  const parameter = JSON.stringify({ type: 'parameterInvalid', description: 'subject' })
  /** Refused whatever the number of days. */
  const refusedByClass = () => {
    for (const to of ['2026-11-22', '2026-11-19', '2026-11-17', '2026-11-16'])
      on(byGroup, 400, parameter, { ...week, to })
  }
  const ids = (count: number) =>
    Array.from({ length: count }, (_, index) => `23921484200398${10_000 + index}`)

  test('of the class in one request', async () => {
    on(byGroup, 200, entries, week)
    expect(await aSource().source.read(aWindow('attendance'))).toMatchObject({ body: entries, requests: 1 })
  })

  test('refused by class, is asked for by a hundred lessons as a repeated parameter; next time at once', async () => {
    const lessons = ids(101)
    const options = { lessonIds: () => Promise.resolve(lessons) }
    const asked: string[] = []
    nock(host)
      .persist()
      .get(/^\/v2\/lesson-log-entries\?/)
      .reply(uri => {
        asked.push(uri)
        return [200, entries, json]
      })
    refusedByClass()
    const { source } = aSource()
    const first = await source.read(aWindow('attendance'), options)
    expect(first).toMatchObject({ requests: 6, body: `[${entries},${entries}]` })
    expect(asked[0]).toBe(
      `/v2/lesson-log-entries?${lessons
        .slice(0, 100)
        .map(id => `lessons=${id}`)
        .join('&')}`,
    )
    expect(asked[1]).toBe(`/v2/lesson-log-entries?lessons=${lessons[100]}`)
    expect((await source.read(aWindow('attendance'), options)).requests).toBe(2)
    nock.cleanAll()
  })

  test('that demands a subject, is asked for subject by subject; next time at once', async () => {
    const known = { subjectIds: async () => ['7', '8'], lessonIds: async () => ['1'] }
    const bySubject = () => {
      on(byGroup, 200, entries, { ...week, subject: '7' })
      on(byGroup, 200, '[]', { ...week, subject: '8' })
    }
    refusedByClass()
    bySubject()
    const { source } = aSource()
    expect(await source.read(aWindow('attendance'), known)).toMatchObject({
      requests: 6,
      body: `[${entries},[]]`,
    })
    bySubject()
    expect((await source.read(aWindow('attendance'), known)).requests).toBe(2)
  })

  test('refused for the number of its days, is asked for in parts by class, and so it is from then on', async () => {
    const known = { subjectIds: async () => ['7', '8'], lessonIds: async () => ['1'] }
    const { source } = aSource()
    on(byGroup, 400, parameter, week)
    const inParts = () => {
      on(byGroup, 200, entries, { ...week, to: '2026-11-19' })
      on(byGroup, 200, '[]', { ...week, from: '2026-11-20' })
    }
    inParts()
    const first = await source.read(aWindow('attendance'), known)
    expect(first).toMatchObject({ requests: 3, body: `[${entries},[]]` })
    inParts()
    expect((await source.read(aWindow('attendance'), known)).requests).toBe(2)
  })

  test('of a week with a lesson without subject, is asked for by lessons, but only of that week', async () => {
    const lessonIds = async () => ['1']
    refusedByClass()
    on('lesson-log-entries', 200, entries, { lessons: '1' })
    const { source } = aSource()
    const odd = await source.read(aWindow('attendance'), { lessonIds, subjectIds: async () => null })
    expect(odd.parse().records).toHaveLength(2)
    refusedByClass()
    on(byGroup, 200, entries, { ...week, subject: '7' })
    const usual = await source.read(aWindow('attendance'), { lessonIds, subjectIds: async () => ['7'] })
    expect(usual.parse().records).toHaveLength(2)
  })

  test('refused by lessons too, is asked for lesson by lesson', async () => {
    const [one = '', two = ''] = ids(2)
    on(byGroup, 404, '{}', week)
    on('lesson-log-entries', 405, '{}', { lessons: [one, two] })
    on(`lessons/${one}/log-entries`, 200, entries)
    on(`lessons/${two}/log-entries`, 200, '[]')
    const { source } = aSource()
    const answer = await source.read(aWindow('attendance'), { lessonIds: async () => [one, two] })
    expect(answer.parse().records).toHaveLength(2)
    on(`lessons/${one}/log-entries`, 200, entries)
    expect((await source.read(aWindow('attendance'), { lessonIds: async () => [one] })).requests).toBe(1)
  })

  test('forbidden for one class, is tried by class again for the next', async () => {
    const options = { lessonIds: async () => [] }
    const { source } = aSource()
    on(byGroup, 403, '{}', week)
    expect(await source.read(aWindow('attendance'), options)).toMatchObject({ body: '[]', requests: 1 })
    on(byGroup, 200, entries, week)
    expect((await source.read(aWindow('attendance'), options)).body).toBe(entries)
  })

  test('refused in every way, or without knowing lessons, is a failure and never an empty class', async () => {
    refusedByClass()
    expect((await failureOf(aSource().source.read(aWindow('attendance')))).code).toBe('DNEVNIK_PARAMETER')
    on(byGroup, 403, '{}', week)
    on('lesson-log-entries', 403, '{}', { lessons: '5' })
    on('lessons/5/log-entries', 403, '{}')
    const { source } = aSource()
    const failure = await failureOf(source.read(aWindow('attendance'), { lessonIds: async () => ['5'] }))
    expect(failure.code).toBe('DNEVNIK_FORBIDDEN')
  })

  test('forbidden to a class whose lessons are forbidden too is called forbidden', async () => {
    nock(host).get(`/v2/lesson-log-entries/group/${group}`).query(true).reply(403, '{}', json)
    const unread = () =>
      Promise.reject(new BridgeError('DNEVNIK_UNEXPECTED', { message: 'Уроки недели не прочитаны' }))
    const options = { lessonIds: unread, subjectIds: unread }
    const failure = await failureOf(aSource().source.read(aWindow('attendance'), options))
    expect(failure.code).toBe('DNEVNIK_FORBIDDEN')
  })
})
