import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import { type Asking, ask, Lessons, Marks } from './asking.js'
import * as shape from './shapes.js'

/**
 * The reading calls of the public clients, letter by letter as their sources write them: paths, names of parameters,
 * forms of dates, bodies. None of the clients can be installed from a registry here.
 */

let asking: Asking
let of: Awaited<ReturnType<typeof findIds>>

const Named = z.object({ id_str: z.string() })

beforeAll(async () => {
  asking = await ask({
    classes: 7,
    life: 'full',
    from: '2027-05-01',
    to: '2027-05-26',
    now: '2027-06-28T12:00:00+03:00',
    switches: { formBodies: true },
  })
  of = await findIds()
})
afterAll(() => asking.sandbox.close())

async function findIds() {
  const { id: school } = asking.sandbox.school
  const Group = Named.extend({ type: z.string(), parallel: z.number() })
  const groups = await asking.read(`schools/${school}/edu-groups`, z.array(Group))
  const group = groups.find(({ type, parallel }) => type === 'Group' && parallel === 9)?.id_str ?? ''
  const lessons = await asking.read(`edu-groups/${group}/lessons/2027-05-17/2027-05-23`, Lessons)
  const marks = await asking.read(`edu-groups/${group}/marks/2027-05-17/2027-05-23`, Marks)
  const mark = marks.find(({ lesson }) => lesson !== null)
  const lesson = lessons.find(({ id }) => id === mark?.lesson)
  const works = lessons.flatMap(({ works: own }) => own)
  const periods = await asking.read(`edu-groups/${group}/reporting-periods`, z.array(Named))
  const me = await asking.read('users/me', Named)
  return {
    school,
    group,
    user: me.id_str,
    lessons: lessons.map(({ id }) => id),
    lesson: lesson?.id ?? '',
    subject: lesson?.subject.id ?? '',
    teacher: String(lesson?.teachers[0]),
    mark: mark?.id ?? '',
    person: String(mark?.person),
    work: mark?.work ?? '',
    homework: works.filter(({ type }) => type === 'Homework').map(({ id }) => id),
    period: periods[0]?.id_str ?? '',
  }
}

type Ids = typeof of

/** `str(datetime)` and `str(datetime.now())` of Python in a path, blank and microseconds included. */
const days = '2027-05-17 00:00:00/2027-05-23 23:59:59.123456'
/** The same as `requests` writes it into a query. */
const query = (from: string, to: string) =>
  `${from}=2027-05-17+00%3A00%3A00&${to}=2027-05-23+23%3A59%3A59.123456`

describe.each<[string, (ids: Ids) => readonly string[]]>([
  [
    'pydnevnikruapi (Python)',
    ({ school, group, user, lesson, lessons, subject, teacher, mark, person, work, homework, period }) => [
      'schools/person-schools',
      'users/me',
      'users/me/context',
      'users/me/organizations',
      `users/me/organizations/${school}`,
      `users/${user}/context`,
      `users/${user}/school-memberships`,
      `users/${user}/education`,
      `persons/${person}/school-memberships`,
      'users/me/schools',
      `users/${user}/schools`,
      'users/me/edu-groups',
      `users/${user}/edu-groups`,
      'users/me/school-memberships',
      `edu-groups/${group}`,
      `edu-groups?eduGroups=${group}&eduGroups=${group}`,
      `schools/${school}/edu-groups`,
      `persons/${person}/edu-groups`,
      `persons/${person}/edu-groups/all`,
      `persons/${person}/schools/${school}/edu-groups`,
      `edu-groups/${group}/persons`,
      `edu-groups/${group}/parallel`,
      `edu-groups/${group}/final-marks`,
      `persons/${person}/edu-groups/${group}/final-marks`,
      `persons/${person}/edu-groups/${group}/allfinalmarks`,
      `edu-groups/${group}/subjects/${subject}/final-marks`,
      `users/me/school/${school}/homeworks?${query('startDate', 'endDate')}`,
      `users/me/school/homeworks?homeworkId=${homework[0]}`,
      `persons/${person}/school/${school}/homeworks?${query('startDate', 'endDate')}`,
      `lessons/${lesson}/log-entries`,
      `lesson-log-entries?lessons=${lessons.join('&lessons=')}`,
      `lesson-log-entries/group/${group}?subject=${subject}&${query('from', 'to')}`,
      `lesson-log-entries/person/${person}/subject/${subject}?subject=${subject}&${query('from', 'to')}`,
      `persons/${person}/lesson-log-entries?${query('startDate', 'endDate')}`,
      'lesson-log-entries/statuses',
      `lessons/${lesson}`,
      `edu-groups/${group}/lessons/${days}`,
      `marks/${mark}`,
      `works/${work}/marks`,
      `lessons/${lesson}/marks`,
      `edu-groups/${group}/marks/${days}`,
      `edu-groups/${group}/subjects/${subject}/marks/${days}`,
      `persons/${person}/schools/${school}/marks/${days}`,
      `persons/${person}/lessons/${lesson}/marks`,
      `persons/${person}/works/${work}/marks`,
      `persons/${person}/subjects/${subject}/marks/${days}`,
      `persons/${person}/marks/2027-05-20 10:11:12.000345`,
      'marks/values',
      'marks/values/type/Mark5',
      `persons/${person}/reporting-periods/${period}/avg-mark`,
      `persons/${person}/reporting-periods/${period}/subjects/${subject}/avg-mark`,
      `edu-groups/${group}/reporting-periods/${period}/avg-marks/2027-05-20 10:11:12.000345`,
      `edu-groups/${group}/avg-marks/${days}`,
      `persons?eduGroup=${group}`,
      `persons/${person}`,
      `persons/${person}/group/${group}/recentmarks`,
      `edu-groups/${group}/reporting-periods`,
      `persons/${person}/groups/${group}/schedules?${query('startDate', 'endDate')}`,
      `schools/${school}`,
      `schools?schools=${school}&schools=${school}`,
      `schools/${school}/parameters`,
      `edu-groups/${group}/subjects`,
      `schools/${school}/subjects`,
      `tasks?lessons=${lessons[0]}`,
      `lessons/${lesson}/tasks`,
      `persons/${person}/tasks?subject=${subject}&${query('from', 'to')}`,
      `teacher/${teacher}/students`,
      `schools/${school}/teachers`,
      `schools/${school}/timetables`,
      `edu-groups/${group}/timetables`,
      `users/${user}`,
      'users/me/roles',
      `users/${user}/roles`,
      `edu-groups/${group}/wa-marks/${days}`,
      `works?lesson=${lesson}`,
      `work-types/${school}`,
    ],
  ],
  [
    'SchoolMosregRuAPI (Python), with days that aren’t padded',
    ({ group, person, school, subject }) => [
      `edu-groups/${group}/lessons/2027-5-17/2027-5-23`,
      `edu-groups/${group}/marks/2027-5-17/2027-5-23`,
      `edu-groups/${group}/reporting-periods-group`,
      `schools/${school}/membership?schoolMembershipType=Staff`,
      `lesson-log-entries/person=${person}&subject=${subject}&from=2027-5-17&to=2027-5-23`,
      `person/search?lastName=Иванова&firstName=&middleName=&snils=&birthday=`,
    ],
  ],
  [
    'DnevnikRu_proxiAPI (Python), a day as T00:00:00 … T23:59:59 and the base v2.0',
    ({ group, person, teacher, homework }) => [
      `/v2.0/persons/${person}/groups/${group}/schedules?startDate=2027-05-17T00:00:00&endDate=2027-05-23T23:59:59`,
      `/v2.0/persons/${teacher}/edu-groups`,
      `/v2.0/edu-groups/${group}/persons?includeArchive=false`,
      `/v2.0/persons/${person}/lesson-log-entries?startDate=2027-05-01&endDate=2027-05-26`,
      `/v2.0/works/${homework[0]}`,
    ],
  ],
  [
    'DnevnikRuApi (C#) and Dnevnikru (Kotlin), instants with Z and digits',
    ({ group, person, school }) => [
      `persons/${person}/schools/${school}/marks/2027-05-17T00:00:00Z/2027-05-23T00:00:00.0000000Z`,
      `persons/${person}/edu-groups/${group}/marks/2027-05-17T00:00:00.000/2027-05-23T00:00:00.000`,
      `edu-groups/${group}/students`,
      `edu-groups/${group}/classteacher`,
    ],
  ],
  [
    'ActiviumServer (Python) as its app polls',
    ({ group, person }) => [
      `persons/${person}/group/${group}/recentmarks?fromDate=2027-05-23&limit=100`,
      `edu-groups/${group}/avg-marks/2027-04-05/2027-05-26`,
      'schools/person-schools?excludeOrganizations=true',
    ],
  ],
])('%s', (_, paths) => {
  test('is answered on every reading call', async () => {
    const refused: unknown[] = []
    for (const path of paths(of)) {
      const { status, type, text } = await asking.raw(path)
      if (status !== 200 || type?.split(';')[0] !== 'application/json') refused.push([path, status, text])
    }
    expect(refused).toEqual([])
  })
})

describe('bodies', () => {
  test('as the Java and the C# client send them, bare, and as pydnevnikruapi does, a form', async () => {
    const bare = { method: 'POST', headers: { 'Content-Type': 'application/json' } }
    const form = { method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }
    const lessons = of.lessons.slice(0, 3)
    const asForm = lessons.map(id => `lessons=${id}`).join('&')
    for (const path of ['lessons/many', 'lessons/marks']) {
      const one = await asking.raw(path, { ...bare, body: `[${lessons.join(',')}]` })
      expect([path, one.status]).toEqual([path, 200])
      expect((await asking.raw(path, { ...form, body: asForm })).text).toBe(one.text)
    }
  })

  test('a token in the query, as the old Kundelik client sends it', async () => {
    const url = `${asking.sandbox.url}/v2.0/users/me?access_token=${asking.sandbox.token}`
    expect((await fetch(url)).status).toBe(200)
  })
})

describe('the end of the year', () => {
  test('allfinalmarks has periods, the year, exams and the resulting mark; the class’s list periods and year', async () => {
    const all = shape.AllFinalMarks.parse(
      JSON.parse(
        shape.markIds((await asking.raw(`persons/${of.person}/edu-groups/${of.group}/allfinalmarks`)).text),
      ),
    )
    const kinds = new Set(all.works.map(({ type, periodType }) => `${type} ${periodType}`))
    expect(kinds).toEqual(
      new Set(['PeriodMark Quarter', 'PeriodMark Year', 'Exam Year', 'PeriodFinalMark Year']),
    )
    const Finals = z.array(
      z.object({
        reportingPeriod: z.string().nullable(),
        'per-subject-final-marks': z.array(z.object({ subject: z.string() })),
      }),
    )
    const finals = await asking.read(`edu-groups/${of.group}/final-marks`, Finals)
    const year = finals.filter(({ reportingPeriod }) => reportingPeriod === null)
    expect(year.length).toBeGreaterThan(15)
    for (const { 'per-subject-final-marks': marks } of year)
      expect(new Set(marks.map(({ subject }) => subject)).size).toBe(marks.length)
  })

  test('files of homework stand beside it, with the ids that the work names', async () => {
    const Homework = z.object({
      works: z.array(z.object({ files: z.array(z.string()) })),
      files: z.array(
        z.strictObject({
          id: z.string(),
          id_str: z.string(),
          name: z.string(),
          typeGroup: z.string(),
          type: z.string(),
          pageUrl: z.string(),
          downloadUrl: z.string(),
          user: z.looseObject({ personId: z.number() }),
          size: z.number(),
          vote: z.number(),
          uploadedDate: z.string().regex(/^2027-05-\d\dT[\d:]{8}(\.\d{1,7})?$/),
          storageType: z.string(),
        }),
      ),
    })
    const lessons = await asking.read(`edu-groups/${of.group}/lessons/2027-05-03/2027-05-26`, Lessons)
    const homework = lessons.flatMap(({ works }) => works).filter(({ type }) => type === 'Homework')
    const ids = homework.map(({ id }) => `homeworkId=${id}`)
    const { works, files } = await asking.read(
      `users/me/school/homeworks?${ids.slice(0, 90).join('&')}`,
      Homework,
    )
    expect(files.length).toBeGreaterThan(0)
    expect(works.flatMap(work => work.files).toSorted()).toEqual(files.map(({ id }) => id).toSorted())
  })
})
