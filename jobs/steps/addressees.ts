import { createHash } from 'node:crypto'
import type { Id } from '../../src/journal/index.js'
import type { LetterKey } from '../../src/ledger/index.js'
import type { Recipient } from '../../src/mail.js'
import type { JobDeps, School } from '../deps.js'

/** Who gets letters about a school, and which: what is sent and what is shown before goes by this list. */

export type LetterKind = 'deputy' | 'class' | 'owed'
export const letterKinds: readonly LetterKind[] = ['deputy', 'class', 'owed']

export interface Addressee {
  readonly kind: LetterKind
  readonly key: LetterKey
  readonly to: Recipient & { readonly xlsx?: boolean }
  /** Who that is on the platform; null for a deputy head. */
  readonly person: Id | null
  /** Whose class the letter is about; null where it is about more. */
  readonly classId: Id | null
}

/** In the place of an address, where a letter is shown for which the settings name nobody. */
export const nobodyNamed = '(получатель не назван)'

export function deputies(school: School): Addressee[] {
  return school.digestTo.map(to => deputy(school, to))
}

function deputy(school: School, to: Addressee['to']): Addressee {
  const key = { school: school.id, recipient: to.address, kind: 'deputy' }
  return { kind: 'deputy', key, to, person: null, classId: null }
}

/** Of each class that the platform names the teacher class teacher of. */
export async function classTeachers(deps: JobDeps, school: School): Promise<Addressee[]> {
  const { classTeachers: known } = await deps.mirror.directory(school.id)
  return wanting(school, 'class').flatMap(({ person, address }) =>
    known
      .filter(led => led.person.id === person)
      .map(({ classId }) => ({
        kind: 'class' as const,
        key: { school: school.id, recipient: address, kind: `class-${classId}` },
        ...{ to: { address }, person, classId },
      })),
  )
}

export function subjectTeachers(school: School): Addressee[] {
  return wanting(school, 'owed').map(({ person, address }) => ({
    kind: 'owed',
    key: { school: school.id, recipient: address, kind: 'owed' },
    ...{ to: { address }, person, classId: null },
  }))
}

function wanting({ teachers }: School, kind: 'class' | 'owed') {
  return teachers.filter(({ letters }) => letters.includes(kind))
}

/** Everybody, to be shown: whoever sets the program up looks at the letter before deciding who is to get it. */
export async function addressees(deps: JobDeps, school: School): Promise<Addressee[]> {
  const named = deputies(school)
  const first = named.length > 0 ? named : [deputy(school, { address: nobodyNamed })]
  return [...first, ...(await classTeachers(deps, school)), ...subjectTeachers(school)]
}

/** Names one of them in an address of ours, where no mail address belongs. */
export function addresseeId({ key: { kind, recipient } }: Pick<Addressee, 'key'>): string {
  return `${kind}.${createHash('sha256').update(recipient).digest('hex').slice(0, 12)}`
}
