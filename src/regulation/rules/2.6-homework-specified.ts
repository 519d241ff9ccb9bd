import { z } from 'zod'
import type { Instant } from '../../clock.js'
import type { Bracket, Id, Lesson, Work } from '../../journal/index.js'
import { doubtMessages, hungSubject, lookAt, type Told, tellDuty } from '../findings.js'
import { firstSeen } from '../history.js'
import { isGiven } from '../homework-lesson.js'
import { answerable, type GivenHomework, givenHomework } from '../homework-terms.js'
import { type Demands, isSpecified } from '../homework-text.js'
import { type Judgement, judge, neverSeen } from '../judge.js'
import { defineRule, type Finding, type RuleContext } from '../rule.js'
import { spanText } from '../speech.js'
import { startsWithAny } from '../subject-names.js'
import { lessonTerm } from '../terms.js'
import { homeworkInTime } from './2.6-homework-in-time.js'

const settings = z.strictObject({
  withoutReference: z
    .array(z.string().trim().min(1))
    .default([
      'физическая культура',
      'физкультура',
      'музыка',
      'изобразительное искусство',
      'изо',
      'труд',
      'технология',
    ])
    .describe(
      'Начала названий предметов, в задании по которым не нужны ни номер, ни страница (регистр не важен)',
    ),
  enough: z
    .array(z.string().trim().min(1))
    .default([
      'наизусть',
      'сочинени',
      'эссе',
      'изложени',
      'проект',
      'реферат',
      'доклад',
      'сообщени',
      'презентац',
      'творческ',
      'практическ',
      'лабораторн',
      'контрольн',
      'карточк',
      'тетрад',
      'запис',
      'конспект',
      'словар',
      'задан',
    ])
    .describe('Начала слов, которые говорят, что задано, и без номера или страницы'),
})
type Context = RuleContext<z.infer<typeof settings>>

/** The term for what the text has to say is generous: the day at which the homework was given, at the latest. */
export const homeworkSpecified = defineRule({
  id: '2.6-homework-specified',
  clause: '2.6',
  title: 'В домашнем задании указано, что именно задано',
  severity: 'minor',
  level: 'must',
  termFrom: 'regulation',
  scope: 'lesson',
  dueByLesson: true,
  needs: ['lessons'],
  countsDays: true,
  settings,
  settingsFrom: [homeworkInTime.id],
  asksSchool: ['homeworkMeaning'],
  messages: {
    pending: '{where}: в домашнем задании ещё не указано, что именно задано; день не закончился.',
    kept: '{where}: в домашнем задании указано, что задано.',
    broken:
      '{where}: в домашнем задании нет ни параграфа, ни страницы, ни номера, ни файла; день урока закончился {deadline}.',
    mended:
      '{where}: что именно задано на дом, указано лишь после дня урока (не менее {delay} после {deadline}).',
    ...doubtMessages('содержание домашнего задания', [
      'unproven-first-look',
      'unproven-stale',
      'unproven-straddles',
    ]),
  },
  check(context, report) {
    const demandsOf = demandsBySubject(context)
    for (const homework of givenHomework(context, context.settingsOf(homeworkInTime))) {
      const { work, hung, seen, lesson, place } = homework
      if (lesson.status === 'cancelled') {
        context.notApplicable()
        continue
      }
      const specified = firstSpecified(work, demandsOf(hung.subjectId))
      // Nearly always: it said so from the beginning.
      const isKept = specified?.presentAt === seen.presentAt
      if (isKept && context.isCounted('kept', place)) continue
      const due = dueOf(lesson, context)
      const decided = decide(homework, { deadline: due.deadline, specified }, context)
      if (!context.isCounted(decided.told.verdict, place))
        report(findingOf(homework, { ...due, ...decided }, context))
    }
  },
})

function firstSpecified({ content }: Work, demands: Demands): Bracket | null {
  return firstSeen(content, value => isGiven(value) && isSpecified(value, demands))
}

interface Due {
  readonly due: Instant
  /** With what prolongs it. */
  readonly deadline: Instant
}

function dueOf(lesson: Lesson, { calendar }: Context): Due {
  const due = calendar.dayEnd(lesson.date)
  return { due, deadline: lessonTerm(calendar, lesson, due) }
}

type Decided = Pick<Judgement, 'evidence' | 'lateBy'> & { readonly told: Told }

function findingOf(
  homework: GivenHomework,
  { due, deadline, told, evidence, lateBy }: Due & Decided,
  { speech }: Context,
): Finding {
  const { work, hung, lesson, candidates } = homework
  return {
    verdict: told.verdict,
    reason: told.reason,
    subject: hungSubject(hung, work.id),
    date: lesson.date,
    deadline,
    evidence,
    responsible: answerable(homework),
    restsOn: candidates.map(candidate => candidate.lesson.id),
    values: () => ({
      where: speech.lesson(lesson).where,
      deadline: speech.term(due, deadline),
      delay: spanText(lateBy),
    }),
  }
}

function decide(
  { hung, seen }: GivenHomework,
  { deadline, specified }: { readonly deadline: Instant; readonly specified: Bracket | null },
  context: Context,
): Decided {
  // It said so from the beginning: when it came is another rule's matter.
  if (specified?.presentAt === seen.presentAt) {
    const evidence = { level: 'B', ...seen, platformAt: null } as const
    return { told: { verdict: 'kept', reason: 'kept' }, evidence, lateBy: 0 }
  }
  const judgement = judge({
    bracket: specified ?? neverSeen,
    lookedAt: lookAt(context, 'lessons', hung),
    stamp: null,
    stampZone: context.stampZone,
    deadline,
    graceMs: 0,
    asOf: context.asOf,
  })
  return { ...judgement, told: tellDuty(judgement.outcome) }
}

/** Of a subject whose name nobody knows no reference is asked. */
function demandsBySubject({ journal, settings }: Context): (subjectId: Id | null) => Demands {
  const known = new Map<Id | null, Demands>()
  return subjectId => {
    const demands = known.get(subjectId)
    if (demands) return demands
    const name = journal.subject(subjectId)?.name
    const reference = name !== undefined && !startsWithAny(name, settings.withoutReference)
    const found = { reference, enough: settings.enough }
    known.set(subjectId, found)
    return found
  }
}
