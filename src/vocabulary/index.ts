export { loadVocabulary } from './load.js'
export type { MarkMeaning, Vocabulary, WorkWords } from './vocabulary.js'
