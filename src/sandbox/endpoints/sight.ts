import type { Id, IsoDate } from '../../journal/index.js'
import { forbidden } from '../refusal.js'
import type { SchoolClass } from '../school/model.js'
import { mayReadJournal } from '../viewer.js'
import type { Grouping } from '../wire/directory.js'
import type { Sight } from '../wire/people.js'
import { type Asked, idOf } from './asked.js'
import type { Desk } from './route.js'

/** What the token's owner may see. */

export function sightOf({ looking, viewer }: Asked): Sight {
  return { ...looking, viewer }
}

export function todayOf({ looking: { school, now } }: Asked): IsoDate {
  return school.days.calendar.dateOf(now)
}

/** @throws Refusal to pupils */
export function staffOnly({ viewer }: Asked): void {
  if (viewer.role === 'pupil') throw forbidden()
}

export function groupOf({ register }: Desk, asked: Asked): Grouping {
  return register.group(idOf(asked, 'group'))
}

/** The group of the path, if its journal may be read. */
export function journalOf(desk: Desk, asked: Asked): Grouping {
  const grouping = groupOf(desk, asked)
  mustReadJournal(asked, grouping.schoolClass)
  return grouping
}

/** @throws Refusal where it is another teacher's class */
export function mustReadJournal({ viewer }: Asked, schoolClass: SchoolClass): void {
  if (!mayReadJournal(viewer, schoolClass)) throw forbidden()
}

/** @throws Refusal where a pupil asks for somebody else */
export function mustBeSelf({ viewer }: Asked, person: Id): void {
  if (viewer.role === 'pupil' && viewer.person.id !== person) throw forbidden()
}
