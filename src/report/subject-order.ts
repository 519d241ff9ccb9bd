import { plainSubject } from '../regulation/index.js'
import { compareRussian } from './russian.js'

/**
 * Compares names of subjects by their place in the curriculum: by the longest of its beginnings that a name has, case, blanks
 * and «ё» apart. What the curriculum doesn't name comes after it, in Russian order.
 */
export function subjectOrder(curriculum: readonly string[]): (a: string, b: string) => number {
  const beginnings = curriculum
    .map((beginning, place) => ({ text: plainSubject(beginning), place }))
    .sort((a, b) => b.text.length - a.text.length || a.place - b.place)
  const placeOf = (name: string) =>
    beginnings.find(({ text }) => plainSubject(name).startsWith(text))?.place ?? curriculum.length
  return (a, b) => placeOf(a) - placeOf(b) || compareRussian(a, b)
}
