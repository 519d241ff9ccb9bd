import { BridgeError } from '../../src/errors.js'
import { messageIdOf } from '../../src/mail.js'
import type { ComplianceReport } from '../../src/report/index.js'
import { createDigest } from '../../src/report/index.js'
import type { JobDeps, School } from '../deps.js'
import { overdueCopies } from './copy-ages.js'
import { newestHead } from './newest-head.js'

export interface DigestsSent {
  readonly sent: readonly { readonly address: string; readonly file: string | null }[]
  /** Recipients who have this day's digest already. */
  readonly already: readonly string[]
}

/**
 * Sends the daily digest to each recipient, once per recipient and day whatever crashes: the ledger's claim is
 * taken before and confirmed after, and the message id is the same on a second try. One refused recipient doesn't
 * keep the others waiting.
 * @throws BridgeError MAIL_FAILED when somebody's mail didn't go out; trying again sends only what is still owed
 */
export async function sendDigests(
  deps: JobDeps,
  school: School,
  report: ComplianceReport,
): Promise<DigestsSent> {
  const { calendar } = await deps.calendar(school)
  const now = deps.clock.now()
  const day = calendar.dateOf(now)
  const checkpoint = await newestHead(deps)
  const copies = await overdueCopies(deps)
  const digest = createDigest(report, { kind: 'daily', baseUrl: deps.webUrl, checkpoint, copies })
  const sent: { address: string; file: string | null }[] = []
  const already: string[] = []
  const failures: unknown[] = []
  for (const recipient of school.digestTo) {
    const key = { school: school.id, recipient: recipient.address, kind: 'daily', period: day }
    const claim = await deps.ledger.claimDigest(key, now)
    if (claim === 'sent') already.push(recipient.address)
    if (claim === 'busy') failures.push(beingSent())
    if (claim !== 'claimed') continue
    const messageId = messageIdOf('daily', Object.values(key))
    const letter = { to: recipient, ...digest, messageId, date: now }
    const mail = await deps.mailer.send(letter).catch((error: unknown) => {
      failures.push(error)
      return null
    })
    if (mail === null) {
      await deps.ledger.releaseDigest(key)
      continue
    }
    await deps.ledger.confirmDigest(key, now, messageId)
    sent.push({ address: recipient.address, file: mail.file })
  }
  if (failures.length > 0) throw failures[0]
  return { sent, already }
}

function beingSent(): BridgeError {
  return new BridgeError('MAIL_FAILED', {
    message: 'Эту сводку сейчас отправляет другой процесс, или он остановился, не закончив',
    hint: 'Повторите через 15 минут: если письмо не ушло, оно будет отправлено',
  })
}
