import { z } from 'zod'
import { house } from '../house.js'
import { addAccount, chief, evening, week } from './cast.js'

/** A house with everything, bull-board too, in a process of its own that is told what happens around it. */

const Event = z.strictObject({
  /** What time it has become. */
  now: z.string().optional(),
  /** Whether the platform has gone away or come back. */
  platform: z.enum(['away', 'back']).optional(),
})

const slowly = { platform: { requestsPerSecond: 6, requestsAtOnce: 2 } }
const home = await house(evening, slowly, true)
const { inside } = home
await addAccount(inside.app, chief)
await inside.run('sync', week)

process.on('message', async (event: unknown) => {
  const { now, platform } = Event.parse(event)
  if (now !== undefined) inside.clock.set(Date.parse(now))
  if (platform === 'away') inside.sandbox.setFaults([{ kind: 'server-error', match: /./, times: 1000 }])
  if (platform === 'back') {
    inside.sandbox.setFaults([])
    // Calls fail at once until a probe has found it again.
    await inside.app.deps.source.visibleSchool(inside.school.id, AbortSignal.timeout(20_000))
  }
  process.send?.({ happened: event })
})
process.once('SIGTERM', () => void home.close().then(() => process.disconnect()))
process.send?.({ url: home.url, school: inside.school.id })
