export type { ChangesRequest, RecordChange } from './changes.js'
export type { DroppedBodies, DropRequest } from './drop-bodies.js'
export type { Mention } from './mentions.js'
export type {
  ChainLook,
  ClassDays,
  ClassLook,
  ClassRequest,
  ClassState,
  Drift,
  LookAt,
  LookResult,
  LookRow,
  Mirror,
  SliceOf,
  SliceRead,
  SliceRequest,
  Slices,
  WindowState,
} from './mirror.js'
export { createMirror, type MirrorOptions } from './postgres-mirror.js'
export { examDays, expectedWindows } from './expected-windows.js'
export type { QuarantinedWindow, QuarantineProblem } from './quarantine.js'
export type { Replay, ReplayRequest } from './replay.js'
export type { TimetableLesson } from './timetable.js'
export type { MirrorStats } from './stats.js'
