import { createHash } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/**
 * The rules of OCFL 1.1 as far as our archives touch them, written from the specification and without a line of
 * the product: what it accepts, a public validator would accept. Returns what is broken, as `code path`.
 */
export function brokenOcflRules(root: string): string[] {
  const checker = new Checker(root)
  checker.storageRoot()
  return checker.broken
}

const State = z.record(z.string(), z.array(z.string()))
const Inventory = z.strictObject({
  id: z.string(),
  type: z.literal('https://ocfl.io/1.1/spec/#inventory'),
  digestAlgorithm: z.literal('sha512'),
  head: z.string(),
  manifest: State,
  versions: z.record(
    z.string(),
    z.strictObject({
      created: z.string(),
      state: State,
      message: z.string(),
      user: z.strictObject({ name: z.string(), address: z.string() }),
    }),
  ),
})

class Checker {
  readonly broken: string[] = []
  readonly #root: string
  readonly #ids = new Set<string>()

  constructor(root: string) {
    this.#root = root
  }

  #expect(holds: boolean, code: string, path: string): void {
    if (!holds) this.broken.push(`${code} ${path}`)
  }

  #text(path: string): string {
    return readFileSync(join(this.#root, path), 'utf8')
  }

  #names(path: string): string[] {
    return readdirSync(join(this.#root, path)).sort()
  }

  #isFolder(path: string): boolean {
    const stat = lstatSync(join(this.#root, path))
    this.#expect(stat.isDirectory() || (stat.isFile() && stat.nlink === 1), 'E090', path)
    return stat.isDirectory()
  }

  storageRoot(): void {
    const names = this.#names('')
    this.#expect(names.includes('0=ocfl_1.1') && this.#text('0=ocfl_1.1') === 'ocfl_1.1\n', 'E069', '')
    const layout = JSON.parse(this.#text('ocfl_layout.json'))
    this.#expect(Object.keys(layout).sort().join() === 'description,extension', 'E070', 'ocfl_layout.json')
    const config = JSON.parse(this.#text(`extensions/${layout.extension}/config.json`))
    this.#expect(config.extensionName === layout.extension, 'E071', 'extensions')
    for (const name of names) {
      if (['0=ocfl_1.1', 'ocfl_layout.json', 'extensions'].includes(name)) continue
      if (this.#isFolder(name)) this.#hierarchy(name)
      else this.broken.push(`E087 ${name}`)
    }
  }

  #hierarchy(path: string): void {
    const names = this.#names(path)
    this.#expect(names.length > 0, 'E073', path)
    if (names.some(name => name.startsWith('0='))) {
      this.#object(path)
      return
    }
    for (const name of names) {
      if (this.#isFolder(`${path}/${name}`)) this.#hierarchy(`${path}/${name}`)
      else this.broken.push(`E072 ${path}/${name}`)
    }
  }

  #inventory(folder: string): z.infer<typeof Inventory> {
    const bytes = readFileSync(join(this.#root, folder, 'inventory.json'))
    const digest = createHash('sha512').update(bytes).digest('hex')
    const sidecar = this.#text(`${folder}/inventory.json.sha512`)
    this.#expect(/^[0-9a-f]{128} inventory\.json\n$/.test(sidecar), 'E061', folder)
    this.#expect(sidecar.startsWith(digest), 'E060', folder)
    return Inventory.parse(JSON.parse(bytes.toString('utf8')))
  }

  #object(path: string): void {
    const declaration = `${path}/0=ocfl_object_1.1`
    this.#expect(this.#text(declaration) === 'ocfl_object_1.1\n', 'E007', declaration)
    const inventory = this.#inventory(path)
    this.#expect(!this.#ids.has(inventory.id), 'E037', path)
    this.#ids.add(inventory.id)
    this.#expect(/^[a-z][a-z0-9+.-]*:./.test(inventory.id), 'W005', path)
    const count = Object.keys(inventory.versions).length
    const versions = Array.from({ length: count }, (_, index) => `v${index + 1}`)
    this.#expect(inventory.head === versions.at(-1), 'E040', path)
    this.#expect(Object.keys(inventory.versions).join() === versions.join(), 'E046', path)
    const allowed = ['0=ocfl_object_1.1', 'inventory.json', 'inventory.json.sha512', ...versions].sort()
    this.#expect(this.#names(path).join() === allowed.join(), 'E001', path)

    const found: string[] = []
    for (const version of versions) {
      const own = this.#inventory(`${path}/${version}`)
      this.#expect(own.head === version, 'E040', `${path}/${version}`)
      for (const [name, block] of Object.entries(own.versions)) {
        this.#expect(
          JSON.stringify(block) === JSON.stringify(inventory.versions[name]),
          'E066',
          `${path}/${version}`,
        )
      }
      for (const name of this.#names(`${path}/${version}`)) {
        if (name === 'content') this.#content(path, `${version}/content`, found)
        else this.#expect(/^inventory\.json(\.sha512)?$/.test(name), 'E015', `${path}/${version}/${name}`)
      }
    }
    this.#expect(
      this.#text(`${path}/inventory.json`) === this.#text(`${path}/${inventory.head}/inventory.json`),
      'E064',
      path,
    )
    this.#manifest(path, inventory, found)
    for (const [name, block] of Object.entries(inventory.versions)) this.#version(`${path} ${name}`, block)
  }

  #content(object: string, path: string, found: string[]): void {
    const names = this.#names(`${object}/${path}`)
    this.#expect(names.length > 0, 'E024', `${object}/${path}`)
    for (const name of names) {
      if (this.#isFolder(`${object}/${path}/${name}`)) this.#content(object, `${path}/${name}`, found)
      else found.push(`${path}/${name}`)
    }
  }

  #manifest(path: string, inventory: z.infer<typeof Inventory>, found: readonly string[]): void {
    const listed = Object.values(inventory.manifest).flat().sort()
    this.#expect(listed.join('\n') === [...found].sort().join('\n'), 'E023', path)
    const digests = Object.keys(inventory.manifest)
    this.#expect(new Set(digests.map(digest => digest.toLowerCase())).size === digests.length, 'E096', path)
    for (const [digest, paths] of Object.entries(inventory.manifest)) {
      for (const file of paths) {
        const bytes = readFileSync(join(this.#root, path, file))
        this.#expect(createHash('sha512').update(bytes).digest('hex') === digest, 'E092', `${path}/${file}`)
      }
    }
    const used = new Set(Object.values(inventory.versions).flatMap(({ state }) => Object.keys(state)))
    this.#expect([...used].sort().join() === digests.sort().join(), 'E107', path)
  }

  #version(where: string, block: z.infer<typeof Inventory>['versions'][string]): void {
    this.#expect(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/.test(block.created), 'E049', where)
    this.#expect(/^[a-z]+:./.test(block.user.address), 'W009', where)
    const paths = Object.values(block.state).flat()
    this.#expect(new Set(paths).size === paths.length, 'E095', where)
    for (const path of paths) {
      const bad = path.split('/').some(part => ['', '.', '..'].includes(part))
      this.#expect(!bad, 'E052', where)
      this.#expect(!paths.some(other => other.startsWith(`${path}/`)), 'E095', where)
    }
  }
}
