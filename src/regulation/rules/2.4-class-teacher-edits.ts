import { z } from 'zod'
import type { IsoDate, Lesson, Work } from '../../journal/index.js'
import { isOfHead } from '../class-head.js'
import { hungSubject, type Told } from '../findings.js'
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
      '{where}: работу записал классный руководитель, хотя на уроках этого предмета в классе ни за пять недель до этого, ни за три после не указан, и замены не внесено.',
    'unproven-head':
      '{where}: работу записал тот, кто на прочитанных уроках этого предмета в классе за эти недели не указан; не доказано, что он тогда уже (или ещё) был классным руководителем.',
    'unproven-unread':
      '{where}: работу записал классный руководитель; не доказано, что этот предмет вёл не он: не все уроки класса за две недели прочитаны.',
  },
  check(context, report) {
    const { substitutions, speech } = context
    for (const { entry, isHead } of ofHeads(context)) {
      const { work, hung, date } = entry
      const substitution =
        work.createdBy === null ? undefined : substitutions.by(work.createdBy, hung)?.content
      const told = substitution ? standIn : tell(entry, isHead, context)
      // Whoever writes there by right does so whether they lead the class or not.
      if (isHead === 'perhaps' && told.verdict === 'kept') {
        context.notApplicable()
        continue
      }
      report({
        verdict: told.verdict,
        reason: told.reason,
        subject: hungSubject(hung, work.id),
        date,
        deadline: null,
        evidence: { level: substitution ? 'D' : 'B', ...work.appeared, platformAt: null },
        responsible: work.createdBy === null ? [] : [work.createdBy],
        values: { where: speech.lesson(hung).where, order: substitution?.order ?? '' },
      })
    }
  },
})

interface Entered {
  readonly work: Work
  readonly hung: Lesson
  readonly date: IsoDate
}

interface OfHead {
  readonly entry: Entered
  readonly isHead: 'yes' | 'perhaps'
}

/** Homework by the day at which it was given, written works by that of their lesson: of all these the few that heads of classes entered. */
function ofHeads(context: Context): readonly OfHead[] {
  const { journal, from, to } = context
  const found: OfHead[] = []
  const add = (work: Work, hung: Lesson, { date }: Lesson) => {
    const isHead = isOfHead(work, hung, context)
    if (isHead === 'no') context.notApplicable()
    else found.push({ entry: { work, hung, date }, isHead })
  }
  for (const { work, hung, lesson } of givenHomework(context, context.settingsOf(homeworkInTime)))
    add(work, hung, lesson)
  for (const work of journal.slice.works) {
    if (work.kind !== 'written' || work.lessonId === null) continue
    const hung = journal.lesson(work.lessonId, work.classId)
    if (hung && hung.date >= from && hung.date <= to) add(work, hung, hung)
  }
  return found
}

const standIn: Told = { verdict: 'kept', reason: 'kept-by-substitution' }

function tell(
  { work: { createdBy }, hung, date }: Entered,
  isHead: 'yes' | 'perhaps',
  context: Context,
): Told {
  if (createdBy !== null && subjectTeachers(context).teaches(createdBy, hung, date))
    return { verdict: 'kept', reason: 'kept' }
  if (isHead === 'perhaps') return { verdict: 'unproven', reason: 'unproven-head' }
  return areLessonsKnown(context, hung) && hung.subjectId !== null
    ? { verdict: 'broken', reason: 'broken' }
    : { verdict: 'unproven', reason: 'unproven-unread' }
}
