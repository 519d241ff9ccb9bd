import { z } from 'zod'
import type { Instant } from '../../clock.js'
import { groupLessonsEnds } from '../day-end.js'
import { doubtMessages, hungSubject, lookAt, type Told, tellTiming } from '../findings.js'
import {
  answerable,
  type Candidate,
  decide,
  doubtOfCandidate,
  type GivenHomework,
  givenHomework,
  type HomeworkTerm,
  homeworkTerm,
  homeworkTermSettings,
  lastBells,
  type Reading,
  termBases,
  termDoubts,
  withoutBell,
} from '../homework-terms.js'
import { type Judgement, judge, outcomeOf, type Term } from '../judge.js'
import { defineRule, type Finding, type RuleContext } from '../rule.js'
import { spanText } from '../speech.js'

const minuteMs = 60_000

const settings = homeworkTermSettings.extend({
  federalReference: z
    .boolean()
    .default(true)
    .describe('Называть рядом федеральный ориентир (запись до конца учебного дня); на вердикт он не влияет'),
})
type Context = RuleContext<z.infer<typeof settings>>

interface TimedReading extends Reading {
  readonly term: HomeworkTerm | null
  readonly judgement: Judgement | null
}

export const homeworkInTime = defineRule({
  id: '2.6-homework-in-time',
  clause: '2.6',
  title: 'Домашнее задание записано в срок',
  severity: 'major',
  level: 'must',
  termFrom: 'regulation',
  scope: 'lesson',
  dueByLesson: true,
  needs: ['lessons', 'groups', 'bells'],
  countsDays: true,
  settings,
  asksSchool: ['homeworkMeaning'],
  messages: {
    kept: '{where}: домашнее задание записано в срок{federal}.',
    'kept-by-stamp': '{where}: домашнее задание записано в срок (по данным Дневник.ру){federal}.',
    broken: '{where}: домашнее задание записано позже срока {deadline}, не менее чем на {delay}{federal}.',
    'broken-no-bells':
      '{where}: домашнее задание записано позже срока, когда бы ни закончились уроки этого дня (последний звонок неизвестен): не менее чем на {delay} позже {deadline}.',
    'broken-by-stamp':
      '{where}: домашнее задание записано позже срока {deadline}, на {delay} (по данным Дневник.ру){federal}.',
    ...termDoubts('домашнее задание'),
    ...doubtMessages('домашнее задание', [
      'unproven-first-look',
      'unproven-grace',
      'unproven-stamp',
      'unproven-straddles',
      'unproven-uncalibrated',
    ]),
  },
  check(context, report) {
    for (const homework of givenHomework(context, context.settings)) {
      const { lesson, place } = homework
      if (lesson.status === 'cancelled') {
        context.notApplicable()
        continue
      }
      if (isPlainlyKept(homework, context) && context.isCounted('kept', place)) continue
      const readings = homework.candidates.flatMap(candidate => read(homework, candidate, context))
      const decided = decide(readings)
      if (!context.isCounted(decided.told.verdict, place)) report(findingOf(homework, decided, context))
    }
  },
})

function findingOf(
  homework: GivenHomework,
  { told, reading }: ReturnType<typeof decide<TimedReading>>,
  context: Context,
): Finding {
  const { work, hung, seen, lesson, candidates } = homework
  const { speech } = context
  const { term = null, judgement = null } = reading ?? {}
  return {
    verdict: told.verdict,
    reason: told.reason,
    subject: hungSubject(hung, work.id),
    date: lesson.date,
    deadline: term?.deadline ?? null,
    evidence: judgement?.evidence ?? { level: null, ...seen, platformAt: null },
    responsible: answerable(homework),
    restsOn: candidates.map(candidate => candidate.lesson.id),
    values: () => ({
      where: speech.lesson(lesson).where,
      ...(term === null ? {} : { deadline: speech.term(term.due, term.deadline) }),
      delay: spanText(judgement?.lateBy ?? 0),
      federal: told.verdict === 'unproven' ? '' : federalReference(homework, context),
    }),
  }
}

/** Nearly always: given at one lesson, with one end of the day, in time; nothing that a reading could doubt. */
function isPlainlyKept({ work, seen, candidates }: GivenHomework, context: Context): boolean {
  const [candidate, other] = candidates
  if (!candidate || other || candidate.before !== null) return false
  const { lesson } = candidate
  const [end, another] = lastBells(lesson, context, context.settings)
  if (end === null || end === undefined || another !== undefined) return false
  const { deadline } = homeworkTerm({ lesson, end }, context, context.settings)
  return tellTiming(outcomeOf(seen, work.sent, termOf(deadline, candidate, context))).verdict === 'kept'
}

function read(homework: GivenHomework, candidate: Candidate, context: Context): readonly TimedReading[] {
  const { settings, calendar } = context
  const { lesson } = candidate
  return termBases(lesson, context, settings).map(({ end, rings }) => {
    const term = homeworkTerm({ lesson, end }, context, settings)
    const judgement = judgeAgainst(term.deadline, homework, candidate, context)
    const told = rings ? tellTiming(judgement.outcome) : withoutBell(tellTiming(judgement.outcome))
    if (!rings && told.verdict === 'unproven') return { lesson, term: null, judgement: null, told }
    const reason = doubtOfCandidate({ told, entered: homework.seen }, homework, candidate, {
      base: settings.base,
      dayStart: calendar.dayStart,
    })
    return { lesson, term, judgement, told: reason === null ? told : doubt(reason) }
  })
}

function judgeAgainst(
  deadline: Instant,
  { work, seen }: GivenHomework,
  candidate: Candidate,
  context: Context,
): Judgement {
  return judge({ bracket: seen, stamp: work.sent, ...termOf(deadline, candidate, context) })
}

function termOf(deadline: Instant, { lesson }: Candidate, context: Context): Term {
  const { settings, stampZone, asOf } = context
  const graceMs = settings.graceMinutes * minuteMs
  return { lookedAt: lookAt(context, 'lessons', lesson), stampZone, deadline, graceMs, asOf }
}

const federalWords: Readonly<Partial<Record<Told['verdict'], string>>> = {
  kept: 'соблюдён',
  broken: 'не соблюдён',
}

/** Another norm for the same act: by the end of the study day. Told beside the verdict, never part of it. */
function federalReference(homework: GivenHomework, context: Context): string {
  const [candidate] = homework.candidates
  if (!context.settings.federalReference || !candidate) return ''
  const ends = groupLessonsEnds(context.journal, context.calendar, candidate.lesson)
  const [end] = ends
  if (ends.length !== 1 || end === null || end === undefined) return ''
  const { verdict } = tellTiming(judgeAgainst(end, homework, candidate, context).outcome)
  const moment = context.speech.moment(end)
  return `; федеральный ориентир (до конца учебного дня, ${moment}) — ${federalWords[verdict] ?? 'не доказано'}`
}

function doubt(reason: string): Told {
  return { verdict: 'unproven', reason }
}
