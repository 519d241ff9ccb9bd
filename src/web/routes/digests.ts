import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { BridgeError } from '../../errors.js'
import type { Id } from '../../journal/index.js'
import { addresses } from '../addresses.js'
import { sendPage, type WebContext } from '../context.js'
import type { Addressee } from '../deps/letters.js'
import { maySeeLetterTo } from '../narrow.js'
import { type Made, NextLetters, NoticesPage } from '../pages/digests.js'
import { commonRoute, schoolRoute } from '../route.js'
import { withPatienceFor } from '../waiting.js'

const Wish = z.object({ letter: z.string().max(100).optional() }).catch({})

/** The next letters before they go, to each viewer those that are his to see: what they would say now, and when they go. */
export function digestRoutes(context: WebContext): void {
  const { letters } = context.deps
  const path = '/schools/:school/digests'
  schoolRoute(context, { path, needs: 'see-digests' }, async ({ request, reply, school, reach }) => {
    const all = await letters.addressees(school.id)
    const own = all.filter(addressee => maySeeLetterTo(reach, addressee))
    const { letter: wanted } = Wish.parse(request.query)
    const chosen = wanted === undefined ? own[0] : own.find(({ id }) => id === wanted)
    if (chosen === undefined && wanted !== undefined)
      throw new BridgeError('NOT_FOUND', { message: 'Такого письма нет, или оно вам не открыто.' })
    const page = NextLetters({
      ...{ school: school.id, addressees: own, isWhole: reach.kind === 'whole' },
      chosen: chosen && { addressee: chosen, made: await madeTo(reply, school.id, chosen) },
    })
    return sendPage(context, reply, { school, title: 'Следующие письма', here: 'digests' }, page)
  })

  async function madeTo(reply: FastifyReply, school: Id, { id }: Addressee): Promise<Made> {
    const made = await withPatienceFor(reply, context.deps, async signal => ({
      letter: await letters.next(school, id, signal),
    }))
    return made.done ?? made.left
  }

  const ofInstallation = [
    { kind: 'program', path: addresses.programLetter, needs: 'see-program-letter' },
    { kind: 'office', path: addresses.officeLetter, needs: 'see-office-letter' },
  ] as const
  for (const { kind, path: address, needs } of ofInstallation) {
    const options = { path: address, needs, of: 'installation' } as const
    commonRoute(context, options, async ({ reply }) => {
      const title = kind === 'program' ? 'Письмо о программе' : 'Письмо по школам'
      const frame = { school: null, title, here: `${kind}-letter` } as const
      return sendPage(context, reply, frame, NoticesPage({ kind, letters: await letters.notices(kind) }))
    })
  }
}
