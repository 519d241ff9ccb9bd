import type { Journal, JournalSlice, Resource } from '../../src/journal/index.js'

/** Which windows each part of a slice was read from; what names places for people's eyes belongs to everybody. */
const partsOf = {
  school: null,
  from: null,
  to: null,
  classes: null,
  subjects: null,
  looks: null,
  unknownWords: null,
  subgroups: ['groups'],
  memberships: ['members'],
  classTeachers: ['class-teacher'],
  classSubjects: ['class-subjects'],
  periods: ['periods'],
  formerPeriods: ['periods'],
  formerBells: ['bells'],
  filledLists: ['groups', 'class-subjects', 'periods', 'bells', 'work-types', 'mark-values'],
  lessons: ['lessons'],
  formerPlaces: ['lessons'],
  works: ['lessons'],
  marks: ['marks'],
  goneMarks: ['marks'],
  markMeanings: ['marks'],
  attendance: ['attendance'],
  finalMarks: ['final-marks'],
  formerFinalMarks: ['final-marks'],
  resultMarks: ['exam-marks'],
  formerResultMarks: ['exam-marks'],
} as const satisfies Record<keyof JournalSlice, readonly Resource[] | null>

/** The journal, telling of each of the platform's lists from which something was asked. */
export function guardedJournal(journal: Journal, demand: (resource: Resource) => void): Journal {
  function guard<Args extends readonly unknown[], Answer>(
    resource: Resource,
    ask: (...args: Args) => Answer,
  ): (...args: Args) => Answer {
    return (...args) => {
      demand(resource)
      return ask(...args)
    }
  }
  const slice = Object.defineProperties(
    { ...journal.slice },
    Object.fromEntries(
      Object.entries(partsOf).map(([part, resources]) => {
        const value: unknown = Object.getOwnPropertyDescriptor(journal.slice, part)?.value
        const get = () => {
          resources?.forEach(demand)
          return value
        }
        return [part, { get, enumerable: true }]
      }),
    ),
  )
  return {
    slice,
    classOf: journal.classOf,
    subject: journal.subject,
    lesson: guard('lessons', journal.lesson),
    isShared: guard('lessons', journal.isShared),
    work: guard('lessons', journal.work),
    lessonsOn: guard('lessons', journal.lessonsOn),
    formerPlacesOn: guard('lessons', journal.formerPlacesOn),
    attendanceOf: guard('attendance', journal.attendanceOf),
    marksOf: guard('marks', journal.marksOf),
    meaningOf: guard('marks', journal.meaningOf),
    membersOf: guard('members', journal.membersOf),
    subgroupsOf: guard('groups', journal.subgroupsOf),
    periodsOf: guard('periods', journal.periodsOf),
    lastLook(resource, groupId, week) {
      demand(resource)
      return journal.lastLook(resource, groupId, week)
    },
    memory: new Map(),
  }
}
