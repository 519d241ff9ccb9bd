import type { Instant } from '../../clock.js'
import { diceFor, type Making } from '../making.js'
import type { Lesson, Since, WorkContent } from '../school/model.js'
import { vagueHomework } from '../school/wording.js'
import type { Fact } from '../truth.js'

/** What is wrong with the text of homework that came in time: it says nothing of use, or more was set afterwards. */

const vague = 0.01
const moreLater = 0.015

export interface SlippedText {
  readonly contents: readonly Since<WorkContent>[]
  readonly breach: Pick<Fact, 'rule' | 'deadline' | 'enteredAt'> | null
}

export function slipInText(
  making: Making,
  given: Lesson,
  text: {
    readonly contents: readonly Since<WorkContent>[]
    readonly deadline: Instant
    readonly hasFiles: boolean
  },
): SlippedText {
  const { contents, deadline, hasFiles } = text
  const dice = diceFor(making, 'homework-slips', given)
  const roll = dice.next()
  const isEdited = new Set(contents.map(({ value }) => value.text)).size > 1
  if (roll < vague && !given.subject.practical && !hasFiles && !isEdited) {
    const empty = dice.pick(vagueHomework)
    return {
      contents: contents.map(({ since, value }) => ({ since, value: { ...value, text: empty } })),
      breach: {
        rule: '2.6-homework-specified',
        deadline: making.days.dayEnd(given.final.date),
        enteredAt: null,
      },
    }
  }
  const last = contents.at(-1)
  if (roll < vague || roll >= vague + moreLater || isEdited || !last) return { contents, breach: null }
  const nextDay = making.days.calendar.addDays(making.days.calendar.dateOf(last.since), 1)
  const since = making.days.moment(dice, nextDay, 8 * 60, 12 * 60)
  const more = `${last.value.text}; дополнительно № ${dice.whole(1001, 1400)}`
  return {
    contents: [...contents, { since, value: { ...last.value, text: more } }],
    breach: { rule: '2.6-homework-unchanged', deadline, enteredAt: since },
  }
}
