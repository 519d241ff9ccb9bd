/** What the bench of rules measures of the program; `compiled.ts` makes one file of it. */
export { evaluate, judge, openApp, record, recordByClass } from '../src/app.js'
export { judgeJournal, rulesConcernedBy } from '../src/regulation/index.js'
