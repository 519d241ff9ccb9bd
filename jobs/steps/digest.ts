import { createHash } from 'node:crypto'
import type { ComplianceReport } from '../../src/report/index.js'
import { createDigest } from '../../src/report/index.js'
import type { JobDeps, School } from '../deps.js'

export interface DigestsSent {
  readonly sent: readonly { readonly address: string; readonly file: string | null }[]
  /** Recipients who have this day's digest already. */
  readonly already: readonly string[]
}

/**
 * Sends the daily digest to each recipient, once per recipient and day whatever crashes: the ledger's claim is
 * taken before and confirmed after, and the message id is the same on a second try.
 */
export async function sendDigests(
  deps: JobDeps,
  school: School,
  report: ComplianceReport,
): Promise<DigestsSent> {
  const { calendar } = await deps.calendar(school)
  const now = deps.clock.now()
  const day = calendar.dateOf(now)
  const digest = createDigest(report, { kind: 'daily', baseUrl: deps.webUrl })
  const sent: { address: string; file: string | null }[] = []
  const already: string[] = []
  for (const recipient of school.digestTo) {
    const key = { school: school.id, recipient: recipient.address, kind: 'daily', period: day }
    if (!(await deps.ledger.claimDigest(key, now))) {
      already.push(recipient.address)
      continue
    }
    const hash = createHash('sha256').update(Object.values(key).join('\n')).digest('hex').slice(0, 32)
    const messageId = `<daily.${hash}@dnevnik-bridge>`
    const { file } = await deps.mailer.send({ to: recipient, ...digest, messageId, date: now })
    await deps.ledger.confirmDigest(key, now, messageId)
    sent.push({ address: recipient.address, file })
  }
  return { sent, already }
}
