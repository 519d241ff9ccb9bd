import {
  type Effect,
  effectiveSchool,
  enterExemption,
  enterOutage,
  enterStatements,
  idleStatementsNow,
  type JobDeps,
  kitSheets,
  openIncident,
  previewExemption,
  previewIncident,
  previewOutage,
  previewStatements,
  reviseExemption,
  reviseIncident,
  withdrawOutage,
  withdrawStatement,
} from '../app.js'
import { studyYearOf } from '../calendar/index.js'
import type { Directory, Id, IsoDate } from '../journal/index.js'
import { nameWithInitials } from '../journal/index.js'
import type { Statement, StatementKind } from '../ledger/index.js'
import {
  type CheckingTerms,
  editionOn,
  type IdleStatement,
  rules,
  termsByDay,
  type Verdict,
  valuesOf,
  writtenWorksInTime,
} from '../regulation/index.js'
import {
  acquaintanceWords,
  backupWords,
  briefingWords,
  classOpeningWords,
  controlWords,
  exemptionWords,
  incidentWords,
  orderWords,
  outageWords,
  printedWords,
  pupilOrderWords,
  restoreWords,
  type StatementNames,
  statementNames,
  substitutionWords,
  writtenLimitsWords,
} from '../report/index.js'
import type { Choice, Decision, DecisionEffect, DecisionPages, Entry } from '../web/index.js'
import { verdictChangeText, verdictText } from './verdict-line.js'
import { type BeginEntering, enteringAtOnce } from './web-deps/entering.js'
import { keeper } from './web-deps/kept-answers.js'

/** So many changes tell what happens; the rest is in the ledger. */
const mostShown = 30

/** What people enter on the pages, with the same checks and effects as the commands. */
export function decisionPages(deps: JobDeps, begin: BeginEntering = enteringAtOnce(deps)): DecisionPages {
  async function namesOf(school: Id): Promise<StatementNames> {
    const { timeZone } = deps.school(school)
    return statementNames(await deps.mirror.directory(school), { timeZone, pupils: 'names' })
  }

  const keepIdle = keeper<readonly IdleStatement[]>()

  /** Judged from the journal, so once for what stands, what was read and the days that have come. */
  async function idleOf(
    school: Id,
    kind: 'order' | 'substitution',
    entered: readonly Pick<Statement<StatementKind>, 'revisions'>[],
  ): Promise<readonly IdleStatement[]> {
    const { calendar } = await deps.calendar(deps.school(school))
    const revisions = entered.reduce((sum, statement) => sum + statement.revisions.length, 0)
    const today = calendar.dateOf(deps.clock.now())
    const state = `${await deps.mirror.state(school)}/${revisions}/${today}`
    return keepIdle(`${school}/${kind}`, state, () => idleStatementsNow(deps, school, kind))
  }

  return {
    async known(school, kind, classId) {
      const { timeZone } = deps.school(school)
      const { calendar } = await deps.calendar(deps.school(school))
      const directory = await deps.mirror.directory(school)
      const today = calendar.dateOf(deps.clock.now())
      return {
        today,
        timeZone,
        instantOf(moment) {
          const [, date, time] = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::\d{2})?$/.exec(moment) ?? []
          const known = date !== undefined && time !== undefined && !Number.isNaN(Date.parse(`${moment}Z`))
          return known ? calendar.at(date, time) : null
        },
        studyYear: studyYearOf(today),
        writtenTerms: kind === 'written-limits' ? await writtenTermsOn(deps, school, today) : null,
        kitSheets: kind === 'hard-copy' ? await kitSheets(deps, school, studyYearOf(today)) : new Map(),
        ...choicesOf(directory, classId),
      }
    },

    async list(school, kind) {
      const names = await namesOf(school)
      const of = <Kind extends StatementKind>(
        statements: readonly Statement<Kind>[],
        words: (content: NonNullable<Statement<Kind>['revisions'][number]['content']>) => string,
        idle: readonly IdleStatement[] = [],
      ): Decision[] =>
        statements.map(({ number, revisions }) => ({
          number,
          stands: revisions.at(-1)?.content !== null,
          revisions: revisions.map(({ content, why, author, enteredAt }) => ({
            text: content === null ? null : words(content),
            why,
            author,
            at: enteredAt,
          })),
          idle: idle.find(item => item.number === number)?.message ?? null,
        }))
      const listed = <Kind extends StatementKind>(of: Kind) => deps.statements.list(school, of)
      switch (kind) {
        case 'exemption':
          return of(await listed(kind), content => exemptionWords(content, names))
        case 'substitution': {
          const entered = await listed(kind)
          return of(
            entered,
            content => substitutionWords(content, names),
            await idleOf(school, kind, entered),
          )
        }
        case 'outage':
          return of(await listed(kind), content => outageWords(content, names))
        case 'incident':
          return of(await listed(kind), content => incidentWords(content, names))
        case 'order': {
          const entered = await listed(kind)
          return of(entered, content => orderWords(content, names), await idleOf(school, kind, entered))
        }
        case 'pupil-order':
          return of(await listed(kind), content => pupilOrderWords(content, names))
        case 'control':
          return of(await listed(kind), content => controlWords(content, names))
        case 'acquaintance':
          return of(await listed(kind), content => acquaintanceWords(content, names))
        case 'written-limits':
          return of(await listed(kind), writtenLimitsWords)
        case 'backup':
          return of(await listed(kind), backupWords)
        case 'restore':
          return of(await listed(kind), restoreWords)
        case 'briefing':
          return of(await listed(kind), briefingWords)
        case 'hard-copy':
          return of(await listed(kind), content => printedWords(content, names))
        case 'class-opening':
          return of(await listed(kind), content => classOpeningWords(content, names))
      }
    },

    async acquaintances(school) {
      const all = await deps.statements.list(school, 'acquaintance')
      return all.flatMap(({ number, revisions }) => {
        const content = revisions.at(-1)?.content ?? null
        return content === null ? [] : [{ number, ...content, author: revisions[0]?.author ?? '' }]
      })
    },

    words: async (school, entry) => wordsOf(entry, await namesOf(school)),

    async preview(school, entry, signal) {
      const words = wordsOf(entry, await namesOf(school))
      const options = { most: mostShown, signal }
      if (entry.kind === 'outage') {
        const found = await oneByOne(entry.contents, one => previewOutage(deps, school, one, options))
        return effectOf(words, found.lines, found.count)
      }
      if (entry.kind === 'incident') {
        const found = await oneByOne(entry.contents, one => previewIncident(deps, school, one, options))
        return effectOf(words, found.lines, found.count)
      }
      if (entry.kind === 'exemption') {
        const excused: Verdict[] = []
        let count = 0
        for (const exemption of entry.contents) {
          const found = await previewExemption(deps, school, exemption, { most: mostShown, signal })
          count += found.count
          excused.push(...found.excused)
        }
        return effectOf(words, excused.map(verdictText), count)
      }
      const effect = await previewStatements(deps, school, entry, { most: mostShown, signal })
      return effectOf(words, linesOf(effect), effect.idle.length + effect.count)
    },

    async enter(school, entry, author) {
      const entering = begin()
      const signature = { author, at: deps.clock.now() }
      const numbers: number[] = []
      if (entry.kind === 'exemption') {
        for (const exemption of entry.contents)
          numbers.push((await enterExemption(entering.deps, school, exemption, signature)).number)
      } else if (entry.kind === 'outage') {
        for (const outage of entry.contents)
          numbers.push((await enterOutage(entering.deps, school, outage, signature)).number)
      } else if (entry.kind === 'incident') {
        for (const incident of entry.contents)
          numbers.push((await openIncident(entering.deps, school, incident, signature)).number)
      } else {
        const entered = { ...entry, ...signature }
        numbers.push(...(await enterStatements(entering.deps, school, entered, { isTold: false })).numbers)
      }
      return { numbers, checking: entering.checking() }
    },

    async withdraw(school, { kind, number }, { author, why }) {
      const revision = { author, why, at: deps.clock.now() }
      const entering = begin()
      const own = entering.deps
      if (kind === 'exemption') await reviseExemption(own, school, number, { ...revision, lastDay: null })
      else if (kind === 'outage') await withdrawOutage(own, school, number, revision)
      else if (kind === 'incident') await reviseIncident(own, school, number, { ...revision, news: null })
      else await withdrawStatement(own, school, { ...revision, kind, number })
      return { checking: entering.checking() }
    },

    async updateIncident(school, number, news, revision) {
      const entering = begin()
      await reviseIncident(entering.deps, school, number, { ...revision, at: deps.clock.now(), news })
      return { checking: entering.checking() }
    },
  }
}

/** As the rules of written work judge it. */
async function writtenTermsOn(deps: JobDeps, school: Id, day: IsoDate): Promise<CheckingTerms> {
  const { regulation } = await effectiveSchool(deps, school)
  const { id, settings } = writtenWorksInTime
  const set = settings.parse(valuesOf(editionOn(regulation, day), id))
  return termsByDay(await deps.statements.standing(school, 'written-limits'), set)(day)
}

function wordsOf(entry: Entry, names: StatementNames): string[] {
  switch (entry.kind) {
    case 'exemption':
      return entry.contents.map(content => exemptionWords(content, names))
    case 'substitution':
      return entry.contents.map(content => substitutionWords(content, names))
    case 'outage':
      return entry.contents.map(content => outageWords(content, names))
    case 'incident':
      return entry.contents.map(content => incidentWords(content, names))
    case 'order':
      return entry.contents.map(content => orderWords(content, names))
    case 'pupil-order':
      return entry.contents.map(content => pupilOrderWords(content, names))
    case 'control':
      return entry.contents.map(content => controlWords(content, names))
    case 'acquaintance':
      return entry.contents.map(content => acquaintanceWords(content, names))
    case 'written-limits':
      return entry.contents.map(writtenLimitsWords)
    case 'backup':
      return entry.contents.map(backupWords)
    case 'restore':
      return entry.contents.map(restoreWords)
    case 'briefing':
      return entry.contents.map(briefingWords)
    case 'hard-copy':
      return entry.contents.map(content => printedWords(content, names))
    case 'class-opening':
      return entry.contents.map(content => classOpeningWords(content, names))
  }
}

/** A form enters one; a list of them would be told one behind the other. */
async function oneByOne<T>(
  contents: readonly T[],
  preview: (one: T) => Promise<{ readonly count: number; readonly changes: Effect['changes'] }>,
) {
  const lines: string[] = []
  let count = 0
  for (const one of contents) {
    const found = await preview(one)
    count += found.count
    lines.push(...found.changes.map(verdictChangeText))
  }
  return { lines, count }
}

function linesOf({ changes, idle }: Effect): string[] {
  return [...idle.map(({ message }) => `Обратите внимание. ${message}`), ...changes.map(verdictChangeText)]
}

/** @param count of all lines that there would be */
function effectOf(words: readonly string[], lines: readonly string[], count: number): DecisionEffect {
  return { words, lines: lines.slice(0, mostShown), more: Math.max(0, count - mostShown) }
}

const collator = new Intl.Collator('ru', { numeric: true })

function sorted(items: readonly { readonly id: Id; readonly name: string }[]): Choice[] {
  return [...new Map(items.map(({ id, name }) => [id, name]))]
    .map(([value, text]) => ({ value, text }))
    .sort((a, b) => collator.compare(a.text, b.text))
}

function choicesOf(directory: Directory, classId: Id | null) {
  const people = (persons: Directory['teachers']) =>
    sorted(persons.map(person => ({ id: person.id, name: nameWithInitials(person) })))
  const { classes, subgroups, subjects, periods, teachers, members } = directory
  const classNames = new Map(classes.map(({ id, name }) => [id, name]))
  const ofThisClass = members.filter(({ groupId }) => groupId === classId)
  const ofClass = periods.filter(period => classId === null || period.classId === classId)
  return {
    classes: sorted(classes),
    groups: sorted([...classes, ...subgroups]),
    teachers: people(teachers),
    subjects: sorted(subjects),
    periods: ofClass.map(({ id, name, classId: of }) => ({
      value: id,
      text: classId === null ? `${classNames.get(of) ?? of}: ${name}` : name,
    })),
    pupils: people(ofThisClass.map(({ person }) => person)),
    leftPupils: new Set(ofThisClass.flatMap(({ person, left }) => (left ? [person.id] : []))),
    rules: rules.map(({ id, clause, title }) => ({ value: id, text: `п. ${clause} ${title}` })),
  }
}
