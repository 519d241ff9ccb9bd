import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { type CheckRequest, rules } from '../../src/regulation/index.js'
import { requestOf } from './build-slice.js'
import { type EdgeCase, isEdgeCase } from './edge-cases.js'
import { SmallJournal } from './small-journal.js'

const root = new URL('../../fixtures/rules/', import.meta.url)

/** A case as it stands in a file of `fixtures/rules/<rule id>/`. */
export interface CaseFile {
  readonly rule: string
  readonly file: string
  /** Of the regulation's edge cases, what it shows. */
  readonly rows: readonly EdgeCase[]
  readonly zones: readonly string[]
  /** Once for each zone in which it has to hold. */
  readonly journals: readonly SmallJournal[]
}

/** Where a case is run that names no zone: the same wall clock has to give the same in the middle, the west and the east. */
const everywhere = ['Europe/Moscow', 'Europe/Kaliningrad', 'Asia/Kamchatka']

const Row = z.string().refine(isEdgeCase, 'no edge case of edge-cases.ts')
const Case = SmallJournal.extend({
  timeZone: z.string().optional(),
  row: z.union([Row, z.array(Row).min(2)]).optional(),
})

export function readCase(rule: string, file: string): CaseFile {
  const parsed = Case.safeParse(parse(readFileSync(new URL(`${rule}/${file}`, root), 'utf8')))
  if (!parsed.success) throw new Error(`${rule}/${file}\n${z.prettifyError(parsed.error)}`)
  const { timeZone: named, row = [], ...small } = parsed.data
  const zones = named === undefined ? everywhere : [named]
  return {
    ...{ rule, file, zones },
    rows: [row].flat(),
    journals: zones.map(timeZone => ({ ...small, timeZone })),
  }
}

export const caseFiles: readonly CaseFile[] = rules.flatMap(({ id }) =>
  readdirSync(new URL(`${id}/`, root)).map(file => readCase(id, file)),
)

/** All cases, each as a request to run every rule on it: material for laws that bind all rules. */
export interface CorpusCase {
  /** `<rule id>/<file>` */
  readonly name: string
  readonly request: CheckRequest
}

export const corpus: readonly CorpusCase[] = caseFiles.flatMap(({ rule, file, journals: [small] }) => {
  if (!small) return []
  const { rules: _one, ...request } = requestOf(rule, small)
  return [{ name: `${rule}/${file}`, request }]
})
