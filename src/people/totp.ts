import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Instant } from '../clock.js'

/** Codes of a telephone (RFC 6238: SHA-1, six digits, thirty seconds, which is what every such program takes), and codes on paper. */

const stepMs = 30_000
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** 160 bits in base32: 32 letters. */
export function makeTotpSecret(): string {
  return base32(randomBytes(20))
}

export function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map(byte => byte.toString(2).padStart(8, '0')).join('')
  const groups = bits.match(/.{1,5}/g) ?? []
  return groups.map(group => alphabet[Number.parseInt(group.padEnd(5, '0'), 2)]).join('')
}

function fromBase32(text: string): Buffer {
  const bits = [...text].map(letter => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map(byte => Number.parseInt(byte, 2)))
}

export function totpAt(secret: string, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const hash = createHmac('sha1', fromBase32(secret)).update(counter).digest()
  const offset = (hash.at(-1) ?? 0) & 15
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/**
 * The step of a right code, of now or one before or after it, since clocks differ; null when it isn't one, or was taken
 * already (`last`, or before).
 */
export function stepOfCode(secret: string, typed: string, now: Instant, last: number | null): number | null {
  const code = typed.replace(/\s/g, '')
  if (!/^\d{6}$/.test(code)) return null
  const current = Math.floor(now / stepMs)
  const right = [current - 1, current, current + 1].filter(step =>
    timingSafeEqual(Buffer.from(totpAt(secret, step)), Buffer.from(code)),
  )
  return right.find(step => last === null || step > last) ?? null
}

/** What the telephone reads from the picture. */
export function totpAddress(secret: string, login: string): string {
  const issuer = 'dnevnik-bridge'
  const query = new URLSearchParams({ secret, issuer, algorithm: 'SHA1', digits: '6', period: '30' })
  return `otpauth://totp/${issuer}:${encodeURIComponent(login)}?${query}`
}

/** `ABCDE-FGHIJ`, ten of them, 50 bits each, good once: for when the telephone is gone. */
export function makeRecoveryCodes(): string[] {
  return Array.from({ length: 10 }, () => {
    const text = base32(randomBytes(7)).slice(0, 10)
    return `${text.slice(0, 5)}-${text.slice(5)}`
  })
}

/** Fast as it is, because these are random; tries are throttled. */
export function recoveryHash(login: string, typed: string): string {
  const code = typed.toUpperCase().replace(/[^A-Z0-9]/g, '')
  return createHash('sha256').update(`${login} ${code}`).digest('base64url')
}
