import { z } from 'zod'
import type { Id, Lesson, Mark, Work } from '../../journal/index.js'
import { actName, bySchoolAct, createTerms, termsByDay } from '../checking-terms.js'
import { doubtMessages, lookAt, type Told, tellDuty } from '../findings.js'
import { firstPeriod, gradeOf } from '../grade.js'
import { judge } from '../judge.js'
import { defineRule, type RuleContext } from '../rule.js'
import { spanText } from '../speech.js'
import { lessonTerm } from '../terms.js'
import { checkersOf, workNames, workSubject } from '../written-works.js'
import { writtenWorksInTime } from './2.5-written-works-in-time.js'

const settings = z.strictObject({
  studyDaysAfter: z
    .int()
    .min(0)
    .max(20)
    .default(3)
    .describe('Через сколько учебных дней после срока проверки работа без единой отметки — нарушение'),
})
type Context = RuleContext<z.infer<typeof settings>>

/** A work that was announced, and of which nobody has a mark: forgotten, not held, or not entered. */
export const writtenWorksMarked = defineRule({
  id: '2.5-written-works-marked',
  clause: '2.5',
  title: 'За объявленную письменную работу есть отметки',
  severity: 'major',
  level: 'should',
  termFrom: 'school',
  termLabel: bySchoolAct,
  scope: 'lesson',
  dueByLesson: true,
  needs: ['lessons', 'marks', 'periods'],
  countsDays: true,
  settings,
  settingsFrom: [writtenWorksInTime.id],
  messages: {
    pending: `{where}: {work}: отметок ещё нет, срок — {deadline}${bySchoolAct}.`,
    kept: `{where}: {work}: отметки есть${bySchoolAct}.`,
    'kept-by-stamp': `{where}: {work}: отметки есть (по данным Дневник.ру)${bySchoolAct}.`,
    broken: `{where}: {work} объявлена, а отметок нет, срок был {deadline}${bySchoolAct}.`,
    mended: `{where}: {work}: первые отметки появились с опозданием (не менее {delay}), срок был {deadline}${bySchoolAct}.`,
    'mended-by-stamp': `{where}: {work}: первые отметки появились с опозданием на {delay}, срок был {deadline} (по данным Дневник.ру)${bySchoolAct}.`,
    'unproven-act': `{where}: {work}: не доказано: к {deadline} отметок не было, но акт школы, которым установлен срок, не назван${bySchoolAct}.`,
    'unproven-grade': `{where}: {work}: не доказано: неизвестно, какой это класс, а от него зависит срок${bySchoolAct}.`,
    'unproven-work-kind': `{where}: {work}: не доказано: вид работы не опознан, срок её проверки неизвестен${bySchoolAct}.`,
    ...doubtMessages(
      '{work}',
      [
        'unproven-first-look',
        'unproven-stale',
        'unproven-stamp',
        'unproven-straddles',
        'unproven-uncalibrated',
      ],
      bySchoolAct,
    ),
  },
  check(context, report) {
    const { journal, calendar, settings, asOf, from, to, stampZone, speech } = context
    const termsOn = termsByDay(context.decisions.writtenLimits, context.settingsOf(writtenWorksInTime))
    const { termOf, afterStudyDays } = createTerms({ journal, calendar, termsOn })
    let first: ReadonlyMap<Id, Mark> | undefined

    for (const work of journal.slice.works) {
      const { written } = work
      if (written === null) continue
      const lesson = work.lessonId === null ? undefined : journal.lesson(work.lessonId, work.classId)
      if (!lesson || lesson.date < from || lesson.date > to) continue
      const term = termOf(lesson, written)
      const isWithoutTerm = term.due === null && term.why === 'none'
      if (
        lesson.status === 'cancelled' ||
        written === 'notebook' ||
        isWithoutTerm ||
        hasNoMarks(lesson, context)
      ) {
        context.notApplicable()
        continue
      }
      // Nobody was told of it earlier: what is announced afterwards has its days from then on.
      const known = calendar.dateOf(
        Math.max(term.due ?? 0, work.appeared.presentAt, calendar.dayEnd(lesson.date)),
      )
      const { due, isSure } = afterStudyDays(lesson.classId, known, settings.studyDaysAfter)
      const deadline = lessonTerm(calendar, lesson, due)
      // Written works are few, and all marks are walked through for them.
      first ??= firstMarks(context)
      const mark = first.get(work.id)
      const judgement = judge({
        bracket: mark?.appeared ?? { absentAt: null, presentAt: null },
        lookedAt: lookAt(context, 'marks', lesson),
        stamp: mark?.stamp ?? null,
        stampZone,
        deadline,
        graceMs: 0,
        asOf,
      })
      report({
        ...temper(tellDuty(judgement.outcome), {
          work,
          isGradeKnown: term.due !== null,
          isTermSure: isSure && (term.due === null || term.isSure),
          isActNamed: termsOn(lesson.date).act !== '',
        }),
        subject: workSubject(lesson, work.id),
        date: lesson.date,
        deadline,
        evidence: judgement.evidence,
        responsible: checkersOf(lesson, work.id, journal),
        values: () => ({
          where: speech.lesson(lesson).where,
          work: workNames[written],
          deadline: speech.term(due, deadline),
          delay: spanText(judgement.lateBy),
          act: actName(termsOn(lesson.date)),
        }),
      })
    }
  },
})

/** The mark of each work that was there first, one that is gone again too. */
function firstMarks({ journal }: Context): ReadonlyMap<Id, Mark> {
  const first = new Map<Id, Mark>()
  for (const mark of [...journal.slice.marks, ...journal.slice.goneMarks]) {
    if (mark.workId === null || (mark.workKind !== 'written' && mark.workKind !== 'unknown')) continue
    const known = first.get(mark.workId)
    if (!known || isEarlier(mark, known)) first.set(mark.workId, mark)
  }
  return first
}

function isEarlier(a: Mark, b: Mark): boolean {
  const [x, y] = [a.appeared, b.appeared]
  return x.presentAt < y.presentAt || (x.presentAt === y.presentAt && (x.absentAt ?? 0) < (y.absentAt ?? 0))
}

/** Grade 1, and perhaps the first period of grade 2. */
function hasNoMarks({ classId, date }: Lesson, { journal }: Context): boolean {
  const grade = gradeOf(journal, classId)
  return grade === 1 || (grade === 2 && date <= (firstPeriod(journal, classId)?.finish ?? date))
}

function temper(
  told: Told,
  facts: {
    readonly work: Work
    readonly isGradeKnown: boolean
    readonly isTermSure: boolean
    readonly isActNamed: boolean
  },
): Told {
  if (told.verdict !== 'broken' && told.verdict !== 'mended') return told
  if (facts.work.written === 'unknown') return { verdict: 'unproven', reason: 'unproven-work-kind' }
  if (!facts.isGradeKnown) return { verdict: 'unproven', reason: 'unproven-grade' }
  if (!facts.isTermSure) return { verdict: 'unproven', reason: 'unproven-stale' }
  return facts.isActNamed ? told : { verdict: 'unproven', reason: 'unproven-act' }
}
