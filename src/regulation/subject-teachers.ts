import type { Calendar } from '../calendar/index.js'
import { type Id, type IsoDate, type Journal, type Lesson, sliceReach } from '../journal/index.js'
import { perJournal } from './per-journal.js'

/** Who teaches what to whom, as the lessons name their teachers now or did before: substitutes are among them. */
export interface SubjectTeachers {
  /**
   * Whether a teacher is named at that lesson, or at any of its subject that its pupils may have had around that day: from
   * five weeks before to three after it (`sliceReach`), which are known whichever days are judged: a slice of more must not say
   * anything else.
   */
  teaches(personId: Id, lesson: Lesson, day: IsoDate): boolean
  /** Whom any lesson names. */
  all(): ReadonlySet<Id>
}

const teachers = perJournal<'', SubjectTeachers>()
const indices = perJournal<'', TeacherIndex>()

interface Context {
  readonly journal: Journal
  readonly calendar: Pick<Calendar, 'addDays'>
}

export function subjectTeachers({ journal, calendar }: Context): SubjectTeachers {
  return teachers(journal, '', () => createTeachers(journal, calendar))
}

function createTeachers(journal: Journal, calendar: Context['calendar']): SubjectTeachers {
  return {
    teaches(personId, lesson, day) {
      // Nearly always: no need for an index.
      if (isNamedAt(lesson, personId)) return true
      const { classId, groupId, subjectId } = lesson
      const groups = indexOf(journal).classes.get(classId)?.get(subjectId) ?? new Map<Id, Named>()
      const ofPupils = groupId === classId ? [...groups.values()] : [groups.get(groupId), groups.get(classId)]
      const first = calendar.addDays(day, -sliceReach.before)
      const last = calendar.addDays(day, sliceReach.after)
      return ofPupils.some(named => named?.get(personId)?.some(date => first <= date && date <= last))
    },
    all: () => indexOf(journal).all,
  }
}

/** The days of the lessons that name a person. */
type Named = Map<Id, IsoDate[]>

interface TeacherIndex {
  /** By class, subject and group. */
  readonly classes: ReadonlyMap<Id, ReadonlyMap<Id | null, ReadonlyMap<Id, Named>>>
  readonly all: ReadonlySet<Id>
}

function indexOf(journal: Journal): TeacherIndex {
  return indices(journal, '', () => indexTeachers(journal))
}

function indexTeachers({ slice }: Journal): TeacherIndex {
  const classes = new Map<Id, Map<Id | null, Map<Id, Named>>>()
  const all = new Set<Id>()
  for (const lesson of slice.lessons) {
    const { classId, subjectId, groupId, date } = lesson
    const subjects = within(classes, classId)
    const named = within(within(subjects, subjectId), groupId)
    for (const personIds of [lesson.teacherIds, lesson.formerTeacherIds])
      for (const personId of personIds) {
        const days = named.get(personId)
        if (days) days.push(date)
        else named.set(personId, [date])
        all.add(personId)
      }
  }
  return { classes, all }
}

/** The index below a key, made when it is first asked for. */
function within<Key, Inner, Value>(index: Map<Key, Map<Inner, Value>>, key: Key): Map<Inner, Value> {
  const known = index.get(key)
  if (known) return known
  const made = new Map<Inner, Value>()
  index.set(key, made)
  return made
}

function isNamedAt({ teacherIds, formerTeacherIds }: Lesson, personId: Id): boolean {
  return teacherIds.includes(personId) || formerTeacherIds.includes(personId)
}

/** Homework of a lesson may have been given by whoever stood in so many days before. */
const daysBack = 14

/** Whether all lessons of the class around that one are known: in a week that was never read somebody may stand in. */
export function areLessonsKnown(
  { journal, calendar }: { readonly journal: Journal; readonly calendar: Calendar },
  { classId, date }: Lesson,
): boolean {
  const days = calendar.days(calendar.addDays(date, -daysBack), date)
  const weeks = new Set(days.filter(day => calendar.isStudyDay(classId, day)).map(calendar.weekStart))
  return [...weeks].every(week => journal.lastLook('lessons', classId, week) !== null)
}
