import { type CalendarFacts, createCalendar, readPlatformStamp } from '../../src/calendar/index.js'
import type { Instant } from '../../src/clock.js'
import type { Bracket, JournalSlice, LastLook, PlatformStamp } from '../../src/journal/index.js'
import {
  type ArchiveFacts,
  type CheckRequest,
  noDecisions,
  RegulationSchema,
} from '../../src/regulation/index.js'
import { loadVocabulary } from '../../src/vocabulary/index.js'
import type { SmallJournal } from './small-journal.js'

/** Makes the journal slice of a small journal, as the mirror would give it. */

const vocabulary = loadVocabulary()

const classBase = 100
const subgroupBase = 200
const subjectBase = 500

/** The archived sheet of the case's class. */
const sheetObject = 'urn:dnevnik-bridge:1000000000001:2026-2027:class-101:summary:year'

/** Gives the same id to the same name, counting from a base. */
function numbering(base: number) {
  const ids = new Map<string, string>()
  return {
    ids,
    idOf(name: string): string {
      const known = ids.get(name)
      if (known !== undefined) return known
      const id = String(base + ids.size + 1)
      ids.set(name, id)
      return id
    },
  }
}

export function instantOf(time: string, timeZone: string): Instant {
  const stamp = readPlatformStamp(time.length === 16 ? `${time}:00` : time, timeZone)
  if (!stamp) throw new Error(`Not a time: ${time}`)
  return stamp.local
}

export function subjectIdOf(small: SmallJournal, name: string): string | undefined {
  return namesOf(small).subjects.ids.get(name)
}

function namesOf(small: SmallJournal) {
  const classes = numbering(classBase)
  const subgroups = numbering(subgroupBase)
  const subjects = numbering(subjectBase)
  classes.idOf(small.class)
  for (const lesson of small.lessons) {
    if (lesson.class !== undefined) classes.idOf(lesson.class)
    if (lesson.subject !== null) subjects.idOf(lesson.subject)
  }
  for (const plan of small.plans) {
    subjects.idOf(plan.subject)
    if (plan.class !== undefined) classes.idOf(plan.class)
  }
  const ofMarks = [...small.finals, ...small.formerFinals, ...small.results, ...small.formerResults].map(
    mark => mark.subject,
  )
  const ofOrders = small.orders.flatMap(order => order.subjects)
  for (const name of [...small.taught, ...ofMarks, ...ofOrders]) subjects.idOf(name)
  for (const name of Object.keys(small.subgroups)) subgroups.idOf(name)
  return { classes, subgroups, subjects }
}

export function requestOf(ruleId: string, small: SmallJournal): CheckRequest {
  const { timeZone } = small
  const names = namesOf(small)
  const classId = names.classes.idOf(small.class)
  const at = (time: string) => instantOf(time, timeZone)
  const bracket = (seen: { absent: string | null; seen: string }): Bracket => ({
    absentAt: seen.absent === null ? null : at(seen.absent),
    presentAt: at(seen.seen),
  })
  const stamp = (raw: string | null): PlatformStamp | null =>
    raw === null ? null : readPlatformStamp(raw, timeZone)
  const always: Bracket = { absentAt: null, presentAt: at('2026-09-01 06:00') }
  const memberOf = (groupId: string, member: SmallJournal['members'][number]) => ({
    groupId,
    personId: String(member.pupil),
    joined: member.joined ? bracket(member.joined) : always,
    left: member.left ? bracket(member.left) : null,
  })

  const markOf = (mark: SmallJournal['marks'][number]) => ({
    id: String(mark.id),
    classId: names.classes.idOf(mark.class ?? small.class),
    personId: String(mark.pupil),
    lessonId: mark.lesson === null ? null : String(mark.lesson),
    workId: mark.work === null ? null : String(mark.work),
    workKind: mark.kind,
    written: mark.kind === 'written' ? mark.written : null,
    values: [
      { value: mark.value, seen: bracket(mark) },
      ...mark.later.map(state => ({ value: state.value, seen: bracket(state) })),
    ],
    stamp: stamp(mark.stamp),
    appeared: bracket(mark.appeared ?? mark),
  })

  const resultOf = ({ pupil, subject, line, value }: SmallJournal['results'][number]) => ({
    ...{ classId, line, value },
    personId: String(pupil),
    subjectId: names.subjects.idOf(subject),
    meaning: vocabulary.markMeaning(value),
  })

  type Place = Pick<SmallJournal['lessons'][number], 'class' | 'group' | 'subject'>
  const subjectOf = ({ subject }: Place) => (subject === null ? null : names.subjects.idOf(subject))
  /** A subgroup that the case doesn't list is one that the platform's directory doesn't know. */
  const groupOf = ({ class: ofClass, group }: Place) =>
    group === undefined
      ? names.classes.idOf(ofClass ?? small.class)
      : (names.subgroups.ids.get(group) ?? '299')

  const facts: CalendarFacts = {
    timeZone,
    week: small.week,
    production: { restDays: small.restDays, workingDays: [] },
    ...(small.provisionalYears.length > 0 ? { provisionalYears: small.provisionalYears } : {}),
    holidays: { [classId]: small.holidays.map(range => ({ ...range, name: 'Каникулы' })) },
    bells: Object.fromEntries([...names.classes.ids.values()].map(id => [id, bellsOf(small)])),
    outages: small.outages.map(({ from, to }) => ({ from: at(from), to: at(to) })),
  }

  const slice: JournalSlice = {
    school: '1000000000001',
    from: small.from,
    to: small.to,
    classes: [...names.classes.ids].map(([name, id]) => ({
      id,
      name,
      parallel: id === classId ? small.parallel : null,
    })),
    subgroups: Object.entries(small.subgroups).map(([name, group]) => ({
      id: names.subgroups.idOf(name),
      name,
      classIds: (group.classes ?? [small.class]).map(names.classes.idOf),
    })),
    memberships: [
      ...small.members.map(member => memberOf(classId, member)),
      ...Object.entries(small.subgroups).flatMap(([name, group]) =>
        group.pupils.map(pupil =>
          memberOf(names.subgroups.idOf(name), typeof pupil === 'number' ? { pupil } : pupil),
        ),
      ),
    ],
    classTeachers: small.classTeachers.map(teacher => ({
      classId: names.classes.idOf(teacher.class ?? small.class),
      personId: String(teacher.teacher),
      appeared: teacher.appeared ? bracket(teacher.appeared) : always,
      left: teacher.left ? bracket(teacher.left) : null,
    })),
    subjects: [...names.subjects.ids].map(([name, id]) => ({
      id,
      name,
      halfYear: small.halfYear.includes(name),
    })),
    classSubjects: small.taught.map(name => ({ classId, subjectId: names.subjects.idOf(name) })),
    periods: small.periods.map(period => ({ ...period, id: String(period.id), classId })),
    formerPeriods: small.formerPeriods.map(({ id, start, finish, ...left }) => ({
      id: String(id),
      classId,
      start,
      finish,
      left: bracket(left),
    })),
    formerBells: small.formerBells.map(({ number, start, finish, ...left }) => ({
      classId,
      lessonNumber: number,
      start,
      finish,
      weekdays: [],
      left: bracket(left),
    })),
    filledLists: small.lists.map(({ resource, ...seen }) => ({
      resource,
      groupId: resource === 'work-types' || resource === 'mark-values' ? null : classId,
      appeared: bracket(seen),
    })),
    lessons: small.lessons.map(lesson => {
      const ownClass = names.classes.idOf(lesson.class ?? small.class)
      const appeared = bracket(lesson.appeared)
      return {
        id: String(lesson.id),
        classId: ownClass,
        groupId: groupOf(lesson),
        date: lesson.date,
        number: lesson.number,
        subjectId: subjectOf(lesson),
        teacherIds: lesson.teachers.map(String),
        formerTeacherIds: lesson.formerTeachers.map(String),
        status: lesson.status,
        appeared,
        moved: lesson.moved,
        topic: [
          ...(lesson.topic[0] && lesson.topic[0].absent === null ? [] : [{ value: null, seen: appeared }]),
          ...lesson.topic.map(state => ({ value: state.value, seen: bracket(state) })),
        ],
      }
    }),
    formerPlaces: [
      ...small.formerPlaces.map(place => ({ ...place, left: place })),
      ...cancelledPlaces(small),
    ].map(place => ({
      lessonId: String(place.lesson ?? 999),
      removed: place.removed ?? false,
      classId: names.classes.idOf(place.class ?? small.class),
      groupId: groupOf(place),
      subjectId: subjectOf(place),
      date: place.date,
      number: place.number,
      left: bracket(place.left),
    })),
    works: [
      ...small.homework.map(work => ({
        id: String(work.id),
        classId,
        lessonId: work.lesson === null ? null : String(work.lesson),
        kind: work.kind,
        written: null,
        targetDate: work.target,
        sent: stamp(work.sent),
        createdBy: work.author === null ? null : String(work.author),
        appeared: work.states[0] ? bracket(work.states[0]) : always,
        content: work.states.map(state => ({
          value: { text: state.text, fileCount: state.files, draft: state.draft },
          seen: bracket(state),
        })),
      })),
      ...small.works.map(work => ({
        id: String(work.id),
        classId,
        lessonId: work.lesson === null ? null : String(work.lesson),
        kind: work.kind,
        written: work.kind === 'written' ? work.written : null,
        targetDate: null,
        sent: null,
        createdBy: work.author === null ? null : String(work.author),
        appeared: bracket(work),
        content: [{ value: { text: null, fileCount: 0, draft: true }, seen: bracket(work) }],
      })),
    ],
    marks: small.marks.filter(mark => mark.gone === undefined).map(markOf),
    goneMarks: small.marks.flatMap(mark =>
      mark.gone === undefined ? [] : [{ ...markOf(mark), left: bracket(mark.gone) }],
    ),
    markMeanings: Object.fromEntries(
      small.marks
        .flatMap(mark => [mark.value, ...mark.later.map(({ value }) => value)])
        .map(value => [value, vocabulary.markMeaning(value)]),
    ),
    attendance: small.attendance.map(entry => ({
      classId,
      lessonId: String(entry.lesson),
      personId: String(entry.pupil),
      status: entry.status,
      stamp: stamp(entry.stamp),
      appeared: bracket(entry),
      changed: entry.changed ? bracket(entry.changed) : null,
    })),
    finalMarks: small.finals.map(mark => ({
      classId,
      personId: String(mark.pupil),
      subjectId: names.subjects.idOf(mark.subject),
      periodId: String(mark.period),
      value: mark.value,
      meaning: vocabulary.markMeaning(mark.value),
      stamp: stamp(mark.stamp),
      appeared: bracket(mark),
    })),
    formerFinalMarks: small.formerFinals.map(mark => ({
      classId,
      personId: String(mark.pupil),
      subjectId: names.subjects.idOf(mark.subject),
      periodId: String(mark.period),
      value: mark.value,
      meaning: vocabulary.markMeaning(mark.value),
      left: bracket(mark),
    })),
    resultMarks: small.results.map(mark => ({ ...resultOf(mark), appeared: bracket(mark) })),
    formerResultMarks: small.formerResults.map(mark => ({ ...resultOf(mark), left: bracket(mark) })),
    looks: looksOf(small, [...names.classes.ids.values()], at),
    unknownWords: [],
  }
  return {
    slice,
    facts,
    settings: RegulationSchema.parse({
      stamps: small.stamps,
      editions: [{ rules: { ...small.otherSettings, [ruleId]: small.settings } }],
    }),
    plans: small.plans.map((plan, index) => ({
      number: index + 1,
      studyYear: 2026,
      classId: names.classes.idOf(plan.class ?? small.class),
      subjectId: names.subjects.idOf(plan.subject),
      groupId: plan.group === undefined ? null : names.subgroups.idOf(plan.group),
      teacherId: plan.teacher === undefined ? null : String(plan.teacher),
      versions: [plan, ...plan.later].map(({ from, rows }, version) => ({
        version: version + 1,
        from,
        rows: rows.map((row, position) => ({
          ...(typeof row === 'string' ? { topic: row, hours: 1, date: null } : row),
          number: String(position + 1),
        })),
      })),
    })),
    decisions: {
      ...noDecisions,
      exemptions: small.exemptions.map(({ from, to = from, rules, teachers, pupils, ...why }, index) => ({
        number: index + 1,
        content: {
          ...{ from, to, ...why, rules: rules ?? null },
          ...{ classIds: null, subjectIds: null, lessonIds: null },
          teacherIds: teachers?.map(String) ?? null,
          personIds: pupils?.map(String) ?? null,
        },
      })),
      incidents: small.incidents.map((incident, index) => ({
        number: index + 1,
        content: {
          personId: String(incident.teacher),
          learnedAt: at(incident.learned),
          headToldAt: incident.head === null ? null : at(incident.head),
          supportToldAt: incident.support === null ? null : at(incident.support),
          passwordChangedAt: incident.passwordChanged === null ? null : at(incident.passwordChanged),
          confirmedWorkIds: incident.confirmed.map(String),
        },
      })),
      controls: small.controls.map(({ on }, index) => ({
        number: index + 1,
        content: { classIds: [classId], on, checked: 'темы', found: null },
      })),
      backups: small.backups.map((content, index) => ({ number: index + 1, content })),
      restores: small.restores.map((trial, index) => ({
        number: index + 1,
        content: { ...trial, from: 'сейф' },
      })),
      hardCopies: small.hardCopies.map(({ step, on, year, version }, index) => ({
        number: index + 1,
        content: {
          ...{ classId, studyYear: year, step, on },
          sheet: step === 'printed' ? { object: sheetObject, version: `v${version}` } : null,
        },
      })),
      briefings: small.briefings.map(({ year, on, all }, index) => ({
        number: index + 1,
        content: { studyYear: year, on, sheet: 'журнал инструктажей', signedByAll: all },
      })),
      classOpenings: small.classOpenings.map(({ order, date }, index) => ({
        number: index + 1,
        content: { classId, order, date },
      })),
      writtenLimits: small.writtenLimits.map((content, index) => ({ number: index + 1, content })),
      acquaintances: small.acquaintances.map((acquaintance, index) => ({
        number: index + 1,
        content: { ...acquaintance, classId },
      })),
      substitutions: small.substitutions.map(({ group, teacher, insteadOf, ...place }, index) => ({
        number: index + 1,
        content: {
          ...place,
          groupId: group === undefined ? classId : names.subgroups.idOf(group),
          personId: String(teacher),
          insteadOf: insteadOf === null ? null : String(insteadOf),
        },
      })),
      orders: small.orders.map(({ order, date, meaning, ...cells }, index) => ({
        number: index + 1,
        content: {
          ...{ order, date, meaning },
          personIds: cells.pupils.map(String),
          subjectIds: cells.subjects.map(names.subjects.idOf),
          periodIds: cells.periods.map(String),
        },
      })),
    },
    archived: archivedOf(small, { classId, at, subjectIdOf: names.subjects.idOf }),
    asOf: at(small.asOf),
    from: small.from,
    to: small.to,
    rules: [ruleId],
  }
}

function archivedOf(
  small: SmallJournal,
  {
    classId,
    at,
    subjectIdOf: idOf,
  }: { classId: string; at: (time: string) => Instant; subjectIdOf: (name: string) => string },
): ArchiveFacts {
  const statements = small.printed.map((sheet, index) => ({
    ...sheet,
    ...{ number: index + 1, classId, printedOn: sheet.on },
  }))
  return {
    checks: small.archiveChecks?.map(check => ({ ...check, at: at(check.at) })) ?? null,
    backups: small.archiveBackups.map(backup => ({ ...backup, at: at(backup.at) })),
    trials: small.archiveTrials.map(trial => ({ ...trial, at: at(trial.at) })),
    sheets: statements
      .filter(({ lost }) => !lost)
      .map(({ number, printedOn, read, made = read, cells, results }) => ({
        ...{ number, classId, printedOn, studyYear: '2026-2027', readAt: at(read) },
        cells: cells.map(({ pupil, subject, period, value }) => ({
          personId: String(pupil),
          subjectId: idOf(subject),
          periodId: period === null ? null : String(period),
          value,
        })),
        results:
          results === undefined
            ? null
            : {
                madeAt: at(made),
                cells: results.map(({ pupil, subject, line, value }) => ({
                  ...{ line, value },
                  personId: String(pupil),
                  subjectId: idOf(subject),
                })),
              },
      })),
    lostSheets: statements
      .filter(({ lost }) => lost)
      .map(({ number, printedOn }) => ({ number, classId, printedOn })),
  }
}

/** A cancelled lesson that wasn't so in the first list stood at its place until it was. */
function cancelledPlaces({ lessons }: SmallJournal) {
  return lessons
    .filter(({ status, appeared }) => status === 'cancelled' && appeared.absent !== null)
    .map(({ id, ...lesson }) => ({ ...lesson, lesson: id, removed: false, left: lesson.appeared }))
}

function bellsOf(small: SmallJournal) {
  return Object.entries(small.bells).map(([number, times]) => {
    const [start = '', finish = ''] = times.split('-')
    return { lessonNumber: Number(number), start, finish, weekdays: [] }
  })
}

/** One complete look at every window of the weeks that have lessons, and at the lessons of five weeks before. */
function looksOf(
  small: SmallJournal,
  classIds: readonly string[],
  at: (time: string) => Instant,
): LastLook[] {
  const calendar = createCalendar({
    timeZone: small.timeZone,
    week: small.week,
    production: { restDays: [], workingDays: [] },
    holidays: {},
    bells: {},
  })
  const weeks = [...new Set(small.lessons.map(lesson => calendar.weekStart(lesson.date)))].sort()
  const earlier = weeks.slice(0, 1).flatMap(first => {
    const before = calendar.days(small.readFrom ?? calendar.addDays(first, -35), calendar.addDays(first, -1))
    return [...new Set(before.map(calendar.weekStart))]
  })
  const schoolLists = ['work-types', 'mark-values'] as const
  const classLists = ['groups', 'members', 'class-subjects', 'class-teacher', 'periods', 'bells'] as const
  const lists = ['final-marks', 'exam-marks', ...classLists, ...schoolLists] as const
  const resources = ['lessons', 'marks', 'attendance', ...lists] as const
  const isList: (resource: string) => boolean = resource => lists.some(list => list === resource)
  return resources.flatMap(resource => {
    const time = small.looks[resource] === undefined ? small.looked : small.looks[resource]
    if (time === null) return []
    const quarantined = small.quarantined[resource] ?? 0
    const subgroupIds =
      resource === 'members'
        ? Object.keys(small.subgroups).map((_, index) => String(subgroupBase + 1 + index))
        : []
    const isOfSchool = resource === 'groups' || schoolLists.some(list => list === resource)
    return (isOfSchool ? [null] : [...classIds, ...subgroupIds]).flatMap(groupId =>
      (isList(resource) ? [null] : resource === 'lessons' ? [...earlier, ...weeks] : weeks).map(week => ({
        resource,
        groupId,
        week,
        at: at(time),
        quarantined,
      })),
    )
  })
}
