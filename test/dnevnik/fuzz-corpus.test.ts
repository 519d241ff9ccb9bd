import { Buffer } from 'node:buffer'
import { expect, test } from '@jest/globals'
import { ManualClock } from '../../src/clock.js'
import { acceptAnswer } from '../../src/dnevnik/answer.js'
import { parseAnswer, parsersOf } from '../../src/dnevnik/index.js'
import { BridgeError } from '../../src/errors.js'
import type { ParsedAnswer, Resource, Window } from '../../src/journal/index.js'
import { seenRecords } from '../../src/mirror/canonical.js'
import { type EarlierLook, readChange } from '../../src/mirror/change.js'
import { packed } from '../../src/mirror/reading.js'
import { startSandbox } from '../../src/sandbox/index.js'
import { aSource, aWindow, fixture } from './a-source.js'
import { mutated, seeded } from './mutations.js'

/** `npm run fuzz` takes the whole corpus; the ordinary run its first part. */
const cases = Number(process.env.FUZZ_CASES ?? 1_500)
const seed = Number(process.env.FUZZ_SEED ?? 1)
const longestMs = 1_000
/** The whole corpus takes minutes: it says how far it is. */
const tellEvery = process.env.FUZZ_CASES === undefined ? Number.POSITIVE_INFINITY : 10_000

interface Body {
  readonly window: Window
  readonly bytes: Buffer
}

const fixtures: readonly (readonly [Resource, string])[] = [
  ['groups', fixture('edu-groups')],
  ['teachers', fixture('teachers')],
  ['subjects', fixture('subjects')],
  ['work-types', fixture('work-types')],
  ['members', fixture('persons')],
  ['class-subjects', fixture('subjects')],
  ['periods', `[${fixture('reporting-periods')},${fixture('reporting-period-group')}]`],
  ['bells', fixture('timetables')],
  ['lessons', fixture('lessons')],
  ['marks', fixture('marks')],
  ['attendance', fixture('lesson-log-entries')],
  ['final-marks', fixture('final-marks')],
  ['exam-marks', `{"pupils":[${fixture('allfinalmarks')}]}`],
]

/** What the sandbox says about one class, in every window that there is. */
async function sandboxBodies(): Promise<Body[]> {
  const clock = new ManualClock(Date.parse('2026-11-20T18:00:00Z'))
  const days = { from: '2026-11-16', to: '2026-11-16' }
  const sandbox = await startSandbox({ seed: 5, classes: 1, pupilsPerClass: 4, aheadDays: 1, ...days, clock })
  const { source } = aSource({ baseUrl: sandbox.url, token: sandbox.token })
  try {
    const school = sandbox.school.id
    const groups = await source.read({ school, resource: 'groups', group: null, week: null })
    const [group = ''] = groups.parse().records.flatMap(({ kind, id }) => (kind === 'group' ? [id] : []))
    const members = await source.read({ school, resource: 'members', group, week: null })
    const pupils = members.parse().records.flatMap(record => ('personId' in record ? [record.personId] : []))
    const bodies: Body[] = []
    for (const [resource] of fixtures) {
      const place = aWindow(resource)
      const window = { ...place, school, group: place.group === null ? null : group }
      const answer = await source.read(window, { pupilIds: async () => pupils })
      bodies.push({ window, bytes: Buffer.from(answer.body) })
    }
    return bodies
  } finally {
    await source.close()
    await sandbox.close()
  }
}

/** As the client does it: bytes to text, judged from outside. */
function accepted(bytes: Buffer): string {
  const answer = { status: 200, contentType: 'application/json', retryAfterMs: null, text: bytes.toString() }
  return acceptAnswer(answer, 'any', 'path')
}

/** Then parsed. Only documented failures may end it. */
function believed<T>(bytes: Buffer, parse: (body: string) => T): T | null {
  try {
    return parse(accepted(bytes))
  } catch (error) {
    if (error instanceof BridgeError && error.code.startsWith('DNEVNIK_')) return null
    throw error
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

test(`of ${cases} damaged bodies none crashes, hangs or is believed unless it is JSON`, async () => {
  const bodies = [
    ...fixtures.map(([resource, text]) => ({ window: aWindow(resource), bytes: Buffer.from(text) })),
    ...(await sandboxBodies()),
  ]
  const random = seeded(seed)
  const faults: string[] = []
  let parsed = 0
  let records = 0
  let quarantined = 0
  let longest = 0
  const tell = (done: number) =>
    process.stderr.write(
      `fuzz, seed ${seed}: ${done} of ${cases}; believed ${parsed} (records ${records}, in quarantine ${quarantined}), ` +
        `refused ${done - parsed - faults.length}, faults ${faults.length}, longest ${Math.round(longest)} ms\n`,
    )
  for (let index = 0; index < cases; index += 1) {
    const { window, bytes } = bodies[index % bodies.length] ?? {
      window: aWindow('marks'),
      bytes: Buffer.from('[]'),
    }
    const damaged = mutated(bytes, random)
    const name = `case ${index} of seed ${seed} (${window.resource})`
    const start = process.cpuUsage()
    try {
      const answer: ParsedAnswer | null = believed(damaged, body => parseAnswer(window, body))
      if (answer) {
        parsed += 1
        records += answer.records.length
        quarantined += answer.quarantined.length
      }
      if (answer && !isJson(damaged.toString().trim())) faults.push(`${name}: believed, and is no JSON`)
    } catch (error) {
      faults.push(`${name}: ${String(error)}`)
    }
    const { user } = process.cpuUsage(start)
    longest = Math.max(longest, user / 1000)
    if ((index + 1) % tellEvery === 0) tell(index + 1)
    if (user > longestMs * 1000) faults.push(`${name}: took ${Math.round(user / 1000)} ms`)
  }
  if (tellEvery < Number.POSITIVE_INFINITY) tell(cases)
  expect(faults.slice(0, 10)).toEqual([])
  // Damage that leaves JSON behind is part of the corpus, else only the parser's front door were tried.
  expect(parsed).toBeGreaterThan(cases / 20)
}, 3_600_000)

/** Long lists as the platform writes them; the last of them that was understood is what a damaged one is read against. */
const longLists: readonly (readonly [Resource, (index: number) => string])[] = [
  [
    'marks',
    index =>
      `{"id":${7001 + index},"id_str":"${7001 + index}","type":"Mark5","value":"${2 + (index % 4)}","textValue":"${2 + (index % 4)}","person":${501 + (index % 8)},"person_str":"${501 + (index % 8)}","work":${9001 + (index % 5)},"work_str":"${9001 + (index % 5)}","lesson":${11 + (index % 3)},"lesson_str":"${11 + (index % 3)}","number":1,"date":"2026-11-16T08:${10 + index}:00.123","workType":2141571717039095810,"mood":"Good","use_avg_calc":true}`,
  ],
  [
    'attendance',
    index =>
      `{"person":${501 + index},"person_str":"${501 + index}","lesson":11,"lesson_str":"11","comment":null,"status":"${index % 2 === 0 ? 'Absent' : 'Ill'}","createdDate":"2026-11-16T08:${10 + index}:00.123"}`,
  ],
]

/** What stands after a look that is read in part; null where it has to be read whole (`confirmChange`). */
function standingByChange(
  window: Window,
  body: string,
  earlier: EarlierLook,
  before: ReturnType<typeof seenRecords>,
) {
  const facts = { askedAt: 0, answeredAt: 0, body, sha256: '', requests: 1 }
  const change = readChange({ ...facts, ...parsersOf(window, body) }, earlier)
  if (change === null) return null
  const { seen, former } = change
  const standsAsSaid = [...seen.keys()].every(key => before.get(key)?.hash === former.get(key)?.hash)
  return standsAsSaid ? new Map([...before, ...seen]) : null
}

test(`of ${cases} damaged long lists none is read in part otherwise than whole`, () => {
  const lists = longLists.map(([resource, element]) => {
    const window = aWindow(resource)
    const body = `[${Array.from({ length: 40 }, (_, index) => element(index)).join()}]`
    const { records, quarantined, drift } = parseAnswer(window, body)
    expect([records.length, quarantined, drift]).toEqual([40, [], []])
    const earlier = { look: '1', records: records.length, gzip: packed(body) }
    return { window, body, earlier, before: seenRecords(records) }
  })
  const random = seeded(seed)
  const faults: string[] = []
  let inPart = 0
  for (let index = 0; index < cases; index += 1) {
    const list = lists[index % lists.length]
    if (!list) continue
    const { window, body, earlier, before } = list
    const damaged = mutated(Buffer.from(body), random)
    const found = believed(damaged, text => standingByChange(window, text, earlier, before))
    if (found === null) continue
    inPart += 1
    const whole = believed(damaged, text => parseAnswer(window, text))
    const wants = whole && whole.quarantined.length === 0 ? seenRecords(whole.records) : null
    const same =
      wants?.size === found.size && [...found].every(([key, { hash }]) => wants.get(key)?.hash === hash)
    if (!same) faults.push(`case ${index} of seed ${seed} (${window.resource})`)
  }
  expect(faults.slice(0, 10)).toEqual([])
  expect(inPart).toBeGreaterThan(cases / 50)
}, 3_600_000)
