import { z } from 'zod'
import { type Asking, classesOf, Entries, Lessons, Marks, Persons, type WireLesson } from './asking.js'
import { daysOf, endOf, type Range } from './checker.js'

/** The naive reading of the other rules: what somebody would find who goes through the pages by hand. */

const day = 1440 * 60_000
const lessonKinds = ['CommonWork', 'DefaultNewLessonWork']
const away = ['Absent', 'Ill', 'Pass']

async function lessonsOf(asking: Asking, classId: string, { from, to }: Range): Promise<WireLesson[]> {
  return asking.read(`edu-groups/${classId}/lessons/${from}/${to}`, Lessons)
}

async function eachClass(
  asking: Asking,
  find: (classId: string) => Promise<readonly string[]>,
): Promise<string[]> {
  const found: string[] = []
  for (const { id } of await classesOf(asking)) found.push(...(await find(id)))
  return found.toSorted()
}

/** Lessons for which nobody is named, long afterwards. */
export function lessonsOfNobody(asking: Asking, range: Range): Promise<string[]> {
  asking.at(endOf(range.to, range.offset) + 30 * day)
  return eachClass(asking, async id => {
    const lessons = await lessonsOf(asking, id, range)
    return lessons.filter(({ teachers }) => teachers.length === 0).map(lesson => lesson.id)
  })
}

/** Lessons that stood in the timetable at noon and don't at midnight. */
export async function removedLessons(asking: Asking, range: Range): Promise<string[]> {
  const removed: string[] = []
  for (const date of daysOf(range)) {
    const ofDay = { ...range, from: date, to: date }
    const ids = () => eachClass(asking, async id => (await lessonsOf(asking, id, ofDay)).map(one => one.id))
    asking.at(`${date}T17:00:00${range.offset}`)
    const before = await ids()
    asking.at(endOf(date, range.offset))
    const after = new Set(await ids())
    removed.push(...before.filter(id => !after.has(id)))
  }
  return removed.toSorted()
}

/** Marks in cancelled lessons. */
export function marksOfCancelled(asking: Asking, range: Range): Promise<string[]> {
  asking.at(endOf(range.to, range.offset) + 30 * day)
  return eachClass(asking, async id => {
    const lessons = await lessonsOf(asking, id, range)
    const cancelled = new Set(lessons.filter(({ status }) => status === 'Cancelled').map(one => one.id))
    const marks = await asking.read(`edu-groups/${id}/marks/${range.from}/${range.to}`, Marks)
    return marks.filter(({ lesson }) => cancelled.has(lesson ?? '')).map(mark => mark.id)
  })
}

/** `lesson/person` of those who have a mark for the work of a lesson from which they were away. */
export function markedWhileAway(asking: Asking, range: Range): Promise<string[]> {
  asking.at(endOf(range.to, range.offset) + 30 * day)
  return eachClass(asking, async id => {
    const lessons = await lessonsOf(asking, id, range)
    const kinds = new Map(lessons.flatMap(({ works }) => works.map(work => [work.id, work.type])))
    const marks = await asking.read(`edu-groups/${id}/marks/${range.from}/${range.to}`, Marks)
    const entries = await asking.read(
      `lesson-log-entries/group/${id}?from=${range.from}&to=${range.to}`,
      Entries,
    )
    const marked = new Set(
      marks
        .filter(mark => lessonKinds.includes(kinds.get(mark.work) ?? ''))
        .map(mark => `${mark.lesson}/${mark.person}`),
    )
    return entries.flatMap(entry => {
      const key = `${entry?.lesson}/${entry?.person}`
      return away.includes(entry?.status ?? '') && marked.has(key) ? [key] : []
    })
  })
}

/** «Точка» that stands, or stood, for more than two weeks after its day. */
export async function longWaiting(asking: Asking, range: Range): Promise<string[]> {
  const opened = new Map<string, string>()
  const waiting = new Set<string>()
  const span = daysOf({ ...range, to: new Date(Date.parse(range.to) + 30 * day).toISOString().slice(0, 10) })
  for (const date of span) {
    asking.at(endOf(date, range.offset))
    for (const { id } of await classesOf(asking)) {
      const marks = await asking.read(`edu-groups/${id}/marks/${range.from}/${range.to}`, Marks)
      for (const mark of marks.filter(({ value }) => value === '.')) {
        if (!opened.has(mark.id)) opened.set(mark.id, date)
        if (Date.parse(date) - Date.parse(opened.get(mark.id) ?? date) > 14 * day) waiting.add(mark.id)
      }
    }
  }
  return [...waiting].toSorted()
}

/** `lesson/person` of those who lack an entry in a lesson of others, and were away just before and just after it. */
export async function gapsOfAttendance(asking: Asking, range: Range): Promise<string[]> {
  const gaps: string[] = []
  for (const date of daysOf(range)) {
    asking.at(endOf(date, range.offset))
    gaps.push(...(await eachClass(asking, id => gapsOfDay(asking, id, { ...range, from: date, to: date }))))
  }
  return gaps.toSorted()
}

async function gapsOfDay(asking: Asking, classId: string, range: Range): Promise<string[]> {
  const lessons = (await lessonsOf(asking, classId, range))
    .filter(({ status }) => status === 'Active')
    .toSorted((a, b) => a.number - b.number)
  const entries = await asking.read(
    `lesson-log-entries/group/${classId}?from=${range.from}&to=${range.to}`,
    Entries,
  )
  const isAway = (lesson: WireLesson | undefined, person: number) =>
    entries.some(
      entry => entry?.lesson === lesson?.id && entry?.person === person && away.includes(entry.status),
    )
  const gaps: string[] = []
  const members = new Map<string, readonly number[]>()
  for (const { group } of lessons) {
    const persons = await asking.read(`edu-groups/${group}/students`, Persons)
    members.set(
      group,
      persons.map(({ id }) => id),
    )
  }
  for (const person of new Set(entries.flatMap(entry => entry?.person ?? []))) {
    const own = lessons.filter(({ group }) => members.get(group)?.includes(person))
    own.forEach((lesson, index) => {
      const isTaken = entries.some(entry => entry?.lesson === lesson.id)
      const isNoted = entries.some(entry => entry?.lesson === lesson.id && entry.person === person)
      if (isTaken && !isNoted && isAway(own[index - 1], person) && isAway(own[index + 1], person))
        gaps.push(`${lesson.id}/${person}`)
    })
  }
  return gaps
}

/** Announced works without a mark for three weeks. */
export function worksWithoutMarks(asking: Asking, range: Range): Promise<string[]> {
  asking.at(endOf(range.to, range.offset) + 40 * day)
  return eachClass(asking, async id => {
    const lessons = (await lessonsOf(asking, id, range)).filter(({ status }) => status === 'Active')
    const marks = await asking.read(`edu-groups/${id}/marks/${range.from}/${range.to}`, Marks)
    const marked = new Set(marks.map(({ work }) => work))
    return lessons.flatMap(({ works }) =>
      works.filter(({ id: work, type }) => type === 'LessonTestWork' && !marked.has(work)).map(one => one.id),
    )
  })
}

const Head = z.unknown()

/** Whether somebody leads the class now. */
export async function isLed(asking: Asking, classId: string): Promise<boolean> {
  return (await asking.read(`edu-groups/${classId}/classteacher`, Head)) !== null
}
