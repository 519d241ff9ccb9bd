import { lessonWire } from '../wire/lessons.js'
import { type Asked, bodyIds, idOf, pathDays } from './asked.js'
import { type Desk, get, post, type Route } from './route.js'
import { journalOf, mustReadJournal } from './sight.js'
import { mayReadJournal } from '../viewer.js'
import type { Lesson } from '../school/model.js'

export function lessonRoutes(desk: Desk): Route[] {
  const { register } = desk
  const between = (asked: Asked) =>
    register.lessonsOf(journalOf(desk, asked), pathDays(asked, 'lessons'), asked.looking)
  const list = ({ looking }: Asked, lessons: readonly Lesson[]) =>
    lessons.map(lesson => lessonWire(looking, lesson))

  return [
    get('edu-groups/:group/lessons/:from/:to', asked => list(asked, between(asked))),
    get('edu-groups/:group/subjects/:subject/lessons/:from/:to', asked => {
      const subject = idOf(asked, 'subject')
      return list(
        asked,
        between(asked).filter(lesson => lesson.subject.id === subject),
      )
    }),
    get('lessons/:lesson', asked => lessonWire(asked.looking, lessonOf(desk, asked))),
    post('lessons/many', asked =>
      list(asked, readable(asked, register.lessons(bodyIds(asked), asked.looking))),
    ),
  ]
}

/** The lesson of the path, if its journal may be read. */
export function lessonOf({ register }: Desk, asked: Asked): Lesson {
  const lesson = register.lesson(idOf(asked, 'lesson'), asked.looking)
  mustReadJournal(asked, lesson.class)
  return lesson
}

/** A list leaves out what may not be read. */
export function readable({ viewer }: Asked, lessons: readonly Lesson[]): Lesson[] {
  return lessons.filter(lesson => mayReadJournal(viewer, lesson.class))
}
