import type { Instant } from '../../clock.js'
import type { Id, IsoDate } from '../../journal/index.js'
import { hash } from '../school/dice.js'
import { type Lesson, type LogEntry, type Mark, shown } from '../school/model.js'
import { int64, int64OrNull, unsorted, type Wire } from './json.js'
import { workId, workTypeOf } from './lessons.js'
import { idNow, type Looking, stampNow } from './looking.js'

const moods: Readonly<Record<string, string>> = { 5: 'Good', 4: 'Good', 3: 'Average', 2: 'Bad' }
const markTypes: Readonly<Record<string, string>> = {
  'н/а': 'MarkNA',
  осв: 'MarkDismiss',
  зач: 'Test',
  незач: 'Test',
}

export function isShown(mark: Mark, now: Instant): boolean {
  return shown(mark.values, now) !== null && (mark.goneAt === null || now < mark.goneAt)
}

function editedMark({ id, putAt, values }: Mark) {
  return { id, enteredAt: putAt, states: values }
}

export function markId(looking: Looking, mark: Mark): Id {
  return idNow(editedMark(mark), looking)
}

/** The day on which it was put, as the school counts days. */
export function putOn({ school, switches, now }: Looking, { putAt, values }: Mark): IsoDate {
  const last = values.findLast(({ since }) => since <= now)?.since ?? putAt
  return school.days.calendar.dateOf(switches.onEdit === 'keep' ? putAt : Math.max(putAt, last))
}

export function markWire(looking: Looking, mark: Mark): Wire {
  const value = shown(mark.values, looking.now) ?? ''
  const id = markId(looking, mark)
  const work = workId(looking, mark.work)
  return {
    id: int64(id),
    id_str: id,
    type: markTypes[value] ?? 'Mark5',
    value,
    textValue: value,
    person: int64(mark.person),
    person_str: mark.person,
    work: int64(work),
    work_str: work,
    lesson: int64OrNull(mark.lesson?.id ?? null),
    lesson_str: mark.lesson?.id ?? null,
    number: mark.number,
    date: stampNow(looking, editedMark(mark)),
    workType: workTypeOf(looking, mark.work),
    mood: moods[value.charAt(0)] ?? 'NotSet',
    use_avg_calc: mark.lesson !== null,
  }
}

export function marksWire(looking: Looking, marks: readonly Mark[]): Wire {
  return unsorted(marks.filter(mark => isShown(mark, looking.now))).map(mark => markWire(looking, mark))
}

function entryWire(looking: Looking, { lesson, person, madeAt, statuses }: LogEntry): Wire {
  return {
    person: int64(person),
    person_str: person,
    lesson: int64(lesson.id),
    lesson_str: lesson.id,
    comment: null,
    status: shown(statuses, looking.now),
    createdDate: stampNow(looking, { id: `${lesson.id}/${person}`, enteredAt: madeAt, states: statuses }),
  }
}

/**
 * Entries of the lessons, of one pupil or of all; now and then, always behind the same entries, a null stands
 * among them.
 */
export function entriesWire(looking: Looking, lessons: readonly Lesson[], person: Id | null = null): Wire[] {
  return unsorted(lessons)
    .flatMap(lesson => lesson.entries)
    .filter(entry => person === null || entry.person === person)
    .filter(entry => shown(entry.statuses, looking.now) !== null)
    .flatMap(entry => {
      const wire = entryWire(looking, entry)
      return hash(`${entry.lesson.id}/${entry.person}`, 1) % 19 === 0 ? [wire, null] : [wire]
    })
}
