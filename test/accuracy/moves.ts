import type { Id } from '../../src/journal/index.js'
import type { School } from '../../src/sandbox/index.js'

type Lesson = ReturnType<School['yearOf']>['lessons'][number]
type Mark = Lesson['marks'][number]

/** When the page on which a lesson's marks stand was read whole, in order. */
export type LooksAt = (lesson: Lesson) => readonly number[]

/**
 * Deleted marks of which no look can tell that they weren't taken to another lesson or work of the subject: the pupil
 * was given an equal one between the same two looks. The platform shows neither who entered a mark nor what became of one,
 * and a mark that is entered anew has a number and stamp of its own, so that both stories are the same on the wire. Told
 * from all that the sandbox's teachers did, and from when somebody looked: the mirror and the rules have no part in it.
 */
export function perhapsMoved(school: School, looksAt: LooksAt): ReadonlySet<Id> {
  const found = new Set<Id>()
  for (const schoolClass of school.classes) {
    const marks = marksBySubject(school.yearOf(schoolClass).lessons)
    for (const [gone, others] of deletions(marks)) {
      if (others.some(other => other !== gone && isPerhapsTheSame(gone, other, looksAt))) found.add(gone.id)
    }
  }
  return found
}

/** Of one pupil in one subject. */
function marksBySubject(lessons: readonly Lesson[]): ReadonlyMap<string, readonly Mark[]> {
  const marks = new Map<string, Mark[]>()
  for (const lesson of lessons) {
    for (const mark of lesson.marks) {
      const key = `${mark.person}/${lesson.subject.id}`
      const known = marks.get(key)
      if (known) known.push(mark)
      else marks.set(key, [mark])
    }
  }
  return marks
}

function* deletions(marks: ReadonlyMap<string, readonly Mark[]>): Generator<[Mark, readonly Mark[]]> {
  for (const ofPupil of marks.values()) {
    for (const mark of ofPupil) if (mark.goneAt !== null) yield [mark, ofPupil]
  }
}

function isPerhapsTheSame(gone: Mark, other: Mark, looksAt: LooksAt): boolean {
  const { goneAt, lesson } = gone
  if (goneAt === null || lesson === null) return false
  const looks = looksAt(lesson)
  const before = looks.findLast(look => look < goneAt)
  const after = looks.find(look => look >= goneAt)
  if (before === undefined || after === undefined) return false
  const isAtOnce = before < other.putAt && other.putAt <= after
  return isAtOnce && valueAt(gone, before) === valueAt(other, after)
}

function valueAt({ values }: Mark, look: number): string | undefined {
  return values.findLast(({ since }) => since <= look)?.value
}
