import type { IsoDate } from '../../journal/index.js'
import { Dice } from './dice.js'
import { always, type SetUp, type Since, type Teacher } from './model.js'
import type { SchoolDays } from './school-days.js'

const namedLate = 0.2
const listedLate = 0.12
const leavesInSpring = 0.15

/**
 * In most classes everything stands before the year begins. Here and there the class teacher is named, or the subjects
 * are listed, only in the second week of September, and some class teachers leave in spring with nobody in their place.
 */
export function makeSetUp(
  { seed, days, start }: { readonly seed: number; readonly days: SchoolDays; readonly start: number },
  className: string,
  head: Teacher,
): SetUp {
  const dice = new Dice(seed, `set-up/${className}`)
  const [isNamedLate, isListedLate, isLeaving] = [namedLate, listedLate, leavesInSpring].map(share =>
    dice.chance(share),
  )
  const inWork = (date: IsoDate) => days.moment(dice, date, 10 * 60, 16 * 60)
  const [named, listed, left] = [
    inWork(`${start}-09-${dice.pick(['08', '09', '10'])}`),
    inWork(`${start}-09-${dice.pick(['08', '09', '10', '11'])}`),
    inWork(`${start + 1}-04-${dice.pick(['06', '13', '20', '27'])}`),
  ]
  const heads: Since<Teacher | null>[] = isNamedLate
    ? [
        { since: always, value: null },
        { since: named, value: head },
      ]
    : [{ since: always, value: head }]
  return {
    heads: isLeaving ? [...heads, { since: left, value: null }] : heads,
    subjectsListedAt: isListedLate ? listed : always,
  }
}
