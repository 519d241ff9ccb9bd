import { createInterface } from 'node:readline'
import { register } from 'tsx/esm/api'

/** Another process of ours: joins the server of the folder, says so, and leaves when told to by a line. */
register()
const { startEmbedded } = await import('../../src/database/index.ts')
const { silentLogger } = await import('../../src/log.ts')

const server = await startEmbedded({ folder: process.argv[2], log: silentLogger })
process.stdout.write(`${server.connectionString}\n`)
for await (const _line of createInterface({ input: process.stdin })) break
await server.stop()
