import type { Instant } from '../../clock.js'
import type { Id } from '../../journal/index.js'
import type { Switches } from '../options.js'
import { hash } from '../school/dice.js'
import { grouped } from '../school/grouped.js'
import { type Lesson, type LogEntry, type Mark, type Placing, shown, type Work } from '../school/model.js'
import type { FinalMarks } from '../acts/final-marks.js'
import type { School } from '../school.js'
import { subjectWire } from './directory.js'
import { int64, int64OrNull, unsorted, type Wire } from './json.js'
import { actStamp, dayStamp } from './stamps.js'

/** What an answer depends on besides the request: the school, the moment, the switches. */
export interface Looking {
  readonly school: School
  readonly now: Instant
  readonly switches: Switches
}

export function placingOf(lesson: Lesson, now: Instant): Placing {
  return shown(lesson.placings, now) ?? lesson.final
}

export function lessonWire(looking: Looking, lesson: Lesson): Wire {
  const placing = placingOf(lesson, looking.now)
  const topic = shown(lesson.topics, looking.now)
  return {
    id: int64(lesson.id),
    id_str: lesson.id,
    title: topic ?? (Number(lesson.id.slice(-1)) < 3 ? '' : null),
    date: dayStamp(placing.date),
    number: placing.number,
    subject: subjectWire(lesson.subject),
    group: int64(lesson.group.id),
    status: placing.status,
    resultPlaceId: null,
    works: unsorted(lesson.works)
      .filter(work => shown(work.contents, looking.now) !== null)
      .map(work => workWire(looking, work)),
    teachers: [int64(placing.teacher.id)],
    teachers_str: [placing.teacher.id],
  }
}

export function workWire(looking: Looking, work: Work): Wire {
  const { school, now } = looking
  const content = shown(work.contents, now)
  const homework = work.kind === 'Homework'
  return {
    id: int64(work.id),
    id_str: work.id,
    type: work.kind,
    workType: workTypeOf(school, work),
    markType: 'Mark5',
    markCount: 1,
    lesson: int64OrNull(work.lesson?.id ?? null),
    lesson_str: work.lesson?.id ?? null,
    displayInJournal: !homework,
    status: content?.status ?? 'New',
    eduGroup: int64(work.groupId),
    eduGroup_str: work.groupId,
    tasks: [],
    text: content?.text ?? null,
    periodNumber: work.period?.number ?? 0,
    periodType: work.period === null ? null : 'Quarter',
    subjectId: int64(work.subject.id),
    isImportant: work.kind === 'LessonTestWork',
    targetDate: work.target === null ? null : dayStamp(placingOf(work.target, now).date),
    sentDate: content?.sentAt ? stamp(looking, content.sentAt, work.id) : null,
    createdBy: int64(work.createdBy),
    files: [],
    oneDriveLinks: [],
  }
}

function workTypeOf(school: School, work: Work): Wire {
  return int64OrNull(school.workTypes.get(work.typeTitle)?.id ?? null)
}

function stamp({ school, switches }: Looking, instant: Instant, name: string): string {
  return actStamp(instant, name, { days: school.days, stampZone: switches.stampZone })
}

const moods: Readonly<Record<string, string>> = { 5: 'Good', 4: 'Good', 3: 'Average', 2: 'Bad' }
const markTypes: Readonly<Record<string, string>> = { 'н/а': 'MarkNA', осв: 'MarkDismiss' }

export function isShown(mark: Mark, now: Instant): boolean {
  return shown(mark.values, now) !== null && (mark.goneAt === null || now < mark.goneAt)
}

export function markWire(looking: Looking, mark: Mark): Wire {
  const value = shown(mark.values, looking.now) ?? ''
  return {
    id: int64(mark.id),
    id_str: mark.id,
    type: markTypes[value] ?? 'Mark5',
    value,
    textValue: value,
    person: int64(mark.person),
    person_str: mark.person,
    work: int64(mark.work.id),
    work_str: mark.work.id,
    lesson: int64OrNull(mark.lesson?.id ?? null),
    lesson_str: mark.lesson?.id ?? null,
    number: 1,
    date: stamp(looking, mark.putAt, mark.id),
    workType: workTypeOf(looking.school, mark.work),
    mood: moods[value] ?? 'NotSet',
    use_avg_calc: mark.lesson !== null,
  }
}

export function marksWire(looking: Looking, marks: readonly Mark[]): Wire {
  return unsorted(marks.filter(mark => isShown(mark, looking.now))).map(mark => markWire(looking, mark))
}

function entryWire(looking: Looking, entry: LogEntry): Wire {
  return {
    person: int64(entry.person),
    person_str: entry.person,
    lesson: int64(entry.lesson.id),
    lesson_str: entry.lesson.id,
    comment: null,
    status: shown(entry.statuses, looking.now),
    createdDate: stamp(looking, entry.madeAt, `${entry.lesson.id}/${entry.person}`),
  }
}

/** Entries of the lessons; now and then, always behind the same entries, a null stands among them. */
export function entriesWire(looking: Looking, lessons: readonly Lesson[]): Wire {
  return unsorted(lessons)
    .flatMap(lesson => lesson.entries)
    .filter(entry => shown(entry.statuses, looking.now) !== null)
    .flatMap(entry => {
      const wire = entryWire(looking, entry)
      return hash(`${entry.lesson.id}/${entry.person}`, 1) % 19 === 0 ? [wire, null] : [wire]
    })
}

/** One object a pupil and period that has any mark; a subject without mark is missing or, rarely, null. */
export function finalMarksWire(looking: Looking, group: Id, finals: FinalMarks): Wire {
  const current = finals.marks.filter(({ mark }) => isShown(mark, looking.now))
  const cells = grouped(current, final => `${final.person}/${final.period.id}`)
  return [...cells.values()].map(ofPerson => {
    const [{ person, period } = { person: '0', period: null }] = ofPerson
    const missing = looking.school.subjects.find(subject => hash(`${person}/${subject.id}`, 2) % 97 === 0)
    const empty = missing !== undefined && !ofPerson.some(final => final.subject === missing)
    return {
      person: int64(person),
      person_str: person,
      group: int64(group),
      group_str: group,
      reportingPeriod: int64OrNull(period?.id ?? null),
      reportingPeriod_str: period?.id ?? null,
      'per-subject-final-marks': [
        ...unsorted(ofPerson.map(final => ({ id: final.mark.id, final }))).map(({ final }) => ({
          subject: int64(final.subject.id),
          subject_str: final.subject.id,
          'final-mark': markWire(looking, final.mark),
        })),
        ...(empty ? [{ subject: int64(missing.id), subject_str: missing.id, 'final-mark': null }] : []),
      ],
    }
  })
}
