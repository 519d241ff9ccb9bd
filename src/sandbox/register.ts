import type { Id, IsoDate } from '../journal/index.js'
import { type ClassIndex, indexClass } from './class-index.js'
import type { Days } from './endpoints/asked.js'
import { unavailable } from './refusal.js'
import { classNumberIn } from './school/ids.js'
import {
  type Lesson,
  type Mark,
  membersOn,
  type Person,
  type SchoolClass,
  type Work,
} from './school/model.js'
import type { School } from './school.js'
import type { Switches } from './switches.js'
import type { Grouping } from './wire/directory.js'
import { unsorted } from './wire/json.js'
import { isWorkShown, workId } from './wire/lessons.js'
import { type Looking, placingOf } from './wire/looking.js'
import { isShown, markId } from './wire/marks.js'

/** A person of the school, with the classes he learns in: a pupil who changed class has two. */
export interface Known {
  readonly person: Person
  readonly classes: readonly SchoolClass[]
}

/** Finds what a request names. Everything that isn't there now is unavailable. */
export class Register {
  readonly #school: School
  readonly #switches: Switches
  readonly #groups = new Map<Id, Grouping>()
  readonly #persons = new Map<Id, Known>()
  readonly #users = new Map<Id, Known>()
  readonly #byNumber: ReadonlyMap<number, SchoolClass>
  readonly #indexes = new Map<SchoolClass, ClassIndex>()

  constructor(school: School, switches: Switches) {
    this.#school = school
    this.#switches = switches
    this.#byNumber = new Map(school.classes.map(schoolClass => [schoolClass.number, schoolClass]))
    for (const schoolClass of school.classes) {
      for (const group of [schoolClass, ...schoolClass.subgroups])
        this.#groups.set(group.id, { group, schoolClass })
      for (const person of [...schoolClass.pupils, ...schoolClass.archived]) this.#know(person, [schoolClass])
    }
    for (const schoolClass of school.next.classes) {
      for (const group of [schoolClass, ...schoolClass.subgroups])
        this.#groups.set(group.id, { group, schoolClass })
    }
    for (const person of [school.owner, ...school.teachers]) this.#know(person, [])
  }

  #know(person: Person, classes: readonly SchoolClass[]): void {
    const before = this.#persons.get(person.id)?.classes ?? []
    const known = { person, classes: [...before, ...classes] }
    this.#persons.set(person.id, known)
    if (person.userId !== null) this.#users.set(person.userId, known)
  }

  #indexOf(schoolClass: SchoolClass): ClassIndex {
    const known =
      this.#indexes.get(schoolClass) ?? indexClass(this.#school.yearOf(schoolClass), this.#switches)
    this.#indexes.set(schoolClass, known)
    return known
  }

  /** What belongs to the class whose number the id carries; only that class's year is needed for it. */
  #homeOf(id: Id): ClassIndex | null {
    const schoolClass = this.#byNumber.get(classNumberIn(id))
    return schoolClass === undefined ? null : this.#indexOf(schoolClass)
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
  lesson(id: Id, looking: Looking): Lesson {
    return found(this.lessons([id], looking)[0])
  }

  lessons(ids: readonly Id[], looking: Looking): Lesson[] {
    return unsorted([...new Set(ids)].flatMap(id => this.#homeOf(id)?.lessons.get(id) ?? [])).filter(lesson =>
      isStanding(lesson, looking),
    )
  }

  works(ids: readonly Id[], looking: Looking): Work[] {
    return unsorted(
      [...new Set(ids)].flatMap(id => {
        const work = this.#homeOf(id)?.works.get(id)
        return work && isWorkShown(looking, work) && workId(looking, work) === id ? [work] : []
      }),
    )
  }

  /** By the ids that works had first. */
  originalWorks(ids: readonly Id[]): Work[] {
    return ids.flatMap(id => this.#homeOf(id)?.works.get(id) ?? []).filter(({ id }) => ids.includes(id))
  }

  homeworkFor(lesson: Lesson, looking: Looking): Work[] {
    return unsorted(this.#indexOf(lesson.class).homework.get(lesson.id) ?? []).filter(work =>
      isWorkShown(looking, work),
    )
  }

  /** @throws Refusal 404 */
  work(id: Id, looking: Looking): Work {
    return found(this.works([id], looking)[0])
  }

  /** @throws Refusal 404 */
  mark(id: Id, looking: Looking): { readonly mark: Mark; readonly schoolClass: SchoolClass } {
    const schoolClass = found(this.#byNumber.get(classNumberIn(id)))
    const { lessons, finals } = this.#school.yearOf(schoolClass)
    const marks = [...lessons.flatMap(lesson => lesson.marks), ...finals.marks.map(final => final.mark)]
    const mark = marks.find(candidate => isShown(candidate, looking.now) && markId(looking, candidate) === id)
    return { mark: found(mark), schoolClass }
  }

  /** A class's lessons include its subgroups'; a subgroup's are its own. */
  lessonsOf({ group, schoolClass }: Grouping, { from, to }: Days, { now }: Looking): Lesson[] {
    const lessons = this.#school.yearOf(schoolClass).lessons.filter(lesson => {
      if (group.kind === 'subgroup' && lesson.group.id !== group.id) return false
      const { date, status } = placingOf(lesson, now)
      return status !== 'Removed' && from <= date && date <= to
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
}

function isStanding(lesson: Lesson, { now }: Looking): boolean {
  return placingOf(lesson, now).status !== 'Removed'
}

function attends(lesson: Lesson, person: Id, date: IsoDate): boolean {
  return membersOn(lesson.group, date).some(({ id }) => id === person)
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw unavailable()
  return value
}
