import type { Instant } from '../../clock.js'
import { editedId } from '../school/ids.js'
import type { Lesson, Placing, Since } from '../school/model.js'
import { shown } from '../school/model.js'
import type { School } from '../school.js'
import type { Switches } from '../switches.js'
import { actStamp } from './stamps.js'

/** What an answer depends on besides the request: the school, the moment, the switches. */
export interface Looking {
  readonly school: School
  readonly now: Instant
  readonly switches: Switches
}

export function placingOf(lesson: Lesson, now: Instant): Placing {
  return shown(lesson.placings, now) ?? lesson.final
}

/** A record that is entered once and edited later: marks, entries, homework. */
export interface Edited {
  readonly id: string
  readonly enteredAt: Instant
  readonly states: readonly Since<unknown>[]
}

function editsOf({ enteredAt, states }: Edited, now: Instant): readonly Since<unknown>[] {
  return states.filter(({ since }) => since > enteredAt && since <= now)
}

/** The id under which it is known now: an edit may give a new one. */
export function idNow(edited: Edited, { now, switches }: Looking): string {
  if (switches.onEdit !== 'new-id') return edited.id
  const { length } = editsOf(edited, now)
  return length === 0 ? edited.id : editedId(edited.id, length)
}

/** The stamp of it: an edit may move it. */
export function stampNow(looking: Looking, edited: Edited, zone = looking.switches.stampZone): string {
  const { school, now, switches } = looking
  const last = switches.onEdit === 'keep' ? undefined : editsOf(edited, now).at(-1)
  const instant = (last?.since ?? edited.enteredAt) + switches.clockSkewSeconds * 1000
  return actStamp(instant, edited.id, { days: school.days, zone })
}
