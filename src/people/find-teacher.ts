import { type Directory, fullName, type Id, type PersonName } from '../journal/index.js'

/** Whom somebody means by a number, or by the beginning of a name, in a school's list. */
export type FoundTeacher =
  | { readonly kind: 'one'; readonly person: PersonName }
  | { readonly kind: 'none' }
  | { readonly kind: 'several'; readonly people: readonly PersonName[] }

export function findTeacher(
  text: string,
  { teachers, classTeachers }: Pick<Directory, 'teachers' | 'classTeachers'>,
): FoundTeacher {
  const wanted = text.trim().toLowerCase()
  const all = [...teachers, ...classTeachers.map(({ person }) => person)]
  const found = new Map<Id, PersonName>(
    all
      .filter(person => person.id === wanted || fullName(person).toLowerCase().startsWith(wanted))
      .map(person => [person.id, person]),
  )
  const [person] = found.values()
  if (person === undefined) return { kind: 'none' }
  return found.size === 1 ? { kind: 'one', person } : { kind: 'several', people: [...found.values()] }
}
