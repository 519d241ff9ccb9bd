import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { z } from 'zod'
import { jobs } from '../../jobs/index.js'
import { BridgeConfig } from '../../src/app.js'
import { roles } from '../../src/cli/service.js'
import { exampleYaml, parseYaml } from '../../src/config/index.js'
import { errorKinds } from '../../src/errors.js'
import { packageRoot } from '../../src/package-root.js'
import { clauses, rules } from '../../src/regulation/index.js'

const path = (...parts: string[]) => join(packageRoot, ...parts)
const names = (folder: string, ending: string) =>
  readdirSync(path(folder))
    .filter(file => file.endsWith(ending))
    .map(file => file.slice(0, -ending.length))
    .sort()

describe('a rule is one name in every tree', () => {
  const ids = rules.map(rule => rule.id).sort()
  test('src/regulation/rules holds exactly the rules of its index', () => {
    expect(names('src/regulation/rules', '.ts').filter(name => name !== 'index')).toEqual(ids)
  })
  test('each has a test, a page and a corpus, and nothing else has', () => {
    expect(names('test/regulation/rules', '.test.ts')).toEqual(ids)
    expect(names('docs/rules', '.md').filter(name => name !== 'README')).toEqual(ids)
    expect(readdirSync(path('fixtures/rules')).sort()).toEqual(ids)
  })
  test('each corpus is named by what its cases must give', () => {
    for (const id of ids) {
      const cases = readdirSync(path('fixtures/rules', id))
      expect(cases.length).toBeGreaterThan(2)
      for (const file of cases)
        expect(file).toMatch(/^(kept|broken|mended|pending|unproven|exempt|void|none)-[a-z0-9-]+\.yaml$/)
    }
  })
  test('each belongs to the clause of its name, and that clause names it', () => {
    for (const rule of rules) {
      expect(rule.id.startsWith(`${rule.clause}-`)).toBe(true)
      const own = clauses.filter(clause => clause.clause === rule.clause)
      expect(own.flatMap(clause => clause.rules)).toContain(rule.id)
    }
  })
})

test('the sections to which hints send people stand in the menu under these names', () => {
  const sections = new Set(
    [...readFileSync(path('src/web/pages/menu.tsx'), 'utf8').matchAll(/ text: '([^']+)'/g)].map(
      ([, text]) => text,
    ),
  )
  const sources = ['jobs', 'src/ledger', 'src/regulation', 'src/report'].flatMap(folder =>
    readdirSync(path(folder), { recursive: true, encoding: 'utf8' })
      .filter(file => file.endsWith('.ts'))
      .map(file => readFileSync(path(folder, file), 'utf8')),
  )
  const named = sources.flatMap(text =>
    [...text.matchAll(/whereTo\(\s*'[^']+',\s*'([^']+)'|раздел «([^»$]+)»/g)].map(
      ([, one, other]) => one ?? other,
    ),
  )
  expect(named.length).toBeGreaterThan(15)
  expect(named.filter(section => !sections.has(section))).toEqual([])
})

test('jobs/ holds exactly the jobs of its index, each under its own name', () => {
  const files = names('jobs', '.ts').filter(name => name !== 'index' && name !== 'deps')
  expect(jobs.map(job => job.name).sort()).toEqual(files)
})

test('docs/errors.md has a row for every error code, with its exit code, and no other', () => {
  const rows = [...readFileSync(path('docs/errors.md'), 'utf8').matchAll(/^\| `([A-Z_]+)` \| (\d+) \|/gm)]
  expect(rows.map(row => [row[1], Number(row[2])])).toEqual(
    Object.entries(errorKinds).map(([code, kind]) => [code, kind.exit]),
  )
})

describe('config/example.yaml', () => {
  const text = readFileSync(path('config/example.yaml'), 'utf8')
  test('is what `npm run generate` makes of the schema', () => {
    expect(text).toBe(exampleYaml(BridgeConfig))
  })
  test('is itself a valid configuration', () => {
    expect(parseYaml(text, 'example.yaml', BridgeConfig).schools).toHaveLength(1)
  })
})

describe('docker-compose.yml', () => {
  const Service = z.looseObject({
    command: z.array(z.string()).optional(),
    profiles: z.array(z.string()).optional(),
    ports: z.array(z.string()).optional(),
  })
  const compose = z
    .looseObject({ services: z.record(z.string(), Service) })
    .parse(parse(readFileSync(path('docker-compose.yml'), 'utf8'), { merge: true }))
  test('has what several machines need, and the sandbox only as a profile', () => {
    expect(Object.keys(compose.services).sort()).toEqual([
      'archivist',
      'mailpit',
      'postgres',
      'redis',
      'sandbox',
      'scheduler',
      'web',
      'worker',
    ])
    expect(compose.services.sandbox?.profiles).toEqual(['sandbox'])
  })
  test('starts each role of the program by its name', () => {
    for (const role of roles.filter(name => name !== 'all')) {
      expect(compose.services[role]?.command?.slice(0, 3)).toEqual(['start', '--role', role])
    }
  })
  test('has one archivist, whose machine is called by one name', () => {
    expect(compose.services.archivist).toMatchObject({ hostname: 'archivist' })
    expect(compose.services.archivist).not.toHaveProperty('deploy')
  })
  test('opens ports on this machine only', () => {
    const ports = Object.values(compose.services).flatMap(service => service.ports ?? [])
    expect(ports.length).toBeGreaterThan(0)
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/)
  })
})

test('the files that the container image copies exist', () => {
  const copied = [...readFileSync(path('Dockerfile'), 'utf8').matchAll(/^COPY (?!--from)(.+) \S+$/gm)]
  for (const file of copied.flatMap(match => (match[1] ?? '').split(' ')))
    expect(existsSync(path(file))).toBe(true)
})
