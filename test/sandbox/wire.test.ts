import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import { type Asking, ask, Entries, FinalMarks, firstClass, Lessons, Marks, quoteIds } from './asking.js'

const week = '2026-11-16/2026-11-22'
let asking: Asking
let classId: string

beforeAll(async () => {
  asking = await ask()
  classId = await firstClass(asking)
})
afterAll(() => asking.sandbox.close())

function objects(text: string): Record<string, unknown>[] {
  return z.array(z.record(z.string(), z.unknown())).parse(JSON.parse(quoteIds(text)))
}

async function first(path: string): Promise<Record<string, unknown>> {
  const [object] = objects((await asking.raw(path)).text)
  if (object === undefined) throw new Error(`nothing at ${path}`)
  return object
}

describe('ids', () => {
  test('are bare integers beyond what a JavaScript number holds', async () => {
    const { text } = await asking.raw(`edu-groups/${classId}/lessons/${week}`)
    const [, bare = ''] = /^\[\{"id":(\d{19}),"id_str":"\d{19}"/.exec(text) ?? []
    expect(BigInt(bare)).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER))
    expect(String(JSON.parse(text)[0].id)).not.toBe(bare)
    expect(text).not.toMatch(/"(id|group|lesson|work|workType|subjectId|createdBy)":"/)
  })

  test('of persons, users and schools have 13 digits', async () => {
    const { text } = await asking.raw(`edu-groups/${classId}/students`)
    expect(text).toMatch(/^\[\{"id":\d{13},"id_str":"\d{13}","userId":(\d{13}|null),/)
    expect(asking.sandbox.school.id).toMatch(/^\d{13}$/)
  })

  test('have a string twin where the platform gives one, and none where it does not', async () => {
    const lesson = await first(`edu-groups/${classId}/lessons/${week}`)
    const mark = await first(`edu-groups/${classId}/marks/${week}`)
    const [work] = z.array(z.record(z.string(), z.unknown())).parse(lesson.works)
    const group = await first(`schools/${asking.sandbox.school.id}/edu-groups`)
    expect(Object.keys(lesson).filter(isTwin)).toEqual(['id_str', 'teachers_str'])
    expect(Object.keys(mark).filter(isTwin)).toEqual(['id_str', 'person_str', 'work_str', 'lesson_str'])
    expect(Object.keys(work ?? {}).filter(isTwin)).toEqual(['id_str', 'lesson_str', 'eduGroup_str'])
    expect(Object.keys(group).filter(isTwin)).toEqual(['id_str', 'parentIds_str', 'timetable_str'])
    const context = (await asking.raw('users/me/context')).text
    expect(context.replace(/"eduGroups":\[.*?\],"splitId"/, '')).not.toContain('_str')
  })

  test('are in no order', async () => {
    const lessons = await asking.read(`edu-groups/${classId}/lessons/${week}`, Lessons)
    const ids = lessons.map(lesson => lesson.id)
    expect(ids).not.toEqual(ids.toSorted())
    expect(lessons.map(lesson => lesson.date)).not.toEqual(lessons.map(lesson => lesson.date).toSorted())
  })
})

function isTwin(key: string): boolean {
  return key.endsWith('_str')
}

describe('objects', () => {
  test('a class has no parents, a subgroup has its class', async () => {
    const groups = objects((await asking.raw(`schools/${asking.sandbox.school.id}/edu-groups`)).text)
    const classes = groups.filter(group => group.type === 'Group')
    const subgroups = groups.filter(group => group.type === 'Subgroup')
    expect(classes).toHaveLength(3)
    expect(subgroups).toHaveLength(6)
    expect(classes.every(group => group.parentIds === null && group.parentIds_str === null)).toBe(true)
    const classIds = classes.map(group => [group.id])
    for (const subgroup of subgroups) expect(classIds).toContainEqual(subgroup.parentIds)
    expect(Object.keys(groups[0] ?? {})).toEqual(expect.arrayContaining(['studyyear', 'journaltype']))
  })

  test('teachers and bells are in PascalCase; breaks are no lessons', async () => {
    const teacher = await first(`schools/${asking.sandbox.school.id}/teachers`)
    expect(Object.keys(teacher)).toEqual(
      expect.arrayContaining(['Id', 'IdStr', 'FirstName', 'LastName', 'Subjects', 'NameTeacherPosition']),
    )
    const bells = JSON.parse((await asking.raw(`edu-groups/${classId}/timetables`)).text)
    expect(Object.keys(bells)).toEqual(['Name', 'Start', 'FirstLessonNumber', 'Items'])
    expect(bells.Items[0]).toMatchObject({ Start: '2026-09-01T08:30:00', LessonNumber: 1 })
    expect(bells.Items.some((item: { LessonNumber: number }) => item.LessonNumber === 0)).toBe(true)
  })

  test('final marks are in kebab-case, by pupil and period, and hang on no lesson', async () => {
    const finals = await asking.read(`edu-groups/${classId}/final-marks`, FinalMarks)
    expect(finals).toHaveLength(25)
    const { text } = await asking.raw(`edu-groups/${classId}/final-marks`)
    expect(text).toContain('"final-mark":{"id":')
    expect(text).toContain('"lesson":null,"lesson_str":null')
  })

  test('lessons of a class include those of its subgroups, a subgroup has its own', async () => {
    const lessons = await asking.read(`edu-groups/${classId}/lessons/${week}`, Lessons)
    const english = lessons.filter(lesson => lesson.subject.name === 'Английский язык')
    const groups = [...new Set(english.map(lesson => lesson.group))]
    expect(groups).toHaveLength(2)
    expect(groups).not.toContain(classId)
    const [subgroup = ''] = groups
    const own = await asking.read(`edu-groups/${subgroup}/lessons/${week}`, Lessons)
    expect(own.map(lesson => lesson.id).toSorted()).toEqual(
      english
        .filter(lesson => lesson.group === subgroup)
        .map(lesson => lesson.id)
        .toSorted(),
    )
    const members = await asking.read(
      `edu-groups/${subgroup}/persons?includeArchive=false`,
      z.array(z.unknown()),
    )
    expect(members.length).toBeGreaterThanOrEqual(12)
  })

  test('log entries name present pupils never, and have null among them now and then', async () => {
    const entries = await asking.read(
      `lesson-log-entries/group/${classId}?from=2026-11-16&to=2026-11-22`,
      Entries,
    )
    expect(entries.some(entry => entry?.status === 'Attend')).toBe(false)
    const other = await ask({ classes: 8 })
    const school = await other.raw(`schools/${other.sandbox.school.id}/edu-groups`)
    const texts = await Promise.all(
      [...school.text.matchAll(/"id":(\d{19}),"id_str":"\d+","parentIds":null/g)].map(([, id]) =>
        other.raw(`lesson-log-entries/group/${id}?from=2026-11-16&to=2026-11-22`),
      ),
    )
    await other.sandbox.close()
    expect(texts).toHaveLength(8)
    expect(texts.some(({ text }) => /[[,]null[,\]]/.test(text))).toBe(true)
  })

  test('batch reads take a bare array of bare integers and repeated parameters', async () => {
    const lessons = await asking.read(`edu-groups/${classId}/lessons/${week}`, Lessons)
    const some = lessons.slice(0, 3)
    const post = { method: 'POST', headers: { 'Content-Type': 'application/json' } }
    const body = `[${some.map(lesson => lesson.id).join(', ')}]`
    const many = await asking.read('lessons/many', Lessons, { ...post, body })
    expect(many.map(lesson => lesson.id).toSorted()).toEqual(some.map(lesson => lesson.id).toSorted())
    const works = some.flatMap(lesson => lesson.works.map(work => work.id))
    const read = await asking.read('works/many', z.array(z.unknown()), { ...post, body: `[${works.join()}]` })
    expect(read).toHaveLength(works.length)
    const quoted = await asking.raw('lessons/many', { ...post, body: JSON.stringify([some[0]?.id]) })
    expect(quoted.status).toBe(400)
    const all = await asking.read(
      `lesson-log-entries/group/${classId}?from=2026-11-16&to=2026-11-22`,
      Entries,
    )
    const byLessons = await asking.read(
      `lesson-log-entries?${lessons.map(lesson => `lessons=${lesson.id}`).join('&')}`,
      Entries,
    )
    expect(byLessons).toEqual(all)
  })

  test('one lesson, its marks and its entries are the same as in the lists', async () => {
    const marks = await asking.read(`edu-groups/${classId}/marks/${week}`, Marks)
    const lessonId = marks[0]?.lesson ?? ''
    const own = await asking.read(`lessons/${lessonId}/marks`, Marks)
    expect(own).toEqual(marks.filter(mark => mark.lesson === lessonId))
    const lesson = JSON.parse((await asking.raw(`lessons/${lessonId}`)).text)
    expect(lesson.id_str).toBe(lessonId)
    expect((await asking.raw(`lessons/${lessonId}/log-entries`)).status).toBe(200)
    const work = JSON.parse((await asking.raw(`works/${marks[0]?.work}`)).text)
    expect(work.lesson_str).toBe(lessonId)
  })
})

describe('time on the wire', () => {
  test('days are midnights, acts are UTC without zone and with 0 to 7 digits', async () => {
    const lessons = await asking.read(`edu-groups/${classId}/lessons/${week}`, Lessons)
    expect(lessons.every(lesson => /^\d{4}-\d\d-\d\dT00:00:00$/.test(lesson.date))).toBe(true)
    const marks = await asking.read(`edu-groups/${classId}/marks/${week}`, Marks)
    const stamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{0,6}[1-9])?$/
    for (const mark of marks) expect(mark.date).toMatch(stamp)
    const lengths = new Set(marks.map(mark => mark.date.length))
    expect(lengths).toContain('2026-11-16T10:00:00'.length)
    expect(lengths).toContain('2026-11-16T10:00:00.1234567'.length)
  })

  test('the zone of act stamps is a switch', async () => {
    const local = await ask({ switches: { stampZone: 'local' } })
    const path = `edu-groups/${classId}/marks/${week}`
    const [there, here] = [await local.read(path, Marks), await asking.read(path, Marks)]
    await local.sandbox.close()
    expect(there).toHaveLength(here.length)
    there.forEach((mark, index) => {
      const utc = here[index]?.date ?? ''
      expect(Date.parse(`${mark.date}Z`) - Date.parse(`${utc}Z`)).toBe(3 * 3_600_000)
    })
  })

  test.each([
    '2026-11-16',
    '2026-11-16T00:00:00',
    '2026-11-16T00:00:00.000',
    '2026-11-16T00:00:00.0000000Z',
    '2026-11-16%2000:00:00',
  ])('a day may be written as %s', async day => {
    const strict = await asking.raw(`edu-groups/${classId}/lessons/${week}`)
    const lenient = await asking.raw(`edu-groups/${classId}/lessons/${day}/2026-11-22T23:59:59`)
    expect(lenient.text).toBe(strict.text)
  })

  test('an unpadded day is a day, a wrong one is not', async () => {
    expect((await asking.raw(`edu-groups/${classId}/marks/2026-9-1/2026-9-7`)).text).toBe('[]')
    expect(await asking.raw(`edu-groups/${classId}/marks/2026-02-30/2026-03-01`)).toMatchObject({
      status: 400,
      text: '{"type":"parameterInvalid","description":"Parameter from is invalid"}',
    })
    expect((await asking.raw(`edu-groups/${classId}/marks/2026-11-22/2026-11-16`)).status).toBe(400)
  })
})

describe('refusals', () => {
  test('say why in the platform’s words', async () => {
    const json = 'application/json; charset=utf-8'
    expect(await asking.raw('users/me', { headers: { 'Access-Token': '' } })).toMatchObject({
      status: 401,
      type: json,
      text: '{"type":"tokenRequired","description":"You must supply valid token to access method"}',
    })
    expect(await asking.raw('users/me', { headers: { 'Access-Token': 'x'.repeat(32) } })).toMatchObject({
      status: 401,
      text: expect.stringContaining('"type":"invalidToken"'),
    })
    for (const path of [
      'edu-groups/1234/students',
      'schools/1/teachers',
      'lessons/1',
      'works/1',
      'nowhere',
    ]) {
      expect(await asking.raw(path)).toMatchObject({
        status: 404,
        type: json,
        text: expect.stringContaining('"type":"apiResourceUnavailable"'),
      })
    }
    expect(await asking.raw('users/me', { method: 'POST' })).toMatchObject({
      status: 405,
      text: expect.stringContaining('"type":"apiMethodNotSupported"'),
    })
  })

  test('the token is also taken as a parameter, and both versions are served', async () => {
    const answer = await fetch(
      `${asking.sandbox.url}/v2.0/users/me/schools?access_token=${asking.sandbox.token}`,
    )
    expect(await answer.text()).toBe(`[${asking.sandbox.school.id}]`)
  })

  test('log entries of a group may need a subject', async () => {
    const strict = await ask({ switches: { subjectRequired: true } })
    const path = `lesson-log-entries/group/${classId}?from=2026-11-16&to=2026-11-22`
    expect((await strict.raw(path)).status).toBe(400)
    const [subject] = await strict.read(
      `edu-groups/${classId}/subjects`,
      z.array(z.object({ id: z.string() })),
    )
    expect((await strict.raw(`${path}&subject=${subject?.id}`)).status).toBe(200)
    await strict.sandbox.close()
  })

  test('present pupils may be written down, too', async () => {
    const full = await ask({ switches: { attendWritten: true } })
    const path = `lesson-log-entries/group/${classId}?from=2026-11-16&to=2026-11-22`
    const entries = await full.read(path, Entries)
    await full.sandbox.close()
    expect(entries.filter(entry => entry?.status === 'Attend').length).toBeGreaterThan(500)
  })
})
