import type { Instant } from '../../clock.js'
import type { Id } from '../../journal/index.js'
import { diceFor, laterMoment, type Making, sameDayMoment } from '../making.js'
import type { Dice } from '../school/dice.js'
import { PutMark } from '../school/mark.js'
import { type Lesson, type Mark, shown, type Work, type WorkKind } from '../school/model.js'
import { addWork, factOfMark } from './works.js'

/** Works of a full life beyond tests: compositions with two marks, laboratory works, verses, works written again. */

const share = 0.025
const again = 0.5

const kinds: Readonly<Record<string, readonly [WorkKind, string]>> = {
  'Русский язык': ['LessonComposition', 'Сочинение'],
  Литература: ['LessonByHeart', 'Наизусть'],
  Физика: ['LaboratoryWork', 'Лабораторная работа'],
  Химия: ['LaboratoryWork', 'Лабораторная работа'],
  Биология: ['LaboratoryWork', 'Лабораторная работа'],
  'Изобразительное искусство': ['CreativeWork', 'Творческая работа'],
  'Труд (технология)': ['CreativeWork', 'Творческая работа'],
}

export function writeMore(making: Making, lesson: Lesson, present: readonly Id[]): void {
  const dice = diceFor(making, 'more-works', lesson)
  const test = lesson.works.find(({ kind }) => kind === 'LessonTestWork')
  if (test !== undefined) {
    writeAgain(making, dice, test)
    return
  }
  const kind = kinds[lesson.subject.name]
  if (kind === undefined || lesson.final.teacher.habit === 'never' || !dice.chance(share)) return
  const [type, typeTitle] = kind
  // What is said by heart is marked in the lesson, what is written when it has been read.
  const oral = type === 'LessonByHeart'
  // Grades 1 to 4 have two days of study for it.
  const mostDays = lesson.class.parallel <= 4 ? 1 : 6
  const putAt = oral ? sameDayMoment(making, dice, lesson, 0) : laterMoment(making, dice, lesson, mostDays)
  const markCount = type === 'LessonComposition' ? 2 : 1
  const work = addWork(making, lesson, { kind: type, typeTitle, since: putAt, markCount })
  const pupils = oral ? dice.shuffle(present).slice(0, 6) : present
  pupils.forEach((person, index) => {
    const at = putAt + index * 1900
    const mark = put(making, dice, work, { person, putAt: at, number: 1 })
    if (markCount === 2) put(making, dice, work, { person, putAt: at + 700, number: 2 })
    if (index === 0 && !oral)
      making.truth.absolve('written work marked after checking', factOfMark(making, lesson, mark))
  })
}

/** Who had a 2 may write the test once more: a second mark of the same work. */
function writeAgain(making: Making, dice: Dice, work: Work): void {
  const { lesson } = work
  if (lesson === null) return
  const failed = lesson.marks.filter(
    mark => mark.work === work && mark.goneAt === null && shown(mark.values, mark.putAt) === '2',
  )
  for (const { person, putAt } of failed) {
    if (!dice.chance(again)) continue
    const date = making.days.calendar.addDays(making.days.calendar.dateOf(putAt), dice.whole(1, 6))
    const at = making.days.moment(dice, date, 14 * 60, 19 * 60)
    const mark = put(making, dice, work, { person, putAt: at, number: 2 })
    making.truth.absolve('written work written again', factOfMark(making, lesson, mark))
  }
}

function put(
  making: Making,
  dice: Dice,
  work: Work,
  { person, putAt, number }: { person: Id; putAt: Instant; number: 1 | 2 },
): Mark {
  const mark = new PutMark({
    id: making.ids.long(`mark/${work.id}/${person}${number === 2 ? '/2' : ''}`),
    person,
    work,
    putAt,
    number,
    value: dice.pick(['5', '5-', '4+', '4', '4', '3', '3']),
  })
  work.lesson?.marks.push(mark)
  return mark
}
