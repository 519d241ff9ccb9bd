import { isBridgeError } from '../errors.js'
import type { Id, Resource, Window } from '../journal/index.js'
import { readAttendance } from './attendance.js'
import { failure } from './failures.js'
import { readExamMarks, readFinalMarks } from './final-marks.js'
import { completeJson } from './lossless.js'
import { daysOf, groupOf, schoolOf } from './parse/window.js'
import { joined, type Reading, weekBody } from './reading.js'
import { inBatches } from './sizes.js'
import { byFirstWay } from './ways.js'
import { readWorks, worksByNumber, worksOfMarks } from './works.js'

/** Reads one window; the body of several requests is their bodies in a list. */
type Endpoint = (reading: Reading, window: Window) => Promise<string>

function ofSchool(path: (school: Id) => string): Endpoint {
  return (reading, window) => reading.get({ path: path(schoolOf(window)) })
}

function ofGroup(part: string): Endpoint {
  return (reading, window) => reading.get({ path: `edu-groups/${groupOf(window)}/${part}` })
}

function weekOf(reading: Reading, window: Window, part: 'lessons' | 'marks'): Promise<string[]> {
  const path = `edu-groups/${groupOf(window)}/${part}`
  return inBatches(reading.learnt.sizes, {
    name: `${part}Days`,
    items: daysOf(window),
    ask: days => reading.get({ path: `${path}/${days[0]}/${days.at(-1)}` }),
  })
}

/** Works come inside their lessons; where only their numbers do, they are fetched within the same look. */
async function readLessons(reading: Reading, window: Window): Promise<string> {
  const lessons = await weekOf(reading, window, 'lessons')
  return weekBody(lessons, await readWorks(reading, worksByNumber(lessons)))
}

/** A mark may hang on a work that no lesson shows, such as one that isn't displayed in the journal. */
async function readMarks(reading: Reading, window: Window): Promise<string> {
  const marks = await weekOf(reading, window, 'marks')
  const works = worksOfMarks(marks)
  const unknown = works.length === 0 ? [] : await reading.known.unknownWorks?.(works)
  return weekBody(marks, await readWorks(reading, unknown ?? []))
}

export const endpoints: Readonly<Record<Resource, Endpoint>> = {
  groups: ofSchool(school => `schools/${school}/edu-groups`),
  teachers: ofSchool(school => `schools/${school}/teachers`),
  subjects: ofSchool(school => `schools/${school}/subjects`),
  'work-types': ofSchool(school => `work-types/${school}`),
  members: readMembers,
  'mark-values': reading => reading.get({ path: 'marks/values' }, 'object'),
  'class-teacher': (reading, window) =>
    reading.get({ path: `edu-groups/${groupOf(window)}/classteacher` }, 'object-or-null'),
  'class-subjects': ofGroup('subjects'),
  periods: readPeriods,
  bells: readBells,
  lessons: readLessons,
  marks: readMarks,
  attendance: readAttendance,
  'final-marks': readFinalMarks,
  'exam-marks': readExamMarks,
}

function readMembers({ get, learnt }: Reading, window: Window): Promise<string> {
  const group = groupOf(window)
  return byFirstWay(learnt.detours, 'members', [
    () => get({ path: `edu-groups/${group}/persons`, query: { includeArchive: 'false' } }),
    () => get({ path: `edu-groups/${group}/students` }),
  ])
}

/** Clients spell it in two ways, and nobody knows which of them is the platform's. */
const holidayLists = ['reporting-period-group', 'reporting-periods-group'] as const
const noHolidays = ''

/** Holidays are a bonus: where the platform refuses them, periods alone are the answer. An outage is no refusal. */
async function readPeriods({ get, learnt }: Reading, window: Window): Promise<string> {
  const group = groupOf(window)
  const periods = await get({ path: `edu-groups/${group}/reporting-periods` })
  const holidays = await byFirstWay(learnt.detours, 'holidays', [
    ...holidayLists.map(list => () => orNone(get({ path: `edu-groups/${group}/${list}` }, 'object'))),
    () => Promise.resolve(noHolidays),
  ])
  return joined(holidays === noHolidays ? [periods] : [periods, holidays])
}

/** What isn't holidays at all is as good as refused, of this class. */
async function orNone(holidays: Promise<string>): Promise<string> {
  try {
    return await holidays
  } catch (error) {
    throw isBridgeError(error, 'DNEVNIK_UNEXPECTED') ? failure('DNEVNIK_FORBIDDEN') : error
  }
}

function readBells({ get, learnt }: Reading, window: Window): Promise<string> {
  return byFirstWay(learnt.detours, 'bells', [
    () => get({ path: `edu-groups/${groupOf(window)}/timetables` }, 'any'),
    async () => {
      const body = await get({ path: `schools/${schoolOf(window)}/timetables` }, 'any')
      checkOneTimetable(body)
      return body
    },
  ])
}

/** A school's timetables name no class: of several nobody can tell which one rings for it. */
function checkOneTimetable(body: string): void {
  const timetables = completeJson(body)
  if (!Array.isArray(timetables) || timetables.filter(timetable => timetable !== null).length <= 1) return
  throw failure('DNEVNIK_UNEXPECTED', {
    message:
      'Платформа отдаёт только общие расписания звонков школы, а их несколько: какое у класса — неизвестно.',
    hint: 'Нужен токен сотрудника, которому видны расписания звонков классов.',
  })
}
