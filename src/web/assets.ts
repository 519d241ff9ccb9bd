import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { packageRoot } from '../package-root.js'

/** The two files that the pages load, both from this server, under addresses that change with their bytes. */
export interface Assets {
  readonly style: string
  readonly htmx: string
}

export async function serveAssets(app: FastifyInstance): Promise<Assets> {
  const htmxFile = createRequire(import.meta.url).resolve('htmx.org/dist/htmx.min.js')
  return {
    style: serve(
      app,
      'style.css',
      'text/css; charset=utf-8',
      await readFile(join(packageRoot, 'src/web/style.css')),
    ),
    htmx: serve(app, 'htmx.js', 'text/javascript; charset=utf-8', await readFile(htmxFile)),
  }
}

function serve(app: FastifyInstance, name: string, type: string, bytes: Buffer): string {
  const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 12)
  const address = `/assets/${digest}/${name}`
  app.get(address, async (_request, reply) =>
    reply.header('cache-control', 'public, max-age=31536000, immutable').type(type).send(bytes),
  )
  return address
}
