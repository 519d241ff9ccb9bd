import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** What is needed of an OCFL inventory to read a version of an object without the program that made it. */
const Inventory = z.object({
  id: z.string(),
  head: z.string(),
  digestAlgorithm: z.literal('sha512'),
  manifest: z.record(z.string(), z.array(z.string()).min(1)),
  versions: z.record(z.string(), z.object({ state: z.record(z.string(), z.array(z.string())) })),
})

/**
 * Reads files of one version of an object by its folder, each checked against the inventory's SHA-512. Whether the
 * inventory itself is the archived one is what the archive's `verify.sh` tells.
 * @throws Error, in Russian: there is no such version or file, or its bytes were changed
 */
export function objectFolder(folder: string, version?: string): (path: string) => Buffer {
  const inventory = Inventory.parse(JSON.parse(readFileSync(join(folder, 'inventory.json'), 'utf8')))
  const name = version ?? inventory.head
  const state = inventory.versions[name]?.state
  if (!state) throw new Error(`У объекта ${inventory.id} нет версии ${name}.`)
  return path => {
    const digest = Object.keys(state).find(key => state[key]?.includes(path))
    const content = digest === undefined ? undefined : inventory.manifest[digest]?.[0]
    if (digest === undefined || content === undefined) {
      throw new Error(`В версии ${name} объекта ${inventory.id} нет файла ${path}.`)
    }
    const bytes = readFileSync(join(folder, content))
    const found = createHash('sha512').update(bytes).digest('hex')
    if (found !== digest) throw new Error(`Файл ${content} изменён: его SHA-512 не та, что в описи.`)
    return bytes
  }
}
