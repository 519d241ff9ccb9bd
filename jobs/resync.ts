import { z } from 'zod'
import { defineJob } from '../src/queue/index.js'
import { readKinds } from '../src/runs/index.js'
import type { JobDeps } from './deps.js'
import { addRun } from './steps/due.js'

const Id = z.string().regex(/^\d{1,19}$/)
const Payload = z
  .strictObject({
    school: Id,
    from: z.iso.date(),
    to: z.iso.date(),
    /** Left out: all of them. */
    classes: z.array(Id).min(1).optional(),
    /** Left out: all of it. */
    kinds: z.array(z.enum(readKinds)).min(1).optional(),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'] })

/** A re-sync for whoever adds one in the queue's dashboard, where nobody can enter a run: it becomes a run like any other. */
export const resync = defineJob<JobDeps, z.infer<typeof Payload>>({
  name: 'resync',
  queue: 'dnevnik',
  payload: Payload,
  attempts: 3,
  async run({ school, from, to, classes, kinds }, deps, { jobId, queue }) {
    deps.school(school)
    deps.requireKnownDays({ from, to })
    const request = {
      kind: 'sync',
      school,
      from,
      to,
      classIds: classes ?? null,
      kinds: kinds ?? null,
    } as const
    for (let time = 1; ; time += 1) {
      // Queues number anew when they have been emptied, and who sends off again what has ended wants another reading.
      const id = `queue/${jobId}/${time}`
      if (await addRun(deps, queue, { ...request, id, askedBy: 'queue' })) return
      if (await deps.runs.isOpen(id)) return
    }
  },
})
