import { expect, test } from '@jest/globals'
import { createCalendar } from '../../src/calendar/index.js'
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

function runGuarded(rule: Rule, request: CheckRequest, demand: (resource: Resource) => void): void {
  const substitutions = withSubstitutions(request.slice, request.decisions.substitutions)
  const journal = createJournal(substitutions.slice)
  const calendar = createCalendar(request.facts)
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
    speech: createSpeech(journal, calendar),
    notApplicable() {},
  }
  rule.check(context, () => {})
}
