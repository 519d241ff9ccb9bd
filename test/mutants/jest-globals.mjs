// What tests import from `@jest/globals`, on Mocha: see scripts/mutants.mjs.
import { bind } from 'jest-each'

export { expect } from 'expect'

/** Mocha's function, with Jest's tables. */
const withTables = define => Object.assign((title, body) => define(title, body), { each: bind(define) })

export const describe = withTables(globalThis.describe)
export const test = withTables(globalThis.it)
