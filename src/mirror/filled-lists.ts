import { compareIds, type FilledList, type Id, type RecordKind } from '../journal/index.js'
import type { History } from './histories.js'

const lists: Readonly<Partial<Record<RecordKind, FilledList['resource']>>> = {
  group: 'groups',
  'class-subject': 'class-subjects',
  period: 'periods',
  bell: 'bells',
  'work-type': 'work-types',
  'mark-value': 'mark-values',
}

/**
 * Lists in which something stands now. Since when counts by whatever stood there first: what was replaced later makes a
 * list no newer.
 */
export function filledLists(directory: readonly History[]): FilledList[] {
  const found = new Map<string, { list: FilledList; stands: boolean }>()
  for (const { kind, groupId, newest, versions } of directory) {
    const resource = lists[kind]
    const [first] = versions
    if (resource === undefined || !first) continue
    const ofGroup = newest.content.kind === 'group' ? newest.content.id : groupId
    const key = `${resource}/${ofGroup}`
    const known = found.get(key)
    const stands = newest.ended === null || known?.stands === true
    const isFirst = known === undefined || first.seen.presentAt < known.list.appeared.presentAt
    const appeared = isFirst ? first.seen : known.list.appeared
    found.set(key, { list: { appeared, groupId: ofGroup === '' ? null : ofGroup, resource }, stands })
  }
  return [...found.values()].flatMap(({ list, stands }) => (stands ? [list] : [])).sort(byPlace)
}

function byPlace(a: FilledList, b: FilledList): number {
  const byGroup = compareIds(a.groupId ?? '', b.groupId ?? '')
  return byGroup !== 0 ? byGroup : a.resource < b.resource ? -1 : 1
}

/** Whether a list belongs to the whole school or to one of these classes. */
export function isOfClasses({ groupId }: FilledList, classIds: ReadonlySet<Id>): boolean {
  return groupId === null || classIds.has(groupId)
}
