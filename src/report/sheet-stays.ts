import { russianDate } from '../calendar/index.js'
import type { IsoDate } from '../journal/index.js'
import type { Stay } from './model.js'

/** What the sheet says of pupils who came in the course of the year, or left. */

interface SheetPupil {
  readonly left: boolean
  readonly stays: readonly Stay[]
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
}

function told({ left, stays }: SheetPupil): readonly Told[] {
  const seen = stays.flatMap(({ joined, left: end }) => [
    ...(joined === null ? [] : [{ what: 'прибыл(а)', when: `в списке с ${russianDate(joined.seen)}` }]),
    ...(end === null ? [] : [{ what: 'выбыл(а)', when: `в списке нет с ${russianDate(end.absent)}` }]),
  ])
  const isUnseen = left && !stays.some(stay => stay.left !== null)
  return isUnseen ? [...seen, { what: 'выбыл(а)', when: null }] : seen
}

/** «прибыл(а), в списке с 16.10.2026»; none for who was there all the time. */
export function stayTexts(pupil: SheetPupil): readonly string[] {
  return told(pupil).map(({ what, when }) => (when === null ? what : `${what}, ${when}`))
}

/** Below the name: the order isn't known to the platform, and is written in by hand. */
export function stayLines(pupil: SheetPupil): readonly string[] {
  return told(pupil).flatMap(({ what, when }) =>
    when === null
      ? [`${what}, приказ № ______ от __________`]
      : [`${what}, ${when},`, 'приказ № __________ от __________________'],
  )
}
