import { dumpInto, openDatabase } from '../../src/database/index.js'

/** Dumps into a folder; somebody kills it half-way. */
const [folder = ''] = process.argv.slice(2)
const handle = openDatabase({ connectionString: process.env.DUMP_DATABASE ?? '' })
await dumpInto(handle, { folder, keep: 1, now: Date.parse('2026-01-01T00:00:00Z') })
