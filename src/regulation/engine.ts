import type { z } from 'zod'
import { type Calendar, type CalendarFacts, createCalendar } from '../calendar/index.js'
import type { Instant } from '../clock.js'
import { createJournal, type Id, type IsoDate, type Journal, type JournalSlice } from '../journal/index.js'
import type { ArchiveFacts } from './archive-facts.js'
import { schoolWideOf } from './census.js'
import type { Decisions } from './decisions.js'
import { createDoubts } from './doubts.js'
import { createExcuser } from './excuser.js'
import { type Answers, answersTo, type IdleStatement } from './idle-statements.js'
import { gatherKept, type KeptDuties } from './kept-duties.js'
import { byPlace } from './order.js'
import type { DutyPlace, Finding, Rule, RuleContext } from './rule.js'
import { rules as allRules } from './rules/index.js'
import type { SchoolWide } from './school-wide.js'
import { type Edition, editionsDuring, type RegulationSettings } from './settings.js'
import { createSpeech } from './speech.js'
import { withSubstitutions } from './substitutions.js'
import type { ThematicPlan } from './thematic-plan.js'
import { noCounts, type Verdict, type VerdictKind } from './verdict.js'
import { createVoider, type Voider, voidWorks } from './voider.js'
import { finish, provisionalNote, templatesOf } from './wording.js'

/** Changes whenever the same slice may get other verdicts: archived with every report. */
export const engineVersion = '20'

export interface CheckRequest {
  readonly slice: JournalSlice
  readonly facts: CalendarFacts
  readonly settings: RegulationSettings
  /** What people decided. */
  readonly decisions: Decisions
  /** Calendar-thematic plans, of the classes that are judged. */
  readonly plans: readonly ThematicPlan[]
  /** What our own archive shows. */
  readonly archived: ArchiveFacts
  /** The instant for which the verdicts hold; never before the newest look of the slice. */
  readonly asOf: Instant
  /** Days whose duties are judged, inclusive; the slice may reach further. */
  readonly from: IsoDate
  readonly to: IsoDate
  /** Ids of the rules to run; all when absent. */
  readonly rules?: readonly string[]
  /** What the journal of all classes shows, where the slice isn't of all; else the slice itself says it. */
  readonly school?: SchoolWide
}

interface Tally {
  /** By rule id, then by kind. */
  readonly counts: Readonly<Record<string, Readonly<Record<VerdictKind, number>>>>
  /** Things that a rule looked at and doesn't apply to, by rule id. */
  readonly notApplicable: Readonly<Record<string, number>>
  /** Verdicts that each exemption excused, by its number; those that excused none are there with 0. */
  readonly exempted: Readonly<Record<string, number>>
  /** What people stated of these days and nothing in the journal answers to. */
  readonly idle: readonly IdleStatement[]
}

/** What was judged: what isn't kept in words, what is kept by number. */
export interface Judged extends Tally {
  /** Whatever isn't kept, in the order of `CheckResult`. */
  readonly found: readonly Verdict[]
  readonly kept: KeptDuties
  /** What they were judged by: the slice with its indices, and who stood in. */
  readonly journal: Journal
  /** What something in the journal does answer to. */
  readonly answered: Answers['answered']
}

export interface CheckResult extends Tally {
  /** By date, rule, class, lesson, work, mark, person, subject, period. */
  readonly verdicts: readonly Verdict[]
}

/**
 * Judges a journal slice: the same request gives the same result, whatever the order of the slice's records.
 * @throws RangeError when the facts name an unknown zone, a bell or a day that is none
 */
export function checkJournal(request: CheckRequest): CheckResult {
  return inWords(judgeJournal(request))
}

/** What `judgeSteps` gives, at once. */
export function judgeJournal(request: CheckRequest): Judged {
  const steps = judgeSteps(request)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** All verdicts in their order, kept ones put into words too: what people read, and what is archived. */
export function inWords({
  found,
  kept,
  journal: _journal,
  answered: _answered,
  ...rest
}: Judged): CheckResult {
  return { verdicts: [...found, ...kept.verdicts()].sort(byPlace), ...rest }
}

/** Judges rule by rule, for whoever has other things to do in between, or may have to stop. */
export function* judgeSteps(request: CheckRequest): Generator<undefined, Judged> {
  const calendar = createCalendar(request.facts)
  const substitutions = withSubstitutions(request.slice, request.decisions.substitutions)
  const journal = createJournal(substitutions.slice)
  const doubts = createDoubts(journal, calendar)
  const excuser = createExcuser(request.decisions)
  const speech = createSpeech(journal, calendar)
  const { settings, decisions, plans, archived, asOf } = request
  const { stamps: stampZone } = settings
  const school = request.school ?? schoolWideOf(journal, { calendar, stampZone })
  const asked = { from: request.from, to: request.to }
  const inForce = editionsDuring(settings, asked.from, asked.to, date => calendar.addDays(date, -1)).map(
    part => {
      const { voidFrom } = part.edition.rules['4.4-operations-void']
      const voider = createVoider(voidWorks(journal, decisions, voidFrom))
      return { ...part, voider, settingsOf: settingsIn(part.edition) }
    },
  )
  const found: Verdict[] = []
  const kept = gatherKept()
  const counts: Record<string, Record<VerdictKind, number>> = {}
  const notApplicables: Record<string, number> = {}
  const caution = provisionalNote(calendar)
  for (const rule of allRules) {
    if (request.rules && !request.rules.includes(rule.id)) continue
    const wording = { templateOf: templatesOf(rule), caution }
    const put = (finding: Finding) => finish(rule, finding, wording)
    const run = (sink: Sink) => {
      for (const { voider, settingsOf, from, to } of inForce) {
        const isOutside = (date: IsoDate) => date < from || date > to
        let last: DutyPlace | undefined
        let isLastOutside = false
        // Written out: spread into, it would have another shape each time, and the compiler would give up on every rule.
        const context = {
          journal,
          calendar,
          speech,
          school,
          stampZone,
          decisions,
          plans,
          archived,
          substitutions,
          asOf,
          asked,
          from,
          to,
          settings: settingsOf(rule),
          settingsOf,
          notApplicable: sink.notApplicable,
          isCounted(verdict: VerdictKind, place: DutyPlace, duties = 1) {
            // Where a work may be void the whole finding has to tell which work it is about.
            if (verdict !== 'kept' || sink.count === null || voider.concernsAny) return false
            // Rules go from lesson to lesson: the next duty is mostly of the same as the last one.
            if (place !== last) {
              last = place
              isLastOutside = isOutside(place.date)
            }
            if (!isLastOutside) sink.count(place, duties)
            return true
          },
        }
        rule.check(context, finding => {
          if (isOutside(finding.date)) return
          if (finding.verdict === 'kept' && !voider.concerns(finding.subject)) sink.kept(finding)
          else sink.other(finding, voider)
        })
      }
    }
    const again = (report: (finding: Finding) => void) =>
      run({ count: null, kept: report, other: nothing, notApplicable: nothing })
    const keptByRule = kept.ofRule(rule.id, { again, put })
    const count = noCounts()
    let skipped = 0
    run({
      count: keptByRule.add,
      kept: finding => keptByRule.add(placeOf(finding)),
      other(finding, voider) {
        if (rule.dueByLesson && isLeftStanding(finding, journal, calendar)) {
          skipped += 1
          return
        }
        const verdict = excuser.excuse(voider.annul(put(doubts.temper(finding, finding.needs ?? rule.needs))))
        found.push(verdict)
        count[verdict.verdict] += 1
      },
      notApplicable(things = 1) {
        skipped += things
      },
    })
    counts[rule.id] = { ...count, kept: count.kept + keptByRule.count() }
    notApplicables[rule.id] = skipped
    yield undefined
  }
  return {
    found: found.sort(byPlace),
    kept,
    journal,
    counts,
    notApplicable: notApplicables,
    exempted: excuser.counts(),
    ...answersTo({ journal, calendar, decisions, ...asked }),
  }
}

/**
 * Whether the timetable has left a lesson standing on a day off. In holidays of a class, which may follow from the days of its periods
 * alone, attendance or marks show that it was held after all; a public holiday is one for everybody.
 */
function isLeftStanding({ date, subject }: Finding, journal: Journal, calendar: Calendar): boolean {
  const { class: classId, lesson } = subject
  if (lesson === undefined || !calendar.isDayOff(classId, date)) return false
  return calendar.isRestDay(date) || !isShownHeld(lesson, journal)
}

/** Illness and leave are entered for days on end. */
const takenAtLesson: ReadonlySet<string> = new Set(['present', 'late', 'absent'])

/** Marks of homework hang on the lesson that it was due for: they show nothing. */
function isShownHeld(lesson: Id, journal: Journal): boolean {
  return (
    journal.attendanceOf(lesson).some(({ status }) => takenAtLesson.has(status)) ||
    journal.marksOf(lesson).some(({ workKind }) => workKind === 'lesson' || workKind === 'written')
  )
}

/** Where goes what a rule says. */
interface Sink {
  /** Takes in what is kept by its place alone; null where all findings are asked for. */
  readonly count: ((place: DutyPlace, duties: number) => void) | null
  kept(finding: Finding): void
  other(finding: Finding, voider: Voider): void
  notApplicable(things?: number): void
}

function nothing(): void {}

function placeOf({ subject, date, responsible }: Finding): DutyPlace {
  const { class: classId, lesson: id, subject: subjectId = null } = subject
  return { classId, date, id, subjectId, teacherIds: responsible }
}

type SettingsOf = RuleContext<unknown>['settingsOf']

const settingsByEdition = new WeakMap<Edition, SettingsOf>()

/** Of each rule as the edition sets it; parsed once, though rules ask for those of others too, and classes are judged one by one. */
function settingsIn(edition: Edition): SettingsOf {
  const found = settingsByEdition.get(edition) ?? parseSettings(edition)
  settingsByEdition.set(edition, found)
  return found
}

function parseSettings({ rules }: Edition): SettingsOf {
  const own: Readonly<Record<string, unknown>> = rules
  const known = new Map<string, unknown>()
  return <Schema extends z.ZodObject>({ id, settings }: Pick<Rule<Schema>, 'id' | 'settings'>) => {
    const parsed = known.get(id) ?? settings.parse(own[id] ?? {})
    known.set(id, parsed)
    return parsed as z.infer<Schema>
  }
}
