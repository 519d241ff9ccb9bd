import { afterAll, beforeAll, expect } from '@jest/globals'
import { canonicalize } from 'json-canonicalize'
import { type DatabaseHandle, openDatabase } from '../../src/database/index.js'
import { sliceText } from '../../src/journal/index.js'
import { createMirror, type Mirror, type MirrorOptions } from '../../src/mirror/index.js'
import { loadVocabulary } from '../../src/vocabulary/index.js'
import { testDatabase } from '../support/database.js'

export interface OpenedMirror {
  readonly mirror: Mirror
  /** As another process has it: the same database, connections and queues of its own. */
  readonly another: Mirror
  readonly handle: DatabaseHandle
  /** Forgets everything, for the next story. */
  clear(): Promise<void>
}

/** Every slice that a test reads has its keys in canonical order: its hash is that of the archived file. */
function withCanonicalSlices(mirror: Mirror): Mirror {
  return {
    ...mirror,
    async slice(request, timeZone) {
      const slice = await mirror.slice(request, timeZone)
      expect([...sliceText(slice)].join('')).toBe(`${canonicalize(slice)}\n`)
      return slice
    },
  }
}

/** A mirror on a database of its own for the tests of one file. */
export function openedMirror(options?: MirrorOptions): () => OpenedMirror {
  let opened: OpenedMirror | undefined
  let close: () => Promise<void> = async () => undefined
  beforeAll(async () => {
    const database = await testDatabase()
    const handle = openDatabase(database)
    const other = openDatabase(database)
    close = async () => {
      await handle.close()
      await other.close()
      await database.drop()
    }
    const anew = () => ({
      mirror: withCanonicalSlices(createMirror(handle, loadVocabulary(), options)),
      another: createMirror(other, loadVocabulary(), options),
    })
    opened = {
      ...anew(),
      handle,
      async clear() {
        await handle.pool.query(
          'truncate mirror.chain, mirror.observation, mirror.body, mirror.quarantine, mirror.version, mirror.field',
        )
        if (opened) opened = { ...opened, ...anew() }
      },
    }
  })
  afterAll(() => close())
  return () => {
    if (!opened) throw new Error('the mirror is opened before the first test, not earlier')
    return opened
  }
}
