import type { Lesson } from '../journal/index.js'
import { current } from './history.js'

/** What counts as a topic at all, whatever it says. */

export interface TopicDemands {
  readonly minimumLetters: number
  /** Words that are no topic. */
  readonly placeholders: readonly string[]
}

export function topicTest({ minimumLetters, placeholders }: TopicDemands): (topic: string | null) => boolean {
  const empty = new Set(placeholders.map(plain))
  // The newest topic is asked about twice, and many lessons have the same.
  const known = new Map<string, boolean>()
  return topic => {
    if (topic === null) return false
    const told = known.get(topic)
    if (told !== undefined) return told
    const letters = topic.match(/\p{L}/gu)?.length ?? 0
    const isTopic = letters >= minimumLetters && !empty.has(plain(topic))
    known.set(topic, isTopic)
    return isTopic
  }
}

/** Whether anything stands there at all. */
export function hasTopic({ topic }: Pick<Lesson, 'topic'>): boolean {
  return (current(topic) ?? '').trim() !== ''
}

/** Case, «ё», spaces and a final dot don't make a placeholder a topic. */
function plain(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/\s+/g, ' ')
    .replace(/[.…]+$/, '')
}
