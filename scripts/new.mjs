// Makes the files of a new rule or job under their one name: `npm run new:rule -- 2.6-homework-specified`,
// `npm run new:job -- scrub-archive`. The structure test then says which lines are still missing.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

const [kind, name] = process.argv.slice(2)
const pattern = kind === 'rule' ? /^\d\.\d-[a-z0-9-]+$/ : /^[a-z][a-z0-9-]+$/
if ((kind !== 'rule' && kind !== 'job') || !pattern.test(name ?? '')) {
  process.stderr.write(
    'usage: npm run new:rule -- 2.6-homework-specified | npm run new:job -- scrub-archive\n',
  )
  process.exit(2)
}
const camel = name.replace(/^[\d.]+-/, '').replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase())
const clause = name.split('-')[0]

const files =
  kind === 'rule'
    ? {
        [`src/regulation/rules/${name}.ts`]: `import { z } from 'zod'
import { defineRule } from '../rule.js'

/** Clause ${clause}: say what it demands, by when, and what proves it. */
export const ${camel} = defineRule({
  id: '${name}',
  clause: '${clause}',
  title: 'Название правила',
  severity: 'major',
  level: 'must',
  termFrom: 'regulation',
  scope: 'lesson',
  needs: ['lessons'],
  settings: z.strictObject({}),
  messages: { broken: '{date}: {className}, {subjectName}: что нарушено' },
  check(_context, _report) {
    throw new Error('${name}: write the check')
  },
})
`,
        [`test/regulation/rules/${name}.test.ts`]: `import { ${camel} } from '../../../src/regulation/rules/${name}.js'
import { testRule } from '../rule-tester.js'

testRule(${camel}, {})
`,
        [`docs/rules/${name}.md`]: `# ${name}\n\n**Clause ${clause}.** What it demands.\n\n## Deadline\n\n## Evidence\n\n## What it can't see\n\n## Settings\n`,
        [`fixtures/rules/${name}/broken-example.yaml`]:
          '# A small journal that this rule must call broken.\n',
      }
    : {
        [`jobs/${name}.ts`]: `import { z } from 'zod'
import { defineJob } from '../src/queue/index.js'
import type { JobDeps } from './deps.js'

const Payload = z.strictObject({ run: z.string() })

/** What it does, and why it is safe to run twice. */
export const ${camel} = defineJob<JobDeps, z.infer<typeof Payload>>({
  name: '${name}',
  queue: 'local',
  payload: Payload,
  attempts: 3,
  async run(_payload, _deps, _context) {
    throw new Error('${name}: write the job')
  },
})
`,
        [`test/jobs/${name}.test.ts`]: `import { test } from '@jest/globals'

test('${name}: what a user relies on', () => {
  throw new Error('write the test')
})
`,
      }

const present = Object.keys(files).filter(file => existsSync(file))
if (present.length > 0) {
  process.stderr.write(`exists already, nothing was changed: ${present.join(', ')}\n`)
  process.exit(1)
}
for (const [file, text] of Object.entries(files)) {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  process.stdout.write(`${file}\n`)
}
process.stdout.write(
  kind === 'rule' ? 'Now its lines in rules/index.ts and clauses.ts.\n' : 'Now its line in jobs/index.ts.\n',
)
