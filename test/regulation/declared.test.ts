import { expect, test } from '@jest/globals'
import { type Calendar, createCalendar } from '../../src/calendar/index.js'
import { createJournal, type Resource } from '../../src/journal/index.js'
import {
  type CheckRequest,
  checkJournal,
  editionOn,
  judgeJournal,
  type Rule,
  rules,
  rulesConcernedBy,
} from '../../src/regulation/index.js'
import { schoolWideOf } from '../../src/regulation/census.js'
import { rulesAboutWorks } from '../../src/regulation/concerned.js'
import type { SchoolQuestion, SchoolWide } from '../../src/regulation/school-wide.js'
import { createSpeech } from '../../src/regulation/speech.js'
import { withSubstitutions } from '../../src/regulation/substitutions.js'
import { wholeSchool } from '../../src/regulation/verdict.js'
import { corpus } from './corpus.js'
import { guardedJournal } from './guarded-journal.js'

const otherValues = [
  ['2.6-homework-in-time', { lesson: 'given' }],
  ['2.3-topic-filled', { minimumLetters: 40 }],
  ['2.5-marks-same-day', { markDayEnd: 'class_end', graceMinutes: 0 }],
] as const

const weekly = new Set<Resource>(['lessons', 'marks', 'attendance', 'final-marks', 'exam-marks'])

/** What a rule asked for in all cases of the corpus. */
interface Demands {
  readonly read: Set<Resource>
  readonly settings: Set<string>
  readonly asked: Set<SchoolQuestion>
  isOfSchool: boolean
  countsDays: boolean
}

/** What it reads decides which windows its doubts and its story name: it says all of that and nothing else. */
test.each(rules)('$id declares what it asks for', rule => {
  const demands: Demands = {
    ...{ read: new Set(), settings: new Set(), asked: new Set() },
    ...{ isOfSchool: false, countsDays: false },
  }
  for (const { request } of corpus) runGuarded(rule, request, demands)
  // Bells are asked of the calendar, which every rule may.
  const ofJournal = rule.needs.filter(resource => resource !== 'bells' || demands.read.has('bells'))
  expect([...demands.read].sort()).toEqual(ofJournal.toSorted())
  // Whose verdicts rest on the production calendar, which may be provisional: the message says so then.
  expect(rule.countsDays ?? false).toBe(demands.countsDays)
  // The preview of other settings judges anew the rule itself and whoever says to ask for them.
  expect([...demands.settings].sort()).toEqual([...(rule.settingsFrom ?? [])].sort())
  // Who judges class by class gathers that before, and judges duties of the school once, from its lists.
  expect([...demands.asked].sort()).toEqual([...(rule.asksSchool ?? [])].sort())
  if (demands.isOfSchool) expect(rule.isOfSchool).toBe(true)
  if (rule.isOfSchool) expect(rule.needs.filter(resource => weekly.has(resource))).toEqual([])
})

test.each(rules.filter(rule => rule.needs.length > 0))(
  '$id names the place of a breach as what puts it in doubt does',
  ({ messages }) => {
    const breaches = Object.entries(messages).filter(([reason]) => /^(broken|mended)/.test(reason))
    for (const [, text] of breaches) expect(text).toContain('{where}')
  },
)

test('no other settings than those of a rule and of the ones that it names decide its verdicts', () => {
  const kinds = new Set<string>()
  for (const { request } of corpus) {
    const before = judgeJournal(request)
    for (const [rule, values] of otherValues) {
      const editions = request.settings.editions.map(edition => ({
        ...edition,
        rules: { ...edition.rules, [rule]: { ...edition.rules[rule], ...values } },
      }))
      const after = judgeJournal({ ...request, settings: { ...request.settings, editions } })
      const concerned = rulesConcernedBy(rule)
      for (const { id } of rules) {
        if (concerned.includes(id)) {
          if (JSON.stringify(after.counts[id]) !== JSON.stringify(before.counts[id]))
            kinds.add(`${rule} ${id}`)
        } else expect({ id, ...after.counts[id] }).toEqual({ id, ...before.counts[id] })
      }
    }
  }
  // Some of it does turn verdicts, of other rules too.
  for (const [rule] of otherValues) expect([...kinds].some(kind => kind.startsWith(`${rule} `))).toBe(true)
  expect([...kinds].some(kind => kind.split(' ')[0] !== kind.split(' ')[1])).toBe(true)
})

/** Those alone are judged again when somebody tells of an incident, since a void work can turn no others. */
test('rules that name works are known', () => {
  const naming = new Set<string>()
  for (const { request } of corpus) {
    for (const { rule, subject } of checkJournal(request).verdicts)
      if (subject.work !== undefined) naming.add(rule)
  }
  expect([...naming].sort()).toEqual([...rulesAboutWorks].sort())
})

function runGuarded(rule: Rule, request: CheckRequest, demands: Demands): void {
  const substitutions = withSubstitutions(request.slice, request.decisions.substitutions)
  const journal = createJournal(substitutions.slice)
  const calendar = guardedCalendar(createCalendar(request.facts), () => {
    demands.countsDays = true
  })
  const edition = editionOn(request.settings, request.from)
  const settingsOf: Parameters<Rule['check']>[0]['settingsOf'] = other => {
    if (other.id !== rule.id) demands.settings.add(other.id)
    return other.settings.parse(Object.entries(edition.rules).find(([id]) => id === other.id)?.[1] ?? {})
  }
  const guarded = guardedJournal(journal, resource => demands.read.add(resource))
  const stampZone = request.settings.stamps
  const context = {
    journal: guarded,
    calendar,
    school: askedSchool(schoolWideOf(guarded, { calendar, stampZone }), question =>
      demands.asked.add(question),
    ),
    settings: settingsOf(rule),
    settingsOf,
    stampZone,
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
  rule.check(context, ({ subject }) => {
    demands.isOfSchool ||= subject.class === wholeSchool
  })
}

/** The whole school, telling what of it was asked. */
function askedSchool(school: SchoolWide, demand: (question: SchoolQuestion) => void): SchoolWide {
  return {
    isPresenceWritten() {
      demand('isPresenceWritten')
      return school.isPresenceWritten()
    },
    homeworkMeaning() {
      demand('homeworkMeaning')
      return school.homeworkMeaning()
    },
    isTeacher(personId) {
      demand('isTeacher')
      return school.isTeacher(personId)
    },
    lessonsEnd(date) {
      demand('lessonsEnd')
      return school.lessonsEnd(date)
    },
    filledLessons(personId, date) {
      demand('filledLessons')
      return school.filledLessons(personId, date)
    },
  }
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
