import { type Calendar, studyYearOf } from '../../src/calendar/index.js'
import type { Instant } from '../../src/clock.js'
import { BridgeError } from '../../src/errors.js'
import type { Coverage, Directory, Id, IsoDate } from '../../src/journal/index.js'
import type { ClassState, RecordChange } from '../../src/mirror/index.js'
import { withSubstitutions } from '../../src/regulation/index.js'
import { type ClassJournal, createClassJournal, describeGaps, sectionKey } from '../../src/report/index.js'
import type { JobDeps, School } from '../deps.js'
import { daysOf } from './class-journal.js'
import { knownClass } from './known-class.js'
import { ownLessons } from './own-lessons.js'

export interface JournalViewRequest {
  readonly school: School
  readonly classId: Id
  /** Null: the period of the day. */
  readonly periodId: Id | null
  /** Null for now. */
  readonly at: Instant | null
  /** Whose lessons alone are shown; null for all. */
  readonly teacher: Id | null
  /** With what was changed in this section; null for none. */
  readonly section: string | null
}

export interface JournalView {
  readonly journal: ClassJournal
  /** Of the section, the newest first. */
  readonly changes: readonly RecordChange[]
  /** Of the class, beside the year's, that have begun. */
  readonly periods: readonly { readonly id: Id; readonly name: string }[]
  readonly periodId: Id | null
}

const mostChanges = 200

/**
 * The journal of a class for people's eyes, as it stands now or as our looks had shown it up to a past moment.
 * @throws BridgeError NOT_FOUND for a class that the school doesn't have; USAGE where the days asked for haven't come
 */
export async function journalView(deps: JobDeps, request: JournalViewRequest): Promise<JournalView> {
  const { school, classId, at, teacher } = request
  const { calendar } = await deps.calendar(school)
  const now = deps.clock.now()
  const today = calendar.dateOf(at ?? now)
  const [state, stated] = await Promise.all([
    deps.mirror.classAt(
      {
        school: school.id,
        classId,
        at,
        only: subjectOf(request.section),
        days: directory => {
          if (at !== null && directory.classes.length === 0) throw notReadYet()
          knownClass(directory, classId)
          return daysOf({ classId, periodId: periodOf(directory, request, today) }, directory, today)
        },
      },
      school.timeZone,
    ),
    deps.statements.standing(school.id, 'substitution'),
  ])
  const { directory, from, to } = state
  const periodId = periodOf(directory, request, today)
  const { slice: read, of } = withSubstitutions(state.slice, stated)
  const slice = teacher === null ? read : ownLessons(read, teacher)
  const whole = createClassJournal({
    yo: school.printing.yo,
    directory,
    slice,
    classId,
    periodId,
    from,
    to,
    school: { id: school.id, name: school.name },
    studyYear: studyYearOf(to).replace('-', '/'),
    timeZone: school.timeZone,
    dateOf: calendar.dateOf,
    substitutionOf: lesson => of(lesson)?.content.order ?? null,
    asOf: at ?? now,
    coverage: describeGaps(coverageOf(state, classId), directory),
    checkpoint: null,
  })
  const sections = whole.sections.filter(({ lessons }) => teacher === null || lessons.length > 0)
  const journal = { ...whole, sections }
  return {
    journal,
    changes: await changesOf(deps, request, { journal, calendar }),
    periods: begunPeriods(directory, classId, today).map(({ id, name }) => ({ id, name })),
    periodId,
  }
}

function notReadYet(): BridgeError {
  return new BridgeError('NOT_FOUND', {
    message: 'До этого момента журнал ещё не читали',
    hint: 'Выберите более поздний момент',
  })
}

/** The subject of a section's key; lessons of all of them without one. */
function subjectOf(section: string | null): 'lessons' | { subject: Id | null } {
  if (section === null) return 'lessons'
  const id = section.split('~')[0] ?? '-'
  return { subject: id === '-' ? null : id }
}

function begunPeriods({ periods }: Directory, classId: Id, today: IsoDate): Directory['periods'] {
  return periods
    .filter(period => period.classId === classId && period.type !== 'year' && period.start <= today)
    .sort((a, b) => (a.start < b.start ? -1 : 1))
}

function periodOf(
  directory: Directory,
  { classId, periodId }: JournalViewRequest,
  today: IsoDate,
): Id | null {
  return periodId ?? begunPeriods(directory, classId, today).at(-1)?.id ?? null
}

function coverageOf({ looks, directory, from, to }: ClassState, classId: Id): Coverage {
  // Final marks are expected once a period is over.
  const closed = directory.periods.some(period => period.classId === classId && period.finish <= to)
  const expected = looks.filter(({ resource }) => closed || resource !== 'final-marks')
  const seen = expected.flatMap(({ at }) => at ?? [])
  const gaps = expected.flatMap(({ resource, week, at }) =>
    at === null
      ? [{ resource, groupId: classId, week, state: 'never' as const, errorCode: null, lastComplete: null }]
      : [],
  )
  return {
    from,
    to,
    windows: expected.length,
    complete: seen.length,
    gaps,
    quarantined: 0,
    unknownWords: [],
    oldestLook: seen.length > 0 ? Math.min(...seen) : null,
    newestLook: seen.length > 0 ? Math.max(...seen) : null,
  }
}

async function changesOf(
  deps: JobDeps,
  { school, classId, at, teacher, section: key }: JournalViewRequest,
  { journal, calendar }: { journal: ClassJournal; calendar: Calendar },
): Promise<readonly RecordChange[]> {
  const section = journal.sections.find(known => sectionKey(known) === key)
  if (!section) return []
  const weeks: IsoDate[] = []
  for (let week = calendar.weekStart(journal.from); week <= journal.to; week = calendar.addDays(week, 7))
    weeks.push(week)
  const changes = await deps.mirror.changes({
    school: school.id,
    classId,
    weeks,
    lessonIds: section.lessons.map(({ id }) => id),
    subjectId: section.subject.id,
    at,
    limit: mostChanges,
  })
  const isOwn = ({ before }: RecordChange) =>
    teacher === null || before.kind !== 'lesson' || before.teacherIds.includes(teacher)
  // A lesson that was taken away belongs to the class or subgroup that it was of.
  const isHere = ({ before, after }: RecordChange) =>
    before.kind !== 'lesson' ||
    after !== null ||
    (before.groupId ?? classId) === (section.group?.id ?? classId)
  return changes.filter(change => isOwn(change) && isHere(change))
}
