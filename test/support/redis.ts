import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export interface TestRedis {
  readonly url: string
  stop(): Promise<void>
}

/** A private Redis on a free loopback port, without persistence; nobody's own Redis is touched. */
export async function testRedis(password?: string): Promise<TestRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'dnevnik-bridge-redis-'))
  const port = await freePort()
  const access = password === undefined ? [] : ['--requirepass', password]
  const server = spawn(
    'redis-server',
    [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--save',
      '',
      '--appendonly',
      'no',
      '--dir',
      folder,
      ...access,
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  )
  const ended = new Promise<void>(resolve => server.once('exit', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.once('exit', code => reject(new Error(`redis-server ended with ${code}`)))
    createInterface({ input: server.stdout }).on('line', line => {
      if (/Ready to accept connections/.test(line)) resolve()
    })
  })
  return {
    url: `redis://${password === undefined ? '' : `:${password}@`}127.0.0.1:${port}/0`,
    async stop() {
      server.kill('SIGTERM')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
