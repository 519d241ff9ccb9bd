import type { Instant } from '../../clock.js'
import type { Making } from '../making.js'
import type { Lesson, Mark, Work, WorkKind } from '../school/model.js'
import type { Fact } from '../truth.js'

interface NewWork {
  readonly kind: WorkKind
  readonly typeTitle: string
  readonly since: Instant
  readonly markCount?: 1 | 2
}

/** Hangs a work on the lesson at which it is done. */
export function addWork(
  making: Making,
  lesson: Lesson,
  { kind, typeTitle, since, markCount = 1 }: NewWork,
): Work {
  const work: Work = {
    id: making.ids.long(`work/${kind}/${lesson.key}`),
    kind,
    typeTitle,
    class: lesson.class,
    groupId: lesson.group.id,
    subject: lesson.subject,
    lesson,
    period: null,
    target: lesson,
    createdBy: lesson.final.teacher,
    contents: [{ since, value: { text: null, status: 'New', sentAt: null } }],
    markCount,
  }
  lesson.works.push(work)
  return work
}

/** What the truth says of a mark against clause 2.5. */
export function factOfMark(making: Making, lesson: Lesson, mark: Mark): Fact {
  return {
    rule: '2.5-marks-same-day',
    subject: {
      class: lesson.class.id,
      lesson: lesson.id,
      work: mark.work.id,
      mark: mark.id,
      person: mark.person,
    },
    date: lesson.final.date,
    deadline: making.days.dayEnd(lesson.final.date),
    enteredAt: mark.putAt,
  }
}
