export { type AccessOptions, type AccessState, createAccess, type PlatformAccess } from './access.js'
export type { TokenSource } from './guard.js'
export { accessLetter } from './letters.js'
export type { NoticeKind, Outage } from './outages.js'
