import { z } from 'zod'
import {
  type Asking,
  Bells,
  classesOf,
  Entries,
  FinalMarks,
  Lessons,
  Marks,
  Persons,
  type WireLesson,
} from './asking.js'

/**
 * A second, naive reading of the five clauses, from nothing but what the wire shows at chosen moments: if the
 * truth says the same, it neither hides a breach nor invents one.
 */

export interface Range {
  readonly from: string
  readonly to: string
  /** `+03:00` */
  readonly offset: string
  readonly homeworkOn: 'due' | 'given'
}

const lessonKinds = ['CommonWork', 'DefaultNewLessonWork']
const minute = 60_000

export function endOf(date: string, offset: string): number {
  return Date.parse(`${date}T23:59:59.999${offset}`)
}

export function daysOf({ from, to }: Range): string[] {
  const days: string[] = []
  for (let day = Date.parse(from); day <= Date.parse(to); day += 86_400_000) {
    days.push(new Date(day).toISOString().slice(0, 10))
  }
  return days
}

function isTopic(title: string | null): boolean {
  return (title ?? '').replace(/[^а-яё]/gi, '').length >= 4 && !/^(тема|урок)$/i.test(title ?? '')
}

function held(lesson: WireLesson): boolean {
  return lesson.status === 'Active'
}

/** Lessons without topic when their day ends. */
export async function missingTopics(asking: Asking, range: Range): Promise<string[]> {
  const missing: string[] = []
  for (const day of daysOf(range)) {
    asking.at(endOf(day, range.offset))
    for (const { id } of await classesOf(asking)) {
      const lessons = await asking.read(`edu-groups/${id}/lessons/${day}/${day}`, Lessons)
      missing.push(
        ...lessons.filter(lesson => held(lesson) && !isTopic(lesson.title)).map(lesson => lesson.id),
      )
    }
  }
  return missing.toSorted()
}

/** Lessons without entries when their day ends, though somebody of theirs was away from all others. */
export async function missingAttendance(asking: Asking, range: Range): Promise<string[]> {
  const missing: string[] = []
  for (const { id } of await classesOf(asking)) {
    const members = new Map<string, number[]>()
    for (const day of daysOf(range)) {
      asking.at(endOf(day, range.offset))
      const lessons = (await asking.read(`edu-groups/${id}/lessons/${day}/${day}`, Lessons)).filter(held)
      const entries = await asking.read(`lesson-log-entries/group/${id}?from=${day}&to=${day}`, Entries)
      for (const { group } of lessons) {
        if (members.has(group)) continue
        const persons = await asking.read(`edu-groups/${group}/students`, Persons)
        members.set(
          group,
          persons.map(person => person.id),
        )
      }
      const away = new Map(
        lessons.map(lesson => [
          lesson.id,
          entries.flatMap(entry =>
            entry?.lesson === lesson.id && entry.status !== 'Late' ? entry.person : [],
          ),
        ]),
      )
      const filled = new Set(entries.map(entry => entry?.lesson))
      for (const lesson of lessons) {
        if (filled.has(lesson.id)) continue
        const forgotten = members.get(lesson.group)?.some(person => {
          const others = lessons.filter(
            other => other.id !== lesson.id && members.get(other.group)?.includes(person),
          )
          return others.length >= 2 && others.every(other => away.get(other.id)?.includes(person))
        })
        if (forgotten) missing.push(lesson.id)
      }
    }
  }
  return missing.toSorted()
}

/** Lesson marks whose stamp lies after the lesson's day. */
export async function lateMarks(asking: Asking, range: Range): Promise<string[]> {
  asking.at(endOf(range.to, range.offset) + 30 * 1440 * minute)
  const late: string[] = []
  for (const { id } of await classesOf(asking)) {
    const lessons = await asking.read(`edu-groups/${id}/lessons/${range.from}/${range.to}`, Lessons)
    const dates = new Map(lessons.map(lesson => [lesson.id, lesson.date.slice(0, 10)]))
    const kinds = new Map(lessons.flatMap(lesson => lesson.works.map(work => [work.id, work.type])))
    for (const mark of await asking.read(`edu-groups/${id}/marks/${range.from}/${range.to}`, Marks)) {
      const date = dates.get(mark.lesson ?? '')
      if (date === undefined || !lessonKinds.includes(kinds.get(mark.work) ?? '')) continue
      if (Date.parse(`${mark.date}Z`) > endOf(date, range.offset)) late.push(mark.id)
    }
  }
  return late.toSorted()
}

export interface Corrections {
  readonly changed: readonly string[]
  readonly deleted: readonly string[]
}

/** Marks that aren't at the end of a day what they were at the end of an earlier one, or aren't there at all. */
export async function corrections(asking: Asking, range: Range): Promise<Corrections> {
  const classes = await classesOf(asking)
  const first = new Map<string, string>()
  const changed = new Set<string>()
  let there = new Set<string>()
  for (const day of daysOf({ ...range, to: later(range.to, 12) })) {
    asking.at(endOf(day, range.offset))
    there = new Set()
    for (const { id } of classes) {
      for (const mark of await asking.read(`edu-groups/${id}/marks/${range.from}/${range.to}`, Marks)) {
        there.add(mark.id)
        const before = first.get(mark.id) ?? '.'
        if (before !== '.' && before !== mark.value) changed.add(mark.id)
        else first.set(mark.id, mark.value)
      }
    }
  }
  const deleted = [...first.keys()].filter(id => !there.has(id))
  return { changed: [...changed].toSorted(), deleted: deleted.toSorted() }
}

function later(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)
}

export interface SentHomework {
  readonly work: string
  readonly lesson: string | null
  readonly given: string
  readonly sent: number
  readonly deadline: number
}

/** All homework, with the deadline worked out from bells and held lessons. */
export async function sentHomework(asking: Asking, range: Range): Promise<SentHomework[]> {
  asking.at(endOf(range.to, range.offset) + 30 * 1440 * minute)
  const all: SentHomework[] = []
  for (const { id } of await classesOf(asking)) {
    const bells = await asking.read(`edu-groups/${id}/timetables`, Bells)
    const lessons = (await asking.read(`edu-groups/${id}/lessons/2026-09-01/2027-05-31`, Lessons)).filter(
      held,
    )
    const inOrder = lessons.toSorted((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1))
    for (const lesson of inOrder) {
      for (const work of lesson.works.filter(candidate => candidate.type === 'Homework')) {
        const line = inOrder.filter(
          other => other.group === lesson.group && other.subject.id === lesson.subject.id,
        )
        const given = range.homeworkOn === 'given' ? lesson : line[line.indexOf(lesson) - 1]
        if (given === undefined) throw new Error(`homework ${work.id} was given at no lesson`)
        const date = given.date.slice(0, 10)
        const weekday = new Date(given.date.concat('Z')).toLocaleDateString('en', {
          weekday: 'long',
          timeZone: 'UTC',
        })
        const ends = inOrder
          .filter(other => other.date === given.date)
          .map(other => finishOf(bells, weekday, other.number))
        const lastBell = ends.toSorted().at(-1)
        all.push({
          work: work.id,
          lesson: work.lesson,
          given: given.id,
          sent: Date.parse(`${work.sentDate}Z`),
          deadline: Date.parse(`${date}T${lastBell}${range.offset}`) + 90 * minute,
        })
      }
    }
  }
  return all
}

function placeOf(lesson: WireLesson): string {
  return `${lesson.date}/${lesson.number}`
}

function finishOf(bells: z.infer<typeof Bells>, weekday: string, number: number): string {
  const item = bells.Items.find(bell => bell.LessonNumber === number && bell.DaysOfWeek.includes(weekday))
  if (item === undefined) throw new Error(`no bell ${number} on ${weekday}`)
  return item.Finish.slice(11)
}

/** Cells (`class/person/subject`) without final mark of the first quarter at a moment. */
export async function missingFinals(asking: Asking, moment: number): Promise<string[]> {
  asking.at(moment)
  const missing: string[] = []
  const Subjects = z.array(z.object({ id: z.string(), halfYear: z.boolean() }))
  for (const group of (await classesOf(asking)).filter(candidate => candidate.parallel > 1)) {
    const subjects = await asking.read(`edu-groups/${group.id}/subjects`, Subjects)
    const persons = await asking.read(`edu-groups/${group.id}/persons?includeArchive=false`, Persons)
    const finals = await asking.read(`edu-groups/${group.id}/final-marks`, FinalMarks)
    const there = new Set(
      finals.flatMap(final =>
        final['per-subject-final-marks'].flatMap(cell =>
          cell['final-mark'] === null ? [] : `${final.person}/${cell.subject}`,
        ),
      ),
    )
    for (const subject of subjects.filter(candidate => !candidate.halfYear)) {
      for (const person of persons) {
        if (!there.has(`${person.id}/${subject.id}`)) missing.push(`${group.id}/${person.id}/${subject.id}`)
      }
    }
  }
  return missing.toSorted()
}
