/** What counts as a topic at all, whatever it says. */

export interface TopicDemands {
  readonly minimumLetters: number
  /** Words that are no topic. */
  readonly placeholders: readonly string[]
}

export function topicTest({ minimumLetters, placeholders }: TopicDemands): (topic: string | null) => boolean {
  const empty = new Set(placeholders.map(plain))
  return topic => {
    const letters = topic?.match(/\p{L}/gu)?.length ?? 0
    return topic !== null && letters >= minimumLetters && !empty.has(plain(topic))
  }
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
