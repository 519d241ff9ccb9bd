import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { describe, test } from '@jest/globals'

/** Programs that some suites need and npm can't bring; the names under which systems know them. */
const names = {
  'redis-server': ['redis-server'],
  openssl: ['openssl'],
  age: ['age'],
  'poppler-utils': ['pdftotext'],
  chromium: ['chromium', 'chromium-browser', 'google-chrome'],
  soffice: ['soffice', 'libreoffice'],
} as const
export type Program = keyof typeof names

/** Path of the program, or null when this machine hasn't got it. */
export function findProgram(program: Program): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(folder => folder !== '')
  const candidates = names[program].flatMap(name => folders.map(folder => join(folder, name)))
  return candidates.find(isExecutable) ?? null
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * A suite that needs a program. Without it the suite is left out and named at the end of the run
 * (`missing-suites-reporter.mjs`), so that nobody takes the run for a whole one; where `CI` is `true` it fails.
 */
export function describeWith(program: Program, title: string, suite: (path: string) => void): void {
  const path = findProgram(program)
  const named = `${title} [needs ${program}]`
  if (path !== null) describe(title, () => suite(path))
  else if (process.env.CI === 'true')
    test(named, () => Promise.reject(new Error(`${program} is not installed`)))
  else describe.skip(named, () => suite(program))
}
