export { loadVocabulary } from './load.js'
export type { PlanColumn, PlanWords, Vocabulary, WorkWords } from './vocabulary.js'
