export { notOffered, type WordAdvice } from './advice.js'
export { loadVocabulary, wordAdvice } from './load.js'
export type { PlanColumn, PlanWords, Vocabulary, WorkWords } from './vocabulary.js'
