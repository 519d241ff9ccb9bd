import type { FastifyInstance } from 'fastify'
import { russianDateTime } from '../calendar/index.js'
import type { WebDeps } from './deps.js'

declare module 'fastify' {
  interface FastifyRequest {
    /** What every page says on top while the platform isn't read; null when all is well. */
    accessTrouble: AccessTrouble | null
  }
}

export interface AccessTrouble {
  readonly text: string
  readonly todo: string
}

/** What no page of ours is made of. */
const withoutFrame = /^\/(assets|healthz|readyz|queues\/(api|static))\b/

/** Looks before each page whether the platform lets us in. Who isn't let in here hears nothing of it. */
export function watchAccess(app: FastifyInstance, deps: WebDeps): void {
  app.decorateRequest('accessTrouble', null)
  app.addHook('preHandler', async request => {
    if (request.visitor === null || withoutFrame.test(request.url)) return
    request.accessTrouble = await troubleOf(deps)
  })
}

async function troubleOf(deps: WebDeps): Promise<AccessTrouble | null> {
  const state = await deps.access()
  if (state.kind === 'alive') return null
  const told = state.notifiedAt === null ? '' : ' Администратору отправлено письмо.'
  if (state.kind === 'missing') {
    return {
      text: `Журнал не читается. ${state.problem}.${told}`,
      todo: 'Верните файл токена или войдите на компьютере с программой: dnevnik-bridge auth login. Чтение начнётся само.',
    }
  }
  const timeZone = deps.schools[0]?.timeZone ?? 'UTC'
  const since = `${russianDateTime(state.since, timeZone)} (${timeZone})`
  if (state.untried) {
    return {
      text: `С ${since} журнал не читается: прежний токен недействителен.`,
      todo: 'Новый токен уже задан; программа проверит его в течение минуты.',
    }
  }
  return {
    text: `С ${since} журнал не читается: платформа не принимает токен.${told}`,
    todo: 'Войдите на компьютере с программой: dnevnik-bridge auth login; если токен задан в DNEVNIK_TOKEN, замените его там и перезапустите программу. Чтение возобновится само.',
  }
}
