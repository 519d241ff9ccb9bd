import type { Calendar } from '../calendar/index.js'
import type { Instant } from '../clock.js'
import { createJournal, type Id, type IsoDate, type Journal, type JournalSlice } from '../journal/index.js'
import { countPresence, saysPresence } from './attendance-habit.js'
import { latest, schoolLessonsEnd } from './day-end.js'
import { type FilledLessons, gatherFilled } from './filled-lessons.js'
import { countVotes, emptyBallot, meaningBy } from './homework-habit.js'
import type { LessonMeaning } from './homework-lesson.js'
import type { StampZone } from './rule.js'
import type { SchoolWide } from './school-wide.js'
import type { Stated } from './stated.js'
import { subjectTeachers } from './subject-teachers.js'
import { type Substitution, withSubstitutions } from './substitutions.js'

interface Facts {
  readonly calendar: Calendar
  readonly stampZone: StampZone
}

/** As a journal that holds the whole school says, when somebody asks. */
export function schoolWideOf(journal: Journal, facts: Facts): SchoolWide {
  const { calendar } = facts
  let isWritten: boolean | undefined
  let meaning: { readonly is: LessonMeaning | null } | undefined
  let filled: FilledLessons | undefined
  return {
    isPresenceWritten: () => (isWritten ??= saysPresence(countPresence(journal))),
    homeworkMeaning() {
      if (meaning === undefined) {
        const ballot = emptyBallot()
        countVotes(ballot, { ...facts, journal })
        meaning = { is: meaningBy(ballot) }
      }
      return meaning.is
    },
    isTeacher: personId => subjectTeachers({ journal, calendar }).all().has(personId),
    lessonsEnd: date => schoolLessonsEnd(journal, calendar, date) ?? null,
    filledLessons(personId, date) {
      if (filled === undefined) {
        filled = gatherFilled()
        filled.add(journal, calendar)
      }
      return filled.of(personId, date)
    },
  }
}

/** Gathers the same of one class after the other, none of which it keeps. */
export interface Census extends SchoolWide {
  /** Slices with whatever `readFor` names. */
  add(slice: JournalSlice): void
}

export function createCensus({
  days,
  substitutions,
  gathersLessons,
  ...facts
}: Facts & {
  /** Whose ends may be asked for. */
  readonly days: { readonly from: IsoDate; readonly to: IsoDate }
  readonly substitutions: readonly Stated<Substitution>[]
  /** Whether anybody will ask for filled lessons: a year of a school has a hundred thousand. */
  readonly gathersLessons: boolean
}): Census {
  const { calendar } = facts
  const ballot = emptyBallot()
  const teachers = new Set<Id>()
  const ends = new Map<IsoDate, Instant | null>()
  const filled = gatherFilled()
  let presence = { whole: 0, all: 0 }
  return {
    add(slice) {
      const journal = createJournal(withSubstitutions(slice, substitutions).slice)
      const { whole, all } = countPresence(journal)
      presence = { whole: presence.whole + whole, all: presence.all + all }
      countVotes(ballot, { ...facts, journal })
      if (gathersLessons) filled.add(journal, calendar, days)
      for (const id of subjectTeachers({ journal, calendar }).all()) teachers.add(id)
      for (const date of calendar.days(days.from, days.to)) {
        const end = schoolLessonsEnd(journal, calendar, date)
        const known = ends.get(date)
        if (end !== undefined) ends.set(date, known === undefined ? end : latest([known, end]))
      }
    },
    isPresenceWritten: () => saysPresence(presence),
    homeworkMeaning: () => meaningBy(ballot),
    isTeacher: personId => teachers.has(personId),
    lessonsEnd: date => ends.get(date) ?? null,
    filledLessons: filled.of,
  }
}
