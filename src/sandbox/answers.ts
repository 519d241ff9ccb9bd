import type { Clock } from '../clock.js'
import type { Id, IsoDate } from '../journal/index.js'
import type { Switches } from './options.js'
import type { Group, Lesson, SchoolClass, Work } from './school/model.js'
import { shown } from './school/model.js'
import type { School } from './school.js'
import { groupWire } from './wire/directory.js'
import { unsorted, type Wire } from './wire/json.js'
import {
  entriesWire,
  finalMarksWire,
  lessonWire,
  type Looking,
  marksWire,
  placingOf,
  workWire,
} from './wire/journal.js'

/** A refusal in the platform's words. */
export class Refusal extends Error {
  readonly status: number
  readonly type: string

  constructor(status: number, type: string, description: string) {
    super(description)
    this.name = 'Refusal'
    this.status = status
    this.type = type
  }
}

export function unavailable(): Refusal {
  return new Refusal(404, 'apiResourceUnavailable', 'Resource is unavailable')
}

export function badParameter(name: string): Refusal {
  return new Refusal(400, 'parameterInvalid', `Parameter ${name} is invalid`)
}

export interface Days {
  readonly from: IsoDate
  readonly to: IsoDate
}

/** Answers about a school at the clock's now: finds what was asked for, and writes it as the platform does. */
export class Answers {
  readonly #school: School
  readonly #clock: Clock
  readonly #switches: Switches
  readonly #groups = new Map<Id, { group: Group; schoolClass: SchoolClass }>()
  readonly #lessons = new Map<Id, Lesson>()
  readonly #works = new Map<Id, Work>()

  constructor(school: School, clock: Clock, switches: Switches) {
    this.#school = school
    this.#clock = clock
    this.#switches = switches
    for (const schoolClass of school.classes) {
      for (const group of [schoolClass, ...schoolClass.subgroups])
        this.#groups.set(group.id, { group, schoolClass })
      for (const work of school.finalMarks.get(schoolClass.id)?.works ?? []) this.#works.set(work.id, work)
    }
    for (const lesson of [...school.lessons.values()].flat()) {
      this.#lessons.set(lesson.id, lesson)
      for (const work of lesson.works) this.#works.set(work.id, work)
    }
  }

  looking(): Looking {
    return { school: this.#school, now: this.#clock.now(), switches: this.#switches }
  }

  /** @throws Refusal 404 */
  group(id: Id): { group: Group; schoolClass: SchoolClass } {
    const found = this.#groups.get(id)
    if (found === undefined) throw unavailable()
    return found
  }

  groupWire(id: Id): Wire {
    const { group, schoolClass } = this.group(id)
    return groupWire(this.#school, group, schoolClass)
  }

  lessonsOf(groupId: Id, days: Days): Wire {
    const looking = this.looking()
    return this.#between(groupId, days).map(lesson => lessonWire(looking, lesson))
  }

  lesson(id: Id): Wire {
    return lessonWire(this.looking(), this.#lesson(id))
  }

  lessonsMany(ids: readonly Id[]): Wire {
    const looking = this.looking()
    return this.#known(ids).map(lesson => lessonWire(looking, lesson))
  }

  work(id: Id): Wire {
    const [work] = this.#worksNow([id])
    if (work === undefined) throw unavailable()
    return workWire(this.looking(), work)
  }

  worksMany(ids: readonly Id[]): Wire {
    const looking = this.looking()
    return unsorted(this.#worksNow(ids)).map(work => workWire(looking, work))
  }

  /** Marks of the lessons on these days, whenever they were put. */
  marksOf(groupId: Id, days: Days): Wire {
    const marks = this.#between(groupId, days).flatMap(lesson => lesson.marks)
    return marksWire(this.looking(), marks)
  }

  marksOfLesson(id: Id): Wire {
    return marksWire(this.looking(), this.#lesson(id).marks)
  }

  entriesOf(groupId: Id, days: Days, subjectId: Id | null): Wire {
    const lessons = this.#between(groupId, days)
    return entriesWire(
      this.looking(),
      lessons.filter(lesson => subjectId === null || lesson.subject.id === subjectId),
    )
  }

  entriesOfLessons(ids: readonly Id[]): Wire {
    return entriesWire(this.looking(), this.#known(ids))
  }

  entriesOfLesson(id: Id): Wire {
    return entriesWire(this.looking(), [this.#lesson(id)])
  }

  finalMarks(groupId: Id): Wire {
    const { group, schoolClass } = this.group(groupId)
    const finals = this.#school.finalMarks.get(schoolClass.id)
    if (finals === undefined || group.kind === 'subgroup') return []
    return finalMarksWire(this.looking(), groupId, finals)
  }

  #lesson(id: Id): Lesson {
    const lesson = this.#lessons.get(id)
    if (lesson === undefined) throw unavailable()
    return lesson
  }

  #known(ids: readonly Id[]): Lesson[] {
    return unsorted([...new Set(ids)].flatMap(id => this.#lessons.get(id) ?? []))
  }

  #worksNow(ids: readonly Id[]): Work[] {
    const now = this.#clock.now()
    return [...new Set(ids)]
      .flatMap(id => this.#works.get(id) ?? [])
      .filter(work => shown(work.contents, now) !== null)
  }

  /** A class's lessons include its subgroups'; a subgroup's are its own. */
  #between(groupId: Id, { from, to }: Days): Lesson[] {
    const { group, schoolClass } = this.group(groupId)
    const now = this.#clock.now()
    const lessons = (this.#school.lessons.get(schoolClass.id) ?? []).filter(lesson => {
      if (group.kind === 'subgroup' && lesson.group.id !== groupId) return false
      const { date } = placingOf(lesson, now)
      return from <= date && date <= to
    })
    return unsorted(lessons)
  }
}
