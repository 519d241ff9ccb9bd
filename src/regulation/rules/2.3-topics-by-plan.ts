import { z } from 'zod'
import type { Instant } from '../../clock.js'
import type { Lesson } from '../../journal/index.js'
import { doubtMessages, lessonSubject, lookAt, type Told } from '../findings.js'
import { current } from '../history.js'
import { plainTopics } from '../likeness.js'
import { type PlanNeed, planNeeds } from '../missing-plans.js'
import { courseLessons } from '../plan-course.js'
import { type PlanFault, placeTopic, type Standing, wrongAfter } from '../plan-placing.js'
import { type PlanSearch, searchIn } from '../plan-search.js'
import { plansOfLessons } from '../plans-of-lessons.js'
import { defineRule, type Finding, type RuleContext } from '../rule.js'
import { lessonTerm } from '../terms.js'
import { type PlanVersion, versionOn } from '../thematic-plan.js'
import { topicTest } from '../topic-text.js'
import { topicFilled } from './2.3-topic-filled.js'

const settings = z.strictObject({
  likeness: z
    .number()
    .min(0.1)
    .max(1)
    .default(0.5)
    .describe('Сходство темы со строкой плана, от 0 до 1, с которого тема считается взятой из плана'),
  lessonsAside: z
    .int()
    .min(0)
    .max(100)
    .default(3)
    .describe('На сколько уроков тема может стоять раньше или позже своего места в плане'),
  abbreviations: z
    .record(z.string().trim().min(1), z.string().trim().min(1))
    .default({
      'к/р': 'контрольная работа',
      'с/р': 'самостоятельная работа',
      'л/р': 'лабораторная работа',
      'п/р': 'практическая работа',
      'пр/р': 'практическая работа',
      'лаб/р': 'лабораторная работа',
      'р/р': 'развитие речи',
      'вн/чт': 'внеклассное чтение',
      'в/чт': 'внеклассное чтение',
      'контр.': 'контрольная',
      'самост.': 'самостоятельная',
      'лаб.': 'лабораторная',
      'практ.': 'практическая',
      'раб.': 'работа',
      'обобщ.': 'обобщение',
      'повтор.': 'повторение',
    })
    .describe('Сокращения в темах и их полный вид'),
})
type Context = RuleContext<z.infer<typeof settings>>

const measure = '(порог сходства и допуск установлены настройкой школы)'

export const topicsByPlan = defineRule({
  id: '2.3-topics-by-plan',
  clause: '2.3',
  title: 'Темы уроков идут по календарно-тематическому плану',
  severity: 'minor',
  level: 'must',
  termFrom: 'school',
  scope: 'lesson',
  dueByLesson: true,
  needs: ['lessons', 'members', 'class-subjects', 'periods'],
  countsDays: true,
  settings,
  settingsFrom: [topicFilled.id],
  messages: {
    pending: `{where}: тема урока пока не по плану: {plan}; день ещё не закончился ${measure}.`,
    kept: `{where}: тема урока — {plan}, строка {row} ${measure}.`,
    mended: `{where}: тема урока после {deadline} была не по плану, теперь — {plan}, строка {row} ${measure}.`,
    'broken-text': `{where}: темы урока в плане нет ({plan}): ближе всего строка {row} «{planned}», сходство {likeness} при пороге {threshold} ${measure}.`,
    'broken-early': `{where}: тема строки {row} «{planned}» ({plan}) записана на {lessons} ур. раньше своего места; допускается {allowed} ${measure}.`,
    'broken-late': `{where}: тема строки {row} «{planned}» ({plan}) записана на {lessons} ур. позже своего места; допускается {allowed} ${measure}.`,
    'unproven-place': `{where}: тема в плане есть ({plan}, строка {row}), на своём ли она месте — не доказано: по урокам до неё место не определить (бывает, что темы стоят и на уроках в каникулы или праздник); если недели до этого урока не прочитаны, прочитайте их: sync ${measure}.`,
    'pending-no-plan':
      '{where}: плана (КТП) нет, темы сверить не с чем; внесите его до конца периода: thematic-plan import (сверка с планом установлена настройкой школы).',
    'unproven-no-plan':
      '{where}: по плану ли темы, не доказано: плана (КТП) нет. Внесите его: thematic-plan import, и темы будут сверены (сверка с планом установлена настройкой школы).',
    ...doubtMessages('тема по плану', ['unproven-stale', 'unproven-straddles'], ` ${measure}`),
  },
  check(context, report) {
    const { speech, calendar } = context
    const plans = plansOfLessons(context.plans)
    for (const need of planNeeds(context, plans)) {
      if (need.hasPlan !== false) context.notApplicable()
      else report(missing(need, context))
    }
    const { lessonsAside: allowed, likeness, abbreviations } = context.settings
    const isFilled = topicTest(context.settingsOf(topicFilled))
    const searchOf = searches(likeness, plainTopics(abbreviations))
    const hasPlan = (lesson: Lesson) => plans.planOf(lesson) !== undefined
    for (const lesson of context.journal.slice.lessons) {
      if (lesson.date < context.from || lesson.date > context.to || lesson.status === 'cancelled') continue
      if (!hasPlan(lesson)) context.notApplicable()
    }
    for (const course of courseLessons(context, hasPlan)) {
      const { lesson } = course
      const plan = plans.planOf(lesson)
      const version = plan && versionOn(plan, lesson.date)
      const search = version && searchOf(version)
      const placeOf = (topic: string | null) =>
        search && topic !== null && isFilled(topic)
          ? placeTopic(topic, { course, search, allowed, hasThisPlan: other => plans.planOf(other) === plan })
          : null
      const placed = placeOf(current(lesson.topic) ?? null)
      if (!plan || !version || !placed) {
        context.notApplicable()
        continue
      }
      const { order, found } = placed
      const due = calendar.dayEnd(lesson.date)
      const deadline = lessonTerm(calendar, lesson, due)
      const isWrong = (topic: string | null) => isFault(placeOf(topic)?.standing ?? 'by-plan')
      const row = order?.row ?? found.nearest.row
      report({
        ...weigh({ lesson, deadline, standing: placed.standing, isWrong }, context),
        deadline,
        subject: lessonSubject(lesson),
        date: lesson.date,
        responsible: lesson.teacherIds,
        restsOn: (order?.since ?? []).map(({ id }) => id),
        values: {
          where: speech.lesson(lesson).where,
          deadline: speech.term(due, deadline),
          plan: `КТП № ${plan.number}, версия ${version.version}`,
          row: `№ ${version.rows[row]?.number ?? row + 1}`,
          planned: version.rows[row]?.topic ?? '',
          likeness: twoDigits(found.nearest.likeness),
          threshold: twoDigits(likeness),
          lessons: Math.abs(order?.lessons ?? 0),
          allowed,
        },
      })
    }
  },
})

/** A plan is read through once a version, and only where its lessons are judged. */
function searches(likeness: number, plain: (topic: string) => string): (version: PlanVersion) => PlanSearch {
  const known = new Map<PlanVersion, PlanSearch>()
  return version => {
    const search = known.get(version) ?? searchIn(version, likeness, plain)
    known.set(version, search)
    return search
  }
}

interface Question {
  readonly lesson: Lesson
  readonly deadline: Instant
  readonly standing: Standing
  isWrong(topic: string | null): boolean
}

function isFault(standing: Standing): standing is PlanFault {
  return standing !== 'by-plan' && standing !== 'unsettled'
}

/** When a right topic came is another rule's matter; that a wrong one stood after the deadline is this one's. */
function weigh(
  { lesson, deadline, standing, isWrong }: Question,
  context: Context,
): Told & Pick<Finding, 'evidence'> {
  const lookedAt = lookAt(context, 'lessons', lesson)
  if (standing === 'by-plan') {
    const wrongAt = wrongAfter(lesson, deadline, isWrong)
    const { absentAt = null, presentAt = null } = lesson.topic.at(-1)?.seen ?? {}
    if (wrongAt === 'unknown') {
      const evidence = { level: null, absentAt, presentAt, platformAt: null } as const
      return { verdict: 'unproven', reason: 'unproven-straddles', evidence }
    }
    const kind = wrongAt === null ? 'kept' : 'mended'
    const evidence = { level: 'B', absentAt: wrongAt, presentAt, platformAt: null } as const
    return { verdict: kind, reason: kind, evidence }
  }
  if (standing === 'unsettled') {
    const evidence = { level: null, absentAt: null, presentAt: lookedAt, platformAt: null } as const
    return { verdict: 'unproven', reason: 'unproven-place', evidence }
  }
  const evidence = { level: 'B', absentAt: lookedAt, presentAt: null, platformAt: null } as const
  if (context.asOf <= deadline) return { verdict: 'pending', reason: 'pending', evidence }
  if (lookedAt === null || lookedAt <= deadline)
    return { verdict: 'unproven', reason: 'unproven-stale', evidence }
  return { verdict: 'broken', reason: `broken-${standing}`, evidence }
}

/** One for each subject of a class and period, however many lessons. */
function missing({ period, lastDay, subject }: PlanNeed, { calendar, speech, asOf }: Context): Finding {
  const end = calendar.dayEnd(lastDay)
  const kind = asOf <= end ? 'pending' : 'unproven'
  return {
    verdict: kind,
    reason: `${kind}-no-plan`,
    subject: { class: period.classId, subject: subject.id, period: period.id },
    date: lastDay,
    deadline: end,
    evidence: { level: null, absentAt: null, presentAt: null, platformAt: null },
    responsible: subject.groups.allTeachers(),
    values: speech.cell({ classId: period.classId, subjectId: subject.id, periodName: period.name }),
  }
}

function twoDigits(value: number): string {
  return value.toFixed(2).replace('.', ',')
}
