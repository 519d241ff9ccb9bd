import type { AttendanceEntry, Id, Lesson, Mark, Work } from '../journal/index.js'
import { compareIds } from '../journal/index.js'
import type { JournalHomework, JournalLesson, JournalMark, JournalWork } from './class-journal-model.js'

/** What hangs on lessons, by their ids; all of one class. */
export interface LessonParts {
  readonly works: ReadonlyMap<Id, readonly Work[]>
  readonly marks: ReadonlyMap<Id, readonly Mark[]>
  readonly entries: ReadonlyMap<Id, readonly AttendanceEntry[]>
  readonly teacher: (id: Id) => string
  readonly substitutionOf: (lesson: Lesson) => string | null
}

/** A lesson as it stands now; earlier states are evidence of rules, not of the journal. */
export function lessonOf(lesson: Lesson, parts: LessonParts): JournalLesson {
  const works = parts.works.get(lesson.id) ?? []
  const marks = parts.marks.get(lesson.id) ?? []
  const columns = worksOf(works, marks)
  return {
    id: lesson.id,
    date: lesson.date,
    number: lesson.number,
    status: lesson.status,
    topic: lesson.topic.at(-1)?.value ?? null,
    teachers: lesson.teacherIds.map(parts.teacher),
    formerTeachers: lesson.formerTeacherIds.map(parts.teacher),
    substitution: parts.substitutionOf(lesson),
    homework: works.filter(({ kind }) => kind === 'homework').map(homeworkOf),
    works: columns.map(({ work }) => work),
    marks: marks.map(mark => markOf(mark, columns)).sort(byWork),
    attendance: (parts.entries.get(lesson.id) ?? []).map(({ personId, status }) => ({
      pupil: personId,
      status,
    })),
  }
}

function homeworkOf({ id, content, targetDate }: Work): JournalHomework {
  const now = content.at(-1)?.value
  return {
    id,
    text: now?.text ?? null,
    files: now?.fileCount ?? 0,
    due: targetDate,
    draft: now?.draft ?? false,
  }
}

interface WorkColumn {
  readonly key: string
  readonly work: JournalWork
}

const ofTheLesson = '-'

/** All marks for work in class share a column, as on paper; each other work has its own, homework only with marks. */
function keyOf({ kind, id }: { readonly kind: JournalWork['kind']; readonly id: Id | null }): string {
  return kind === 'lesson' ? ofTheLesson : `${kind}/${id ?? '-'}`
}

function worksOf(works: readonly Work[], marks: readonly Mark[]): WorkColumn[] {
  const columns = new Map<string, JournalWork>([[ofTheLesson, { id: null, kind: 'lesson', written: null }]])
  for (const { id, kind, written } of works) {
    if (kind !== 'homework') columns.set(keyOf({ kind, id }), workOf(id, kind, written))
  }
  for (const { workId, workKind, written } of marks) {
    const key = keyOf({ kind: workKind, id: workId })
    if (!columns.has(key)) columns.set(key, workOf(workId, workKind, written))
  }
  return [...columns].map(([key, work]) => ({ key, work })).sort(byColumn)
}

function workOf(id: Id | null, kind: JournalWork['kind'], written: JournalWork['written']): JournalWork {
  return kind === 'lesson' ? { id: null, kind, written: null } : { id, kind, written }
}

function byColumn(a: WorkColumn, b: WorkColumn): number {
  const rank = ({ key }: WorkColumn) => (key === ofTheLesson ? 0 : 1)
  return rank(a) - rank(b) || compareIds(a.work.id ?? '', b.work.id ?? '') || (a.key < b.key ? -1 : 1)
}

function markOf(
  { id, personId, workId, workKind, values }: Mark,
  columns: readonly WorkColumn[],
): JournalMark {
  const key = keyOf({ kind: workKind, id: workId })
  return {
    id,
    pupil: personId,
    work: columns.findIndex(column => column.key === key),
    value: values.at(-1)?.value ?? '',
  }
}

function byWork(a: JournalMark, b: JournalMark): number {
  return a.work - b.work || compareIds(a.pupil, b.pupil) || compareIds(a.id, b.id)
}
