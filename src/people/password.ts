import { randomBytes, randomInt, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { BridgeError } from '../errors.js'

/** Passwords: scrypt, with its parameters beside each hash, so that they may grow without anybody losing his. */

/** Of the cost 2^n: one hash takes some 0.4 s and 128 MB, and as much of whoever guesses. */
export const usualCost = 17
const blockSize = 8
const hashBytes = 32
const shape = /^scrypt\$(\d{1,2})\$(\d{1,2})\$(\d{1,2})\$([A-Za-z0-9_-]{22})\$([A-Za-z0-9_-]{43})$/

const shortest = 10
const longest = 200

/** Two spellings of one letter (й, ё) are one password, whatever keyboard it comes from. */
const canonical = (password: string) => password.normalize('NFKC')

/** What is wrong with a password that somebody chose, in Russian; null when nothing is. */
export function passwordProblem(password: string, login: string): string | null {
  const chosen = canonical(password)
  if (chosen.length < shortest) return `Нужно не меньше ${shortest} знаков.`
  if (chosen.length > longest) return `Не больше ${longest} знаков.`
  if (chosen.toLowerCase().includes(login)) return 'Пароль не должен содержать имя для входа.'
  if (new Set(chosen).size < 5) return 'Слишком простой: нужно хотя бы пять разных знаков.'
  return null
}

/** @throws BridgeError USAGE */
export function requireGoodPassword(password: string, login: string): void {
  const problem = passwordProblem(password, login)
  if (problem !== null) throw new BridgeError('USAGE', { message: `Пароль не принят. ${problem}` })
}

/** No letter that is read for another one, whichever alphabet the reader thinks in. */
const letters = 'abdefghjkmnqrtuwyz23456789'

/** `kdmw-7hqz-…`: 94 bits. */
export function makePassword(): string {
  const part = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')
  return [part(), part(), part(), part(), part()].join('-')
}

export interface Passwords {
  hash(password: string): Promise<string>
  /** Takes the same time whatever the answer, and for null, nobody's password, as well. */
  matches(password: string, hash: string | null): Promise<boolean>
  /** Made with less than is usual now: to be made anew when its password is next seen. */
  isWeak(hash: string): boolean
}

export function createPasswords(cost = usualCost): Passwords {
  const inTurn = oneByOne()
  const derived = (password: string, { salt, n, r, p }: Parameters) =>
    inTurn(() => deriveKey(canonical(password), salt, { N: 2 ** n, r, p, maxmem: 256 * 2 ** n * r }))
  return {
    async hash(password) {
      const salt = randomBytes(16)
      const key = await derived(password, { salt, n: cost, r: blockSize, p: 1 })
      return `scrypt$${cost}$${blockSize}$1$${salt.toString('base64url')}$${key.toString('base64url')}`
    },
    async matches(password, hash) {
      const known = hash === null ? null : parse(hash)
      const tried = known ?? {
        salt: randomBytes(16),
        n: cost,
        r: blockSize,
        p: 1,
        key: randomBytes(hashBytes),
      }
      const key = await derived(password.slice(0, longest), tried)
      return timingSafeEqual(key, tried.key) && known !== null
    },
    isWeak: hash => (parse(hash)?.n ?? 0) < cost,
  }
}

interface Parameters {
  readonly salt: Buffer
  readonly n: number
  readonly r: number
  readonly p: number
}

function parse(hash: string): (Parameters & { readonly key: Buffer }) | null {
  const [, n, r, p, salt, key] = shape.exec(hash) ?? []
  if (salt === undefined || key === undefined) return null
  return {
    ...{ n: Number(n), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64url'),
    key: Buffer.from(key, 'base64url'),
  }
}

function deriveKey(password: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) =>
    scrypt(password, salt, hashBytes, options, (error, key) => (error ? reject(error) : resolve(key))),
  )
}

/** Each hash takes its memory: many guesses at once must not take all there is. */
function oneByOne() {
  let last: Promise<unknown> = Promise.resolve()
  return <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work)
    last = mine.catch(() => undefined)
    return mine
  }
}
