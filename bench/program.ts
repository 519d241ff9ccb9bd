/** What the bench of rules measures of the program; `compiled.ts` makes one file of it. */
export { recordByClass } from '../jobs/steps/judge-again.js'
export { evaluate, judge, openApp, record } from '../src/app.js'
export { judgeJournal, rulesConcernedBy } from '../src/regulation/index.js'
