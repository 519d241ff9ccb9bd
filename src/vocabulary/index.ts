export { notOffered, type WordAdvice } from './advice.js'
export { loadVocabulary, wordAdvice } from './load.js'
export type { Vocabulary, WorkWords } from './vocabulary.js'
