import { createJournal, type Id, type IsoDate, type JournalSlice } from '../../src/journal/index.js'
import { type IdleStatement, idleStatements, studyYearStart } from '../../src/regulation/index.js'
import type { JobDeps } from '../deps.js'
import { standingDecisions } from './standing-decisions.js'
import type { PlainKind } from './statement-kinds.js'

type JournalPart = Pick<JournalSlice, 'lessons' | 'finalMarks' | 'looks'>

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
  const days = { from: `${studyYearStart(today)}-09-01`, to: today }
  const decisions = await standingDecisions(deps, school)
  const directory = await deps.mirror.directory(school)
  const parts: JournalPart[] = []
  const read = async (classId: Id, only: 'lessons' | 'final-marks', of: { from: IsoDate; to: IsoDate }) => {
    const request = { school, classId, at: null, only, days: () => of }
    const { slice, looks } = await deps.mirror.classAt(request, deps.school(school).timeZone)
    const seen = looks.filter(({ resource }) => resource === only)
    parts.push({
      lessons: slice.lessons,
      finalMarks: slice.finalMarks,
      looks: seen.flatMap(({ at, ...window }) =>
        at === null ? [] : [{ ...window, at, groupId: classId, quarantined: 0 }],
      ),
    })
  }
  if (kind === 'substitution') {
    const classesOf = (group: Id) => directory.subgroups.find(({ id }) => id === group)?.classIds ?? [group]
    const dates = new Map<Id, IsoDate[]>()
    for (const { groupId, date } of decisions.substitutions.map(({ content }) => content)) {
      if (date < days.from || date > days.to) continue
      for (const id of classesOf(groupId)) dates.set(id, [...(dates.get(id) ?? []), date])
    }
    for (const [classId, of] of dates) {
      const sorted = of.sort()
      await read(classId, 'lessons', { from: sorted[0] ?? today, to: sorted.at(-1) ?? today })
    }
  } else {
    const pupils = new Set(decisions.orders.flatMap(({ content }) => content.personIds))
    const groups = new Set(
      directory.members.filter(({ person }) => pupils.has(person.id)).map(m => m.groupId),
    )
    for (const { id } of directory.classes) if (groups.has(id)) await read(id, 'final-marks', days)
  }
  const journal = createJournal({
    ...{ school, ...days, memberships: [], classTeachers: [], classSubjects: [], formerPeriods: [] },
    ...{ formerBells: [], filledLists: [], formerPlaces: [], works: [], marks: [], goneMarks: [] },
    ...{ markMeanings: {}, attendance: [], formerFinalMarks: [], unknownWords: [] },
    classes: directory.classes,
    subgroups: directory.subgroups,
    subjects: directory.subjects,
    periods: directory.periods,
    lessons: parts.flatMap(({ lessons }) => lessons),
    finalMarks: parts.flatMap(({ finalMarks }) => finalMarks),
    looks: parts.flatMap(({ looks }) => looks),
  })
  return idleStatements({ journal, calendar, decisions, ...days }).filter(idle => idle.kind === kind)
}
