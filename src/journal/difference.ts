/** What looks brought, counted as people speak of it. */

export const changeKinds = [
  'lesson',
  'topic',
  'homework',
  'work',
  'mark',
  'attendance',
  'final-mark',
  'list',
] as const
/** `topic` is a lesson's own; `list`: who and what there is, beside the journal itself. */
export type ChangeKind = (typeof changeKinds)[number]

export interface ChangeCounts {
  readonly added: number
  readonly changed: number
  readonly gone: number
}

/** Kinds of which nothing changed are left out. */
export type RecordChanges = Readonly<Partial<Record<ChangeKind, ChangeCounts>>>
