/** What the bench of rules measures of the program; `compiled.ts` makes one file of it. */
export { judge, judgeByClass, openApp, record, recordByClass } from '../src/app.js'
export { createCalendar } from '../src/calendar/index.js'
export { createCensus, inWords, judgeJournal, rulesConcernedBy } from '../src/regulation/index.js'
