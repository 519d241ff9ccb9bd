import { z } from 'zod'
import { id, ids, list, optionalId, text } from './values.js'

/** Who the token's owner is; read loosely, because it only opens the door. */
export const WireContext = z.object({ schoolIds: ids, schools: list, timezone: z.unknown().optional() })
export const WireSchool = z.object({ id, name: text })
export const WireUser = z.object({ id: optionalId, timezone: z.unknown().optional() })
