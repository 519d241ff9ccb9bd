import type { Id, IsoDate } from '../journal/index.js'
import { unavailable } from './refusal.js'
import {
  membersOn,
  type Lesson,
  type Mark,
  type Person,
  type SchoolClass,
  type Work,
} from './school/model.js'
import type { School } from './school.js'
import { unsorted } from './wire/json.js'
import type { Grouping } from './wire/directory.js'
import { isWorkShown, workId } from './wire/lessons.js'
import { type Looking, placingOf } from './wire/looking.js'
import { isShown, markId } from './wire/marks.js'
import { derivedId } from './school/ids.js'
import type { Switches } from './switches.js'
import type { Days } from './endpoints/asked.js'

/** A person of the school, with the classes he learns in: a pupil who changed class has two. */
export interface Known {
  readonly person: Person
  readonly classes: readonly SchoolClass[]
}

/** Finds what a request names. Everything that isn't there now is unavailable. */
export class Register {
  readonly #school: School
  readonly #groups = new Map<Id, Grouping>()
  readonly #lessons = new Map<Id, Lesson>()
  /** By every id that an edit may give it. */
  readonly #works = new Map<Id, Work>()
  /** By the lesson that it is due for, wherever it hangs. */
  readonly #homework = new Map<Id, Work[]>()
  readonly #persons = new Map<Id, Known>()
  readonly #users = new Map<Id, Known>()

  constructor(school: School, switches: Switches) {
    this.#school = school
    for (const schoolClass of school.classes) {
      for (const group of [schoolClass, ...schoolClass.subgroups])
        this.#groups.set(group.id, { group, schoolClass })
      for (const work of school.finalMarks.get(schoolClass.id)?.works ?? []) this.#works.set(work.id, work)
      for (const person of [...schoolClass.pupils, ...schoolClass.archived]) this.#know(person, [schoolClass])
    }
    for (const person of [school.owner, ...school.teachers]) this.#know(person, [])
    for (const lesson of [...school.lessons.values()].flat()) {
      this.#lessons.set(lesson.id, lesson)
      for (const work of lesson.works) this.#addWork(work, switches)
    }
  }

  #know(person: Person, classes: readonly SchoolClass[]): void {
    const before = this.#persons.get(person.id)?.classes ?? []
    const known = { person, classes: [...before, ...classes] }
    this.#persons.set(person.id, known)
    if (person.userId !== null) this.#users.set(person.userId, known)
  }

  #addWork(work: Work, switches: Switches): void {
    this.#works.set(work.id, work)
    if (work.kind === 'Homework' && work.target !== null) {
      const due = this.#homework.get(work.target.id)
      if (due === undefined) this.#homework.set(work.target.id, [work])
      else due.push(work)
    }
    if (switches.onEdit !== 'new-id') return
    for (let edit = 1; edit < work.contents.length; edit++)
      this.#works.set(derivedId(`${work.id}/edit/${edit}`), work)
  }

  /** @throws Refusal 404 */
  group(id: Id): Grouping {
    return found(this.#groups.get(id))
  }

  groups(ids: readonly Id[]): Grouping[] {
    return [...new Set(ids)].flatMap(id => this.#groups.get(id) ?? [])
  }

  /** @throws Refusal 404 */
  person(id: Id): Known {
    return found(this.#persons.get(id))
  }

  persons(): Person[] {
    return [...this.#persons.values()].map(({ person }) => person)
  }

  /** @throws Refusal 404 */
  user(id: Id): Known {
    return found(this.#users.get(id))
  }

  users(ids: readonly Id[]): Person[] {
    return [...new Set(ids)].flatMap(id => this.#users.get(id)?.person ?? [])
  }

  /** @throws Refusal 404 */
  lesson(id: Id): Lesson {
    return found(this.#lessons.get(id))
  }

  lessons(ids: readonly Id[]): Lesson[] {
    return unsorted([...new Set(ids)].flatMap(id => this.#lessons.get(id) ?? []))
  }

  works(ids: readonly Id[], looking: Looking): Work[] {
    return unsorted(
      [...new Set(ids)].flatMap(id => {
        const work = this.#works.get(id)
        return work && isWorkShown(looking, work) && workId(looking, work) === id ? [work] : []
      }),
    )
  }

  /** By the ids that works had first. */
  originalWorks(ids: readonly Id[]): Work[] {
    return ids.flatMap(id => this.#works.get(id) ?? []).filter(({ id }) => ids.includes(id))
  }

  homeworkFor(lesson: Lesson, looking: Looking): Work[] {
    return unsorted(this.#homework.get(lesson.id) ?? []).filter(work => isWorkShown(looking, work))
  }

  /** @throws Refusal 404 */
  work(id: Id, looking: Looking): Work {
    return found(this.works([id], looking)[0])
  }

  /** @throws Refusal 404 */
  mark(id: Id, looking: Looking): { readonly mark: Mark; readonly schoolClass: SchoolClass } {
    for (const schoolClass of this.#school.classes) {
      const finals = this.#school.finalMarks.get(schoolClass.id)?.marks ?? []
      const marks = [
        ...(this.#school.lessons.get(schoolClass.id) ?? []).flatMap(lesson => lesson.marks),
        ...finals.map(final => final.mark),
      ]
      const mark = marks.find(
        candidate => isShown(candidate, looking.now) && markId(looking, candidate) === id,
      )
      if (mark !== undefined) return { mark, schoolClass }
    }
    throw unavailable()
  }

  /** A class's lessons include its subgroups'; a subgroup's are its own. */
  lessonsOf({ group, schoolClass }: Grouping, { from, to }: Days, { now }: Looking): Lesson[] {
    const lessons = (this.#school.lessons.get(schoolClass.id) ?? []).filter(lesson => {
      if (group.kind === 'subgroup' && lesson.group.id !== group.id) return false
      const { date } = placingOf(lesson, now)
      return from <= date && date <= to
    })
    return unsorted(lessons)
  }

  /** A pupil's own lessons, those of his subgroups instead of the other ones. */
  lessonsOfPupil({ person, classes }: Known, days: Days, looking: Looking): Lesson[] {
    return classes.flatMap(schoolClass =>
      this.lessonsOf({ group: schoolClass, schoolClass }, days, looking).filter(lesson =>
        attends(lesson, person.id, placingOf(lesson, looking.now).date),
      ),
    )
  }

  /** Lessons that a teacher gives on these days. */
  lessonsOfTeacher(teacher: Id, days: Days, looking: Looking): Lesson[] {
    return this.#school.classes.flatMap(schoolClass =>
      this.lessonsOf({ group: schoolClass, schoolClass }, days, looking).filter(
        lesson => placingOf(lesson, looking.now).teacher.id === teacher,
      ),
    )
  }
}

function attends(lesson: Lesson, person: Id, date: IsoDate): boolean {
  return membersOn(lesson.group, date).some(({ id }) => id === person)
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw unavailable()
  return value
}
