import type { Id, IsoDate } from '../../journal/index.js'
import { isActedOn, type Making, membersOf } from '../making.js'
import { Dice } from '../school/dice.js'
import { grouped } from '../school/grouped.js'
import type { EntryStatus, Lesson, SchoolClass } from '../school/model.js'

const illInAWeek = 0.045
/** In a wave, which comes over a class in one of eight weeks of a full life. */
const illInAWave = 0.2
const waves = 1 / 8
const firstLessonMissed = 0.012
const lateForFirst = 0.01

/** Who really was away: facts of life, before anybody writes them down. */
export interface Absences {
  /** By lesson id: person and reason, late arrivals included. */
  readonly ofLesson: ReadonlyMap<Id, ReadonlyMap<Id, EntryStatus>>
  /** By day: pupils who missed every lesson of it. */
  readonly wholeDay: ReadonlyMap<IsoDate, readonly Id[]>
  /** By day: pupils who missed only their first lesson. */
  readonly firstOnly: ReadonlyMap<IsoDate, readonly Id[]>
}

export function happenAbsences(
  making: Making,
  schoolClass: SchoolClass,
  lessons: readonly Lesson[],
): Absences {
  const ofLesson = new Map<Id, Map<Id, EntryStatus>>()
  const wholeDay = new Map<IsoDate, Id[]>()
  const firstOnly = new Map<IsoDate, Id[]>()
  const byDate = grouped(
    lessons.filter(lesson => isActedOn(making, lesson)),
    lesson => lesson.final.date,
  )
  for (const [date, ofDay] of byDate) {
    const members = new Map(ofDay.map(lesson => [lesson, new Set(membersOf(lesson))]))
    for (const pupil of schoolClass.pupils) {
      const own = ofDay
        .filter(lesson => members.get(lesson)?.has(pupil))
        .sort((one, other) => one.final.number - other.final.number)
      const spell = illness(making, schoolClass, pupil.id, date)
      if (spell !== null) {
        for (const lesson of own) note(lesson, pupil.id, spell)
        push(wholeDay, date, pupil.id)
        continue
      }
      const dice = new Dice(making.seed, `day/${pupil.id}/${date}`)
      const roll = dice.next()
      const first = own[0]
      if (first === undefined || roll >= firstLessonMissed + lateForFirst) continue
      note(first, pupil.id, roll < firstLessonMissed ? dice.pick(['Absent', 'Pass']) : 'Late')
      if (roll < firstLessonMissed) push(firstOnly, date, pupil.id)
    }
  }
  return { ofLesson, wholeDay, firstOnly }

  function note(lesson: Lesson, person: Id, status: EntryStatus): void {
    const entries = ofLesson.get(lesson.id) ?? new Map<Id, EntryStatus>()
    ofLesson.set(lesson.id, entries.set(person, status))
  }
}

function push<T>(map: Map<string, T[]>, key: string, item: T): void {
  const list = map.get(key) ?? []
  list.push(item)
  map.set(key, list)
}

function illShare(making: Making, schoolClass: SchoolClass, week: IsoDate): number {
  if (making.life === 'plain') return illInAWeek
  const wave = new Dice(making.seed, `wave/${schoolClass.name}/${week}`).chance(waves)
  return wave ? illInAWave : illInAWeek
}

/** A spell begins on a weekday and lasts days, at most to the week's end; one reason for all of it. */
function illness(making: Making, schoolClass: SchoolClass, person: Id, date: IsoDate): EntryStatus | null {
  const { calendar } = making.days
  const dice = new Dice(making.seed, `ill/${schoolClass.name}/${person}/${calendar.weekStart(date)}`)
  if (!dice.chance(illShare(making, schoolClass, calendar.weekStart(date)))) return null
  const first = dice.whole(1, 5)
  const last = first + dice.whole(0, 4)
  const reason: EntryStatus = dice.pick(['Ill', 'Ill', 'Absent', 'Pass'])
  const weekday = calendar.weekday(date)
  return first <= weekday && weekday <= last ? reason : null
}
