import { existsSync, readdirSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { createCalendar } from '../../src/calendar/index.js'
import type { JournalSlice } from '../../src/journal/index.js'
import {
  type CheckRequest,
  type CheckResult,
  checkJournal,
  type Rule,
  type Verdict,
  type VerdictKind,
  verdictKey,
} from '../../src/regulation/index.js'
import { missingGlyphs } from '../../src/report/glyphs.js'
import { readCase } from './corpus.js'
import { instantOf, requestOf, subjectIdOf } from './build-slice.js'
import { SmallJournal, type SmallJournalInput } from './small-journal.js'

const kinds = [
  'kept',
  'broken',
  'mended',
  'pending',
  'unproven',
  'exempt',
  'void',
] as const satisfies readonly VerdictKind[]

/** What all verdicts are, unless `expect` tells them one by one; `none`: there must be no verdict. */
const caseKinds = [...kinds, 'none'] as const
type CaseKind = (typeof caseKinds)[number]

export interface TableCase extends SmallJournalInput {
  readonly kind: CaseKind
}

/**
 * The one tester of rules: runs `fixtures/rules/<id>/<kind>-*.yaml` and a table of edges. On every case it also
 * checks that the verdicts come out the same twice, in whatever order the records stand and wherever a new edition
 * begins, that the input stays untouched, and that messages have no holes and can be printed; over all cases, that
 * every message of the rule was needed.
 */
export function testRule(rule: Rule, table: readonly TableCase[]): void {
  const used = new Set<string>()

  describe(`${rule.id}: corpus`, () => {
    const folder = new URL(`../../fixtures/rules/${rule.id}/`, import.meta.url)
    const files = existsSync(folder) ? readdirSync(folder).sort() : []

    test.each(files)('%s', file => {
      const kind = caseKinds.find(start => file.startsWith(`${start}-`))
      if (!kind || !file.endsWith('.yaml'))
        throw new Error(`${file}: name a case <kind>-<what>.yaml, kind one of ${caseKinds}`)
      for (const small of readCase(rule.id, file).journals)
        for (const verdict of runCase(rule, small, kind)) used.add(verdict.reason)
    })

    test('shows each of its kinds of verdict at least once', () => {
      const shown = kinds.filter(kind => files.some(file => file.startsWith(`${kind}-`)))
      const possible = kinds.filter(kind =>
        Object.keys(rule.messages).some(reason => reason.startsWith(kind)),
      )
      // What an exemption excuses is no message of the rule's own.
      expect(shown.filter(kind => kind !== 'exempt')).toEqual(possible)
    })
  })

  if (table.length > 0) {
    describe(`${rule.id}: edges`, () => {
      test.each(table)('$kind: $title', ({ kind, ...input }) => {
        const small = SmallJournal.parse(input)
        for (const verdict of runCase(rule, small, kind)) used.add(verdict.reason)
      })
    })
  }

  // A block of its own, so that it stays the last one whoever runs the tests.
  describe(`${rule.id}: messages`, () => {
    test('are each needed by some case', () => {
      expect(Object.keys(rule.messages).filter(reason => !used.has(reason))).toEqual([])
    })
  })
}

function runCase(rule: Rule, small: SmallJournal, kind: CaseKind): readonly Verdict[] {
  const request = deepFreeze(requestOf(rule.id, small))
  const before = JSON.stringify(request)
  const result = checkJournal(request)
  const { verdicts } = result

  expect(checkJournal(request)).toEqual(result)
  expect(checkJournal(reversed(request))).toEqual(result)
  for (const from of daysAround(request, result))
    expect(checkJournal(withNewEdition(request, from))).toEqual(result)
  expect(JSON.stringify(request)).toBe(before)
  // What is kept is only counted, many at once where that is plain: as many as the rule says one by one.
  const kept = verdicts.filter(({ verdict }) => verdict === 'kept')
  expect(result.counts[rule.id]?.kept ?? 0).toBe(kept.length)
  // A rule that spoke twice of one subject would be counted twice.
  const keys = verdicts.map(verdictKey)
  expect(keys).toEqual([...new Set(keys)])
  for (const { message, evidence, verdict, responsible } of verdicts) {
    // Begins with what it is about.
    expect(message).toMatch(/^[\p{L}\d«][^{}]+\.$/u)
    // Messages stand in certificates, and their typefaces have no arrow, say.
    expect(missingGlyphs([{ place: rule.id, text: message }])).toEqual([])
    expect(responsible.join()).toMatch(/^[\d,]*$/)
    // A breach rests on evidence; what isn't proved claims none.
    expect(evidence.level !== null).toBe(verdict === 'kept' || verdict === 'broken' || verdict === 'mended')
  }
  for (const { subject } of verdicts) expectToHangTogether(subject, request.slice)
  expectVerdicts(result, small, { rule, kind })
  return verdicts
}

/** What a verdict points at: the lesson's own subject, the mark's own pupil and work. */
function expectToHangTogether(subject: Verdict['subject'], slice: JournalSlice): void {
  expect(subject.class).toMatch(/^\d*$/)
  // Only the parts that apply are there: reports and the ledger ask which ones are.
  expect(Object.values(subject).filter(part => typeof part !== 'string')).toEqual([])
  const lesson = slice.lessons.find(({ id, classId }) => id === subject.lesson && classId === subject.class)
  if (lesson) expect(subject.subject ?? null).toBe(lesson.subjectId)
  const mark = [...slice.marks, ...slice.goneMarks].find(({ id }) => id === subject.mark)
  if (!mark) return
  expect(subject.lesson ?? null).toBe(mark.lessonId)
  // Of a mark that an incident's account perhaps entered, nothing more is told.
  if (subject.incident === undefined)
    expect([subject.person, subject.work ?? null]).toEqual([mark.personId, mark.workId])
}

function expectVerdicts(
  { verdicts, notApplicable }: CheckResult,
  small: SmallJournal,
  { rule, kind }: { rule: Rule; kind: CaseKind },
): void {
  if (small.verdicts !== undefined) expect(verdicts).toHaveLength(small.verdicts)
  if (small.notApplicable !== undefined) expect(notApplicable[rule.id]).toBe(small.notApplicable)
  if (kind === 'none') {
    expect(verdicts).toEqual([])
    return
  }
  expect(verdicts.map(({ verdict }) => verdict)).toContain(kind)
  if (!small.expect) expect([...new Set(verdicts.map(({ verdict }) => verdict))]).toEqual([kind])
  for (const expected of small.expect ?? []) {
    const {
      lesson,
      work,
      mark,
      pupil,
      class: classId,
      part,
      incident,
      subject,
      deadline,
      says = '',
      ...more
    } = expected
    const { level, absent, seen, teachers, ...rest } = more
    const about = strings({ lesson, work, mark, person: pupil, class: classId, part, incident })
    const subjectId = subject === undefined ? {} : { subject: subjectIdOf(small, subject) }
    const fitting = verdicts.filter(verdict => contains(verdict.subject, { ...about, ...subjectId }))
    expect(fitting).toHaveLength(1)
    const [found] = fitting
    expect(found).toMatchObject({
      ...rest,
      message: expect.stringContaining(says),
      evidence: {
        ...(level === undefined ? {} : { level }),
        ...(absent === undefined ? {} : { absentAt: absent && instantOf(absent, small.timeZone) }),
        ...(seen === undefined ? {} : { presentAt: seen && instantOf(seen, small.timeZone) }),
      },
      ...(deadline === undefined
        ? {}
        : {
            deadline:
              deadline === null ? null : endOfMinute(instantOf(deadline, small.timeZone), found?.deadline),
          }),
      ...(teachers === undefined ? {} : { responsible: teachers.map(String) }),
    })
  }
}

/** The last moment of a day is written 23:59 in a case. */
function endOfMinute(expected: number, found: number | null | undefined): number {
  return found === expected + 59_999 ? found : expected
}

function strings(parts: Record<string, number | string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parts).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])),
  )
}

function contains(subject: object, parts: object): boolean {
  const own = new Map(Object.entries(subject))
  return Object.entries(parts).every(([key, value]) => own.get(key) === value)
}

/** The first lesson's day and that of the first verdict, and the days after them. */
function daysAround({ slice, from, to, facts }: CheckRequest, { verdicts }: CheckResult): readonly string[] {
  const { addDays } = createCalendar(facts)
  const [lesson] = slice.lessons.map(({ date }) => date).sort()
  const days = [lesson, verdicts[0]?.date].flatMap(day => (day === undefined ? [] : [day, addDays(day, 1)]))
  return [...new Set(days)].filter(day => day > from && day <= to)
}

/** The same request under a second edition, which sets nothing anew: each day's duties are judged once all the same. */
function withNewEdition(request: CheckRequest, from: string): CheckRequest {
  const { editions } = request.settings
  const renewed = editions.map(edition => ({ ...edition, number: '2', from }))
  return { ...request, settings: { ...request.settings, editions: [...editions, ...renewed] } }
}

/** The same request with every list of records and statements turned round. */
function reversed(request: ReturnType<typeof requestOf>): ReturnType<typeof requestOf> {
  const { slice, decisions, archived, plans } = request
  return {
    ...request,
    plans: plans.toReversed(),
    archived: {
      checks: archived.checks?.toReversed() ?? null,
      backups: archived.backups.toReversed(),
      trials: archived.trials.toReversed(),
      sheets: archived.sheets
        .map(({ cells, results, ...sheet }) => ({
          ...sheet,
          cells: cells.toReversed(),
          results: results && { ...results, cells: results.cells.toReversed() },
        }))
        .toReversed(),
      lostSheets: archived.lostSheets.toReversed(),
    },
    decisions: {
      exemptions: decisions.exemptions.toReversed(),
      incidents: decisions.incidents.toReversed(),
      orders: decisions.orders.toReversed(),
      substitutions: decisions.substitutions.toReversed(),
      acquaintances: decisions.acquaintances.toReversed(),
      writtenLimits: decisions.writtenLimits.toReversed(),
      controls: decisions.controls.toReversed(),
      backups: decisions.backups.toReversed(),
      restores: decisions.restores.toReversed(),
      hardCopies: decisions.hardCopies.toReversed(),
      briefings: decisions.briefings.toReversed(),
      classOpenings: decisions.classOpenings.toReversed(),
    },
    slice: {
      ...slice,
      classes: slice.classes.toReversed(),
      subgroups: slice.subgroups.toReversed(),
      memberships: slice.memberships.toReversed(),
      classTeachers: slice.classTeachers.toReversed(),
      classSubjects: slice.classSubjects.toReversed(),
      periods: slice.periods.toReversed(),
      formerPeriods: slice.formerPeriods.toReversed(),
      formerBells: slice.formerBells.toReversed(),
      formerPlaces: slice.formerPlaces.toReversed(),
      filledLists: slice.filledLists.toReversed(),
      lessons: slice.lessons.toReversed(),
      works: slice.works.toReversed(),
      marks: slice.marks.toReversed(),
      goneMarks: slice.goneMarks.toReversed(),
      attendance: slice.attendance.toReversed(),
      finalMarks: slice.finalMarks.toReversed(),
      formerFinalMarks: slice.formerFinalMarks.toReversed(),
      resultMarks: slice.resultMarks.toReversed(),
      formerResultMarks: slice.formerResultMarks.toReversed(),
      looks: slice.looks.toReversed(),
    },
  }
}

export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const part of Object.values(value)) deepFreeze(part)
  }
  return value
}
