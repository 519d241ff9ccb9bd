import { availableParallelism } from 'node:os'

/** One configuration for every suite; globalSetup brings up the PostgreSQL that the tests share. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', tsx: true },
          target: 'es2022',
          transform: { react: { runtime: 'automatic', importSource: 'preact' } },
        },
        module: { type: 'es6' },
      },
    ],
  },
  setupFiles: ['<rootDir>/test/support/seeded-laws.ts'],
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  reporters: ['default', '<rootDir>/test/support/missing-suites-reporter.mjs'],
  // Ends what hangs; a machine that others use takes ten times as long as a free one.
  testTimeout: 300_000,
  // Suites wait for databases, browsers and other processes half of their time: one a processor leaves none idle.
  maxWorkers: availableParallelism(),
  // A suite's modules are never let go: with two hundred of them in one process its memory is used up before the end.
  workerIdleMemoryLimit: '1GB',
}
