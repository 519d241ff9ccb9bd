import type { Id } from '../../journal/index.js'
import { unavailable } from '../refusal.js'
import { membersOn, shown, type Work } from '../school/model.js'
import { int64, type Wire } from '../wire/json.js'
import { workId } from '../wire/lessons.js'
import { type Looking, placingOf } from '../wire/looking.js'
import { dayStamp } from '../wire/stamps.js'
import { type Asked, idOf, idOrNull, queryDays, queryIds, wholeOf } from './asked.js'
import { lessonOf, readable } from './lessons.js'
import { type Desk, get, type Route } from './route.js'
import { mustBeSelf } from './sight.js'
import { workOf } from './works.js'

/**
 * Tasks: a pupil's copies of homework. A task's id is the homework's plus the pupil's place in the class, so that a
 * task is found without keeping a million of them.
 */
interface Task {
  readonly id: Id
  readonly person: Id
  readonly work: Work
}

export function taskRoutes(desk: Desk): Route[] {
  const { register } = desk
  const ofLessons = (asked: Asked, lessons: Parameters<typeof readable>[1]) =>
    tasksWire(
      asked.looking,
      readable(asked, lessons).flatMap(lesson =>
        register.homeworkFor(lesson, asked.looking).flatMap(work => tasksOf(asked.looking, work)),
      ),
    )

  return [
    get('tasks', asked => ofLessons(asked, register.lessons(queryIds(asked, 'lessons'), asked.looking))),
    get('tasks/:task', asked => tasksWire(asked.looking, [findTask(desk, asked)])[0] ?? null),
    get('lessons/:lesson/tasks', asked => ofLessons(asked, [lessonOf(desk, asked)])),
    get('works/:work/tasks', asked => {
      const persons = asked.query.persons === undefined ? null : new Set(queryIds(asked, 'persons'))
      const tasks = tasksOf(asked.looking, workOf(desk, asked))
      return tasksWire(
        asked.looking,
        tasks.filter(({ person }) => persons === null || persons.has(person)),
      )
    }),
    get('persons/:person/tasks', asked => page(asked, ofPerson(desk, asked))),
  ]
}

function tasksOf({ school, now }: Looking, work: Work): Task[] {
  if (work.kind !== 'Homework' || work.target === null) return []
  if (shown(work.contents, now)?.status !== 'Sent') return []
  const members = new Set(membersOn(work.target.group, school.days.calendar.dateOf(now)))
  return work.class.pupils.flatMap((pupil, index) =>
    members.has(pupil) ? [{ id: String(BigInt(work.id) + BigInt(index + 1)), person: pupil.id, work }] : [],
  )
}

function tasksWire(looking: Looking, tasks: readonly Task[]): Wire[] {
  const { taskWord: status } = looking.switches
  return tasks.map(({ id, person, work }) => {
    const workNow = workId(looking, work)
    return {
      id: int64(id),
      id_str: id,
      person: int64(person),
      person_str: person,
      work: int64(workNow),
      work_str: workNow,
      status,
      targetDate: work.target === null ? null : dayStamp(placingOf(work.target, looking.now).date),
    }
  })
}

function findTask({ register }: Desk, asked: Asked): Task {
  const id = idOf(asked, 'task')
  const candidates = Array.from({ length: 60 }, (_, index) => String(BigInt(id) - BigInt(index + 1)))
  for (const work of register.originalWorks(candidates)) {
    const task = tasksOf(asked.looking, work).find(candidate => candidate.id === id)
    if (task !== undefined) return task
  }
  throw unavailable()
}

function ofPerson({ register }: Desk, asked: Asked): Task[] {
  const id = idOf(asked, 'person')
  mustBeSelf(asked, id)
  const subject = idOrNull(asked, 'subject')
  const days = queryDays(asked, 'homeworks', 'from', 'to')
  return register
    .lessonsOfPupil(register.person(id), days, asked.looking)
    .filter(lesson => subject === null || lesson.subject.id === subject)
    .flatMap(lesson => register.homeworkFor(lesson, asked.looking))
    .flatMap(work => tasksOf(asked.looking, work))
    .filter(({ person }) => person === id)
}

/** The only paged list of the platform; pages count from 1. */
function page(asked: Asked, tasks: readonly Task[]): Wire {
  const number = wholeOf(asked, 'pageNumber', 1)
  const size = wholeOf(asked, 'pageSize', 10)
  return tasksWire(asked.looking, tasks.slice((number - 1) * size, number * size))
}
