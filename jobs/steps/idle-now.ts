import { studyYearDays, studyYearStart } from '../../src/calendar/index.js'
import {
  createJournal,
  type Directory,
  type Id,
  type IsoDate,
  type JournalSlice,
} from '../../src/journal/index.js'
import { type Decisions, type IdleStatement, idleStatements } from '../../src/regulation/index.js'
import type { JobDeps } from '../deps.js'
import { standingDecisions } from './standing-decisions.js'
import type { PlainKind } from './statement-kinds.js'

interface Days {
  readonly from: IsoDate
  readonly to: IsoDate
}

interface Part extends Days {
  readonly classId: Id
  readonly only: 'lessons' | 'final-marks'
}

/**
 * Standing statements of a kind that nothing in the journal answers to. Only of this study year, as far as its days have come:
 * a year that is over isn't read any more. Of the journal just the lessons and final marks that statements are about are read.
 */
export async function idleStatementsNow(
  deps: JobDeps,
  school: Id,
  kind: PlainKind,
): Promise<readonly IdleStatement[]> {
  if (kind !== 'order' && kind !== 'substitution') return []
  const { calendar } = await deps.calendar(deps.school(school))
  const today = calendar.dateOf(deps.clock.now())
  const days = { from: studyYearDays(studyYearStart(today)).from, to: today }
  const decisions = await standingDecisions(deps, school)
  const directory = await deps.mirror.directory(school)
  const parts =
    kind === 'order' ? marksOf(decisions, directory, today) : lessonsOf(decisions, directory, days)
  const journal = createJournal({ ...(await read(deps, directory, parts)), ...days })
  return idleStatements({ journal, calendar, decisions, ...days }).filter(idle => idle.kind === kind)
}

/** Of each class the days from the first substitution to the last. */
function lessonsOf({ substitutions }: Decisions, { subgroups }: Directory, { from, to }: Days): Part[] {
  const dates = new Map<Id, IsoDate[]>()
  for (const { groupId, date } of substitutions.map(({ content }) => content)) {
    if (date < from || date > to) continue
    const classIds = subgroups.find(({ id }) => id === groupId)?.classIds ?? [groupId]
    for (const id of classIds) dates.set(id, [...(dates.get(id) ?? []), date].sort())
  }
  return [...dates].map(([classId, of]) => ({
    ...{ classId, only: 'lessons' as const, from: of[0] ?? from, to: of.at(-1) ?? to },
  }))
}

/** Of the classes of pupils that an order is about; final marks belong to no day. */
function marksOf({ orders }: Decisions, { classes, members }: Directory, today: IsoDate): Part[] {
  const pupils = new Set(orders.flatMap(({ content }) => content.personIds))
  const groups = new Set(members.flatMap(({ groupId, person }) => (pupils.has(person.id) ? [groupId] : [])))
  return classes.flatMap(({ id }) =>
    groups.has(id) ? [{ classId: id, only: 'final-marks', from: today, to: today } as const] : [],
  )
}

/** A slice of nothing but that. */
async function read(deps: JobDeps, directory: Directory, parts: readonly Part[]): Promise<JournalSlice> {
  const { school, classes, subgroups, subjects, periods } = directory
  const states = []
  for (const { classId, only, from, to } of parts) {
    const request = { school, classId, at: null, only, days: () => ({ from, to }) }
    states.push({ classId, only, ...(await deps.mirror.classAt(request, deps.school(school).timeZone)) })
  }
  return {
    ...{
      school,
      from: '',
      to: '',
      classes,
      subgroups,
      subjects,
      periods,
      memberships: [],
      classTeachers: [],
    },
    ...{
      classSubjects: [],
      formerPeriods: [],
      formerBells: [],
      filledLists: [],
      formerPlaces: [],
      works: [],
    },
    ...{ marks: [], goneMarks: [], markMeanings: {}, attendance: [], formerFinalMarks: [], unknownWords: [] },
    lessons: states.flatMap(({ slice }) => slice.lessons),
    finalMarks: states.flatMap(({ slice }) => slice.finalMarks),
    ...{ resultMarks: [], formerResultMarks: [] },
    looks: states.flatMap(({ classId, only, looks }) =>
      looks.flatMap(({ resource, week, at }) =>
        resource === only && at !== null ? [{ resource, week, at, groupId: classId, quarantined: 0 }] : [],
      ),
    ),
  }
}
