// Mutation tests of the calendar and the regulation: changes the code in one place at a time and looks whether a test
// notices. `npm run mutants`, or only of the files whose paths begin so: `npm run mutants -- src/regulation/judge.ts`.
// Jest would load all modules anew for each of the thousands of mutants; so the same tests run on Mocha, which keeps
// them (test/mutants/ joins the two), and only those that reach the mutant. docs/mutants.md tells the rest.
import { readdirSync } from 'node:fs'
import { relative } from 'node:path'
import { Stryker } from '@stryker-mutator/core'

/** These remember days and zones as long as the process lives: each of their mutants gets a process of its own. */
const remembering = ['src/calendar/days.ts', 'src/calendar/zone.ts']
/**
 * Laws compare with what they worked out before, perhaps without the mutant, or draw hundreds of courses for each; the
 * others show what a rule may see.
 */
const left = [
  'test/regulation/laws.test.ts',
  'test/regulation/plan-followers.test.ts',
  'test/regulation/declared.test.ts',
]

const rooms = ['calendar', 'regulation']
const files = rooms.flatMap(room =>
  readdirSync(`src/${room}`, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative('.', `${entry.parentPath}/${entry.name}`)),
)
// The shell may leave the stars of `src/calendar/**` to us.
const beginnings = process.argv.slice(2).map(path => path.replace(/\*+$/, ''))
const asked = files.filter(file => beginnings.length === 0 || beginnings.some(path => file.startsWith(path)))
const groups = {
  days: asked.filter(file => remembering.includes(file)),
  calendar: asked.filter(file => file.startsWith('src/calendar/') && !remembering.includes(file)),
  regulation: asked.filter(file => file.startsWith('src/regulation/')),
}
if (asked.length === 0) {
  process.stderr.write(`no such file in ${rooms.map(room => `src/${room}`).join(', ')}\n`)
  process.exitCode = 1
}

/** Whoever writes cases for one file needn't wait for the others' tests: what some of them notice, all do. */
const tests = process.env.MUTANTS_TESTS?.split(',')

process.env.LAW_RUNS ??= '300'
process.env.TSX_TSCONFIG_PATH = 'test/mutants/tsconfig.json'
for (const [name, mutate] of Object.entries(groups)) {
  if (mutate.length === 0) continue
  const testsOf = name === 'regulation' ? 'regulation' : 'calendar'
  await new Stryker({
    mutate,
    testRunner: 'mocha',
    mochaOptions: { spec: tests ?? [`test/${testsOf}/**/*.test.ts`], ignore: left },
    testRunnerNodeArgs: ['--import', 'tsx'],
    plugins: ['@stryker-mutator/mocha-runner'],
    coverageAnalysis: 'perTest',
    ignoreStatic: true,
    concurrency: Number(process.env.MUTANTS_AT_ONCE ?? 1),
    maxTestRunnerReuse: name === 'days' ? 1 : 0,
    thresholds: { high: 90, low: 90, break: 90 },
    // Stryker would read the file by an interface that TypeScript 7 doesn't have; tsx needs none of it.
    tsconfigFile: 'none',
    ignorePatterns: [
      '/*',
      '!/src',
      '!/test',
      '!/fixtures',
      '!/config',
      '!/docs',
      '!/mappings',
      '!/package.json',
    ],
    reporters: ['clear-text', 'progress-append-only', 'json', 'html'],
    clearTextReporter: { logTests: false, reportTests: false },
    jsonReporter: { fileName: `reports/mutants/${name}.json` },
    htmlReporter: { fileName: `reports/mutants/${name}.html` },
  }).runMutationTest()
}
