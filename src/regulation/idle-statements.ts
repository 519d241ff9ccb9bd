import { type Calendar, russianDate } from '../calendar/index.js'
import type { Id, IsoDate, Journal } from '../journal/index.js'
import type { Decisions } from './decisions.js'
import { ordersAbout, orderText, type SchoolOrder } from './school-orders.js'
import type { Stated } from './stated.js'
import { answers, type Substitution } from './substitutions.js'

/** What somebody stated and nothing in the journal answers to: perhaps a mistyped number. */
export interface IdleStatement {
  readonly kind: 'order' | 'substitution'
  readonly number: number
  /** Russian, complete, without names of persons. */
  readonly message: string
}

interface Question {
  readonly journal: Journal
  readonly calendar: Calendar
  readonly decisions: Decisions
  /** Days whose statements are looked at, inclusive. */
  readonly from: IsoDate
  readonly to: IsoDate
}

/** By kind, then by number; only of what was read, and of days that the question names. */
export function idleStatements(question: Question): readonly IdleStatement[] {
  return answersTo(question).idle
}

/** What some classes' journal says of statements: an order may be about several of them. */
export interface Answers {
  /** In the order of `idleStatements`. */
  readonly idle: readonly IdleStatement[]
  /** Something answers to these. */
  readonly answered: readonly Pick<IdleStatement, 'kind' | 'number'>[]
}

export function answersTo(question: Question): Answers {
  const { orders, substitutions } = question.decisions
  const idle: IdleStatement[] = []
  const answered: Pick<IdleStatement, 'kind' | 'number'>[] = []
  for (const stated of inOrder(orders)) {
    const is = isIdleOrder(stated, question)
    if (is) idle.push(idleOrder(stated))
    else if (is === false) answered.push({ kind: 'order', number: stated.number })
  }
  for (const stated of inOrder(substitutions)) {
    const is = isIdleSubstitution(stated.content, question)
    if (is) idle.push(idleSubstitution(stated))
    else if (is === false) answered.push({ kind: 'substitution', number: stated.number })
  }
  return { idle, answered }
}

/** As if the classes had been asked together. */
export function answersOfAll(parts: readonly Answers[]): Answers {
  const keyOf = ({ kind, number }: Pick<IdleStatement, 'kind' | 'number'>) => `${kind}/${number}`
  const answered = new Map(parts.flatMap(part => part.answered.map(one => [keyOf(one), one] as const)))
  const idle = new Map(parts.flatMap(part => part.idle.map(one => [keyOf(one), one] as const)))
  return {
    idle: [...idle.values()]
      .filter(one => !answered.has(keyOf(one)))
      .sort((a, b) => (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : a.number - b.number)),
    answered: [...answered.values()],
  }
}

function inOrder<Content>(stated: readonly Stated<Content>[]): readonly Stated<Content>[] {
  return stated.toSorted((a, b) => a.number - b.number)
}

/** Its periods are over, and no cell of theirs has the sign that it is about; null where none that was read is over. */
function isIdleOrder(stated: Stated<SchoolOrder>, { journal, from, to }: Question): boolean | null {
  const { periods, finalMarks } = journal.slice
  const ended = periods.filter(
    ({ id, classId, finish }) =>
      stated.content.periodIds.includes(id) &&
      finish >= from &&
      finish <= to &&
      journal.lastLook('final-marks', classId, null) !== null,
  )
  if (ended.length === 0) return null
  return !finalMarks.some(
    mark => ended.some(({ id }) => id === mark.periodId) && ordersAbout([stated], mark).length > 0,
  )
}

function idleOrder({ number, content }: Stated<SchoolOrder>): IdleStatement {
  const sign = content.meaning === 'not-attested' ? 'н/а' : 'осв'
  return {
    kind: 'order',
    number,
    message: `Приказ, запись № ${number} (${orderText(content)}): «${sign}» ни в одной клетке, о которой он говорит, не стоит.`,
  }
}

/** No lesson stands at that place, or it is another teacher's; null where the week of its class wasn't read. */
function isIdleSubstitution(
  substitution: Substitution,
  { journal, calendar, from, to }: Question,
): boolean | null {
  const { date, groupId } = substitution
  if (date < from || date > to) return null
  const classes = classesOf(groupId, journal)
  const isRead = (classId: Id) => journal.lastLook('lessons', classId, calendar.weekStart(date)) !== null
  if (classes.length === 0 || !classes.every(isRead)) return null
  return !classes.some(classId =>
    journal.lessonsOn(classId, date).some(lesson => answers(substitution, lesson)),
  )
}

/** Of a class or subgroup; none where the journal isn't about it. */
function classesOf(groupId: Id, { slice }: Journal): readonly Id[] {
  if (slice.classes.some(({ id }) => id === groupId)) return [groupId]
  return slice.subgroups.find(({ id }) => id === groupId)?.classIds ?? []
}

function idleSubstitution({ number, content }: Stated<Substitution>): IdleStatement {
  return {
    kind: 'substitution',
    number,
    message: `Замена № ${number}: ${russianDate(content.date)} на ${content.lesson}-м уроке такого урока или такого учителя в журнале нет.`,
  }
}
