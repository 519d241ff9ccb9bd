export { type AccessOptions, type AccessState, createAccess, type PlatformAccess } from './access.js'
export type { TokenSource } from './guard.js'
export { accessLetter } from './letters.js'
export { noToken, type NoticeKind, type Outage } from './outages.js'
