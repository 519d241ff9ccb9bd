import {
  cp,
  link,
  lstat,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { kindOf } from '../../src/archive/disk.js'

/** Damage of every kind that a disk, a program or a person can do to a folder, at random places; from a seed. */
export interface Damage {
  readonly what: string
  /** Paths relative to the archive, one of which a finding has to lie at. */
  readonly touched: readonly string[]
}

export type Random = () => number

/** Mulberry32. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** What counts: not the lock, nor work folders. */
export async function countingFiles(folder: string): Promise<string[]> {
  const all = await readdir(folder, { recursive: true, withFileTypes: true })
  return all
    .filter(item => item.isFile())
    .map(item => join(item.parentPath, item.name).slice(folder.length + 1))
    .filter(path => /^(ocfl|log|keys)\/|^(README\.txt|verify\.sh)$/.test(path))
    .sort()
}

interface Place {
  readonly folder: string
  readonly file: string
  readonly other: string
  readonly random: Random
}

/** Null where it would change nothing. */
type Way = (place: Place) => Promise<readonly string[] | null>

const change =
  (edit: (bytes: Buffer, random: Random) => Buffer): Way =>
  async ({ folder, file, random }) => {
    const path = join(folder, file)
    const bytes = await readFile(path)
    const edited = edit(Buffer.from(bytes), random)
    if (edited.equals(bytes)) return null
    const { mode } = await lstat(path)
    await writeFile(path, edited, { mode })
    return [file]
  }

const below = (random: Random, limit: number) => Math.floor(random() * limit)

const ways: Readonly<Record<string, Way>> = {
  'a bit flipped': change((bytes, random) => {
    const at = below(random, bytes.length)
    bytes[at] = (bytes[at] ?? 0) ^ (1 << below(random, 8))
    return bytes
  }),
  'a byte replaced': change((bytes, random) => {
    bytes[below(random, bytes.length)] = below(random, 256)
    return bytes
  }),
  'a block of zeros': change((bytes, random) => bytes.fill(0, below(random, bytes.length))),
  'a byte put in': change((bytes, random) => {
    const at = below(random, bytes.length + 1)
    return Buffer.concat([bytes.subarray(0, at), Buffer.of(below(random, 256)), bytes.subarray(at)])
  }),
  'a byte taken out': change((bytes, random) => {
    const at = below(random, bytes.length)
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)])
  }),
  'two bytes swapped': change((bytes, random) => {
    const [a, b] = [below(random, bytes.length), below(random, bytes.length)]
    const kept = bytes[a] ?? 0
    bytes[a] = bytes[b] ?? 0
    bytes[b] = kept
    return bytes
  }),
  async 'cut off'({ folder, file, random }) {
    const { size } = await lstat(join(folder, file))
    await truncate(join(folder, file), below(random, size))
    return [file]
  },
  async removed({ folder, file }) {
    await rm(join(folder, file))
    return [file]
  },
  async 'a folder removed'({ folder, file, random }) {
    const parts = file.split('/')
    if (parts.length < 2) return null
    const path = parts.slice(0, 1 + below(random, parts.length - 1)).join('/')
    await rm(join(folder, path), { recursive: true })
    return [path]
  },
  async 'another’s content'({ folder, file, other }) {
    const [own, foreign] = [await readFile(join(folder, file)), await readFile(join(folder, other))]
    if (own.equals(foreign)) return null
    await writeFile(join(folder, file), foreign)
    return [file]
  },
  async 'two files swapped'({ folder, file, other }) {
    const [own, foreign] = [await readFile(join(folder, file)), await readFile(join(folder, other))]
    if (own.equals(foreign)) return null
    await writeFile(join(folder, file), foreign)
    await writeFile(join(folder, other), own)
    return [file, other]
  },
  async 'renamed beside'({ folder, file }) {
    await rename(join(folder, file), join(folder, `${file}~`))
    return [file, `${file}~`]
  },
  async 'a stranger beside'({ folder, file }) {
    // At the top beside the guide nothing is looked for.
    if (!file.includes('/')) return null
    await cp(join(folder, file), join(folder, `${dirname(file)}/stranger`))
    return [`${dirname(file)}/stranger`]
  },
  async 'an empty folder beside'({ folder, file }) {
    if (!file.includes('/')) return null
    await mkdir(join(folder, dirname(file), 'stranger'))
    return [`${dirname(file)}/stranger`]
  },
  async 'a symbolic link'({ folder, file }) {
    if (!file.includes('/')) return null
    await rename(join(folder, file), join(folder, '..', 'elsewhere'))
    await symlink(join(folder, '..', 'elsewhere'), join(folder, file))
    return [file]
  },
  async 'a hard link'({ folder, file }) {
    if (!/^(ocfl|log)\//.test(file)) return null
    await link(join(folder, file), join(folder, '..', 'elsewhere'))
    return [file]
  },
}

/** Does one damage. */
export async function damageAtRandom(
  folder: string,
  files: readonly string[],
  random: Random,
): Promise<Damage> {
  const names = Object.keys(ways)
  for (;;) {
    const what = names[below(random, names.length)] ?? ''
    const pick = () => files[below(random, files.length)] ?? ''
    const touched = await ways[what]?.({ folder, file: pick(), other: pick(), random })
    if (touched) return { what, touched }
  }
}

/** As it was in the sound archive. */
export async function mend(folder: string, touched: readonly string[], sound: string): Promise<void> {
  await rm(join(folder, '..', 'elsewhere'), { force: true })
  for (const path of touched) {
    await rm(join(folder, path), { recursive: true, force: true })
    if ((await kindOf(join(sound, path))) !== null)
      await cp(join(sound, path), join(folder, path), { recursive: true })
  }
}

/** A finding lies at a path, in it, or names the folder or its neighbour that tells on it (an entry's signature). */
export function isLocated(found: string | null, touched: readonly string[]): boolean {
  if (found === null) return false
  return touched.some(
    path =>
      found === path ||
      found.startsWith(`${path}/`) ||
      path.startsWith(`${found}/`) ||
      dirname(found) === dirname(path),
  )
}
