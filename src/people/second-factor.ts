import { sql } from 'kysely'
import { z } from 'zod'
import type { Instant } from '../clock.js'
import { seal, unseal } from '../config/index.js'
import type { DatabaseHandle } from '../database/index.js'
import { BridgeError } from '../errors.js'
import { makeRecoveryCodes, makeTotpSecret, recoveryHash, stepOfCode } from './totp.js'

/** The code of one's telephone: how it comes to an account, is asked for, and goes. */

export interface SecondFactor {
  /** A secret for the telephone, which counts only when `confirm` has seen a code of it. */
  propose(login: string): Promise<string>
  /** The one proposed last; null where none is. */
  proposed(login: string): Promise<string | null>
  /** @returns codes for paper, shown this once; null when the code is wrong */
  confirm(login: string, code: string, now: Instant): Promise<readonly string[] | null>
  /** A code of the telephone or of the paper, each good once. @returns how many of the paper are left; null when it is wrong */
  take(login: string, code: string, now: Instant): Promise<{ readonly left: number } | null>
  remove(login: string): Promise<void>
}

const Row = z.object({
  totp: z.instanceof(Buffer).nullable(),
  pending: z.instanceof(Buffer).nullable(),
  step: z.coerce.number().nullable(),
})

/** `key` is asked for when it is first needed: most installations never do. */
export function createSecondFactor({ kysely }: DatabaseHandle, key: () => Promise<Buffer>): SecondFactor {
  async function rowOf(login: string): Promise<z.infer<typeof Row> | null> {
    const { rows } = await sql`
      select totp, totp_pending as pending, totp_step as step from people.account where login = ${login}`.execute(
      kysely,
    )
    return rows.length === 0 ? null : Row.parse(rows[0])
  }
  async function opened(sealed: Buffer | null, login: string): Promise<string | null> {
    if (sealed === null) return null
    try {
      return unseal(await key(), sealed, login)
    } catch (error) {
      throw new BridgeError('DATA_KEY_LOST', {
        message: 'Ключ, которым запечатаны коды входа (secrets/people-key), не тот или потерян.',
        hint: 'Верните файл ключа из копии или снимите код: dnevnik-bridge users totp reset ИМЯ',
        cause: error,
      })
    }
  }
  const proposed = async (login: string) => opened((await rowOf(login))?.pending ?? null, login)

  return {
    proposed,
    async propose(login) {
      const secret = makeTotpSecret()
      await sql`
        update people.account set totp_pending = ${seal(await key(), secret, login)} where login = ${login}`.execute(
        kysely,
      )
      return secret
    },
    async confirm(login, code, now) {
      const secret = await proposed(login)
      const step = secret === null ? null : stepOfCode(secret, code, now, null)
      if (step === null) return null
      const codes = makeRecoveryCodes()
      const hashes = codes.map(text => recoveryHash(login, text))
      await kysely.transaction().execute(async db => {
        await sql`update people.account set totp = totp_pending, totp_pending = null, totp_step = ${step}
          where login = ${login}`.execute(db)
        await sql`delete from people.recovery_code where account = ${login}`.execute(db)
        await sql`insert into people.recovery_code (account, sha256)
          select ${login}, unnest(${hashes}::text[])`.execute(db)
      })
      return codes
    },
    async take(login, code, now) {
      const row = await rowOf(login)
      const secret = await opened(row?.totp ?? null, login)
      if (row === null || secret === null) return null
      const step = stepOfCode(secret, code, now, row.step)
      // Two that bring the same code at once: one of them finds it taken.
      const { rows } =
        step === null
          ? await sql`update people.recovery_code set used_at = ${now} where account = ${login}
              and sha256 = ${recoveryHash(login, code)} and used_at is null returning 1`.execute(kysely)
          : await sql`update people.account set totp_step = ${step}
              where login = ${login} and (totp_step is null or totp_step < ${step}) returning 1`.execute(
              kysely,
            )
      if (rows.length === 0) return null
      const { rows: unused } = await sql`
        select from people.recovery_code where account = ${login} and used_at is null`.execute(kysely)
      return { left: unused.length }
    },
    remove: login =>
      kysely.transaction().execute(async db => {
        await sql`update people.account set totp = null, totp_pending = null, totp_step = null
          where login = ${login}`.execute(db)
        await sql`delete from people.recovery_code where account = ${login}`.execute(db)
      }),
  }
}
