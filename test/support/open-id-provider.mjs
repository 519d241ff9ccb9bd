import { createServer } from 'node:http'
import Provider from 'oidc-provider'

/**
 * A server of OpenID Connect in a process of its own: whoever says a name is it. Prints its address. The first argument is
 * where its only client may be sent back to.
 */

const server = createServer()
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'dnevnik-bridge',
        client_secret: 'only a test',
        redirect_uris: [process.argv[2]],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    pkce: { required: () => true },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: `${id}@School.example`, email_verified: id !== 'liar' }),
    }),
  })
  server.on('request', provider.callback())
  process.stdout.write(`${issuer}\n`)
})
