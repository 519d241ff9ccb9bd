import { type Calendar, russianDate, russianDateTime } from '../calendar/index.js'
import type { Instant } from '../clock.js'
import type { Id, IsoDate, Journal, Lesson } from '../journal/index.js'

/** Values that a message may use; never a person's name. */
export type Words = Readonly<Record<string, string | number>>
/** Words about a place in the journal; `where` sums them up: «7А, 16.11.2026, урок 3, Алгебра». */
export type Place = Words & { readonly where: string }

/** Puts facts into the Russian words of messages; remembers them, because a class-day has hundreds of verdicts. */
export interface Speech {
  /** `where`, `className`, `date`, `number`, `subjectName` of a lesson. */
  lesson(lesson: Lesson): Place
  /** `where`, `className`, `subjectName`, `periodName` of a cell of the summary sheet. */
  cell(cell: { classId: Id; subjectId: Id; periodName: string }): Place
  className(id: Id): string
  date(date: IsoDate): string
  /** «16.11.2026 23:59», wall clock of the school. */
  moment(instant: Instant): string
  /** A deadline, and by how much outages of the platform have put it off: «17.11.2026 01:59 (продлён на 2 ч из-за сбоя платформы)». */
  term(due: Instant, deadline: Instant): string
}

export function createSpeech(journal: Journal, calendar: Calendar): Speech {
  // By lesson, not by its id: one of a subgroup stands in the journals of two classes.
  const lessons = new Map<Lesson, Place>()
  /** By class, subject and name of the period: to look up three times costs less than to put one key together. */
  const cells = new Map<Id, Map<Id, Map<string, Place>>>()
  const moments = new Map<Instant, string>()

  const className = (id: Id) => journal.classOf(id)?.name ?? `класс № ${id}`
  const subjectName = (id: Id | null) =>
    journal.subject(id)?.name ?? (id === null ? 'предмет не указан' : `предмет № ${id}`)

  function lesson(lesson: Lesson): Place {
    const known = lessons.get(lesson)
    if (known) return known
    const [ofClass, ofSubject] = [className(lesson.classId), subjectName(lesson.subjectId)]
    const [date, number] = [russianDate(lesson.date), lesson.number ?? 'без номера']
    const where = `${ofClass}, ${date}, урок ${number}, ${ofSubject}`
    const told = { className: ofClass, subjectName: ofSubject, date, number, where }
    lessons.set(lesson, told)
    return told
  }

  function cell({ classId, subjectId, periodName }: Parameters<Speech['cell']>[0]): Place {
    const known = cells.get(classId)?.get(subjectId)?.get(periodName)
    if (known) return known
    const words = { className: className(classId), subjectName: subjectName(subjectId), periodName }
    const told = { ...words, where: `${words.className}, ${words.subjectName}, ${periodName}` }
    const ofClass = cells.get(classId) ?? new Map<Id, Map<string, Place>>()
    const ofSubject = ofClass.get(subjectId) ?? new Map<string, Place>()
    cells.set(classId, ofClass.set(subjectId, ofSubject.set(periodName, told)))
    return told
  }

  function moment(instant: Instant): string {
    const known = moments.get(instant)
    if (known !== undefined) return known
    const text = russianDateTime(instant, calendar.facts.timeZone)
    moments.set(instant, text)
    return text
  }

  return {
    lesson,
    cell,
    className,
    date: russianDate,
    moment,
    term(due, deadline) {
      if (deadline === due) return moment(deadline)
      return `${moment(deadline)} (продлён на ${spanText(deadline - due)} из-за сбоя платформы)`
    },
  }
}

/** «25 мин», «3 ч 10 мин», «4 дн.»: a span rounded down, so that «не менее» stays true. */
export function spanText(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 1) return `${Math.max(1, Math.floor(ms / 1000))} с`
  if (minutes < 60) return `${minutes} мин`
  const hours = Math.floor(minutes / 60)
  if (hours >= 48) return `${Math.floor(hours / 24)} дн.`
  return minutes % 60 === 0 ? `${hours} ч` : `${hours} ч ${minutes % 60} мин`
}
