import { expect, test } from '@jest/globals'
import { endpointKind } from '../../src/dnevnik/endpoint-kind.js'

test.each([
  ['users/me/context', 'users/me/context'],
  ['schools/1000004956244/edu-groups', 'schools/{school}/edu-groups'],
  ['edu-groups/2260325488551003872/lessons/2026-11-16/2026-11-22', 'edu-groups/{group}/lessons/{from}/{to}'],
  ['edu-groups/-5/marks/2026-11-16T00:00:00/2026-11-22', 'edu-groups/{group}/marks/{from}/{to}'],
  ['lesson-log-entries/group/7', 'lesson-log-entries/group/{group}'],
  ['lessons/9/log-entries', 'lessons/{lesson}/log-entries'],
  ['new-things/12', 'new-things/{id}'],
  ['persons/Иванова', 'persons/{other}'],
])('of %s only the kind is counted: %s', (path, kind) => {
  expect(endpointKind(path)).toBe(kind)
})
