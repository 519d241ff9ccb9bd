import { createHash } from 'node:crypto'
import { inLanes } from '../jobs/steps/in-lanes.js'
import type {
  Answer,
  Id,
  IsoDate,
  LessonRecord,
  PlatformRecord,
  Window,
  WorkRecord,
} from '../src/journal/index.js'
import { weeklyResources } from '../src/journal/index.js'
import type { Mirror } from '../src/mirror/index.js'
import { type Dice, dice } from './dice.js'
import { weeks } from './school-year.js'
import { plainCalendar } from './weeks.js'

/**
 * A school-year as rules see one: as many marks and absences as in `school-year.ts`, lessons on all six days, nearly
 * all in time. It is looked at as an installation does: each week's windows in the morning before it, shortly before and after
 * each midnight, the weeks of an open period again on Sundays, final marks each night from a period's last week on.
 * Everything hangs on the class's number and the week, so a class is the same whatever the number of classes.
 */
export const yearSchool = '1000004956244'
export const yearZone = 'Europe/Moscow'
export const yearDays = { from: '2026-09-01', to: '2027-04-25' }
/** After all looks: nothing is pending any more. */
export const afterTheYear = Date.parse('2027-06-01T09:00:00Z')

const { addDays, at } = plainCalendar
const subjects = 14
const pupils = 25
const teachers = 60
const marksAWeek = 370
const absencesAWeek = 220
/** One act in so many comes a day late. */
const lateOneIn = 50
const dayMs = 86_400_000
/** Classes that are mirrored at once. */
const lanes = 4
const bells = ['08:00', '08:55', '09:50', '10:55', '11:50', '12:45', '13:40'] as const
const quarters = [
  { number: 1, start: '2026-09-01', finish: '2026-10-25' },
  { number: 2, start: '2026-11-02', finish: '2026-12-27' },
  { number: 3, start: '2027-01-11', finish: '2027-03-21' },
  { number: 4, start: '2027-03-29', finish: '2027-05-26' },
] as const

export const yearClass = (index: number): Id => String(2_000_000 + index)
const subjectId = (index: number): Id => String(3_000_000 + index)
const personId = (classIndex: number, index: number): Id => String(4_000_000 + classIndex * 100 + index)
const teacherId = (index: number): Id => String(5_000_000 + (index % teachers))

interface ClassWeek {
  readonly index: number
  readonly week: IsoDate
  readonly lessons: readonly LessonRecord[]
}

/** «2026-11-16T09:40:07», in UTC as the settings of the bench have it proved. */
function stampOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 19)
}

/** When something was entered that belongs to a lesson: after its bell, or the day after. */
function entered({ date, number }: LessonRecord, { chance, between }: Dice): number {
  const bell = at(date, bells[number ?? 1] ?? bells[0])
  return bell + between(0, 60) * 60_000 + (chance(1 / lateOneIn) ? dayMs : 0)
}

/** A record as it stands from a moment on. */
interface Act {
  readonly since: number
  readonly record: PlatformRecord
}

function lessonsOf(index: number, week: IsoDate): LessonRecord[] {
  const hours = [6, 6, 6, 6, 6, 3]
  return hours.flatMap((count, day) =>
    Array.from({ length: count }, (_, hour): LessonRecord => {
      const subject = (day * 6 + hour) % subjects
      const id = `${10_000_000 + index}${String(weeks.indexOf(week)).padStart(2, '0')}${day}${hour}`
      return {
        ...{ kind: 'lesson', id, groupId: yearClass(index), date: addDays(week, day), number: hour + 1 },
        subjectId: subjectId(subject),
        teacherIds: [teacherId(subject + index * 3)],
        topic: null,
        statusWord: 'Active',
      }
    }),
  )
}

/** With its topic from the moment on at which it was written. */
function lessonAt(lesson: LessonRecord, place: number, written: number): (until: number) => LessonRecord {
  const taught = { ...lesson, topic: `Решение текстовых задач, часть ${place + 1}` }
  return until => (written <= until ? taught : lesson)
}

function worksOf({ lessons }: ClassWeek, random: Dice): Act[] {
  return lessons.flatMap((lesson): Act[] => {
    const common = {
      ...({ kind: 'work', lessonId: lesson.id, workTypeId: null, fileCount: 0, statusWord: 'Sent' } as const),
      ...{ createdBy: lesson.teacherIds[0] ?? null, periodNumber: null, periodTypeWord: null },
    }
    const work: WorkRecord = {
      ...{ ...common, id: `${lesson.id}1`, kindWord: 'CommonWork', text: null, targetDate: null },
      sentRaw: null,
    }
    const sent = entered(lesson, random)
    const homework: WorkRecord = {
      ...{ ...common, id: `${lesson.id}2`, kindWord: 'Homework', text: '§ 12, упражнения 5–7, 20 мин' },
      ...{ targetDate: lesson.date, sentRaw: stampOf(sent) },
    }
    return [
      { since: at(lesson.date, bells[0]), record: work },
      { since: sent, record: homework },
    ]
  })
}

/** Cells of lesson and pupil in an order of their own for each class-week: the first have marks, the next absences. */
function cellsOf({ index, week, lessons }: ClassWeek): { lesson: LessonRecord; pupil: number }[] {
  const { between } = dice(index * 1000 + weeks.indexOf(week))
  const cells = lessons.flatMap(lesson => Array.from({ length: pupils }, (_, pupil) => ({ lesson, pupil })))
  for (const [place, cell] of cells.entries()) {
    const other = between(place, cells.length)
    cells[place] = cells[other] ?? cell
    cells[other] = cell
  }
  return cells
}

function marksOf(place: ClassWeek, random: Dice): Act[] {
  return cellsOf(place)
    .slice(0, marksAWeek)
    .map(({ lesson, pupil }) => {
      const value = String(random.between(3, 6))
      const since = entered(lesson, random)
      const record: PlatformRecord = {
        ...{ kind: 'mark', id: `${lesson.id}${String(pupil).padStart(2, '0')}`, lessonId: lesson.id },
        ...{ personId: personId(place.index, pupil), workId: `${lesson.id}1`, workTypeId: null },
        ...{ markTypeWord: 'Mark5', number: 1, value, stampRaw: stampOf(since) },
      }
      return { since, record }
    })
}

function attendanceOf(place: ClassWeek, random: Dice): Act[] {
  return cellsOf(place)
    .slice(marksAWeek, marksAWeek + absencesAWeek)
    .map(({ lesson, pupil }) => {
      const person = personId(place.index, pupil)
      const since = entered(lesson, random)
      const record: PlatformRecord = {
        ...{ kind: 'attendance', id: `${lesson.id}:${person}`, lessonId: lesson.id, personId: person },
        ...{ statusWord: random.pick(['Absent', 'Ill', 'Pass']), comment: false, stampRaw: stampOf(since) },
      }
      return { since, record }
    })
}

/** What a window of the year says at any moment. */
function recordsOf(window: Window): (until: number) => PlatformRecord[] {
  const index = Number(window.group) - 2_000_000
  const week = window.week ?? ''
  const lessons = lessonsOf(index, week)
  const place = { index, week, lessons }
  const random = dice(index * 1000 + weeks.indexOf(week) * 10 + window.resource.length)
  const standing = (acts: readonly Act[]) => (until: number) =>
    acts.flatMap(({ since, record }) => (since <= until ? [record] : []))
  if (window.resource === 'marks') return standing(marksOf(place, random))
  if (window.resource === 'attendance') return standing(attendanceOf(place, random))
  const works = standing(worksOf(place, random))
  const written = lessons.map((lesson, number) => lessonAt(lesson, number, entered(lesson, random)))
  return until => [...written.map(lesson => lesson(until)), ...works(until)]
}

const nobody = { lastName: null, firstName: null, middleName: null, shortName: null }

function* directory(
  classes: readonly number[],
): Generator<[Omit<Window, 'school' | 'week'>, PlatformRecord[]]> {
  const bySchool = (resource: Window['resource']) => ({ resource, group: null })
  yield [
    bySchool('groups'),
    classes.map(index => ({
      ...{
        kind: 'group',
        id: yearClass(index),
        groupKind: 'class',
        parentIds: [],
        name: `${5 + (index % 7)}-${index}`,
      },
      ...{ parallel: 5 + (index % 7), studyYear: 2026, active: true },
    })),
  ]
  yield [
    bySchool('teachers'),
    Array.from({ length: teachers }, (_, index) => ({
      kind: 'teacher',
      id: teacherId(index),
      userId: null,
      ...nobody,
    })),
  ]
  const names = Array.from({ length: subjects }, (_, index) => ({
    id: subjectId(index),
    name: `Предмет ${index + 1}`,
  }))
  yield [bySchool('subjects'), names.map(subject => ({ kind: 'subject', ...subject, halfYear: false }))]
  for (const index of classes) {
    const classId = yearClass(index)
    const ofClass = (resource: Window['resource']) => ({ resource, group: classId })
    yield [
      ofClass('members'),
      Array.from({ length: pupils }, (_, pupil) => {
        const person = personId(index, pupil)
        return { kind: 'member', id: `${classId}:${person}`, groupId: classId, personId: person, ...nobody }
      }),
    ]
    yield [
      ofClass('periods'),
      quarters.map(({ number, start, finish }) => ({
        ...{ kind: 'period', id: `${classId}:${number}`, periodId: String(number), classId, number },
        ...{ typeWord: 'Quarter', name: `${number} четверть`, start, finish },
      })),
    ]
    yield [
      ofClass('bells'),
      bells.slice(0, -1).map((start, hour) => ({
        ...{ kind: 'bell', id: `${classId}:${hour + 1}::${start}`, classId, lessonNumber: hour + 1, start },
        ...{
          finish: plainCalendar.format(at('2026-09-01', start) + 45 * 60_000).slice(11, 16),
          weekdays: [],
        },
      })),
    ]
    yield [
      ofClass('class-subjects'),
      names.map(({ id, name }) => ({
        ...{ kind: 'class-subject', id: `${classId}:${id}`, classId, subjectId: id, name, halfYear: false },
      })),
    ]
    yield [
      ofClass('class-teacher'),
      [
        {
          kind: 'class-teacher',
          id: `${classId}:${teacherId(index * 3)}`,
          classId,
          personId: teacherId(index * 3),
          ...nobody,
        },
      ],
    ]
  }
}

const enteredFinals = (finish: IsoDate) => at(addDays(finish, -2), '15:00')

/** Final marks of the quarters that are over, each entered in the last week. */
function finalMarks(index: number, until: number): PlatformRecord[] {
  const filled = quarters.filter(({ finish }) => enteredFinals(finish) <= until)
  return filled.flatMap(({ number, finish }) =>
    Array.from({ length: pupils * subjects }, (_, cell): PlatformRecord => {
      const [person, subject] = [personId(index, cell % pupils), subjectId(Math.floor(cell / pupils))]
      return {
        ...{ kind: 'final-mark', id: `${person}:${subject}:${number}`, personId: person, subjectId: subject },
        ...{ periodId: String(number), markId: null, value: '4', markTypeWord: 'Mark5' },
        stampRaw: stampOf(enteredFinals(finish)),
      }
    }),
  )
}

function answer(records: readonly PlatformRecord[], askedAt: number): Answer {
  const body = JSON.stringify(records)
  return {
    askedAt,
    answeredAt: askedAt + 1000,
    body,
    sha256: createHash('sha256').update(body).digest('hex'),
    requests: 1,
    parse: () => ({ records, quarantined: [], drift: [] }),
  }
}

/** Takes the year of some classes into the mirror. */
export async function mirrorYear(
  mirror: Mirror,
  classes: number,
  say: (text: string) => void,
): Promise<void> {
  const all = Array.from({ length: classes }, (_, index) => index)
  const begin = at('2026-08-31', '05:00')
  for (const [place, records] of directory(all))
    await mirror.recordLook({ school: yearSchool, week: null, ...place }, answer(records, begin))
  let mirrored = 0
  await inLanes(all, lanes, async index => {
    await mirrorFinals(mirror, index)
    await mirrorWeeks(mirror, yearClass(index))
    mirrored += 1
    say(`mirrored class ${mirrored} of ${classes}`)
  })
}

/** What is there by then came on its day, and what isn't there a little later didn't. */
const evening = (date: IsoDate) => at(date, '23:50')
const nightfall = 20 * 60_000

/** Each night from a period's last week until it is a fortnight old, as the program plans it. */
async function mirrorFinals(mirror: Mirror, index: number): Promise<void> {
  const window: Window = { school: yearSchool, resource: 'final-marks', group: yearClass(index), week: null }
  await mirror.recordLook(window, answer([], at(quarters[0].start, '05:00')))
  for (const { finish } of quarters) {
    const nights = Array.from({ length: 21 }, (_, night) => evening(addDays(finish, night - 6)))
    for (const night of nights.filter(instant => instant < afterTheYear))
      await mirror.recordLook(window, answer(finalMarks(index, night), night))
  }
}

async function mirrorWeeks(mirror: Mirror, group: Id): Promise<void> {
  const windows = (week: IsoDate) =>
    weeklyResources.map((resource): Window => ({ school: yearSchool, resource, group, week }))
  for (const week of weeks) {
    for (const window of windows(week)) {
      const records = recordsOf(window)
      const look = (instant: number) => mirror.recordLook(window, answer(records(instant), instant))
      await look(at(week, '05:00'))
      for (let day = 0; day < 7; day += 1) {
        await look(evening(addDays(week, day)))
        await look(evening(addDays(week, day)) + nightfall)
      }
    }
    const sunday = addDays(week, 6)
    const period = quarters.findLast(({ start }) => start <= sunday)
    const open = weeks.filter(other => other < week && addDays(other, 6) >= (period?.start ?? week))
    for (const window of open.flatMap(windows)) {
      const night = evening(sunday)
      await mirror.recordLook(window, answer(recordsOf(window)(night), night))
    }
  }
}
