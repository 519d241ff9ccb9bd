import { z } from 'zod'
import type { Id, JournalSlice, Lesson } from '../journal/index.js'
import { requiredLine, type Stated, StatedId } from './stated.js'

/** «Замена»: who gave a lesson instead of whom, by an order, whatever the platform names. */
export const Substitution = z
  .strictObject({
    /** Class or subgroup. */
    groupId: StatedId,
    date: z.iso.date(),
    /** Of the day's lessons. */
    lesson: z.int().min(0).max(20),
    /** Who gave the lesson. */
    personId: StatedId,
    /** Null where nobody else should have given it. */
    insteadOf: StatedId.nullable(),
    /** «приказ № 45 от 16.11.2026» */
    order: requiredLine('Основание'),
  })
  .refine(({ personId, insteadOf }) => personId !== insteadOf, {
    error: 'Заменяет и заменяемый — один и тот же учитель',
    path: ['insteadOf'],
  })
export type Substitution = z.infer<typeof Substitution>

/** Whether it is about that lesson: its place, and the absent teacher (or already the other one) named there. */
export function answers(
  { groupId, date, lesson: number, personId, insteadOf }: Substitution,
  lesson: Lesson,
): boolean {
  const { teacherIds } = lesson
  return (
    lesson.date === date &&
    lesson.number === number &&
    (lesson.groupId === groupId || lesson.classId === groupId) &&
    (insteadOf === null ||
      teacherIds.length === 0 ||
      teacherIds.includes(insteadOf) ||
      teacherIds.includes(personId))
  )
}

type WithLessons = Pick<JournalSlice, 'lessons'>

export interface Substitutions<Slice extends WithLessons = JournalSlice> {
  /** With teachers as they were in truth; the very slice that was given where nothing was stated. */
  readonly slice: Slice
  /** What made somebody a teacher of that lesson whom the platform doesn't name. */
  of(lesson: Lesson): Stated<Substitution> | undefined
  /** The same of any lesson of that subject that pupils of the lesson may have had, where the person stood in. */
  by(personId: Id, lesson: Lesson): Stated<Substitution> | undefined
}

/** Who stood in answers for the lesson from then on; who was absent is one of its former teachers. */
export function withSubstitutions<Slice extends WithLessons>(
  slice: Slice,
  stated: readonly Stated<Substitution>[],
): Substitutions<Slice> {
  if (stated.length === 0) return { slice, of: () => undefined, by: () => undefined }
  const inOrder = stated.toSorted((a, b) => a.number - b.number)
  const made = new Map<string, Stated<Substitution>>()
  const standIns: { readonly stated: Stated<Substitution>; readonly lesson: Lesson }[] = []
  const lessons = slice.lessons.map(lesson => {
    const found = inOrder.find(({ content }) => answers(content, lesson))
    if (!found || lesson.teacherIds.includes(found.content.personId)) return lesson
    made.set(keyOf(lesson), found)
    standIns.push({ stated: found, lesson })
    return taughtBy(lesson, found.content)
  })
  return {
    slice: { ...slice, lessons },
    of: lesson => made.get(keyOf(lesson)),
    by: (personId, lesson) =>
      standIns.find(
        standIn => standIn.stated.content.personId === personId && isSameCourse(standIn.lesson, lesson),
      )?.stated,
  }
}

function keyOf({ classId, id }: Lesson): string {
  return `${classId}/${id}`
}

function taughtBy(lesson: Lesson, { personId, insteadOf }: Substitution): Lesson {
  const { teacherIds, formerTeacherIds } = lesson
  const absent = teacherIds.filter(id => insteadOf === null || id === insteadOf)
  return {
    ...lesson,
    teacherIds: [...teacherIds.filter(id => !absent.includes(id)), personId],
    formerTeacherIds: [...new Set([...formerTeacherIds, ...absent])],
  }
}

function isSameCourse(a: Lesson, b: Lesson): boolean {
  return (
    a.classId === b.classId &&
    a.subjectId === b.subjectId &&
    (a.groupId === b.groupId || a.groupId === a.classId || b.groupId === b.classId)
  )
}
