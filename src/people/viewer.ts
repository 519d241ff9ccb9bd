import { roleNames } from '../config/index.js'
import type { Id } from '../journal/index.js'

/** Who looks, and how far each may look: the one place where roles are given their meaning. */

export const roles = roleNames
export type Role = (typeof roles)[number]

export interface Grant {
  readonly role: Role
  /** Null for every school of the installation. */
  readonly school: Id | null
  /** Who a class or subject teacher is on the platform; null for the other roles. */
  readonly person: Id | null
}

export interface Viewer {
  /** Name of the account; null for whoever sits at the computer of an installation without accounts. */
  readonly account: string | null
  /** For people, e.g. «Петрова М. И.» */
  readonly name: string
  readonly grants: readonly Grant[]
}

/** How much of a school's pages a role reaches: all, or what the teacher has there. */
type Extent = 'whole' | 'own-classes' | 'own-lessons'

const permissions = {
  /** What was found: today, lists, figures, verdicts. */
  'see-findings': { deputy: 'whole', 'class-teacher': 'own-classes', 'subject-teacher': 'own-lessons' },
  /** Pupils with their marks and absences, lesson by lesson. */
  'see-journal': { deputy: 'whole', 'class-teacher': 'own-classes', 'subject-teacher': 'own-lessons' },
  /** Live summary sheets: all subjects of a class, so nothing for who teaches one of them. */
  'see-sheets': { deputy: 'whole', 'class-teacher': 'own-classes' },
  /** What lies in the archive, and whether it is whole; not the documents. */
  'see-archive': { administrator: 'whole', deputy: 'whole', auditor: 'whole' },
  /** The archived documents themselves. */
  'read-archive': { deputy: 'whole', auditor: 'whole' },
  /** What was read when, what wasn't and why, what it costs. */
  'see-sync': { administrator: 'whole', deputy: 'whole' },
  resync: { administrator: 'whole', deputy: 'whole' },
  /** Exemptions, substitutions, outages, incidents, the register of the print kit. */
  'see-decisions': { deputy: 'whole', auditor: 'whole' },
  decide: { deputy: 'whole' },
  /** That the class was shown its journal (clause 2.4), of the own classes. */
  acquaint: { 'class-teacher': 'own-classes' },
  /** What control of the teachers ends in: certificates of it, reminders. */
  control: { deputy: 'whole' },
  /** Calendar-thematic plans with their corrections: no pupils. Own: of the classes led, of the lessons taught. */
  'see-plans': {
    administrator: 'whole',
    deputy: 'whole',
    auditor: 'whole',
    'class-teacher': 'own-classes',
    'subject-teacher': 'own-lessons',
  },
  'change-plans': { administrator: 'whole', deputy: 'whole' },
  /** One's own explanation of a finding. */
  reply: { deputy: 'whole', 'class-teacher': 'own-classes', 'subject-teacher': 'own-lessons' },
  'see-settings': { administrator: 'whole', deputy: 'whole' },
  'change-settings': { deputy: 'whole' },
  /** Mails about the school before they go. Own: what that teacher gets. */
  'see-digests': {
    administrator: 'whole',
    deputy: 'whole',
    'class-teacher': 'own-classes',
    'subject-teacher': 'own-lessons',
  },
  /** The same about the installation, and over its schools. */
  'see-program-letter': { administrator: 'whole' },
  'see-office-letter': { office: 'whole' },
  /** Schools side by side: coverage, figures, trend. */
  'see-overview': { office: 'whole' },
  /** Accounts, and who looked at what. */
  'manage-people': { administrator: 'whole' },
  'see-access-log': { administrator: 'whole', deputy: 'whole', auditor: 'whole' },
  'operate-queues': { administrator: 'whole' },
} as const satisfies Record<string, Partial<Record<Role, Extent>>>

export type Permission = keyof typeof permissions
export const allPermissions = Object.keys(permissions) as readonly Permission[]

/** Pages that show persons: who opens one stands in the log of access. */
const personal: ReadonlySet<Permission> = new Set([
  'see-findings',
  'see-journal',
  'see-sheets',
  'read-archive',
  'see-decisions',
  'decide',
  'control',
  'acquaint',
  'see-plans',
  'change-plans',
  'change-settings',
  'reply',
  'see-digests',
  'manage-people',
  'see-access-log',
])
export function showsPersons(permission: Permission): boolean {
  return personal.has(permission)
}

export type Reach =
  | { readonly kind: 'whole' }
  | {
      readonly kind: 'own'
      /** Whose classes: those which the platform names this person class teacher of. */
      readonly classesOf: Id | null
      /** Whose lessons. */
      readonly lessonsOf: Id | null
    }

/**
 * How far a viewer may look at one school, or, for `null`, at the installation as a whole; null for not at all. Who has
 * two roles has what both have.
 */
export function reachOf({ grants }: Viewer, permission: Permission, school: Id | null): Reach | null {
  const extents: Partial<Record<Role, Extent>> = permissions[permission]
  let classesOf: Id | null = null
  let lessonsOf: Id | null = null
  for (const grant of grants) {
    if (grant.school !== null && grant.school !== school) continue
    const extent = extents[grant.role]
    if (extent === 'whole') return { kind: 'whole' }
    if (extent === 'own-classes') classesOf ??= grant.person
    if (extent === 'own-lessons') lessonsOf ??= grant.person
  }
  return classesOf === null && lessonsOf === null ? null : { kind: 'own', classesOf, lessonsOf }
}

/** Whoever sits at the computer where nobody has an account yet: all of it is theirs anyway. */
export const whoeverSitsHere: Viewer = {
  account: null,
  name: 'за этим компьютером',
  grants: [
    { role: 'administrator', school: null, person: null },
    { role: 'deputy', school: null, person: null },
    { role: 'office', school: null, person: null },
  ],
}
