import { z } from 'zod'
import { isOfHead } from '../class-head.js'
import { hungSubject, type Told } from '../findings.js'
import { type GivenHomework, givenHomework } from '../homework-terms.js'
import { defineRule, type Finding, type RuleContext } from '../rule.js'
import { areLessonsKnown, subjectTeachers } from '../subject-teachers.js'
import type { Substitution } from '../substitutions.js'
import { homeworkInTime } from './2.6-homework-in-time.js'

const settings = z.strictObject({})
type Context = RuleContext<z.infer<typeof settings>>

export const homeworkAuthor = defineRule({
  id: '2.1-homework-author',
  clause: '2.1',
  title: 'Домашнее задание записал учитель предмета',
  severity: 'major',
  level: 'must',
  termFrom: 'regulation',
  scope: 'lesson',
  needs: ['lessons', 'class-teacher'],
  countsDays: true,
  settings,
  settingsFrom: [homeworkInTime.id],
  asksSchool: ['homeworkMeaning', 'isTeacher'],
  messages: {
    kept: '{where}: домашнее задание записал учитель предмета или тот, кто его заменял.',
    'kept-by-substitution': '{where}: домашнее задание записал учитель, проводивший урок по замене, {order}.',
    broken:
      '{where}: домашнее задание записал учитель, который на уроках этого предмета в классе ни за пять недель до этого, ни за три после не указан, и замены, по которой он мог его вести, не внесено.',
    'unproven-nobody': '{where}: автор домашнего задания — не доказано: платформа его не называет.',
    'unproven-stranger':
      '{where}: автор домашнего задания — не доказано: среди учителей уроков такого нет, возможно, запись внесла администрация.',
    'unproven-unread':
      '{where}: автор домашнего задания — не доказано: не все уроки класса за две недели прочитаны, среди них может быть замена.',
  },
  check(context, report) {
    const { substitutions } = context
    const { teaches } = subjectTeachers(context)
    for (const homework of givenHomework(context, context.settingsOf(homeworkInTime))) {
      const { work, hung, lesson, place } = homework
      const author = work.createdBy
      const isOwn = author !== null && teaches(author, hung, lesson.date)
      // What class teachers do beyond their subjects is clause 2.4's, which tells, too, where nobody knows whether they were.
      const isPerhapsHead = !isOwn && isOfHead(work, hung, context) !== 'no'
      if (lesson.status === 'cancelled' || isPerhapsHead) {
        context.notApplicable()
        continue
      }
      const substitution = author === null ? undefined : substitutions.by(author, hung)?.content
      const told = isOwn ? tellOwn(substitution) : tellStranger(homework, context)
      if (context.isCounted(told.verdict, place)) continue
      report(findingOf({ homework, substitution, told }, context))
    }
  },
})

interface Facts {
  readonly homework: GivenHomework
  readonly substitution: Substitution | undefined
  readonly told: Told
}

function findingOf({ homework, substitution, told }: Facts, { speech }: Context): Finding {
  const { work, hung, lesson, seen, candidates } = homework
  const author = work.createdBy
  return {
    verdict: told.verdict,
    reason: told.reason,
    subject: hungSubject(hung, work.id),
    date: lesson.date,
    deadline: null,
    evidence: {
      level: substitution ? 'D' : 'B',
      absentAt: seen.absentAt,
      presentAt: seen.presentAt,
      platformAt: null,
    },
    responsible: author === null ? lesson.teacherIds : [author],
    restsOn: candidates.map(candidate => candidate.lesson.id),
    values: () => ({ where: speech.lesson(lesson).where, order: substitution?.order ?? '' }),
  }
}

const taught: Told = { verdict: 'kept', reason: 'kept' }
const stoodIn: Told = { verdict: 'kept', reason: 'kept-by-substitution' }

function tellOwn(substitution: Substitution | undefined): Told {
  return substitution ? stoodIn : taught
}

function tellStranger({ work, hung, lesson }: GivenHomework, context: Context): Told {
  const author = work.createdBy
  if (author === null) return doubt('unproven-nobody')
  if (!context.school.isTeacher(author)) return doubt('unproven-stranger')
  const areKnown = areLessonsKnown(context, hung) && areLessonsKnown(context, lesson)
  return areKnown && hung.subjectId !== null
    ? { verdict: 'broken', reason: 'broken' }
    : doubt('unproven-unread')
}

function doubt(reason: string): Told {
  return { verdict: 'unproven', reason }
}
