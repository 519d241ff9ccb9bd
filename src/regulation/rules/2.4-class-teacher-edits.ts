import { z } from 'zod'
import type { IsoDate, Lesson, Work } from '../../journal/index.js'
import { isOfHead } from '../class-head.js'
import { type Told, hungSubject } from '../findings.js'
import { givenHomework } from '../homework-terms.js'
import { defineRule, type RuleContext } from '../rule.js'
import { areLessonsKnown, subjectTeachers } from '../subject-teachers.js'
import { homeworkInTime } from './2.6-homework-in-time.js'

const settings = z.strictObject({})
type Context = RuleContext<z.infer<typeof settings>>

/**
 * The platform names authors of works only. Works that it makes for each lesson by itself are left out: their author is
 * whoever entered the timetable.
 */
export const classTeacherEdits = defineRule({
  id: '2.4-class-teacher-edits',
  clause: '2.4',
  title: 'Классный руководитель не ведёт чужие предметы',
  severity: 'major',
  level: 'must',
  termFrom: 'regulation',
  scope: 'lesson',
  needs: ['lessons', 'class-teacher'],
  countsDays: true,
  settings,
  settingsFrom: [homeworkInTime.id],
  asksSchool: ['homeworkMeaning'],
  messages: {
    kept: '{where}: работу записал классный руководитель, он же ведёт этот предмет.',
    'kept-by-substitution': '{where}: работу записал классный руководитель, он заменял учителя, {order}.',
    broken:
      '{where}: работу записал классный руководитель, хотя ни на одном уроке этого предмета в классе не указан, и замены не внесено.',
    'unproven-unread':
      '{where}: работу записал классный руководитель; не доказано, что этот предмет вёл не он: не все уроки класса за две недели прочитаны.',
  },
  check(context, report) {
    const { journal, substitutions, speech } = context
    const { classTeachers } = journal.slice
    for (const { work, hung, date } of entered(context)) {
      if (!isOfHead(work, classTeachers)) {
        context.notApplicable()
        continue
      }
      const substitution =
        work.createdBy === null ? undefined : substitutions.by(work.createdBy, hung)?.content
      report({
        ...(substitution ? standIn : tell(work, hung, context)),
        subject: hungSubject(hung, work.id),
        date,
        deadline: null,
        evidence: { level: substitution ? 'D' : 'B', ...work.appeared, platformAt: null },
        responsible: work.createdBy === null ? [] : [work.createdBy],
        values: { ...speech.lesson(hung), order: substitution?.order ?? '' },
      })
    }
  },
})

interface Entered {
  readonly work: Work
  readonly hung: Lesson
  readonly date: IsoDate
}

/** Homework by the day at which it was given, written works by that of their lesson. */
function* entered(context: Context): Generator<Entered> {
  const { journal, from, to } = context
  for (const { work, hung, lesson } of givenHomework(context, context.settingsOf(homeworkInTime))) {
    yield { work, hung, date: lesson.date }
  }
  for (const work of journal.slice.works) {
    const hung =
      work.kind === 'written' && work.lessonId !== null
        ? journal.lesson(work.lessonId, work.classId)
        : undefined
    if (hung && hung.date >= from && hung.date <= to) yield { work, hung, date: hung.date }
  }
}

const standIn: Told = { verdict: 'kept', reason: 'kept-by-substitution' }

function tell({ createdBy }: Work, lesson: Lesson, context: Context): Told {
  if (createdBy !== null && subjectTeachers(context.journal).teaches(createdBy, lesson))
    return { verdict: 'kept', reason: 'kept' }
  return areLessonsKnown(context, lesson) && lesson.subjectId !== null
    ? { verdict: 'broken', reason: 'broken' }
    : { verdict: 'unproven', reason: 'unproven-unread' }
}
