export { parseAnswer } from './parse/answer.js'
export { createDnevnikSource, type DnevnikSourceOptions } from './source.js'
