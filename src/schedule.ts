import { createTask } from 'node-cron'
import { describeError } from './errors.js'
import type { Logger } from './log.js'

export interface Schedule {
  stop(): Promise<void>
}

/**
 * Wakes the planner, or the archivist, every minute. The planner decides what is due; its runs have deterministic ids, so
 * neither a second scheduler nor a repeated minute doubles the work. What the archivist does twice is done once.
 */
export function startSchedule(options: { plan: () => Promise<void>; log: Logger }): Schedule {
  const { plan, log } = options
  const task = createTask(
    '* * * * *',
    async () => {
      try {
        await plan()
      } catch (error) {
        // The next minute is the retry; nothing is lost, because what is due stays due.
        log.error('clock work failed', { error: describeError(error) })
      }
    },
    {
      name: 'planner',
      noOverlap: true,
      logger: {
        debug() {},
        info() {},
        warn: text => log.warn(String(text)),
        error: text => log.error(String(text)),
      },
    },
  )
  void task.start()
  return {
    async stop() {
      await task.destroy()
    },
  }
}
