import { Command } from 'commander'
import type { App } from '../../app.js'
import { russianDateTime } from '../../calendar/index.js'
import { BridgeError, exitCodes, isBridgeError } from '../../errors.js'
import { type CommandContext, type CommonOptions, outputOf, withApp, withCommon } from '../context.js'

interface TokenFacts {
  /** Null when nobody can tell now. */
  readonly alive: boolean | null
  readonly source: 'environment' | 'store'
  /** Beginning of the token's fingerprint. */
  readonly token: string
  readonly expiresAt: string | null
  readonly refreshable: boolean
  readonly deadSince: string | null
  readonly notifiedAt: string | null
}

/** Alive or dead as the platform says now; null, with the failure, when nobody can tell. */
async function probed(
  app: App,
  signal: AbortSignal,
): Promise<{ alive: boolean | null; error: BridgeError | null }> {
  try {
    return { alive: await app.deps.access.probe(signal), error: null }
  } catch (error) {
    if (!(error instanceof BridgeError) || isBridgeError(error, 'INTERRUPTED', 'DATABASE_FAILED')) throw error
    return { alive: null, error }
  }
}

/**
 * What is known of the token after asking the platform about it: for `auth status` and `doctor`.
 * @throws BridgeError TOKEN_MISSING
 */
export async function tokenStatus(
  app: App,
  signal: AbortSignal,
): Promise<{ facts: TokenFacts; error: BridgeError | null; text: string }> {
  const { alive, error } = await probed(app, signal)
  const token = await app.deps.access.token()
  const state = await app.deps.access.state()
  const outage = state.kind === 'dead' ? state.outage : null
  const at = (instant: number | null) => (instant === null ? null : new Date(instant).toISOString())
  const facts: TokenFacts = {
    alive,
    source: token.source,
    token: token.fingerprint.slice(0, 12),
    expiresAt: at(token.expiresAt),
    refreshable: token.refresh === 'ready',
    deadSince: at(outage?.since ?? null),
    notifiedAt: at(outage?.notifiedAt ?? null),
  }
  return { facts, error, text: described(app, facts, token.refresh) }
}

function described(app: App, facts: TokenFacts, refresh: 'ready' | 'no-secret' | 'none'): string {
  const zone = app.schools[0]?.timeZone ?? 'UTC'
  const shown = (iso: string) => russianDateTime(Date.parse(iso), zone)
  const parts = [
    facts.alive === null ? 'проверить не удалось' : facts.alive ? 'действует' : 'недействителен',
    facts.source === 'environment' ? 'задан в DNEVNIK_TOKEN' : 'сохранён в папке данных',
  ]
  if (facts.expiresAt !== null) parts.push(`срок до ${shown(facts.expiresAt)}`)
  if (refresh === 'ready') parts.push('обновляется сам')
  if (refresh === 'no-secret') parts.push('сам не обновится: не задан DNEVNIK_CLIENT_SECRET')
  if (facts.deadSince !== null) parts.push(`чтение приостановлено с ${shown(facts.deadSince)}`)
  if (facts.notifiedAt !== null) parts.push(`администратору сообщено ${shown(facts.notifiedAt)}`)
  return parts.join('; ')
}

export function statusCommand(context: CommandContext): Command {
  return withCommon(new Command('status'))
    .summary('действует ли токен')
    .description(
      'Спрашивает платформу, действует ли токен, и говорит, откуда он взят, до какого срока и обновляется ли сам.\n' +
        'Завершение: 0 — действует, 4 — недействителен, 2 — не задан, 75 — платформа не отвечает.',
    )
    .addHelpText('after', '\nПример:\n  dnevnik-bridge auth status --data /srv/dnevnik --json')
    .action(async (options: CommonOptions) => {
      const out = outputOf(context, options)
      await withApp(context, options, async app => {
        const { facts, error, text } = await tokenStatus(app, context.signal)
        out.result(facts, `Токен: ${text}.`)
        if (error !== null) throw error
        if (facts.alive === true) return
        context.exitCode = exitCodes.noAccess
        out.note('Что делать: dnevnik-bridge auth login; если токен задан в DNEVNIK_TOKEN, замените его там.')
      })
    })
}
