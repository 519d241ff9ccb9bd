import { z } from 'zod'
import type { State, WorkContent } from '../../journal/index.js'
import { doubtMessages, gravityOf, lookAt, tellTiming, type Told, hungSubject } from '../findings.js'
import { isGiven } from '../homework-lesson.js'
import {
  answerable,
  type Candidate,
  decide,
  doubtOfCandidate,
  type GivenHomework,
  givenHomework,
  type HomeworkTerm,
  homeworkTerm,
  type HomeworkTermSettings,
  type Reading,
  termBases,
  termDoubts,
  withoutBell,
} from '../homework-terms.js'
import { type Change, compareTasks } from '../homework-text.js'
import { type Judgement, judge } from '../judge.js'
import { defineRule, type RuleContext } from '../rule.js'
import { spanText } from '../speech.js'
import { homeworkInTime } from './2.6-homework-in-time.js'

const settings = z.strictObject({})
type Context = RuleContext<z.infer<typeof settings>>

interface ChangeReading extends Reading {
  readonly term: HomeworkTerm | null
  readonly judgement: Judgement | null
}

interface Changed {
  readonly kind: Change
  readonly seen: State<WorkContent>['seen']
}

export const homeworkUnchanged = defineRule({
  id: '2.6-homework-unchanged',
  clause: '2.6',
  title: 'Домашнее задание не изменено после срока',
  severity: 'minor',
  level: 'must',
  termFrom: 'regulation',
  scope: 'lesson',
  dueByLesson: true,
  needs: ['lessons', 'groups', 'bells'],
  countsDays: true,
  settings,
  settingsFrom: [homeworkInTime.id],
  asksSchool: ['homeworkMeaning'],
  messages: {
    kept: '{where}: домашнее задание изменено до срока.',
    'kept-shortened': '{where}: домашнее задание после срока только сокращено, это не нарушение.',
    broken: '{where}: домашнее задание изменено после срока {deadline}, не менее чем на {delay} позже.',
    'broken-no-bells':
      '{where}: домашнее задание изменено после срока, когда бы ни закончились уроки этого дня (последний звонок неизвестен): не менее чем на {delay} позже {deadline}.',
    'unproven-content':
      '{where}: домашнее задание изменено после срока {deadline}, но не доказано, что оно не сокращено.',
    ...termDoubts('изменение домашнего задания'),
    ...doubtMessages('изменение домашнего задания', [
      'unproven-first-look',
      'unproven-grace',
      'unproven-straddles',
    ]),
  },
  check(context, report) {
    const { speech } = context
    const terms = context.settingsOf(homeworkInTime)
    for (const homework of givenHomework(context, terms)) {
      const { work, hung, lesson, candidates } = homework
      const changes = changesOf(work.content)
      if (lesson.status === 'cancelled' || changes.length === 0) {
        context.notApplicable()
        continue
      }
      const { told, reading, seen } = worst(
        changes.map(change => ({
          ...decide(candidates.flatMap(candidate => read(homework, candidate, { change, terms, context }))),
          seen: change.seen,
        })),
      )
      const { term = null, judgement = null } = reading ?? {}
      report({
        verdict: told.verdict,
        reason: told.reason,
        subject: hungSubject(hung, work.id),
        date: lesson.date,
        deadline: term?.deadline ?? null,
        evidence:
          told.verdict === 'kept' || judgement === null
            ? { level: 'B', ...seen, platformAt: null }
            : judgement.evidence,
        responsible: answerable(homework),
        restsOn: candidates.map(candidate => candidate.lesson.id),
        values: () => ({
          where: speech.lesson(lesson).where,
          ...(term === null ? {} : { deadline: speech.term(term.due, term.deadline) }),
          delay: spanText(judgement?.lateBy ?? 0),
        }),
      })
    }
  },
})

/** Changes of what pupils could read already; signs and spaces are none. */
function changesOf(content: readonly State<WorkContent>[]): readonly Changed[] {
  // Nearly always it stands as it was set.
  if (content.length < 2) return []
  const given = content.filter(state => isGiven(state.value))
  return given.slice(1).flatMap((state, index) => {
    const before = given[index]
    const kind = before ? compareTasks(before.value, state.value) : 'same'
    return kind === 'same' ? [] : [{ kind, seen: state.seen }]
  })
}

function read(
  homework: GivenHomework,
  candidate: Candidate,
  {
    change: { kind, seen },
    terms,
    context,
  }: { readonly change: Changed; readonly terms: HomeworkTermSettings; readonly context: Context },
): readonly ChangeReading[] {
  const { calendar, stampZone, asOf } = context
  const { lesson } = candidate
  return termBases(lesson, context, terms).map(({ end, rings }) => {
    const term = homeworkTerm({ lesson, end }, context, terms)
    const judgement = judge({
      bracket: seen,
      lookedAt: lookAt(context, 'lessons', lesson),
      // The stamp is that of the sending, not of the change.
      stamp: null,
      stampZone,
      deadline: term.deadline,
      graceMs: terms.graceMinutes * 60_000,
      asOf,
    })
    const told = rings ? tellTiming(judgement.outcome) : withoutBell(tellTiming(judgement.outcome))
    if (!rings && told.verdict === 'unproven') return { lesson, term: null, judgement: null, told }
    const reason = doubtOfCandidate({ told, entered: seen }, homework, candidate, {
      base: terms.base,
      dayStart: calendar.dayStart,
    })
    return { lesson, term, judgement, told: temper(reason === null ? told : doubt(reason), kind) }
  })
}

function temper(told: Told, kind: Change): Told {
  if (told.verdict === 'kept') return told
  if (kind === 'shortened') return { verdict: 'kept', reason: 'kept-shortened' }
  return told.verdict === 'broken' && kind === 'unclear' ? doubt('unproven-content') : told
}

function worst<T extends { readonly told: Told }>(answers: readonly T[]): T {
  const [answer] = answers.toSorted((a, b) => gravityOf(b.told) - gravityOf(a.told))
  if (!answer) throw new Error('homework without a change was asked for its worst one')
  return answer
}

function doubt(reason: string): Told {
  return { verdict: 'unproven', reason }
}
