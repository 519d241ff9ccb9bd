export type { LookResult, LookRow, Mirror, SliceRequest } from './mirror.js'
export { createMirror } from './postgres-mirror.js'
export { expectedWindows } from './expected-windows.js'
