import type { Journal } from '../journal/index.js'

/**
 * Remembers what is worked out of a journal for as long as somebody holds that journal: several rules ask the same of
 * it, thousands of times. The key must say everything that the answer depends on besides the journal and its calendar.
 */
export function perJournal<Key, Value>(): (
  journal: Journal,
  key: Key,
  make: (journal: Journal, key: Key) => Value,
) => Value {
  type Answers = Map<Key, { readonly value: Value }>
  const own = Symbol()
  return (journal, key, make) => {
    let answers = journal.memory.get(own) as Answers | undefined
    if (answers === undefined) {
      answers = new Map()
      journal.memory.set(own, answers)
    }
    const known = answers.get(key)
    if (known) return known.value
    const value = make(journal, key)
    answers.set(key, { value })
    return value
  }
}
