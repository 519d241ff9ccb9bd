export { loadVocabulary } from './load.js'
export type { Vocabulary, WorkWords } from './vocabulary.js'
