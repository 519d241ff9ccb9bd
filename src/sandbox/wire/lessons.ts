import { type Lesson, shown, type Work } from '../school/model.js'
import { bellOf } from '../school/bells.js'
import { hash } from '../school/dice.js'
import { subjectWire } from './directory.js'
import { int64, int64OrNull, unsorted, type Wire } from './json.js'
import { idNow, type Looking, placingOf, stampNow } from './looking.js'
import { clockTime, dayStamp } from './stamps.js'

export function lessonWire(looking: Looking, lesson: Lesson): Wire {
  const placing = placingOf(lesson, looking.now)
  return {
    id: int64(lesson.id),
    id_str: lesson.id,
    title: titleOf(looking, lesson),
    date: dayStamp(placing.date),
    number: placing.number,
    subject: subjectWire(lesson.subject),
    group: int64(lesson.group.id),
    status: statusOf(looking, lesson),
    resultPlaceId: null,
    works: worksOn(looking, lesson).map(work => workWire(looking, work)),
    teachers: placing.unnamed ? [] : [int64(placing.teacher.id)],
    teachers_str: placing.unnamed ? [] : [placing.teacher.id],
  }
}

/** The form inside schedules, homework and recent marks: no twin of any id, works as numbers, with room and bells. */
export function shortLessonWire(looking: Looking, lesson: Lesson): Wire {
  const { date, number, teacher, unnamed } = placingOf(lesson, looking.now)
  const weekday = looking.school.days.planWeekday(date, lesson.class.sixDays)
  const { start, finish } = bellOf(lesson.class.timetable, weekday, number)
  const room = hash(lesson.group.id + lesson.subject.id, 5) % 40
  return {
    id: int64(lesson.id),
    title: titleOf(looking, lesson),
    date: dayStamp(date),
    number,
    subjectId: int64(lesson.subject.id),
    status: statusOf(looking, lesson),
    resultPlaceId: null,
    building: null,
    place: String(100 + room),
    floor: null,
    hours: `${clockTime(start)} - ${clockTime(finish)}`,
    works: worksOn(looking, lesson).map(work => int64(workId(looking, work))),
    teachers: unnamed ? [] : [int64(teacher.id)],
  }
}

/** A topic that isn't filled is null, or, in some lessons, empty. */
function titleOf(looking: Looking, lesson: Lesson): string | null {
  return shown(lesson.topics, looking.now) ?? (Number(lesson.id.slice(-1)) < 3 ? '' : null)
}

function statusOf({ now, switches: { lessonWords } }: Looking, lesson: Lesson): string {
  return placingOf(lesson, now).status === 'Cancelled' ? lessonWords.cancelled : lessonWords.held
}

export function worksOn(looking: Looking, lesson: Lesson): Work[] {
  return unsorted(lesson.works).filter(work => isWorkShown(looking, work))
}

export function isWorkShown({ now }: Looking, work: Work): boolean {
  return shown(work.contents, now) !== null
}

function editedWork(work: Work) {
  const sentAt = work.contents.find(({ value }) => value.sentAt !== null)?.value.sentAt
  return { id: work.id, enteredAt: sentAt ?? Number.POSITIVE_INFINITY, states: work.contents }
}

export function workId(looking: Looking, work: Work): string {
  return idNow(editedWork(work), looking)
}

export function workWire(looking: Looking, work: Work): Wire {
  const { now, switches } = looking
  const content = shown(work.contents, now)
  const homework = work.kind === 'Homework'
  const zone = switches.sentZone === 'stamps' ? switches.stampZone : switches.sentZone
  const id = workId(looking, work)
  return {
    id: int64(id),
    id_str: id,
    type: work.kind,
    workType: workTypeOf(looking, work),
    markType: 'Mark5',
    markCount: work.markCount ?? 1,
    lesson: int64OrNull(work.lesson?.id ?? null),
    lesson_str: work.lesson?.id ?? null,
    displayInJournal: !homework,
    status: content?.status === 'Sent' ? switches.workWords.sent : switches.workWords.draft,
    eduGroup: int64(work.groupId),
    eduGroup_str: work.groupId,
    tasks: [],
    text: content?.text ?? null,
    periodNumber: work.period?.number ?? 0,
    periodType: periodTypeOf(work),
    subjectId: int64(work.subject.id),
    isImportant: work.kind === 'LessonTestWork',
    targetDate: work.target === null ? null : dayStamp(placingOf(work.target, now).date),
    sentDate: content?.sentAt ? stampNow(looking, editedWork(work), zone) : null,
    createdBy: int64OrNull(switches.createdBy === 'person' ? work.createdBy.id : work.createdBy.userId),
    files: (work.files ?? []).map(file => int64(file.id)),
    oneDriveLinks: [],
  }
}

/** What a mark without lesson is of; an exam and a resulting mark belong to the year. */
function periodTypeOf({ lesson, period }: Work): string | null {
  if (period !== null) return 'Quarter'
  return lesson === null ? 'Year' : null
}

export function workTypeOf({ school }: Looking, work: Work): Wire {
  return int64OrNull(school.workTypes.get(work.typeTitle)?.id ?? null)
}
