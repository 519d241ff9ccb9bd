/** Whose id follows which word of a path. */
const nameOfId: Readonly<Record<string, string>> = {
  'edu-groups': 'group',
  group: 'group',
  schools: 'school',
  'work-types': 'school',
  lessons: 'lesson',
  works: 'work',
  persons: 'person',
  subjects: 'subject',
}

/**
 * A path without what differs from call to call, so that requests can be counted by it:
 * `edu-groups/{group}/lessons/{from}/{to}`.
 */
export function endpointKind(path: string): string {
  const parts = path.split('/').filter(part => part !== '')
  let dates = 0
  return parts
    .map((part, index) => {
      if (/^-?\d+$/.test(part)) return `{${nameOfId[parts[index - 1] ?? ''] ?? 'id'}}`
      if (/^\d{4}-\d{2}-\d{2}/.test(part)) {
        dates += 1
        return dates === 1 ? '{from}' : '{to}'
      }
      return /^[a-z-]{1,40}$/i.test(part) ? part : '{other}'
    })
    .join('/')
}
