import { z } from 'zod'
import { isStudyYear, russianDate, studyYearDays } from '../calendar/index.js'
import type { Id } from '../journal/index.js'
import { orderText } from './school-orders.js'
import { requiredLine, type Stated, StatedId, StatedIds, StatedStudyYear } from './stated.js'

/** What the year's summary sheet says of pupils and the platform doesn't know. No rule rests on it. */

/** «Решения педагогического совета» of a year's end. */
export const councilSubjects = ['promoted', 'conditional', 'retained', 'graduated'] as const
/** What pupils' orders say, and what the council decides. */
export const pupilOrderSubjects = ['joined', 'left', 'home', ...councilSubjects] as const
export type PupilOrderSubject = (typeof pupilOrderSubjects)[number]

/** «Приказ об обучающихся», or a decision of the pedagogical council («решение педсовета») about them. */
export const PupilOrder = z
  .strictObject({
    what: z.enum(pupilOrderSubjects),
    /** Of the order, «12-у»; of the council's minutes where the council decides. */
    number: requiredLine('Номер', 100),
    date: z.iso.date(),
    /** Whose sheet says it. */
    studyYear: StatedStudyYear,
    classId: StatedId,
    /** Pupils of that class. */
    personIds: StatedIds,
    /** «6А»: into which class; null where that isn't said. */
    to: requiredLine('Класс', 20)
      .refine(text => !/класс/i.test(text), { error: 'Только название класса, без слова «класс»: 6А' })
      .nullable(),
    /** First and last day of education at home; the last is null while it lasts. */
    from: z.iso.date().nullable(),
    until: z.iso.date().nullable(),
  })
  .superRefine((order, context) => {
    for (const [path, message] of mistakesOf(order))
      context.addIssue({ code: 'custom', message, path: [path] })
  })
export type PupilOrder = z.infer<typeof PupilOrder>

export type CouncilDecision = PupilOrder & { readonly what: (typeof councilSubjects)[number] }
export type HomeOrder = PupilOrder & { readonly what: 'home'; readonly from: string }

export function isCouncilDecision(order: PupilOrder): order is CouncilDecision {
  return councilSubjects.some(subject => subject === order.what)
}

export function isHomeOrder(order: PupilOrder): order is HomeOrder {
  return order.what === 'home' && order.from !== null
}

function* mistakesOf(order: PupilOrder): Generator<readonly [keyof PupilOrder, string]> {
  const { what, to, from, until } = order
  if (to !== null && what !== 'promoted' && what !== 'conditional')
    yield ['to', 'В какой класс, говорит только решение о переводе']
  if (what === 'home') {
    if (from === null) yield ['from', 'С какого дня обучение на дому?']
    else if (until !== null && until < from)
      yield ['until', 'Обучение на дому кончилось раньше, чем началось']
  } else {
    if (from !== null) yield ['from', 'С какого дня, говорит только приказ об обучении на дому']
    if (until !== null) yield ['until', 'По какой день, говорит только приказ об обучении на дому']
  }
  yield* mistakenDays(order)
}

/**
 * Pupils are enrolled months before the year begins, and a debt is passed in the year that follows; what is further away is
 * another year's. Of education at home its days tell, since an order may be good for several years.
 */
function* mistakenDays(order: PupilOrder): Generator<readonly [keyof PupilOrder, string]> {
  const { what, date, from, until, studyYear } = order
  if (!isStudyYear(studyYear)) return
  const first = Number(studyYear.slice(0, 4))
  const { from: start, to: end } = studyYearDays(first)
  if (what === 'home') {
    if (from !== null && from > end) yield ['from', notOf(studyYear)]
    if (until !== null && until < start) yield ['until', notOf(studyYear)]
    return
  }
  const earliest = isCouncilDecision(order) ? start : studyYearDays(first - 1).from
  if (date < earliest || date > studyYearDays(first + 1).to) yield ['date', notOf(studyYear)]
}

function notOf(studyYear: string): string {
  return `К ${studyYear} учебному году этот день не относится: проверьте день и год`
}

interface PupilOfYear {
  readonly classId: Id
  readonly studyYear: string
  readonly personId: Id
}

/** Those about a pupil of a class in that year, by number. */
export function pupilOrdersOf(
  orders: readonly Stated<PupilOrder>[],
  { classId, studyYear, personId }: PupilOfYear,
): readonly Stated<PupilOrder>[] {
  return orders
    .filter(
      ({ content }) =>
        content.classId === classId &&
        content.studyYear === studyYear &&
        content.personIds.includes(personId),
    )
    .toSorted((a, b) => a.number - b.number)
}

/**
 * Which of a pupil's orders of a year is the council's last word: after a conditional promotion it may have one more. Null where
 * it has decided nothing yet.
 */
export function councilDecisionOf(orders: readonly Stated<PupilOrder>[]): CouncilDecision | null {
  return (
    orders
      .map(({ content }) => content)
      .filter(isCouncilDecision)
      .toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))
      .at(-1) ?? null
  )
}

/**
 * Pupils of whom two say what can't both stand: the very same order twice, or two decisions of the council. One decision is enough
 * for a year, save that a pupil who was promoted with a debt is promoted or retained later, once it is passed or not.
 */
export function clashingPupils(one: PupilOrder, other: PupilOrder): readonly Id[] {
  return one.studyYear === other.studyYear && (areSame(one, other) || contradict(one, other))
    ? one.personIds.filter(id => other.personIds.includes(id))
    : []
}

function areSame(one: PupilOrder, other: PupilOrder): boolean {
  return (
    one.what === other.what &&
    one.number === other.number &&
    one.date === other.date &&
    one.classId === other.classId
  )
}

function contradict(one: PupilOrder, other: PupilOrder): boolean {
  return isCouncilDecision(one) && isCouncilDecision(other) && !settles(one, other) && !settles(other, one)
}

function settles(later: CouncilDecision, earlier: CouncilDecision): boolean {
  return (
    earlier.what === 'conditional' &&
    (later.what === 'promoted' || later.what === 'retained') &&
    later.date > earlier.date
  )
}

/** «28.05.2027, № 8» */
export function councilDecisionText({ date, number }: Pick<CouncilDecision, 'date' | 'number'>): string {
  return `${russianDate(date)}, № ${number}`
}

/** «переведён(а) в 6А класс» */
export function promotionText({ what, to }: Pick<CouncilDecision, 'what' | 'to'>): string {
  switch (what) {
    case 'promoted':
      return to === null ? 'переведён(а) в следующий класс' : `переведён(а) в ${to} класс`
    case 'conditional':
      return to === null ? 'переведён(а) условно в следующий класс' : `переведён(а) условно в ${to} класс`
    case 'retained':
      return 'оставлен(а) на повторное обучение'
    case 'graduated':
      return 'выпущен(а)'
  }
}

/** «обучение на дому с 12.01.2027 по 26.05.2027, приказ № 5 от 11.01.2027» */
export function homeText({
  from,
  until,
  number,
  date,
}: Pick<HomeOrder, 'from' | 'until' | 'number' | 'date'>): string {
  const days = `с ${russianDate(from)}${until === null ? '' : ` по ${russianDate(until)}`}`
  return `обучение на дому ${days}, ${orderText({ order: number, date })}`
}
