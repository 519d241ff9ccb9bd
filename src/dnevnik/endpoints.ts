import type { Id, Resource, Window } from '../journal/index.js'
import { readAttendance } from './attendance.js'
import { failure, isRefusal } from './failures.js'
import { completeJson } from './lossless.js'
import { groupOf, schoolOf, weekOf } from './parse/window.js'
import { joined, type Reading } from './reading.js'
import { isBridgeError } from '../errors.js'

/** Reads one window; the body of several requests is their bodies in a list. */
type Endpoint = (reading: Reading, window: Window) => Promise<string>

function ofSchool(path: (school: Id) => string): Endpoint {
  return (reading, window) => reading.get({ path: path(schoolOf(window)) })
}

function ofGroup(part: string): Endpoint {
  return (reading, window) => reading.get({ path: `edu-groups/${groupOf(window)}/${part}` })
}

function ofWeek(part: string): Endpoint {
  return (reading, window) => {
    const { from, to } = weekOf(window)
    return reading.get({ path: `edu-groups/${groupOf(window)}/${part}/${from}/${to}` })
  }
}

export const endpoints: Readonly<Record<Resource, Endpoint>> = {
  groups: ofSchool(school => `schools/${school}/edu-groups`),
  teachers: ofSchool(school => `schools/${school}/teachers`),
  subjects: ofSchool(school => `schools/${school}/subjects`),
  'work-types': ofSchool(school => `work-types/${school}`),
  members: readMembers,
  'class-subjects': ofGroup('subjects'),
  periods: readPeriods,
  bells: readBells,
  lessons: ofWeek('lessons'),
  marks: ofWeek('marks'),
  attendance: readAttendance,
  'final-marks': ofGroup('final-marks'),
}

async function readMembers(reading: Reading, window: Window): Promise<string> {
  const group = groupOf(window)
  try {
    return await reading.get({ path: `edu-groups/${group}/persons`, query: { includeArchive: 'false' } })
  } catch (error) {
    if (!isRefusal(error)) throw error
    return await reading.get({ path: `edu-groups/${group}/students` })
  }
}

/** Holidays are a bonus: where the platform refuses them, periods alone are the answer. An outage is no refusal. */
async function readPeriods(reading: Reading, window: Window): Promise<string> {
  const group = groupOf(window)
  const periods = await reading.get({ path: `edu-groups/${group}/reporting-periods` })
  try {
    const holidays = await reading.get({ path: `edu-groups/${group}/reporting-period-group` }, 'object')
    return joined([periods, holidays])
  } catch (error) {
    if (!isRefusal(error) && !isBridgeError(error, 'DNEVNIK_UNEXPECTED')) throw error
    return joined([periods])
  }
}

async function readBells(reading: Reading, window: Window): Promise<string> {
  try {
    return await reading.get({ path: `edu-groups/${groupOf(window)}/timetables` }, 'any')
  } catch (error) {
    if (!isRefusal(error)) throw error
    const body = await reading.get({ path: `schools/${schoolOf(window)}/timetables` }, 'any')
    checkOneTimetable(body)
    return body
  }
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
