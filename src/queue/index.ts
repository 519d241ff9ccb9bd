export { openQueue } from './open.js'
export type {
  AnyJob,
  Job,
  JobContext,
  JobCounts,
  JobKind,
  JobQueue,
  JobRequest,
  JobTree,
  QueueBackend,
  QueueName,
  QueueOptions,
  WorkerOptions,
  Workers,
} from './queue.js'
export { defineJob, queueNames } from './queue.js'
