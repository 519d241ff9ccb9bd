import { type Bracket, compareIds, type Id, type PlatformRecord } from '../journal/index.js'
import type { History } from './histories.js'

/**
 * An edit may give a mark or a work a new id (nobody knows of this platform). On the wire that is one record which
 * vanishes while another comes in its place; taken for an act of its own, what was put in time would seem to have come
 * late. So of what can be one and the same record, the later one goes on with the history of the earlier.
 *
 * @param gone histories of records that don't stand any more
 */
export function createHeirs(gone: readonly History[]): Heirs {
  const waiting = new Map<string, History[]>()
  for (const history of [...gone].sort(byFirstSight)) {
    const place = placeOf(history)
    if (place === null) continue
    const others = waiting.get(place) ?? []
    // An edited record may have been edited before.
    waiting.set(place, [...others, joined(history, take(others, history))])
  }
  const heirs: History[] = []
  return {
    keeps(history) {
      if (waiting.size === 0 || !waiting.has(placeOf(history) ?? '')) return false
      heirs.push(history)
      return true
    },
    all: () =>
      heirs
        .sort(byFirstSight)
        .map(history => joined(history, take(waiting.get(placeOf(history) ?? ''), history))),
  }
}

export interface Heirs {
  /** Whether this one, which stands, may go on with one of the gone; if so it is kept until all are there. */
  keeps(history: History): boolean
  /** Those that were kept, each with the history with which it goes on; asked once. */
  all(): readonly History[]
}

/**
 * Those of the gone that no other goes on with. A mark for another work doesn't, though it has the evidence of the one that
 * went: perhaps it was taken over from there, and came no later.
 *
 * @param heirs whatever may go on with others
 * @param works ids of those that stand: one that an edit gave a new id doesn't, under its former one
 */
export function withoutForerunners(
  gone: readonly History[],
  heirs: readonly History[],
  works: ReadonlySet<Id>,
): readonly History[] {
  if (gone.length === 0) return []
  const keyOf = (groupId: string, id: string) => `${groupId}/${id}`
  const forerunners = new Set(
    heirs.flatMap(({ groupId, versions }) =>
      versions.flatMap(({ content }, index) => {
        const next = versions[index + 1]?.content
        const isFollowed = next !== undefined && next.id !== content.id && !isForAnother(content, next, works)
        return isFollowed ? keyOf(groupId, content.id) : []
      }),
    ),
  )
  return gone.filter(({ groupId, newest }) => !forerunners.has(keyOf(groupId, newest.content.id)))
}

function isForAnother(mark: PlatformRecord, next: PlatformRecord, works: ReadonlySet<Id>): boolean {
  if (mark.kind !== 'mark' || next.kind !== 'mark' || mark.workId === null || next.workId === null)
    return false
  return mark.workId !== next.workId && works.has(mark.workId)
}

/** What an edit leaves as it is: whose mark at which lesson, which kind of work; null for what hangs on no lesson. */
function placeOf({ groupId, newest }: History): string | null {
  const record: PlatformRecord = newest.content
  if ((record.kind !== 'mark' && record.kind !== 'work') || record.lessonId === null) return null
  if (record.kind === 'mark') return [groupId, 'mark', record.lessonId, record.personId].join('/')
  return [groupId, 'work', record.lessonId, record.kindWord].join('/')
}

function firstSight({ versions, newest }: History): Bracket {
  return (versions[0] ?? newest).seen
}

/** And by id: in which order they were read must not tell who goes on with whom. */
function byFirstSight(a: History, b: History): number {
  return (
    firstSight(a).presentAt - firstSight(b).presentAt || compareIds(a.newest.content.id, b.newest.content.id)
  )
}

/** Removes from the list, and gives, one that may have vanished at the moment at which this one came. */
function take(candidates: History[] | undefined, heir: History): History | undefined {
  const came = firstSight(heir)
  const place = (candidates ?? []).findIndex(
    ({ newest: { ended } }) => ended !== null && atOneMoment(ended, came),
  )
  return place < 0 ? undefined : candidates?.splice(place, 1)[0]
}

/**
 * One look found the one missing and the other there; or a look in between saw the other and couldn't tell that the one
 * was missing. Who was seen beside it, or came when it was missed already, doesn't take its place.
 */
function atOneMoment(vanished: Bracket, came: Bracket): boolean {
  if (vanished.presentAt === came.presentAt) return true
  return (
    vanished.absentAt !== null && vanished.absentAt === came.absentAt && came.presentAt < vanished.presentAt
  )
}

function joined(history: History, forerunner: History | undefined): History {
  return forerunner ? { ...history, versions: [...forerunner.versions, ...history.versions] } : history
}
