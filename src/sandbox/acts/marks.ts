import type { Id } from '../../journal/index.js'
import {
  diceFor,
  eveningShares,
  isActedOn,
  isHeld,
  laterMoment,
  type Making,
  membersOf,
  sameDayMoment,
  sundayMoment,
} from '../making.js'
import { grouped } from '../school/grouped.js'
import { always, type Lesson, type Work } from '../school/model.js'
import { carelessness } from '../school/staff.js'
import type { Absences } from './absences.js'
import { put } from './put-mark.js'
import { markCancelled, markInWrongRow } from './stray-marks.js'
import { writeTest } from './tests.js'
import { addWork, factOfMark } from './works.js'
import { writeMore } from './written-works.js'

const breachedLesson = 0.04
/** How many pupils of a lesson get a mark: every lesson draws one of these. */
const marksOfLesson = { plain: [0, 1, 2, 3, 3, 4, 5, 7], full: [2, 5, 7, 9, 10, 12, 14, 17] } as const
const onSunday = 0.5

/** Clause 2.5: marks of the lesson on its day; marks of written works when they have been checked. */
export function putMarks(making: Making, lessons: readonly Lesson[], absences: Absences): void {
  const nextOf = nextLessons(lessons)
  for (const lesson of lessons) {
    const automatic = addWork(making, lesson, {
      kind: 'DefaultNewLessonWork',
      typeTitle: 'Работа на уроке',
      since: always,
    })
    markCancelled(making, lesson, automatic)
    if (!isActedOn(making, lesson) || lesson.class.parallel === 1) continue
    const away = absences.ofLesson.get(lesson.id)
    const present = membersOf(lesson).flatMap(({ id }) => {
      const status = away?.get(id)
      return status === undefined || status === 'Late' ? [id] : []
    })
    putLessonMarks(making, lesson, automatic, present)
    writeTest(making, lesson, { present, nextLesson: () => nextOf(lesson) })
    if (making.life === 'full') writeMore(making, lesson, present)
  }
}

function putLessonMarks(making: Making, lesson: Lesson, automatic: Work, present: readonly Id[]): void {
  const dice = diceFor(making, 'marks', lesson)
  const { habit } = lesson.final.teacher
  const chosen = dice.shuffle(present).slice(0, dice.pick(marksOfLesson[making.life]))
  if (chosen.length === 0 || habit === 'never') return
  const inTime = sameDayMoment(making, dice, lesson, eveningShares[habit] / 2)
  const byAnswer = dice.chance(0.3)
  const work = byAnswer
    ? addWork(making, lesson, { kind: 'CommonWork', typeTitle: 'Ответ на уроке', since: inTime })
    : automatic
  const allLate = habit === 'sunday' && dice.chance(onSunday) ? sundayMoment(making, dice, lesson) : null
  const lateOnes = dice.chance(breachedLesson * carelessness[habit]) ? dice.whole(1, 3) : 0
  const stray = allLate === null && chosen.length > lateOnes + 1 ? markInWrongRow(making, lesson) : null
  const rows = stray === null ? chosen : [...chosen.slice(0, -1), stray.person]
  rows.forEach((person, index) => {
    const isStray = person === stray?.person
    const late = allLate !== null || index < lateOnes
    const putAt = late
      ? (allLate ?? laterMoment(making, dice, lesson, 3)) + (allLate === null ? 0 : index * 1700)
      : inTime + index * 1700
    const mark = put(making, { lesson, work, person, putAt, dice, steady: late || isStray })
    if (isStray) stray?.plant(putAt)
    if (late) making.truth.plant(factOfMark(making, lesson, mark))
    else if (mark.values.length > 1)
      making.truth.absolve('mark changed on a later day', factOfMark(making, lesson, mark))
    else if (mark.goneAt !== null)
      making.truth.absolve('mark deleted on a later day', factOfMark(making, lesson, mark))
  })
}

/** The next lesson that is held of the same subject and group. */
function nextLessons(lessons: readonly Lesson[]): (lesson: Lesson) => Lesson | undefined {
  const lines = grouped(lessons.filter(isHeld), ({ group, subject }) => `${group.id}/${subject.id}`)
  return ({ group, subject, final: { date } }) =>
    (lines.get(`${group.id}/${subject.id}`) ?? [])
      .filter(({ final }) => final.date > date)
      .sort((one, other) => (one.final.date < other.final.date ? -1 : 1))[0]
}
