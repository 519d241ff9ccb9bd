import { expect, test } from '@jest/globals'
import { openDatabase } from '../../src/database/index.js'
import { createMirror } from '../../src/mirror/index.js'
import { loadVocabulary } from '../../src/vocabulary/index.js'
import { testDatabase } from '../support/database.js'
import { answer, at, lesson, window } from './answers.js'

test('what is planned while the tables are fresh reads none of them whole when they have grown', async () => {
  const database = await testDatabase()
  // Plans are kept by connection.
  const handle = openDatabase({ ...database, connections: 1 })
  try {
    const mirror = createMirror(handle, loadVocabulary())
    const look = (group: string, topics: readonly string[], minute: number) =>
      mirror.recordLook(
        window('lessons', { group }),
        answer(
          topics.map((topic, index) => lesson(`${group}${index}`, { topic })),
          { askedAt: at(minute) },
        ),
      )
    const wholeReads = async () => {
      await handle.pool.query('select pg_stat_force_next_flush()')
      const { rows } = await handle.pool.query<{ reads: number }>(
        `select sum(seq_scan)::int as reads from pg_stat_user_tables
         where schemaname = 'mirror' and relname in ('version', 'observation', 'chain')`,
      )
      return rows[0]?.reads
    }
    const before = await wholeReads()
    for (let group = 1; group <= 12; group += 1) await look(String(group), ['a', 'b', 'c'], group)
    for (let group = 1; group <= 12; group += 1) await look(String(group), ['a', 'b', 'd'], 60 + group)
    expect(await wholeReads()).toBe(before)
  } finally {
    await handle.close()
    await database.drop()
  }
})
