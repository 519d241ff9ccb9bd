import { z } from 'zod'

/** Answer of `POST authorizations`, by its one field names; the user and the scope aren't used. */
export const WireGrant = z.object({
  accessToken: z.string().regex(/^[\x21-\x7e]+$/),
  refreshToken: z
    .string()
    .nullish()
    .transform(text => text || null),
  // Seconds, as a number or as digits.
  expiresIn: z
    .union([z.string().regex(/^\d+$/).transform(Number), z.number().int()])
    .nullish()
    .transform(seconds => (seconds && seconds > 0 ? seconds : null)),
})
