import { mayReadJournal } from '../viewer.js'
import { badParameter } from '../refusal.js'
import type { Work } from '../school/model.js'
import type { Wire } from '../wire/json.js'
import { worksOn, workWire } from '../wire/lessons.js'
import { type Asked, bodyIds, idOf, idOrNull } from './asked.js'
import { lessonOf } from './lessons.js'
import { type Desk, get, post, type Route } from './route.js'
import { mustReadJournal } from './sight.js'

export function workRoutes(desk: Desk): Route[] {
  const { register } = desk
  const list = ({ looking, viewer }: Asked, works: readonly Work[]): Wire[] =>
    works.filter(work => mayReadJournal(viewer, work.class)).map(work => workWire(looking, work))

  return [
    get('works', asked => {
      const lesson = idOrNull(asked, 'lesson')
      if (lesson === null) throw badParameter('lesson')
      return list(asked, worksOn(asked.looking, register.lesson(lesson, asked.looking)))
    }),
    get('lessons/:lesson/works', asked => list(asked, worksOn(asked.looking, lessonOf(desk, asked)))),
    get('works/:work', asked => workWire(asked.looking, workOf(desk, asked))),
    post('works/many', asked => list(asked, register.works(bodyIds(asked), asked.looking))),
  ]
}

/** The work of the path, if its journal may be read. */
export function workOf({ register }: Desk, asked: Asked): Work {
  const work = register.work(idOf(asked, 'work'), asked.looking)
  mustReadJournal(asked, work.class)
  return work
}
