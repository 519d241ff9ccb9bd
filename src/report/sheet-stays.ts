import { russianDate } from '../calendar/index.js'
import type { IsoDate } from '../journal/index.js'
import type { SheetOrders, Stay } from './model.js'

/** What the sheet says of pupils who came in the course of the year, or left. */

interface SheetPupil {
  readonly left: boolean
  readonly stays: readonly Stay[]
  readonly orders: SheetOrders
}

/** Lists are formed by then (clause 2.2): who comes on them before isn't told of as one who joined. */
export function listsFormedOn(studyYear: string): IsoDate {
  return `${studyYear.slice(0, 4)}-09-05`
}

export function sinceListsWereFormed(stays: readonly Stay[], formed: IsoDate): readonly Stay[] {
  return stays.map(({ joined, left }) => ({
    joined: joined !== null && joined.seen > formed ? joined : null,
    left,
  }))
}

/** Whether the pupil was surely gone when a period ended; a finish of null is after all of them. */
export function isGone(stays: readonly Stay[], finish: IsoDate | null): boolean {
  return (
    stays.length > 0 && stays.every(({ left }) => left !== null && (finish === null || left.absent <= finish))
  )
}

interface Told {
  readonly what: string
  /** By what our own looks saw; null where they didn't see it. */
  readonly when: string | null
  /** Null where nobody entered it. */
  readonly order: string | null
}

function told({ left, stays, orders }: SheetPupil): readonly Told[] {
  // An order is about the last time: who came, left and came back has one for each.
  const lastJoined = stays.findLast(({ joined }) => joined !== null)
  const lastLeft = stays.findLast(stay => stay.left !== null)
  const seen = stays.flatMap((stay): Told[] => [
    ...(stay.joined === null
      ? []
      : [
          {
            ...{ what: 'прибыл(а)', when: `в списке с ${russianDate(stay.joined.seen)}` },
            order: stay === lastJoined ? orders.joined : null,
          },
        ]),
    ...(stay.left === null
      ? []
      : [
          {
            ...{ what: 'выбыл(а)', when: `в списке нет с ${russianDate(stay.left.absent)}` },
            order: stay === lastLeft ? orders.left : null,
          },
        ]),
  ])
  const isUnseen = (what: string) => !seen.some(one => one.what === what)
  return [
    ...(orders.joined !== null && isUnseen('прибыл(а)')
      ? [{ what: 'прибыл(а)', when: null, order: orders.joined }]
      : []),
    ...seen,
    ...((left || orders.left !== null) && isUnseen('выбыл(а)')
      ? [{ what: 'выбыл(а)', when: null, order: orders.left }]
      : []),
  ]
}

/** «прибыл(а), в списке с 16.10.2026»; none for who was there all the time. */
export function stayTexts(pupil: SheetPupil): readonly string[] {
  const texts = told(pupil).map(({ what, when, order }) =>
    [what, when, order].filter(part => part !== null).join(', '),
  )
  return pupil.orders.home === null ? texts : [...texts, pupil.orders.home]
}

/** Below the name. An order that nobody entered is written in by hand: the platform doesn't know it. */
export function stayLines(pupil: SheetPupil): readonly string[] {
  const lines = told(pupil).flatMap(({ what, when, order }) => {
    if (order !== null) return [[what, when, order].filter(part => part !== null).join(', ')]
    return when === null
      ? [`${what}, приказ № ______ от __________`]
      : [`${what}, ${when},`, 'приказ № __________ от __________________']
  })
  return pupil.orders.home === null ? lines : [...lines, pupil.orders.home]
}
