import type { Instant } from '../../clock.js'
import { diceFor, isActedOn, isHeld, lessonSpan, type Making, membersOf } from '../making.js'
import type { Dice } from '../school/dice.js'
import { grouped } from '../school/grouped.js'
import type { HomeworkFile, Lesson, Since, Work, WorkContent } from '../school/model.js'
import { carelessness } from '../school/staff.js'
import { writeHomework } from '../school/wording.js'
import type { Fact } from '../truth.js'
import { type Author, authorsOf } from './authors.js'
import { slipInText } from './homework-slips.js'
import { put } from './put-mark.js'

const usual = 0.85
const breached = 0.025
const editedLater = 0.05
const draftFirst = 0.06
const markedHomework = 0.05
const withFiles = 0.06
const none: readonly HomeworkFile[] = []
const minute = 60_000

/** Clause 2.6: homework is sent in the lesson or before 90 minutes have passed since the class's last lesson. */
export function giveHomework(making: Making, lessons: readonly Lesson[]): void {
  const held = lessons.filter(isHeld)
  const authorOf = authorsOf(making, lessons)
  const ends = new Map<string, Instant>()
  for (const lesson of held) {
    const { end } = lessonSpan(making, lesson)
    ends.set(lesson.final.date, Math.max(end, ends.get(lesson.final.date) ?? end))
  }
  for (const line of grouped(held, lesson => `${lesson.group.id}/${lesson.subject.id}`).values()) {
    const inOrder = line.toSorted((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1))
    inOrder.forEach((given, index) => {
      const due = inOrder[index + 1]
      const classEnd = ends.get(given.final.date)
      if (!isActedOn(making, given) || given.class.parallel === 1) return
      if (due === undefined || classEnd === undefined || due.final.date === given.final.date) return
      giveOne(making, { given, due, deadline: classEnd + 90 * minute, author: authorOf(given) })
    })
  }
}

interface Giving {
  readonly given: Lesson
  /** The next held lesson of the same subject and group. */
  readonly due: Lesson
  readonly deadline: Instant
  readonly author: Author
}

function placeOf(lesson: Lesson): string {
  return `${lesson.final.date}/${lesson.final.number}`
}

function giveOne(making: Making, giving: Giving): void {
  const { given, due, deadline, author } = giving
  const dice = diceFor(making, 'homework', given)
  const carrier = making.homeworkOn === 'due' ? due : given
  if (given.final.teacher.habit === 'never' || !dice.chance(given.subject.homework ?? usual)) {
    absolve('no homework set', null, null)
    return
  }
  const late = lateMoment(making, dice, giving)
  const planted = dice.chance(breached * carelessness[given.final.teacher.habit]) && late !== null
  const sentAt = planted ? late : timelyMoment(making, dice, giving)
  const written = write(making, dice, giving, sentAt)
  const files = filesOf(making, given, sentAt)
  const { contents, breach } = planted
    ? { contents: written, breach: null }
    : slipInText(making, given, { contents: written, deadline, hasFiles: files.length > 0 })
  const work: Work = {
    id: making.ids.long(`work/Homework/${given.key}`),
    kind: 'Homework',
    typeTitle: 'Домашняя работа',
    class: given.class,
    groupId: given.group.id,
    subject: given.subject,
    lesson: carrier,
    period: null,
    target: due,
    createdBy: author.teacher,
    contents,
    files,
  }
  carrier.works.push(work)
  markSome(making, work, due)
  if (author.rule !== null) making.truth.plant({ ...fact(work, null), rule: author.rule })
  if (breach !== null) making.truth.plant({ ...fact(work, sentAt), ...breach })
  if (planted) making.truth.plant(fact(work, sentAt))
  else if (contents.at(-1)?.value.text !== contents[0]?.value.text)
    absolve('homework edited later', work, sentAt)
  else if (contents.length > 1) absolve('draft sent in time', work, sentAt)
  else if (given.placings.length > 1 && given.placings[0]?.value.date !== given.final.date) {
    absolve('homework of a moved lesson, in time by its new date', work, sentAt)
  }

  function fact(of: Work | null, enteredAt: Instant | null): Fact {
    return {
      rule: '2.6-homework-in-time',
      subject: {
        class: given.class.id,
        lesson: of === null ? given.id : carrier.id,
        ...(of && { work: of.id }),
      },
      date: given.final.date,
      deadline,
      enteredAt,
    }
  }
  function absolve(note: string, of: Work | null, enteredAt: Instant | null): void {
    making.truth.absolve(note, fact(of, enteredAt))
  }
}

/** In a full life some homework comes with a file or two, uploaded while it was written. */
function filesOf(making: Making, given: Lesson, sentAt: Instant): readonly HomeworkFile[] {
  const dice = diceFor(making, 'homework-files', given)
  if (making.life === 'plain' || !dice.chance(withFiles)) return none
  return Array.from({ length: dice.whole(1, 2) }, (_, index) => ({
    id: making.ids.long(`file/${given.key}/${index}`),
    name: dice.pick(['Карточка', 'Рабочий лист', 'Презентация', 'Образец решения']),
    type: dice.pick(['Docx', 'Pdf', 'Jpg']),
    size: dice.whole(20_000, 4_000_000),
    uploadedAt: sentAt - dice.whole(5_000, 120_000),
  }))
}

/** In the lesson mostly, else till twenty minutes before the deadline. */
function timelyMoment(making: Making, dice: Dice, { given, deadline }: Giving): Instant {
  const span = lessonSpan(making, given)
  if (dice.chance(0.65)) return making.days.between(dice, span.start + 15 * minute, span.end)
  return making.days.between(dice, span.end, deadline - 20 * minute)
}

/** In the evening, or next morning before the lesson for which it is due; at least an hour too late. */
function lateMoment(making: Making, dice: Dice, { given, due, deadline }: Giving): Instant | null {
  const dueStart = lessonSpan(making, due).start
  const evening = making.days.at(given.final.date, 22 * 60 + 50)
  const nextDay = making.days.calendar.addDays(given.final.date, 1)
  const morning = making.days.at(nextDay, 6 * 60 + 30)
  const beforeDue = Math.min(dueStart - 20 * minute, making.days.at(nextDay, 11 * 60))
  const options: Instant[] = []
  if (deadline + 65 * minute < evening)
    options.push(making.days.between(dice, deadline + 65 * minute, evening))
  if (morning < beforeDue) options.push(making.days.between(dice, morning, beforeDue))
  return options.length === 0 ? null : dice.pick(options)
}

function write(making: Making, dice: Dice, { given }: Giving, sentAt: Instant): Since<WorkContent>[] {
  const text = writeHomework(dice, given.subject)
  const span = lessonSpan(making, given)
  const contents: Since<WorkContent>[] = []
  if (sentAt > span.end && dice.chance(draftFirst)) {
    contents.push({ since: span.end - 4 * minute, value: { text, status: 'New', sentAt: null } })
  }
  contents.push({ since: sentAt, value: { text, status: 'Sent', sentAt } })
  if (dice.chance(editedLater)) {
    const nextDay = making.days.calendar.addDays(making.days.calendar.dateOf(sentAt), 1)
    const since = making.days.moment(dice, nextDay, 8 * 60, 12 * 60)
    contents.push({ since, value: { text: `${text} (устно)`, status: 'Sent', sentAt } })
  }
  return contents
}

/** Marks for homework come when it has been checked; no term of the lesson's day holds for them. */
function markSome(making: Making, work: Work, due: Lesson): void {
  const dice = diceFor(making, `homework-marks/${work.id}`, due)
  if (!isActedOn(making, due) || work.lesson === null || !dice.chance(markedHomework)) return
  const date = making.days.calendar.addDays(due.final.date, dice.whole(1, 3))
  for (const pupil of dice.shuffle(membersOf(due)).slice(0, 3)) {
    const putAt = making.days.moment(dice, date, 9 * 60, 20 * 60)
    const mark = put(making, { lesson: work.lesson, work, person: pupil.id, putAt, dice })
    making.truth.absolve('mark for homework, put after checking', {
      rule: '2.5-marks-same-day',
      subject: {
        class: due.class.id,
        lesson: work.lesson.id,
        work: work.id,
        mark: mark.id,
        person: pupil.id,
      },
      date: work.lesson.final.date,
      deadline: making.days.dayEnd(work.lesson.final.date),
      enteredAt: putAt,
    })
  }
}
