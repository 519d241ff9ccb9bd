import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

/** A time-stamping service as there are many: `openssl ts` behind HTTP, with an authority of its own. */

export interface TimeStampServer {
  readonly url: string
  /** PEM of its authority. */
  readonly caFile: string
  /** Answers in its place; null: as it should. */
  answer: ((query: Buffer) => { readonly status: number; readonly body: Buffer } | null) | null
  readonly asked: () => number
  close(): Promise<void>
}

const settings = `
[ tsa ]
default_tsa = one
[ one ]
serial = serial
signer_cert = tsa.pem
signer_key = tsa.key
certs = ca.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
ess_cert_id_alg = sha256
[ ca ]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign
[ stamping ]
extendedKeyUsage = critical, timeStamping
keyUsage = critical, digitalSignature
`

export async function startTimeStampServer(room: string): Promise<TimeStampServer> {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: room, stdio: 'pipe' })
  writeFileSync(join(room, 'tsa.cnf'), settings)
  writeFileSync(join(room, 'serial'), '01\n')
  const key = ['-newkey', 'rsa:2048', '-nodes', '-days', '2']
  const request = (name: string) => ['req', ...key, '-keyout', `${name}.key`, '-subj', `/CN=Test ${name}`]
  openssl(...request('ca'), '-x509', '-config', 'tsa.cnf', '-extensions', 'ca', '-out', 'ca.pem')
  openssl(...request('tsa'), '-config', 'tsa.cnf', '-out', 'tsa.csr')
  openssl(
    ...[
      'x509',
      '-req',
      '-in',
      'tsa.csr',
      '-CA',
      'ca.pem',
      '-CAkey',
      'ca.key',
      '-CAcreateserial',
      '-days',
      '2',
    ],
    ...['-extfile', 'tsa.cnf', '-extensions', 'stamping', '-out', 'tsa.pem'],
  )
  const reply = (query: Buffer): Buffer => {
    writeFileSync(join(room, 'query.tsq'), query)
    const how = ['-queryfile', 'query.tsq', '-config', 'tsa.cnf', '-section', 'one', '-out', 'reply.tsr']
    openssl('ts', '-reply', ...how)
    return readFileSync(join(room, 'reply.tsr'))
  }
  let asked = 0
  const server = createServer((incoming, outgoing) => {
    const parts: Buffer[] = []
    incoming.on('data', (part: Buffer) => parts.push(part))
    incoming.on('end', () => {
      asked++
      const query = Buffer.concat(parts)
      const { status, body } = service.answer?.(query) ?? { status: 200, body: reply(query) }
      outgoing.writeHead(status, { 'content-type': 'application/timestamp-reply' }).end(body)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const service: TimeStampServer = {
    url: `http://127.0.0.1:${port}/tsr`,
    caFile: join(room, 'ca.pem'),
    answer: null,
    asked: () => asked,
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
  return service
}
