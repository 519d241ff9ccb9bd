import type { Id } from './records.js'
import type { ClassGroup, Period, Subgroup, Subject } from './slice.js'

/** Persons by name: for sheets and for people's eyes, never for rules, logs or job payloads. */
export interface PersonName {
  readonly id: Id
  readonly lastName: string | null
  readonly firstName: string | null
  readonly middleName: string | null
  readonly shortName: string | null
}

export interface DirectoryMember {
  readonly groupId: Id
  readonly person: PersonName
  readonly left: boolean
}

export interface Directory {
  readonly school: Id
  /** Active classes of the current study year. */
  readonly classes: readonly ClassGroup[]
  /** Classes of the current study year that went to the archive or left the list: known, and not read any more. */
  readonly archivedClasses: readonly ClassGroup[]
  readonly subgroups: readonly Subgroup[]
  readonly subjects: readonly Subject[]
  readonly classSubjects: readonly { readonly classId: Id; readonly subjectId: Id }[]
  readonly periods: readonly Period[]
  readonly teachers: readonly PersonName[]
  readonly classTeachers: readonly { readonly classId: Id; readonly person: PersonName }[]
  readonly members: readonly DirectoryMember[]
}

/** Who is on a class's list now. */
export function pupilsOnList({ members }: Pick<Directory, 'members'>, classId: Id): Id[] {
  return members.flatMap(({ groupId, person, left }) => (groupId === classId && !left ? [person.id] : []))
}

/** «Фамилия Имя Отчество»; falls back to what there is, and to the id when nothing is. */
export function fullName(person: PersonName): string {
  const full = [person.lastName, person.firstName, person.middleName].filter(part => part).join(' ')
  return full || person.shortName || `№ ${person.id}`
}

/** «Фамилия И. О.» for teachers in lists. */
export function nameWithInitials(person: PersonName): string {
  if (!person.lastName) return person.shortName || `№ ${person.id}`
  const initials = [person.firstName, person.middleName].flatMap(part => {
    const [letter] = firstSeen.exec(part ?? '') ?? []
    return letter === undefined ? [] : [`${letter.normalize('NFC')}.`]
  })
  return [person.lastName, ...initials].join(' ')
}

/** A whole character, with the mark over it where that is one of its own: neither half a pair nor what nobody sees. */
const firstSeen = /[^\p{C}\p{Z}]\p{M}?/u
