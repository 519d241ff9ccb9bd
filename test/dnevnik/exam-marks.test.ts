import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import nock from 'nock'
import { parseAnswer } from '../../src/dnevnik/index.js'
import { aSource, aWindow, failureOf, fixture, group, host } from './a-source.js'

/** Marks of exams and resulting ones, which the platform gives only pupil by pupil. */

beforeAll(() => nock.disableNetConnect())
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([])
  nock.cleanAll()
})
afterAll(() => nock.restore())

const window = aWindow('exam-marks')

interface Given {
  readonly work: object
  readonly mark?: object
}

const exam = { type: 'Exam', periodType: 'Year', periodNumber: 0 }
const result = { type: 'PeriodFinalMark', periodType: 'Year', periodNumber: 0 }
const ofYear = { type: 'PeriodMark', periodType: 'Year', periodNumber: 0 }

/** The answer about a pupil: each mark on a work of its own, of subject 9 unless it says otherwise. */
function ofPupil(person: string, given: readonly Given[]) {
  const place = Number(person) * 100
  return {
    marks: given.map(({ mark }, index) => ({
      ...{ id: 500 + place + index, person, work: 700 + place + index, value: '4', type: 'Mark5' },
      ...{ date: '2027-06-16T11:05:00.12', ...mark },
    })),
    works: given.map(({ work }, index) => ({ id: 700 + place + index, subjectId: 9, ...work })),
    subjects: [],
    workTypes: [],
  }
}

function parsed(...given: Given[]) {
  return parseAnswer(window, JSON.stringify({ pupils: [ofPupil('1', given)] }))
}

function on(pupil: string, status: number, body: object) {
  nock(host).get(`/v2/persons/${pupil}/edu-groups/${group}/allfinalmarks`).reply(status, body)
}

test('are asked for pupil by pupil; those of periods and of the year aren’t among them', async () => {
  on('1', 200, ofPupil('1', [{ work: ofYear }, { work: exam }, { work: result, mark: { value: '5' } }]))
  on('2', 200, ofPupil('2', [{ work: result }]))
  const answer = await aSource().source.read(window, { pupilIds: async () => ['1', '2'] })
  expect(answer.requests).toBe(2)
  const { records, quarantined, drift } = answer.parse()
  expect({ quarantined, drift }).toEqual({ quarantined: [], drift: [] })
  expect(records).toEqual([
    {
      ...{ kind: 'exam-mark', id: '1:9:exam', personId: '1', subjectId: '9', line: 'exam', markId: '601' },
      ...{ value: '4', markTypeWord: 'Mark5', stampRaw: '2027-06-16T11:05:00.12' },
    },
    expect.objectContaining({ id: '1:9:result', line: 'result', value: '5' }),
    expect.objectContaining({ id: '2:9:result', personId: '2' }),
  ])
})

test('that can’t be read as written are in quarantine, the others of the pupil aren’t', () => {
  const { records, quarantined } = parsed(
    { work: exam },
    { work: { ...exam, subjectId: null } },
    { work: result, mark: { value: null } },
    { work: result, mark: { work: 999 } },
    { work: { ...result, type: null } },
    { work: exam, mark: { person: null } },
  )
  expect(records.map(({ id }) => id)).toEqual(['1:9:exam'])
  expect(quarantined.map(({ path }) => path)).toEqual([
    '.pupils[0].marks[5].person',
    ...[1, 2, 3, 4].map(index => `.pupils[0].marks[${index}]`),
  ])
})

test('on a work of a type that nobody knows are told of, and are no mark', () => {
  expect(parsed({ work: { ...exam, type: 'SchoolLeavingMark' } })).toMatchObject({
    ...{ records: [], quarantined: [], drift: ['final work of another type'] },
  })
})

test('of two in one cell the later one counts, whatever order they come in', () => {
  const first = { work: exam, mark: { value: '2', date: '2027-06-02T10:00:00' } }
  const again = { work: exam, mark: { value: '3', date: '2027-06-24T10:00:00' } }
  for (const given of [
    [first, again],
    [again, first],
  ]) {
    const { records, drift } = parsed(...given)
    expect(records).toMatchObject([{ id: '1:9:exam', value: '3' }])
    expect(drift).toEqual(['duplicate exam-mark'])
  }
})

test('of another class are not taken for those of this one', () => {
  const body = JSON.stringify({ pupils: [ofPupil('1', [{ work: exam }])] })
  const neighbours = (people: string[], peopleElsewhere: string[]) => ({
    ...{ otherClasses: new Set(['2']), people: new Set(people), peopleElsewhere: new Set(peopleElsewhere) },
  })
  expect(parseAnswer(window, body, neighbours(['1'], ['2'])).records).toHaveLength(1)
  expect(() => parseAnswer(window, body, neighbours(['2'], ['1']))).toThrow('другого класса')
})

test('are not read while one pupil’s are refused, nor where nobody knows the pupils', async () => {
  const { source } = aSource()
  on('1', 200, ofPupil('1', []))
  on('2', 403, {})
  const refused = source.read(window, { pupilIds: async () => ['1', '2'] })
  expect((await failureOf(refused)).code).toBe('DNEVNIK_FORBIDDEN')
  expect((await failureOf(source.read(window))).code).toBe('DNEVNIK_UNEXPECTED')
})

test('are read of the class where only somebody who has left it is refused, and prove no absence then', async () => {
  const { source } = aSource()
  const known = { pupilIds: async () => ['1', '2'], listedPupils: async () => ['1'] }
  on('1', 200, ofPupil('1', [{ work: exam }]))
  on('2', 403, {})
  const { body, ...answer } = await source.read(window, known)
  expect(answer.parse()).toMatchObject({ records: [{ id: '1:9:exam' }], quarantined: [], partial: true })
  expect(parseAnswer(window, body)).toEqual(answer.parse())
  expect(JSON.parse(body)).toMatchObject({ refused: ['2'] })
  on('1', 404, {})
  expect((await failureOf(source.read(window, known))).code).toBe('DNEVNIK_NOT_FOUND')
})

test('are not read where all who are left to ask for are refused', async () => {
  on('1', 403, {})
  on('2', 404, {})
  const known = { pupilIds: async () => ['1', '2'], listedPupils: async () => [] }
  expect((await failureOf(aSource().source.read(window, known))).code).toBe('DNEVNIK_NOT_FOUND')
})

test('an outage is no refusal, of whomever it is', async () => {
  on('1', 200, ofPupil('1', []))
  on('2', 500, {})
  const known = { pupilIds: async () => ['1', '2'], listedPupils: async () => ['1'] }
  expect((await failureOf(aSource({ attempts: 1 }).source.read(window, known))).code).toBe('DNEVNIK_DOWN')
})

test.each([['[]'], ['{}'], [fixture('final-marks')]])(
  'an answer that isn’t theirs is no class without exams: %#',
  body => {
    expect(() => parseAnswer(window, body)).toThrow(expect.objectContaining({ code: 'DNEVNIK_UNEXPECTED' }))
  },
)
