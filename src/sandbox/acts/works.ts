import type { Instant } from '../../clock.js'
import type { Making } from '../making.js'
import type { Lesson, Work, WorkKind } from '../school/model.js'

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
