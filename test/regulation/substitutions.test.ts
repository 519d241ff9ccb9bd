import { describe, expect, test } from '@jest/globals'
import { withSubstitutions } from '../../src/regulation/index.js'
import { requestOf } from './build-slice.js'
import { SmallJournal, type SmallJournalInput } from './small-journal.js'

type Stated = NonNullable<SmallJournalInput['substitutions']>[number]

const lessons = [
  { id: 1, date: '2026-11-16', number: 4, teachers: [9001, 9003], formerTeachers: [9006] },
  { id: 2, date: '2026-11-16', number: 4, group: 'англ1', subject: 'Английский', teachers: [9004] },
  { id: 3, date: '2026-11-16', number: 4, group: 'англ2', subject: 'Английский', teachers: [] },
  { id: 4, date: '2026-11-17', number: 4 },
  { id: 5, date: '2026-11-18', number: 1, group: 'англ1', subject: 'Английский', teachers: [9004] },
  { id: 6, date: '2026-11-18', number: 2, subject: 'Английский', teachers: [9004] },
  { id: 7, date: '2026-11-18', number: 3, group: 'англ2', subject: 'Английский', teachers: [9004] },
] satisfies SmallJournalInput['lessons']
const place: Stated = { date: '2026-11-16', lesson: 4, teacher: 9002 }

function stated(...substitutions: readonly Stated[]) {
  const small = {
    title: 'Замены одного дня',
    lessons,
    subgroups: { англ1: { pupils: [1001] }, англ2: { pupils: [1002] } },
    substitutions: [...substitutions],
  }
  const { slice, decisions } = requestOf('2.3-topic-filled', SmallJournal.parse(small))
  const found = withSubstitutions(slice, decisions.substitutions)
  const lesson = (id: number) => {
    const one = found.slice.lessons.find(other => other.id === String(id))
    if (!one) throw new Error(`There is no lesson ${id}`)
    return one
  }
  return { ...found, given: slice, lesson, order: decisions.substitutions }
}

/** Of the lessons whose teachers became others: who they are. */
function taught(...substitutions: readonly Stated[]) {
  const { slice, given } = stated(...substitutions)
  return Object.fromEntries(
    slice.lessons.flatMap((lesson, index) =>
      lesson === given.lessons[index] ? [] : [[lesson.id, lesson.teacherIds]],
    ),
  )
}

describe('who stood in', () => {
  test('takes the place of whoever was absent, who is a former teacher from then on', () => {
    const { lesson } = stated({ ...place, insteadOf: 9001 })
    expect(lesson(1)).toMatchObject({ teacherIds: ['9003', '9002'], formerTeacherIds: ['9006', '9001'] })
  })

  test('of nobody in particular, takes the place of all', () => {
    const { lesson } = stated({ ...place, group: 'англ1' })
    expect(lesson(2)).toMatchObject({ teacherIds: ['9002'], formerTeacherIds: ['9004'] })
    expect(stated(place).lesson(1)).toMatchObject({
      teacherIds: ['9002'],
      formerTeacherIds: ['9006', '9001', '9003'],
    })
  })

  test('is no former teacher twice', () => {
    const twice = { ...place, date: '2026-11-16', insteadOf: 9003, teacher: 9006 }
    expect(stated(twice).lesson(1)).toMatchObject({
      teacherIds: ['9001', '9006'],
      formerTeacherIds: ['9006', '9003'],
    })
  })

  test('is the teacher of a lesson that had none', () => {
    expect(taught({ ...place, group: 'англ2', insteadOf: 9005 })).toEqual({ 3: ['9002'] })
  })

  test('for the whole class stood in for its subgroups too', () => {
    expect(taught({ ...place, insteadOf: 9004 })).toEqual({ 2: ['9002'], 3: ['9002'] })
  })

  test.each<[string, Stated]>([
    ['another day', { ...place, date: '2026-11-19' }],
    ['another lesson of the day', { ...place, lesson: 5 }],
    ['another subgroup', { ...place, group: 'англ1', insteadOf: 9001 }],
    ['the very teacher whom the platform names', { ...place, teacher: 9001, insteadOf: 9003 }],
  ])('on %s changes nothing of the others', (_, substitution) => {
    expect(taught({ ...substitution, group: substitution.group ?? 'англ1' })).toEqual({})
  })

  test('of two statements about one lesson the one with the lower number counts', () => {
    const two = stated({ ...place, insteadOf: 9001 }, { ...place, insteadOf: 9001, teacher: 9007 })
    expect(two.lesson(1).teacherIds).toEqual(['9003', '9002'])
    const turned = withSubstitutions(two.given, two.order.toReversed())
    expect(turned.slice.lessons[0]?.teacherIds).toEqual(['9003', '9002'])
  })
})

describe('what made somebody a teacher', () => {
  test('is told of that lesson, and of no other', () => {
    const { of, lesson, order } = stated({ ...place, insteadOf: 9001 })
    expect(of(lesson(1))).toBe(order[0])
    expect([2, 4].map(id => of(lesson(id)))).toEqual([undefined, undefined])
  })

  test('isn’t told where the platform names them already', () => {
    const { of, by, lesson } = stated({ ...place, group: 'англ1', teacher: 9004, insteadOf: 9008 })
    expect(of(lesson(2))).toBeUndefined()
    expect(by('9004', lesson(2))).toBeUndefined()
  })

  test('in a subgroup’s subject holds for its lessons and the class’s, not for the other subgroup’s', () => {
    const { by, lesson, order } = stated({ ...place, group: 'англ1', insteadOf: 9004 })
    expect(by('9002', lesson(5))).toBe(order[0])
    expect(by('9002', lesson(6))).toBe(order[0])
    expect(by('9002', lesson(7))).toBeUndefined()
    expect(by('9002', lesson(4))).toBeUndefined()
    expect(by('9004', lesson(5))).toBeUndefined()
  })

  test('in the whole class’s lesson holds for its subgroups of that subject', () => {
    const { by, lesson, order } = stated({ ...place, date: '2026-11-18', lesson: 2, insteadOf: 9004 })
    expect([5, 6, 7].map(id => by('9002', lesson(id)))).toEqual([order[0], order[0], order[0]])
    expect(by('9002', lesson(4))).toBeUndefined()
  })

  test('is nothing where nothing was stated, and the journal stays the very same', () => {
    const { of, by, lesson, slice, given } = stated()
    expect([of(lesson(1)), by('9001', lesson(1))]).toEqual([undefined, undefined])
    expect(slice).toBe(given)
  })

  test('in one class says nothing of another’s lessons with the same subject and number', () => {
    const small = SmallJournal.parse({
      title: 'Один предмет в двух классах',
      lessons: [
        { id: 1, date: '2026-11-16', number: 4 },
        { id: 1, date: '2026-11-16', number: 4, class: '7Б' },
        { id: 2, date: '2026-11-17', class: '7Б' },
      ],
      substitutions: [{ ...place, insteadOf: 9001 }],
    })
    const { slice, decisions } = requestOf('2.3-topic-filled', small)
    const { of, by, slice: changed } = withSubstitutions(slice, decisions.substitutions)
    const [own, other, next] = changed.lessons
    if (!own || !other || !next) throw new Error('The case has three lessons')
    expect([own, other].map(({ teacherIds }) => teacherIds)).toEqual([['9002'], ['9001']])
    expect([of(own)?.number, of(other), by('9002', next)]).toEqual([1, undefined, undefined])
  })
})
