import formbody from '@fastify/formbody'
import helmet from '@fastify/helmet'
import Fastify, { type FastifyInstance } from 'fastify'
import { BridgeError } from '../errors.js'
import { watchAccess } from './access.js'
import { serveAssets } from './assets.js'
import { watchChecking } from './checking.js'
import type { WebContext } from './context.js'
import type { WebDeps, WebOptions, WebServer } from './deps.js'
import { addGate } from './gate.js'
import { logLooks } from './looks.js'
import { answerProblems, problemOf, sendProblem } from './problem.js'
import { accessLogRoutes } from './routes/access-log.js'
import { accountRoutes } from './routes/account.js'
import { acquaintanceRoutes } from './routes/acquaintance.js'
import { archiveRoutes } from './routes/archive.js'
import { certificateRoutes } from './routes/certificate.js'
import { decisionRoutes } from './routes/decisions.js'
import { digestRoutes } from './routes/digests.js'
import { findingRoutes } from './routes/findings.js'
import { healthRoutes } from './routes/health.js'
import { journalRoutes } from './routes/journal.js'
import { letterRoutes } from './routes/letters.js'
import { logInRoutes } from './routes/log-in.js'
import { openIdRoutes } from './routes/open-id.js'
import { overviewRoutes } from './routes/overview.js'
import { peopleRoutes } from './routes/people.js'
import { planUploadRoutes } from './routes/plan-upload.js'
import { planRoutes } from './routes/plans.js'
import { printKitRoutes } from './routes/print-kit.js'
import { queueRoutes } from './routes/queues.js'
import { readinessRoutes } from './routes/readiness.js'
import { reminderRoutes } from './routes/reminders.js'
import { resyncRoutes } from './routes/resync.js'
import { runRoutes } from './routes/runs.js'
import { settingsRoutes } from './routes/settings.js'
import { sheetRoutes } from './routes/sheets.js'
import { sliceRoutes } from './routes/slices.js'
import { syncRoutes } from './routes/sync.js'
import { verdictRoutes } from './routes/verdict.js'
import { checkExposure, guard } from './safety.js'
import { watchStop } from './waiting.js'

/**
 * The dashboard. It only reads what others found, and adds jobs; it never asks the platform.
 * @throws BridgeError CONFIG_INVALID when it would be open to others while nobody has an account, PORT_IN_USE
 */
export async function startWeb(deps: WebDeps, options: WebOptions): Promise<WebServer> {
  await checkExposure(deps, options)
  const tls = options.publicUrl !== null && new URL(options.publicUrl).protocol === 'https:'
  const app = Fastify({
    logger: false,
    bodyLimit: 256 * 1024,
    trustProxy: [...options.trustedProxies],
    routerOptions: { ignoreTrailingSlash: true },
    // What isn't even an address never reaches the hooks, so it is answered here.
    frameworkErrors: (error, _request, reply) => sendProblem(reply, problemOf(error)),
  })
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'self'"],
        'script-src': ["'self'"],
        'style-src': ["'self'", "'unsafe-inline'"],
        'img-src': ["'self'", 'data:'],
        'font-src': ["'self'"],
        'object-src': ["'none'"],
        // bull-board's page names its own folder as base.
        'base-uri': ["'self'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
      },
    },
    // On plain HTTP a browser that is told to use TLS would never find the page again.
    hsts: tls && { maxAge: 31_536_000, includeSubDomains: false },
    // With «no-referrer» browsers send our own forms with `Origin: null`, which is what a stranger's looks like.
    referrerPolicy: { policy: 'same-origin' },
  })
  await app.register(formbody)
  app.decorate('behindTls', tls)
  watchStop(app)
  guard(app, options)
  const routes = addGate(app, deps)
  logLooks(app, deps)
  const assets = await serveAssets(app)
  app.decorate('problemFrame', { assets, schools: deps.schools })
  watchAccess(app, deps)
  watchChecking(app, deps)
  answerProblems(app, deps.log)
  const context: WebContext = { app, deps, assets }
  findingRoutes(context)
  sliceRoutes(context)
  verdictRoutes(context)
  certificateRoutes(context)
  reminderRoutes(context)
  readinessRoutes(context)
  resyncRoutes(context)
  runRoutes(context)
  decisionRoutes(context)
  acquaintanceRoutes(context)
  settingsRoutes(context)
  digestRoutes(context)
  overviewRoutes(context)
  letterRoutes(context)
  syncRoutes(context)
  healthRoutes(context)
  logInRoutes(context)
  if (deps.openId !== null) openIdRoutes(context, deps.openId, options)
  accountRoutes(context)
  journalRoutes(context)
  sheetRoutes(context)
  printKitRoutes(context)
  planRoutes(context)
  planUploadRoutes(context)
  archiveRoutes(context)
  peopleRoutes(context)
  accessLogRoutes(context)
  await queueRoutes(context)
  return { url: await listen(app, options), routes, close: () => app.close() }
}

async function listen(app: FastifyInstance, { host, port }: WebOptions): Promise<string> {
  try {
    await app.listen({ host, port })
  } catch (error) {
    await app.close()
    throw listenFailed(error, host, port)
  }
  const address = app.server.address()
  const actual = address !== null && typeof address === 'object' ? address.port : port
  return `http://${host.includes(':') ? `[${host}]` : host}:${actual}/`
}

function listenFailed(error: unknown, host: string, port: number): unknown {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null
  if (code === 'EADDRINUSE') {
    return new BridgeError('PORT_IN_USE', {
      message: `Порт ${port} на ${host} уже занят другой программой.`,
      hint: 'Назовите другой порт: --port 8430 (или 0 — любой свободный), либо web.port в настройках.',
      cause: error,
    })
  }
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new BridgeError('CONFIG_INVALID', {
      message: `Открыть страницу на ${host}:${port} нельзя (${code}).`,
      hint: 'Проверьте web.host и web.port; порты ниже 1024 доступны не всем.',
      cause: error,
    })
  }
  return error
}
