import type { IsoDate } from '../../src/journal/index.js'
import { editionOn, plainTopics } from '../../src/regulation/index.js'
import type { School } from '../deps.js'

/**
 * By what topics are compared, as the edition of that day sets it.
 * @param school as it is judged
 */
export function planMeasure({ regulation }: School, day: IsoDate) {
  const { likeness, abbreviations } = editionOn(regulation, day).rules['2.3-topics-by-plan']
  return { likeness, plain: plainTopics(abbreviations) }
}
