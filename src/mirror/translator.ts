import { notOffered, type PlanWords, type Vocabulary, type WorkWords } from '../vocabulary/index.js'

/** A vocabulary that remembers which words it couldn't translate, for the coverage. */
export interface Translator extends Omit<Vocabulary, keyof PlanWords> {
  /** @param offered the values that the platform says marks may have, in lower case; empty when it doesn't say */
  mark(value: string, offered: ReadonlySet<string>): void
  /** `<file of mappings/>: <word>`, sorted. */
  unknownWords(): string[]
}

export function createTranslator(vocabulary: Vocabulary): Translator {
  const unknown = new Set<string>()

  function noting<T extends string>(file: string, word: string | null, meaning: T): T {
    if (meaning === 'unknown' && word?.trim()) unknown.add(`${file}: ${word.trim()}`)
    return meaning
  }

  return {
    lessonStatus: remembered(word => noting('lesson-status', word, vocabulary.lessonStatus(word))),
    attendance: remembered(word => noting('attendance', word, vocabulary.attendance(word))),
    periodType: remembered(word => noting('period-types', word, vocabulary.periodType(word))),
    workKind: (words: WorkWords) => noting('work-types', words.kindWord, vocabulary.workKind(words)),
    writtenKind: (words: WorkWords) => noting('work-types', words.title, vocabulary.writtenKind(words)),
    // Whether a value is really one of the platform's only `mark` can tell.
    markMeaning: vocabulary.markMeaning,
    mark(value, offered) {
      if (vocabulary.markMeaning(value) !== 'unknown') return
      // A value of the platform lacks its line in mappings/; any other was damaged on its way to us.
      const known = offered.size === 0 || offered.has(value.trim().toLowerCase())
      noting('marks', known ? value : `${value}${notOffered}`, 'unknown')
    },
    unknownWords: () => [...unknown].sort(),
  }
}

/** A school uses few words, each a hundred thousand times. */
function remembered<T>(translate: (word: string | null) => T): (word: string | null) => T {
  const known = new Map<string | null, T>()
  return word => {
    const found = known.get(word)
    if (found !== undefined) return found
    const meaning = translate(word)
    known.set(word, meaning)
    return meaning
  }
}
