import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import { type Asking, ask } from './asking.js'
import * as shape from './shapes.js'

/** Every endpoint that a reading client calls, against shapes written from what is known of the platform. */

const week = '2026-10-19/2026-10-25'
const range = 'startDate=2026-10-19&endDate=2026-10-25'
let asking: Asking
let ids: Awaited<ReturnType<typeof findIds>>

beforeAll(async () => {
  asking = await ask({ classes: 8, from: '2026-10-12', to: '2026-10-25', now: '2026-10-26T12:00:00+03:00' })
  ids = await findIds()
})
afterAll(() => asking.sandbox.close())

async function read<T>(path: string, type: z.ZodType<T>, body?: string): Promise<T> {
  const post = { method: 'POST', headers: { 'Content-Type': 'application/json' } }
  const answer = await asking.raw(path, body === undefined ? {} : { ...post, body })
  expect({ path, status: answer.status, type: answer.type }).toEqual({
    path,
    status: 200,
    type: 'application/json; charset=utf-8',
  })
  return type.parse(JSON.parse(shape.markIds(answer.text)))
}

function bare(marked: string | null | undefined): string {
  if (typeof marked !== 'string') throw new Error('an id that is none')
  return marked.replace('#', '')
}

function some<T>(list: readonly T[]): T {
  const [first] = list
  if (first === undefined) throw new Error('an empty list')
  return first
}

async function findIds() {
  const school = asking.sandbox.school.id
  const groups = await read(`schools/${school}/edu-groups`, z.array(shape.EduGroup))
  const group = bare(some(groups.filter(({ type, parallel }) => type === 'Group' && parallel === 7)).id)
  const subgroup = bare(some(groups.filter(({ parentIds }) => parentIds?.[0] === `#${group}`)).id)
  const marks = await read(`edu-groups/${group}/marks/${week}`, z.array(shape.Mark))
  const lessons = await read(`edu-groups/${group}/lessons/${week}`, z.array(shape.Lesson))
  const mark = some(marks)
  const homework = some(
    lessons.flatMap(({ works }) => works).filter(({ type, sentDate }) => type === 'Homework' && sentDate),
  )
  const task = some(await read(`works/${bare(homework.id)}/tasks`, z.array(shape.Task)))
  const marked = some(lessons.filter(({ id }) => id === mark.lesson))
  const period = some(
    (await read(`edu-groups/${group}/reporting-periods`, z.array(shape.Period))).filter(
      ({ number }) => number === 1,
    ),
  )
  return {
    school,
    group,
    subgroup,
    lessons: lessons.map(({ id }) => bare(id)),
    works: lessons.flatMap(({ works }) => works.map(({ id }) => bare(id))),
    mark: bare(mark.id),
    person: bare(mark.person),
    lesson: bare(mark.lesson),
    work: bare(mark.work),
    subject: bare(marked.subject.id),
    teacher: bare(some(marked.teachers)),
    homework: bare(homework.id),
    task: bare(task.id),
    period: bare(period.id),
    user: bare((await read('users/me', shape.User)).id),
  }
}

const list = <T>(type: z.ZodType<T>) => z.array(type).min(1)
type Path = (of: typeof ids) => string

describe.each<[string, readonly (readonly [Path, z.ZodType])[]]>([
  [
    'who am I, which school',
    [
      [() => 'users/me', shape.User],
      [of => `users/${of.user}`, shape.User],
      [() => 'users/me/roles', z.array(z.enum(['EduStaff', 'EduSchoolAdministrator']))],
      [of => `users/${of.user}/roles`, z.array(z.string())],
      [() => 'users/me/context', shape.Context],
      [of => `users/${of.user}/context`, shape.Context],
      [() => 'users/me/schools', list(shape.ShortId)],
      [() => 'users/me/edu-groups', list(shape.Id64)],
      [() => 'users/me/organizations', list(shape.ShortId)],
      [of => `users/me/organizations/${of.school}`, shape.Organization],
      [() => 'users/me/school-memberships', shape.Memberships],
      [of => `users/${of.user}/school-memberships`, shape.Memberships],
      [of => `users/${of.user}/education`, shape.Memberships],
      [of => `persons/${of.person}/school-memberships`, shape.Memberships],
      [() => 'schools/person-schools?excludeOrganizations=true', list(shape.PersonSchool)],
      [() => 'schools', list(shape.PersonSchool)],
      [of => `schools?schools=${of.school}&schools=1`, z.array(shape.School).length(1)],
      [of => `schools/${of.school}`, shape.School],
      [of => `schools/${of.school}/parameters`, z.looseObject({ name: z.string() })],
    ],
  ],
  [
    'people',
    [
      [of => `schools/${of.school}/teachers`, list(shape.SchoolTeacher)],
      [of => `schools/${of.school}/membership`, list(shape.Person)],
      [of => `schools/${of.school}/membership?schoolMembershipType=Admins`, list(shape.Person)],
      [of => `edu-groups/${of.group}/students`, list(shape.Person)],
      [of => `edu-groups/${of.group}/persons?includeArchive=true`, list(shape.Person)],
      [of => `persons?eduGroup=${of.group}`, list(shape.Person)],
      [of => `edu-groups/${of.group}/teachers`, list(shape.Person)],
      [of => `edu-groups/${of.group}/classteacher`, shape.Person],
      [
        of => `teacher/${of.teacher}/students`,
        list(z.strictObject({ id: shape.Id64, id_str: z.string(), students: list(shape.Person) })),
      ],
      [of => `persons/${of.person}`, shape.Person],
    ],
  ],
  [
    'classes, subjects, periods, bells',
    [
      [of => `schools/${of.school}/edu-groups`, list(shape.EduGroup)],
      [of => `edu-groups/${of.group}`, shape.EduGroup],
      [of => `edu-groups?eduGroups=${of.group}&eduGroups=${of.subgroup}`, z.array(shape.EduGroup).length(2)],
      [of => `edu-groups/${of.group}/parallel`, list(shape.EduGroup)],
      [of => `persons/${of.person}/edu-groups`, z.array(shape.EduGroup).min(2)],
      [of => `persons/${of.person}/edu-groups/all`, z.array(shape.EduGroup).min(3)],
      [of => `persons/${of.person}/schools/${of.school}/edu-groups`, z.array(shape.EduGroup).min(2)],
      [of => `persons/${of.teacher}/schools/${of.school}/edu-groups/teacher`, list(shape.EduGroup)],
      [of => `persons/${of.teacher}/edu-groups`, list(shape.EduGroup)],
      [of => `edu-groups/${of.group}/subjects`, list(shape.Subject)],
      [of => `edu-groups/${of.subgroup}/subjects`, z.array(shape.Subject).length(1)],
      [of => `schools/${of.school}/subjects`, list(shape.Subject)],
      [of => `edu-groups/${of.group}/reporting-periods`, z.array(shape.Period).length(4)],
      [of => `edu-groups/${of.group}/reporting-period-group`, shape.PeriodGroup],
      [of => `edu-groups/${of.group}/reporting-periods-group`, shape.PeriodGroup],
      [of => `work-types/${of.school}`, list(shape.WorkType)],
      [of => `edu-groups/${of.group}/timetables`, shape.Timetable],
      [of => `schools/${of.school}/timetables`, list(shape.Timetable)],
      [() => 'marks/values', z.looseObject({ mark5: z.array(z.string()).length(15) })],
      [() => 'marks/values/type/Mark5', z.array(z.string()).length(15)],
      [
        () => 'lesson-log-entries/statuses',
        z.tuple([
          z.literal('Attend'),
          z.literal('Absent'),
          z.literal('Ill'),
          z.literal('Late'),
          z.literal('Pass'),
        ]),
      ],
    ],
  ],
  [
    'lessons, works and homework',
    [
      [of => `edu-groups/${of.group}/lessons/${week}`, list(shape.Lesson)],
      [of => `edu-groups/${of.group}/subjects/${of.subject}/lessons/${week}`, list(shape.Lesson)],
      [of => `lessons/${of.lesson}`, shape.Lesson],
      [
        of => `persons/${of.person}/groups/${of.group}/schedules?${range}`,
        z.strictObject({ days: z.array(shape.ScheduleDay).length(7) }),
      ],
      [of => `works?lesson=${of.lesson}`, list(shape.Work)],
      [of => `lessons/${of.lesson}/works`, list(shape.Work)],
      [of => `works/${of.work}`, shape.Work],
      [of => `users/me/school/${of.school}/homeworks?${range}`, shape.Homeworks],
      [
        of => `users/me/school/homeworks?homeworkId=${of.homework}&homeworkId=1`,
        shape.Homeworks.refine(({ works, lessons }) => works.length === 1 && lessons.length === 1),
      ],
      [
        of => `persons/${of.person}/school/${of.school}/homeworks?${range}`,
        shape.Homeworks.refine(({ works }) => works.length > 5),
      ],
      [of => `tasks/${of.task}`, shape.Task],
      [of => `works/${of.homework}/tasks?persons=${of.person}`, z.array(shape.Task).max(1)],
      [of => `tasks?lessons=${of.lessons.join('&lessons=')}`, list(shape.Task)],
      [of => `lessons/${of.lesson}/tasks`, z.array(shape.Task)],
      [of => `persons/${of.person}/tasks?from=2026-10-19&to=2026-10-25`, list(shape.Task)],
    ],
  ],
  [
    'marks',
    [
      [of => `edu-groups/${of.group}/marks/${week}`, list(shape.Mark)],
      [of => `edu-groups/${of.group}/subjects/${of.subject}/marks/${week}`, list(shape.Mark)],
      [of => `persons/${of.person}/schools/${of.school}/marks/${week}`, list(shape.Mark)],
      [of => `persons/${of.person}/edu-groups/${of.group}/marks/${week}`, list(shape.Mark)],
      [of => `persons/${of.person}/subjects/${of.subject}/marks/${week}`, list(shape.Mark)],
      [of => `lessons/${of.lesson}/marks`, list(shape.Mark)],
      [of => `works/${of.work}/marks`, list(shape.Mark)],
      [of => `persons/${of.person}/lessons/${of.lesson}/marks`, list(shape.Mark)],
      [of => `persons/${of.person}/works/${of.work}/marks`, list(shape.Mark)],
      [of => `marks/${of.mark}`, shape.Mark],
      [of => `persons/${of.person}/group/${of.group}/recentmarks?limit=3`, shape.RecentMarks],
    ],
  ],
  [
    'attendance',
    [
      [of => `lessons/${of.lesson}/log-entries`, shape.LogEntries],
      [of => `lesson-log-entries?lessons=${of.lessons.join('&lessons=')}`, list(shape.LogEntry.nullable())],
      [
        of => `lesson-log-entries/group/${of.group}?from=2026-10-19&to=2026-10-25`,
        list(shape.LogEntry.nullable()),
      ],
      [
        of => `persons/${of.person}/lesson-log-entries?${range}`,
        z.strictObject({ logEntries: shape.LogEntries, lessons: list(shape.Lesson) }),
      ],
      [
        of => `lesson-log-entries/person/${of.person}/subject/${of.subject}?from=2026-10-19&to=2026-10-25`,
        shape.LogEntries,
      ],
      [
        of => `lesson-log-entries/person=${of.person}&subject=${of.subject}&from=2026-10-19&to=2026-10-25`,
        shape.LogEntries,
      ],
    ],
  ],
  [
    'final marks and averages',
    [
      [of => `edu-groups/${of.group}/final-marks`, list(shape.PersonFinalMarks)],
      [of => `edu-groups/${of.group}/subjects/${of.subject}/final-marks`, z.array(shape.Mark)],
      [of => `persons/${of.person}/edu-groups/${of.group}/final-marks`, list(shape.SubjectFinalMark)],
      [of => `persons/${of.person}/edu-groups/${of.group}/allfinalmarks`, shape.AllFinalMarks],
      [of => `edu-groups/${of.group}/avg-marks/${week}`, list(shape.Average)],
      [
        of => `edu-groups/${of.group}/reporting-periods/${of.period}/avg-marks/2026-10-25`,
        list(shape.PeriodAverage),
      ],
      [of => `edu-groups/${of.group}/wa-marks/${week}`, shape.Weighted],
      [of => `persons/${of.person}/reporting-periods/${of.period}/avg-mark`, shape.AverageText],
      [
        of => `persons/${of.person}/reporting-periods/${of.period}/subjects/${of.subject}/avg-mark`,
        shape.AverageText,
      ],
    ],
  ],
])('%s', (_, endpoints) => {
  test.each(endpoints.map(endpoint => [String(endpoint[0]).slice(6), ...endpoint] as const))(
    '%s',
    async (_name, path, type) => {
      await read(path(ids), type)
    },
  )
})

describe('bodies are bare arrays of bare integers', () => {
  test.each<[string, (of: typeof ids) => readonly string[], z.ZodType]>([
    ['users/many', of => [of.user], list(shape.User)],
    ['lessons/many', of => of.lessons.slice(0, 4), z.array(shape.Lesson).length(4)],
    ['works/many', of => of.works, list(shape.Work)],
    ['lessons/many/marks', of => of.lessons, list(shape.Mark)],
    ['lessons/marks', of => of.lessons, list(shape.Mark)],
    [
      'edu-groups/students',
      of => [of.group],
      list(
        z.strictObject({
          group: shape.Id64,
          students: list(
            z.strictObject({ person: shape.Person, membershipstatus: z.enum(['Active', 'Archive']) }),
          ),
        }),
      ),
    ],
  ])('POST %s', async (path, of, type) => {
    await read(path, type, `[${of(ids).join(',')}]`)
    const refused = await asking.raw(path, { method: 'POST', body: JSON.stringify(of(ids)) })
    expect(refused.status).toBe(400)
    expect(refused.text).toContain('"type":"parameterInvalid"')
  })
})

describe('what the lists select', () => {
  test('marks of a pupil are those of the class that are his', async () => {
    const all = await read(`edu-groups/${ids.group}/marks/${week}`, z.array(shape.Mark))
    const own = await read(`persons/${ids.person}/schools/${ids.school}/marks/${week}`, z.array(shape.Mark))
    expect(own).toEqual(all.filter(mark => mark.person_str === ids.person))
  })

  test('marks by the day they were put and by the day of the lesson differ by late ones', async () => {
    const late = some(asking.sandbox.truth.planted.filter(({ rule }) => rule === '2.5-marks-same-day'))
    const { mark = '', person = '' } = late.subject
    const byLesson = await read(`lessons/${late.date}/persons/${person}/marks`, z.array(shape.Mark))
    expect(byLesson.map(({ id_str }) => id_str)).toContain(mark)
    const putOn = (late.enteredAt ?? '').slice(0, 10)
    const byPutting = (day: string) => read(`persons/${person}/marks/${day}`, z.array(shape.Mark))
    expect((await byPutting(putOn)).map(({ id_str }) => id_str)).toContain(mark)
    expect((await byPutting(late.date)).map(({ id_str }) => id_str)).not.toContain(mark)
  })

  test('recent marks come newest first, so many a subject, and hold marks of periods', async () => {
    const path = `persons/${ids.person}/group/${ids.group}/recentmarks`
    const { marks, works } = await read(`${path}?limit=2`, shape.RecentMarks)
    const subjects = new Map(works.map(({ id, subjectId }) => [id, subjectId]))
    for (const subject of new Set(subjects.values())) {
      expect(marks.filter(({ work }) => subjects.get(work) === subject).length).toBeLessThanOrEqual(2)
    }
    const padded = marks.map(({ date }) => date.padEnd(27, date.length === 19 ? '.0000000' : '0'))
    expect(padded).toEqual(padded.toSorted().reverse())
    expect(marks.some(({ lesson }) => lesson === null)).toBe(true)
    expect((await asking.raw(`${path}?limit=101`)).status).toBe(400)
  })

  test('a pupil’s schedule has his subgroups’ lessons only, and each lesson of it is in the class’s list', async () => {
    const { days } = await read(
      `persons/${ids.person}/groups/${ids.group}/schedules?${range}`,
      z.strictObject({ days: z.array(shape.ScheduleDay) }),
    )
    const own = days.flatMap(({ lessons }) => lessons.map(({ id }) => bare(id)))
    expect(own.length).toBeLessThan(ids.lessons.length)
    expect(own.filter(id => !ids.lessons.includes(id))).toEqual([])
    expect(days.flatMap(({ homeworks }) => homeworks).every(({ type }) => type === 'Homework')).toBe(true)
  })

  test('classes of earlier years are archived and have their subjects', async () => {
    const all = await read(`persons/${ids.person}/edu-groups/all`, z.array(shape.EduGroup))
    const archived = all.filter(({ status }) => status === 'Archive')
    expect(archived).toMatchObject([{ parallel: 6, studyyear: 2025 }])
    expect(all.every(({ subjects }) => subjects.length > 5)).toBe(true)
  })

  test('the only paged list goes by page', async () => {
    const path = `persons/${ids.person}/tasks?from=2026-10-19&to=2026-10-25`
    const all = await read(`${path}&pageSize=100`, z.array(shape.Task))
    const pages = await Promise.all(
      [1, 2].map(page => read(`${path}&pageSize=4&pageNumber=${page}`, z.array(shape.Task))),
    )
    expect(pages.flat()).toEqual(all.slice(0, 8))
  })

  test('one entry is found by lesson and person', async () => {
    const entries = await read(
      `lesson-log-entries/group/${ids.group}?from=2026-10-19&to=2026-10-25`,
      shape.LogEntries,
    )
    const entry = some(entries.filter(candidate => candidate !== null))
    const path = `lesson-log-entries/lesson/${entry.lesson_str}/person/${entry.person_str}`
    expect(await read(path, shape.LogEntry)).toEqual(entry)
  })

  test('an average is what its marks give', async () => {
    const marks = await read(
      `persons/${ids.person}/subjects/${ids.subject}/marks/2026-09-01/2026-10-25`,
      z.array(shape.Mark),
    )
    const values = marks.map(({ value }) => Number(value)).filter(value => value > 0)
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const path = `persons/${ids.person}/reporting-periods/${ids.period}/subjects/${ids.subject}/avg-mark`
    expect(await read(path, z.string())).toBe(mean.toFixed(2).replace('.', ','))
  })

  test('both versions answer alike, and the same is asked by other ways of writing a day', async () => {
    const path = `edu-groups/${ids.group}/avg-marks`
    const { text } = await asking.raw(`/v2/${path}/${week}`)
    for (const other of [
      `/v2.0/${path}/${week}`,
      `/v2/${path}/2026-10-19T00:00:00/2026-10-25T23:59:59.999`,
      `/v2/${path}/2026-10-19%2000:00:00/2026-10-25T00:00:00.0000000Z`,
    ])
      expect((await asking.raw(other)).text).toBe(text)
  })

  test('what isn’t there is not found, whatever it is', async () => {
    for (const path of [
      'users/1',
      'persons/1',
      'marks/1',
      'tasks/1',
      `works/${ids.lesson}`,
      'lessons/1/works',
      'edu-groups/1/parallel',
      'marks/values/type/mark3',
      `persons/${ids.person}/reporting-periods/1/avg-mark`,
      `users/me/organizations/1`,
    ])
      expect({ path, ...(await asking.raw(path)) }).toMatchObject({
        path,
        status: 404,
        text: expect.stringContaining('"type":"apiResourceUnavailable"'),
      })
  })
})
