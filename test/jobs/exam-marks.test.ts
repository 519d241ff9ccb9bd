import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { hasExams } from '../../jobs/steps/exams.js'
import { journalWindows, windowFacts } from '../../jobs/steps/windows.js'
import {
  addRun,
  buildSheet,
  enterStatements,
  planOfDay,
  priceOf,
  printKitOverview,
  storeSheet,
} from '../../src/app.js'
import {
  type Answer,
  type ClassGroup,
  type Id,
  type PlatformRecord,
  pupilsOnList,
} from '../../src/journal/index.js'
import { type Installation, installation } from './installation.js'

/** A school whose grade 9 has exams on 16 June and resulting marks on 24 June; the last quarter ends on 26 May. */
const pupils = 4
const last = { from: '2027-05-17', to: '2027-05-30' }
const inJune = { from: '2027-06-28', to: '2027-06-30' }
let house: Installation
let ninth: Id
let seventh: Id

beforeAll(async () => {
  house = await installation('2026-11-20T12:00:00+03:00', {
    school: { seed: 11, classes: 5, pupilsPerClass: pupils, life: 'full', ...last },
  })
  await house.run('sync', { from: '2026-11-16', to: '2026-11-20' })
  const { classes } = await house.app.deps.mirror.directory(house.school.id)
  const idOf = (name: string) => classes.find(group => group.name === name)?.id ?? ''
  ninth = idOf('9А')
  seventh = idOf('7А')
})
afterAll(() => house.close())

const at = (moment: string) => house.clock.set(Date.parse(moment))
const windowOf = (group: Id) =>
  ({ school: house.school.id, resource: 'exam-marks', group, week: null }) as const
const looks = async (group: Id) => (await house.app.deps.mirror.looks(windowOf(group))).length
const members = async () => (await house.app.deps.mirror.directory(house.school.id)).members

async function gaps(date: string) {
  const { gaps: all } = await house.app.deps.mirror.coverage({
    ...{ school: house.school.id, from: date, to: date },
  })
  return all.flatMap(gap => (gap.resource === 'exam-marks' ? [[gap.groupId, gap.state]] : []))
}

const daysBefore = (date: string, days: number) =>
  new Date(Date.parse(date) - days * 86_400_000).toISOString().slice(0, 10)

/** As the scheduler asks for a night. */
function nightRun(date: string) {
  const days = { from: daysBefore(date, 14), to: daysBefore(date, 1) }
  return {
    kind: 'report',
    school: house.school.id,
    ...days,
    classIds: [seventh, ninth],
    askedBy: 'cron',
  } as const
}

async function night(date: string) {
  at(`${date}T00:21:00+03:00`)
  await addRun(house.app.deps, house.queue, { id: `night-${date}`, ...nightRun(date) })
  await house.queue.idle()
}

/** The nights of some days that ask for them. */
async function nightsThatAsk(dates: readonly string[], printed: readonly Id[] = []) {
  const known = await windowFacts(house.app.deps, house.school.id)
  return dates.filter(today => {
    const facts = { ...known, today, printed: new Set(printed) }
    const windows = [...journalWindows(nightRun(today), facts).values()].flat()
    const asked = windows.filter(({ resource }) => resource === 'exam-marks')
    expect(asked.map(({ group }) => group)).toEqual(asked.map(() => ninth))
    return asked.length > 0
  })
}

const dates = (month: string, from: number, count: number) =>
  Array.from({ length: count }, (_, index) => `${month}-${String(from + index).padStart(2, '0')}`)

async function byHand(id: string, days: { from: string; to: string }, classIds: readonly Id[] | null = null) {
  const { deps } = house.app
  const kinds = ['final-marks'] as const
  const request = { school: house.school.id, ...days, classIds, kinds }
  const price = await priceOf(deps, request)
  const before = house.sandbox.requests()
  await addRun(deps, house.queue, { ...request, id, kind: 'sync', askedBy: 'web' })
  await house.queue.idle()
  return { price, run: await deps.runs.get(id), requests: house.sandbox.requests() - before }
}

async function sheetLines() {
  const { resultMarks, slice } = await house.app.deps.mirror.classAt(
    {
      ...{ school: house.school.id, classId: ninth, at: null, only: 'final-marks' },
      days: () => ({ from: '1970-01-01', to: '1970-01-01' }),
    },
    house.school.timeZone,
  )
  const of = (line: 'exam' | 'result') => resultMarks.filter(mark => mark.line === line)
  return {
    exam: of('exam'),
    result: of('result'),
    year: slice.finalMarks.filter(mark => mark.periodId === null),
  }
}

/** The platform's answer as if it had said this. */
function withRecords(answer: Answer, records: readonly PlatformRecord[]): Answer {
  const body = JSON.stringify(records)
  const sha256 = createHash('sha256').update(body).digest('hex')
  return { ...answer, body, sha256, parse: () => ({ ...answer.parse(), records }) }
}

const refusalOf = (match: RegExp) =>
  ({ match, times: 1000, kind: 'server-error', status: 403, type: 'authorizationSystemForbidden' }) as const

test('in November nobody asks for them, not even who asks for final marks by name, and none are missing', async () => {
  const { run, price, requests } = await byHand('november', { from: '2026-09-01', to: '2026-11-20' })
  expect(run).toMatchObject({ state: 'done', incomplete: 0 })
  // The final marks of each class, and the check of the token.
  expect([requests, price.requests]).toEqual([6, 6])
  expect([await looks(ninth), await looks(seventh)]).toEqual([0, 0])
  expect(await gaps('2026-11-20')).toEqual([])
})

test('they are read first in the night after the last period, pupil by pupil, of grade 9 only', async () => {
  at('2027-05-26T12:00:00+03:00')
  await house.run('sync', { from: '2027-05-24', to: '2027-05-26', classIds: [seventh, ninth] })
  expect(await gaps('2027-05-26')).toEqual([])
  expect(await gaps('2027-05-27')).toEqual([[ninth, 'never']])
  await night('2027-05-27')
  expect([await looks(ninth), await looks(seventh)]).toEqual([1, 0])
  expect(await gaps('2027-05-27')).toEqual([])
  const { exam, result, year } = await sheetLines()
  expect({ exam, result }).toEqual({ exam: [], result: [] })
  expect(year.length).toBeGreaterThan(pupils)
})

test('then once in six nights, so that in June the exam and then the result of each pupil stand beside the year', async () => {
  const [turn = '', ...others] = await nightsThatAsk(dates('2027-06', 17, 6))
  expect(others).toEqual([])
  await night(turn)
  expect([await looks(ninth), await looks(seventh)]).toEqual([2, 0])
  const early = await sheetLines()
  const listed = (await members()).filter(({ groupId, left }) => groupId === ninth && !left)
  // Of two subjects.
  expect(early.exam.length).toBe(2 * listed.length)
  expect(early.exam.every(({ classId, appeared }) => classId === ninth && appeared.absentAt !== null)).toBe(
    true,
  )
  expect(early.result).toEqual([])
  const [next = '', ...more] = await nightsThatAsk(dates('2027-06', 25, 6))
  expect(more).toEqual([])
  await night(daysBefore(next, 1))
  expect(await looks(ninth)).toBe(2)
  await night(next)
  expect(await looks(ninth)).toBe(3)
  const { exam, result, year } = await sheetLines()
  expect(exam).toEqual(early.exam)
  const cells = (marks: readonly { personId: Id; subjectId: Id }[]) =>
    marks.map(({ personId, subjectId }) => `${personId}/${subjectId}`).sort()
  expect(cells(result)).toEqual(cells(year))
  expect(await gaps('2027-06-30')).toEqual([])
})

test('who asks by hand is told beforehand that each pupil costs a request', async () => {
  const { price, requests, run } = await byHand('june', inJune, [seventh, ninth])
  const listed = (await members()).filter(({ groupId, left }) => groupId === ninth && !left)
  expect(price).toEqual({ windows: 3, requests: 3 + listed.length })
  expect(requests).toBe(price.requests)
  expect(run).toMatchObject({ state: 'done', complete: 3, incomplete: 0 })
  const { price: ofSeventh } = await byHand('june-7', inJune, [seventh])
  expect(ofSeventh).toEqual({ windows: 1, requests: 2 })
})

test('a night that reads them costs a request a pupil more, which counts against those of the day', async () => {
  const { deps } = house.app
  const withoutExams = (id: Id) => {
    const school = deps.school(id)
    return { ...school, printing: { ...school.printing, examGrades: [] } }
  }
  const schedule = { nightAt: '00:20', digestAt: '07:30', plannedLooks: true, requestsADay: 10_000 }
  const [date = ''] = await nightsThatAsk(dates('2027-07', 10, 6))
  const priceOfNight = async (of: typeof deps) => {
    const plan = await planOfDay(of, house.school, { date, schedule })
    return plan.find(({ kind }) => kind === 'night')?.price ?? 0
  }
  const more = (await priceOfNight(deps)) - (await priceOfNight({ ...deps, school: withoutExams }))
  expect(more).toBe((await members()).filter(({ groupId, left }) => groupId === ninth && !left).length)
})

test('refused for one pupil, they are a gap of that class and of nothing else, until they are read again', async () => {
  const [pupil] = (await members()).filter(({ groupId, left }) => groupId === ninth && !left)
  const match = new RegExp(`persons/${pupil?.person.id}/.*/allfinalmarks`)
  house.sandbox.setFaults([refusalOf(match)])
  const { run } = await byHand('refused', inJune, [seventh, ninth])
  house.sandbox.setFaults([])
  expect(run).toMatchObject({ state: 'done-with-gaps', complete: 2, incomplete: 1 })
  expect(await gaps('2027-06-30')).toEqual([[ninth, 'failed']])
  // What was there stays.
  expect((await sheetLines()).exam).not.toEqual([])
  await byHand('mended', inJune, [seventh, ninth])
  expect(await gaps('2027-06-30')).toEqual([])
})

test('of who has left school since, they are read on: nobody took them away', async () => {
  const { mirror, source } = house.app.deps
  const before = await sheetLines()
  const [graduate] = before.result
  const list = { ...windowOf(ninth), resource: 'members' } as const
  house.clock.set(house.clock.now() + 60_000)
  const answer = await source.read(list)
  const staying = answer.parse().records.filter(record => !record.id.endsWith(`:${graduate?.personId}`))
  await mirror.recordLook(list, withRecords(answer, staying))
  const listed = (await members()).filter(({ groupId, left }) => groupId === ninth && !left)
  expect(listed.map(({ person }) => person.id)).not.toContain(graduate?.personId)
  const { run } = await byHand('graduated', inJune, [ninth])
  expect(run).toMatchObject({ state: 'done', gone: 0 })
  expect(await sheetLines()).toEqual(before)
})

test('of a graduate the platform may refuse them: they stay known, the others’ are read, and the gap is named', async () => {
  const before = await sheetLines()
  const listed = new Set(pupilsOnList({ members: await members() }, ninth))
  const graduate = before.result.find(({ personId }) => !listed.has(personId))?.personId
  const match = new RegExp(`persons/${graduate}/.*/allfinalmarks`)
  house.sandbox.setFaults([refusalOf(match)])
  // What a mark was before the platform changed it.
  const [mark] = before.exam.filter(({ personId }) => listed.has(personId))
  await house.app.database.pool.query(
    `update mirror.version set content = jsonb_set(content, '{value}', '"2"'), hash = 'x'
     where kind = 'exam-mark' and ended_at is null and record = $1`,
    [`${mark?.personId}:${mark?.subjectId}:exam`],
  )
  const { run } = await byHand('left-refused', inJune, [ninth])
  house.sandbox.setFaults([])
  expect(run).toMatchObject({ state: 'done-with-gaps', changed: 1, gone: 0, quarantined: 0 })
  const cells = ({ exam, result }: Awaited<ReturnType<typeof sheetLines>>) =>
    [...exam, ...result]
      .map(({ personId, subjectId, line, value }) => [personId, subjectId, line, value])
      .sort()
  expect(cells(await sheetLines())).toEqual(cells(before))
  expect(await gaps('2027-06-30')).toEqual([[ninth, 'failed']])
  const again = await byHand('left-told', inJune, [ninth])
  expect(again.run).toMatchObject({ state: 'done', changed: 0, gone: 0 })
  expect(await gaps('2027-06-30')).toEqual([])
})

test('of a sheet that is on paper they are read each night, to 31 August', async () => {
  const july = dates('2027-07', 10, 12)
  expect(await nightsThatAsk(july)).toHaveLength(2)
  expect(await nightsThatAsk(july, [ninth, seventh])).toEqual(july)
  const borders = ['2027-05-26', '2027-05-27', '2027-08-31', '2027-09-01']
  expect(await nightsThatAsk(borders, [ninth])).toEqual(['2027-05-27', '2027-08-31'])
})

test('one that was changed since then is named by that night’s check, one that was entered asks for another sheet, and the list of changes tells between which looks', async () => {
  const { deps } = house.app
  at('2027-07-01T12:00:00+03:00')
  const { exam, result } = await sheetLines()
  const [mark] = exam
  const [entered] = result
  if (!mark || !entered) throw new Error('The class has marks of exams and resulting ones')
  const pupilIds = async () => [...new Set([...exam, ...result].map(({ personId }) => personId))]
  const answer = await deps.source.read(windowOf(ninth), { pupilIds })
  const before = answer
    .parse()
    .records.filter(({ id }) => id !== `${entered.personId}:${entered.subjectId}:result`)
    .map(record =>
      record.id === `${mark.personId}:${mark.subjectId}:exam` ? { ...record, value: '2' } : record,
    )
  // As if nobody had entered it yet.
  await house.app.database.pool.query(`delete from mirror.version where kind = 'exam-mark' and record = $1`, [
    `${entered.personId}:${entered.subjectId}:result`,
  ])
  await deps.mirror.recordLook(windowOf(ninth), withRecords(answer, before))
  const sheet = await storeSheet(
    deps,
    await buildSheet(deps, { school: house.school, classId: ninth, periodId: null }),
  )
  const { archiveId: object, archiveVersion: version } = sheet
  const studyYear = '2026-2027'
  await enterStatements(deps, house.school.id, {
    kind: 'hard-copy',
    contents: [
      {
        ...{ classId: ninth, studyYear, step: 'printed', on: '2027-07-01', doneBy: 'Петров П. П.' },
        sheet: { object, version },
      },
    ],
    ...{ author: 'Иванова А. П., завуч', at: house.clock.now() },
  })
  const found = async () => {
    const june = { school: house.school.id, from: '2027-06-01', to: '2027-07-31' }
    const entries = await deps.ledger.list({ ...june, rules: ['2.8-sheet-unchanged'] })
    return entries.map(({ verdict }) => verdict).filter(({ reason }) => reason !== 'pending')
  }
  expect(await found()).toEqual([])
  await night('2027-07-02')
  const [changed, added, ...others] = (await found()).sort((a, b) => (a.reason < b.reason ? -1 : 1))
  expect(others).toEqual([])
  expect(added).toMatchObject({
    ...{ verdict: 'pending', reason: 'pending-added', severity: 'minor', date: '2027-07-01' },
    subject: { class: ninth, part: 'sheet-1-result' },
  })
  expect([changed]).toMatchObject([
    {
      ...{ verdict: 'broken', severity: 'critical', date: '2027-07-01' },
      subject: { class: ninth, person: mark.personId, subject: mark.subjectId, part: 'sheet-1-exam' },
      message: expect.stringMatching(
        /^9А, .+, экзаменационная: отметка изменена .+ нужны лист изменений и новая печать\.$/,
      ),
    },
  ])
  const request = { school: house.school, studyYear, classIds: [ninth] }
  const [ofNinth] = (await printKitOverview(deps, request)).classes
  const seen = { presentAt: expect.any(Number) }
  const cells = ofNinth?.changes?.cells ?? []
  expect(cells.toSorted((a, b) => (a.period < b.period ? 1 : -1))).toMatchObject([
    { period: 'Экзаменационная', before: '2', after: mark.value, seen },
    { period: 'Итоговая', before: null, after: entered.value, seen },
  ])
})

test('which grades have them is a setting; where the platform names no grade, the class’s name does', () => {
  const group = (name: string, parallel: number | null): ClassGroup => ({ id: '1', name, parallel })
  const { printing } = house.school
  expect([9, 10, 11].map(grade => hasExams({ printing }, group('', grade)))).toEqual([true, false, true])
  expect(hasExams({ printing }, group('11Б', null))).toBe(true)
  expect(hasExams({ printing }, group('Кадеты', null))).toBe(false)
  const others = { printing: { ...printing, examGrades: [7] } }
  expect([hasExams(others, group('7А', 7)), hasExams(others, group('9А', 9))]).toEqual([true, false])
})
