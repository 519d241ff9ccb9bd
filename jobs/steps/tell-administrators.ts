import { messageIdOf, plainLetter } from '../../src/mail.js'
import type { JobDeps } from '../deps.js'

/**
 * One letter to each administrator. The key makes it one letter however often it is sent; one refused address doesn't keep
 * the others waiting.
 * @throws BridgeError MAIL_FAILED
 */
export async function tellAdministrators(
  deps: JobDeps,
  letter: {
    readonly kind: string
    readonly key: readonly (string | number)[]
    readonly subject: string
    readonly lines: readonly string[]
  },
): Promise<void> {
  const { kind, key, subject, lines } = letter
  const page = deps.webUrl === null ? [] : [`Страница программы: ${deps.webUrl}`]
  const content = plainLetter(subject, [...lines, ...page])
  const date = deps.clock.now()
  const sent = await Promise.allSettled(
    deps.administrators.map(to => {
      const messageId = messageIdOf(kind, [...key, to.address])
      return deps.mailer.send({ to, ...content, messageId, date })
    }),
  )
  for (const mail of sent) if (mail.status === 'rejected') throw mail.reason
}

/** For letters that come once a day. */
export function dayOf(deps: Pick<JobDeps, 'clock'>): string {
  return new Date(deps.clock.now()).toISOString().slice(0, 10)
}
