import type { Instant } from '../clock.js'
import type { Directory, Id, IsoDate, Lesson } from '../journal/index.js'
import { compareIds } from '../journal/index.js'
import type {
  ClassSlice,
  JournalFinal,
  JournalLesson,
  JournalPupil,
  JournalSection,
} from './class-journal-model.js'
import { staysIn } from './class-journal-stays.js'
import { groupBy } from './grouping.js'
import type { Stay } from './model.js'
import { compareRussian } from './russian.js'

export interface SectionsInput {
  readonly directory: Directory
  readonly slice: ClassSlice
  readonly classId: Id
  readonly dateOf: (instant: Instant) => IsoDate
  readonly pupils: readonly JournalPupil[]
  readonly finals: readonly JournalFinal[]
  /** In order of time. */
  readonly lessons: readonly { readonly lesson: Lesson; readonly told: JournalLesson }[]
}

type LessonOf = SectionsInput['lessons'][number]

/** Subjects in Russian order, the whole class before its subgroups; a taught subject without a lesson has a page too. */
export function sectionsOf(input: SectionsInput): JournalSection[] {
  const { directory, classId, lessons } = input
  const names = new Map(directory.subjects.map(({ id, name }) => [id, name]))
  const subjectOf = (id: Id | null) => ({
    id,
    name: id === null ? 'Предмет не указан' : (names.get(id) ?? `Предмет № ${id}`),
  })
  const taught = groupBy(lessons, ({ lesson }) => `${lesson.subjectId ?? '-'}/${lesson.groupId}`)
  const sections = [...taught.values()].flatMap(ofGroup => {
    const [first] = ofGroup
    return first ? [sectionOf(input, subjectOf(first.lesson.subjectId), ofGroup)] : []
  })
  const listed = directory.classSubjects.filter(item => item.classId === classId).map(item => item.subjectId)
  const bare = [...new Set([...listed, ...input.finals.map(({ subject }) => subject)])].flatMap(id => {
    const missing = withoutPage(input, id, sections)
    return missing === null ? [] : [bareSection(subjectOf(id), missing)]
  })
  return [...sections, ...bare].sort(
    (a, b) =>
      compareRussian(a.subject.name, b.subject.name) ||
      compareIds(a.subject.id ?? '', b.subject.id ?? '') ||
      compareRussian(a.group?.name ?? '', b.group?.name ?? '') ||
      compareIds(a.group?.id ?? '', b.group?.id ?? ''),
  )
}

function sectionOf(
  input: SectionsInput,
  subject: JournalSection['subject'],
  lessons: readonly LessonOf[],
): JournalSection {
  const groupId = lessons[0]?.lesson.groupId ?? input.classId
  const common = {
    subject,
    teachers: teachersOf(lessons),
    lessons: lessons.map(({ told }) => told),
  }
  if (groupId === input.classId) {
    const all = input.pupils.map(({ id }) => id)
    return { ...common, group: null, membersKnown: true, pupils: all, stays: new Map(), guests: 0 }
  }
  const name = input.directory.subgroups.find(({ id }) => id === groupId)?.name ?? `Группа № ${groupId}`
  const stays = staysIn(input.slice.memberships, groupId, input.dateOf)
  const marked = new Set(
    lessons.flatMap(({ told }) => [...told.marks, ...told.attendance]).map(act => act.pupil),
  )
  const here = input.pupils.filter(({ id }) => stays.size === 0 || stays.has(id) || marked.has(id))
  const own = new Map<Id, readonly Stay[]>(
    here.flatMap(({ id }) => (stays.has(id) ? [[id, stays.get(id) ?? []]] : [])),
  )
  return {
    ...common,
    group: { id: groupId, name },
    membersKnown: stays.size > 0,
    pupils: here.map(({ id }) => id),
    stays: own,
    guests: stays.size - own.size,
  }
}

/** Whoever taught most of the lessons first. */
function teachersOf(lessons: readonly LessonOf[]): string[] {
  const counts = new Map<string, number>()
  for (const { told } of lessons)
    for (const name of told.teachers) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].sort(([a, x], [b, y]) => y - x || compareRussian(a, b)).map(([name]) => name)
}

/** Pupils of a subject who stand on none of its pages but have a final mark; all where it has no page; null: nobody. */
function withoutPage(
  { pupils, finals }: SectionsInput,
  subject: Id,
  sections: readonly JournalSection[],
): Id[] | null {
  const pages = sections.filter(section => section.subject.id === subject)
  if (pages.length === 0) return pupils.map(({ id }) => id)
  const shown = new Set(pages.flatMap(section => section.pupils))
  const marked = new Set(finals.filter(final => final.subject === subject).map(({ pupil }) => pupil))
  const missing = pupils.map(({ id }) => id).filter(id => marked.has(id) && !shown.has(id))
  return missing.length === 0 ? null : missing
}

function bareSection(subject: JournalSection['subject'], pupils: readonly Id[]): JournalSection {
  return {
    subject,
    group: null,
    teachers: [],
    membersKnown: true,
    pupils,
    stays: new Map(),
    guests: 0,
    lessons: [],
  }
}
