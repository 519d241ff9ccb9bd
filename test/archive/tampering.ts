import type { Tampering } from './spoiling.js'
import { aroundObjects } from './tampering-around.js'
import { insideObjects } from './tampering-inside.js'
import { inLog } from './tampering-log.js'
import { odd } from './tampering-odd.js'

/** All of them; each is also tried on `verify.sh`. */
export const tamperings: readonly Tampering[] = [...insideObjects, ...aroundObjects, ...inLog, ...odd]
