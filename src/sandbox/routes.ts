import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Id } from '../journal/index.js'
import { type Answers, badParameter, type Days, Refusal, unavailable } from './answers.js'
import type { Switches } from './options.js'
import type { School } from './school.js'
import {
  attendanceStatuses,
  groupsWire,
  markValues,
  periodGroupWire,
  periodsWire,
  schoolWire,
  subjectsWire,
  timetableWire,
  workTypesWire,
} from './wire/directory.js'
import { int64, type Wire, wireJson } from './wire/json.js'
import { contextWire, membersWire, personWire, teachersWire, userWire } from './wire/people.js'
import { readRequestDay } from './wire/stamps.js'

interface Asked {
  readonly Params: Readonly<Record<string, string>>
  readonly Querystring: Readonly<Record<string, string | string[]>>
}

/** The endpoints, once for each spelling of the version. */
export function addRoutes(api: FastifyInstance, school: School, answers: Answers, switches: Switches): void {
  function get(path: string, answer: (request: FastifyRequest<Asked>) => Wire): void {
    api.get<Asked>(path, (request, reply) => reply.send(wireJson(answer(request))))
    api.route({
      method: ['DELETE', 'PATCH', 'POST', 'PUT'],
      url: path,
      handler: () => {
        throw new Refusal(405, 'apiMethodNotSupported', 'Method is not supported')
      },
    })
  }
  function post(path: string, answer: (ids: Id[]) => Wire): void {
    api.post(path, (request, reply) => reply.send(wireJson(answer(bodyIds(request.body)))))
  }
  function ownSchool(request: FastifyRequest<Asked>): School {
    if (idOf(request, 'school') !== school.id) throw unavailable()
    return school
  }
  function group(request: FastifyRequest<Asked>): Id {
    return answers.group(idOf(request, 'group')).group.id
  }
  function classOf(request: FastifyRequest<Asked>) {
    return answers.group(idOf(request, 'group')).schoolClass
  }

  get('/users/me', () => userWire(school, answers.looking().now))
  get('/users/me/context', () => contextWire(school))
  get('/users/me/schools', () => [int64(school.id)])
  get('/schools/:school', request => schoolWire(ownSchool(request)))
  get('/schools/:school/edu-groups', request => groupsWire(ownSchool(request)))
  get('/schools/:school/teachers', request => teachersWire(ownSchool(request)))
  get('/schools/:school/subjects', request => subjectsWire(ownSchool(request).subjects))
  get('/schools/:school/timetables', request =>
    Object.values(ownSchool(request).timetables).map(timetable => timetableWire(school, timetable)),
  )
  get('/work-types/:school', request => workTypesWire(ownSchool(request)))

  get('/edu-groups/:group', request => answers.groupWire(group(request)))
  get('/edu-groups/:group/persons', request =>
    membersWire(
      answers.group(group(request)).group,
      one(request, 'includeArchive')?.toLowerCase() === 'true',
    ),
  )
  get('/edu-groups/:group/students', request => membersWire(answers.group(group(request)).group, false))
  get('/edu-groups/:group/subjects', request => subjectsWire(classOf(request).subjects))
  get('/edu-groups/:group/reporting-periods', request => classOf(request) && periodsWire(school))
  get('/edu-groups/:group/reporting-period-group', request => classOf(request) && periodGroupWire(school))
  get('/edu-groups/:group/timetables', request => timetableWire(school, classOf(request).timetable))
  get('/edu-groups/:group/classteacher', request => personWire(classOf(request).classTeacher))
  get('/edu-groups/:group/lessons/:from/:to', request =>
    answers.lessonsOf(group(request), daysOf(request.params)),
  )
  get('/edu-groups/:group/marks/:from/:to', request =>
    answers.marksOf(group(request), daysOf(request.params)),
  )
  get('/edu-groups/:group/final-marks', request => answers.finalMarks(group(request)))

  get('/lessons/:lesson', request => answers.lesson(idOf(request, 'lesson')))
  post('/lessons/many', ids => answers.lessonsMany(ids))
  get('/lessons/:lesson/marks', request => answers.marksOfLesson(idOf(request, 'lesson')))
  get('/lessons/:lesson/log-entries', request => answers.entriesOfLesson(idOf(request, 'lesson')))
  get('/works/:work', request => answers.work(idOf(request, 'work')))
  post('/works/many', ids => answers.worksMany(ids))

  get('/lesson-log-entries', request => answers.entriesOfLessons(queryIds(request, 'lessons')))
  get('/lesson-log-entries/statuses', () => attendanceStatuses)
  get('/lesson-log-entries/group/:group', request => {
    const subject = one(request, 'subject') ?? null
    if (subject === null && switches.subjectRequired) throw badParameter('subject')
    if (subject !== null && !isId(subject)) throw badParameter('subject')
    const days = daysOf({ from: one(request, 'from') ?? '', to: one(request, 'to') ?? '' })
    return answers.entriesOf(group(request), days, subject)
  })
  get('/marks/values', () => markValues)
}

function isId(text: string): boolean {
  return /^-?\d{1,19}$/.test(text)
}

function idOf(request: FastifyRequest<Asked>, name: string): Id {
  const id = request.params[name] ?? ''
  if (!isId(id)) throw badParameter(name)
  return id
}

/** The first value of a query parameter. */
function one(request: FastifyRequest<Asked>, name: string): string | undefined {
  return [request.query[name] ?? []].flat()[0]
}

function queryIds(request: FastifyRequest<Asked>, name: string): Id[] {
  const ids = [request.query[name] ?? []].flat()
  if (ids.length === 0 || !ids.every(isId)) throw badParameter(name)
  return ids
}

function daysOf(params: Readonly<Record<string, string>>): Days {
  const from = readRequestDay(params.from ?? '')
  const to = readRequestDay(params.to ?? '')
  if (from === null) throw badParameter('from')
  if (to === null || to < from) throw badParameter('to')
  return { from, to }
}

/** A bare array of bare integers; the text is read by hand, because a number would round them. */
function bodyIds(body: unknown): Id[] {
  const text = typeof body === 'string' ? body.trim() : ''
  if (!/^\[\s*(?:-?\d{1,19}(?:\s*,\s*-?\d{1,19})*)?\s*\]$/.test(text)) throw badParameter('body')
  return text.match(/-?\d+/g) ?? []
}
