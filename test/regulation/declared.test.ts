import { expect, test } from '@jest/globals'
import { type Calendar, createCalendar } from '../../src/calendar/index.js'
import { createJournal, type Resource } from '../../src/journal/index.js'
import { type CheckRequest, editionOn, type Rule, rules } from '../../src/regulation/index.js'
import { createSpeech } from '../../src/regulation/speech.js'
import { withSubstitutions } from '../../src/regulation/substitutions.js'
import { corpus } from './corpus.js'
import { guardedJournal } from './guarded-journal.js'

/** What a rule reads decides which windows its doubts and its story name: it says all of that and nothing else. */
test.each(rules)('$id sees only the windows that it declares', rule => {
  const read = new Set<Resource>()
  for (const { request } of corpus) runGuarded(rule, request, resource => read.add(resource))
  // Bells are asked of the calendar, which every rule may.
  const ofJournal = rule.needs.filter(resource => resource !== 'bells' || read.has('bells'))
  expect([...read].sort()).toEqual(ofJournal.toSorted())
})

/** Whose verdicts rest on the production calendar, which may be provisional: the message says so then. */
test.each(rules)('$id says whether days of study or work decide', rule => {
  let counts = false
  for (const { request } of corpus)
    runGuarded(
      rule,
      request,
      () => {},
      () => {
        counts = true
      },
    )
  expect(rule.countsDays ?? false).toBe(counts)
})

function runGuarded(
  rule: Rule,
  request: CheckRequest,
  demand: (resource: Resource) => void,
  onDays: () => void = () => {},
): void {
  const substitutions = withSubstitutions(request.slice, request.decisions.substitutions)
  const journal = createJournal(substitutions.slice)
  const calendar = guardedCalendar(createCalendar(request.facts), onDays)
  const edition = editionOn(request.settings, request.from)
  const settingsOf: Parameters<Rule['check']>[0]['settingsOf'] = other =>
    other.settings.parse(Object.entries(edition.rules).find(([id]) => id === other.id)?.[1] ?? {})
  const context = {
    journal: guardedJournal(journal, demand),
    calendar,
    settings: settingsOf(rule),
    settingsOf,
    stampZone: request.settings.stamps,
    decisions: request.decisions,
    plans: request.plans,
    archived: request.archived,
    substitutions,
    asOf: request.asOf,
    from: request.from,
    to: request.to,
    asked: { from: request.from, to: request.to },
    speech: createSpeech(journal, calendar),
    notApplicable() {},
    isCounted: () => false,
  }
  rule.check(context, () => {})
}

/** The calendar, telling when it is asked what the production calendar decides. */
function guardedCalendar(calendar: Calendar, demand: () => void): Calendar {
  function guard<Args extends readonly unknown[], Answer>(
    ask: (...args: Args) => Answer,
  ): (...args: Args) => Answer {
    return (...args) => {
      demand()
      return ask(...args)
    }
  }
  return {
    ...calendar,
    facts: {
      ...calendar.facts,
      get production() {
        demand()
        return calendar.facts.production
      },
    },
    isStudyDay: guard(calendar.isStudyDay),
    isWorkingDay: guard(calendar.isWorkingDay),
    lastStudyDay: guard(calendar.lastStudyDay),
    finalWindow: guard(calendar.finalWindow),
  }
}
