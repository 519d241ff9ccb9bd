import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { type CheckRequest, rules } from '../../src/regulation/index.js'
import { requestOf } from './build-slice.js'
import { SmallJournal } from './small-journal.js'

/** All cases of `fixtures/rules/`, each as a request to run every rule on it: material for laws that bind all rules. */
export interface CorpusCase {
  /** `<rule id>/<file>` */
  readonly name: string
  readonly request: CheckRequest
}

const root = new URL('../../fixtures/rules/', import.meta.url)

export const corpus: readonly CorpusCase[] = rules.flatMap(({ id }) =>
  readdirSync(new URL(`${id}/`, root)).map(file => {
    const small = SmallJournal.parse(parse(readFileSync(new URL(`${id}/${file}`, root), 'utf8')))
    const { rules: _one, ...request } = requestOf(id, small)
    return { name: `${id}/${file}`, request }
  }),
)
