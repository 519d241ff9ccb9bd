import { backUpArchive } from './back-up-archive.js'
import { checkJournal } from './check-journal.js'
import { dropBodies } from './drop-bodies.js'
import { finishRun } from './finish-run.js'
import { makeJournals } from './make-journals.js'
import { makePrintKit } from './make-print-kit.js'
import { makeReport } from './make-report.js'
import { makeSheets } from './make-sheets.js'
import { readClass } from './read-class.js'
import { replayQuarantineJob } from './replay-quarantine.js'
import { resync } from './resync.js'
import { scrubArchive } from './scrub-archive.js'
import { sendDigest } from './send-digest.js'
import { sendNotices } from './send-notices.js'
import { syncSchool } from './sync-school.js'
import { tryRestore } from './try-restore.js'
import { verifyArchive } from './verify-archive.js'

export type { CopySetting, JobDeps, School } from './deps.js'
export { accessPaused } from './steps/access.js'
export {
  type Addressee,
  addresseeId,
  addressees,
  type LetterKind,
  letterKinds,
  nobodyNamed,
} from './steps/addressees.js'
export { archivedSheet } from './steps/archived-sheet.js'
export { noteMade } from './steps/back-up.js'
export {
  calibrateEdit,
  calibrateHomework,
  calibrateStamps,
  type Proved,
} from './steps/calibrate.js'
export { makeCertificate } from './steps/certificate.js'
export { buildJournal, journalFiles, layOutJournal, storeJournal } from './steps/class-journal.js'
export { hourIsQuiet, type NotSent, type Sending } from './steps/deliver.js'
export type { NextLetter, Outcome } from './steps/digest.js'
export { dropOldBodies } from './steps/drop-bodies.js'
export { addDueRuns, addRun, recoverLostRuns, resumeRuns } from './steps/due.js'
export { effectiveSchool, provenOf } from './steps/effective-school.js'
export { cancelRun } from './steps/end-run.js'
export {
  type Effect,
  enterStatements,
  previewStatements,
  withdrawStatement,
} from './steps/enter-statements.js'
export { coverageOf, type Evaluation, evaluate, type Judgement, judge, record } from './steps/evaluate.js'
export { hasExams } from './steps/exams.js'
export { groundState } from './steps/ground-state.js'
export { type Excused, enterExemption, previewExemption, reviseExemption } from './steps/exemptions.js'
export { idleStatementsNow } from './steps/idle-now.js'
export { type IncidentNews, openIncident, previewIncident, reviseIncident } from './steps/incidents.js'
export { recordByClass } from './steps/judge-again.js'
export { judgeByClass } from './steps/judge-by-class.js'
export { type JournalView, type JournalViewRequest, journalView } from './steps/journal-view.js'
export { type LookOfDay, plannedLooks, planOfDay, type ScheduleSettings } from './steps/keep-plan.js'
export { knownArchive, refuseSecondArchive, tendArchive } from './steps/known-archive.js'
export { countsBy } from './steps/counts-by-rule.js'
export { type CopyMade, copyRequest, makeCopy } from './steps/make-copy.js'
export { letterState } from './steps/letter-state.js'
export { type Notice, type NoticeKind, previewNotices } from './steps/notices.js'
export { officeSchools } from './steps/office.js'
export { type PlanCorrection, planCorrection } from './steps/plan-correction.js'
export { correctionSheet, missingPlans, planVersion } from './steps/plan-list.js'
export { type PrintBoard, printBoard } from './steps/print-board.js'
export {
  type ClassPrinting,
  type PrintKitOverview,
  printKitOverview,
} from './steps/print-kit-overview.js'
export { printKitReminder } from './steps/print-kit-reminder.js'
export type { PrintedStep } from './steps/printed-step.js'
export { enterOutage, previewOutage, withdrawOutage } from './steps/recorded-outages.js'
export { nextReminder, owingTeachers, sendReminder } from './steps/reminders.js'
export { type ReplayedWindow, replayQuarantine } from './steps/replay-quarantine.js'
export { buildReport, missedLooks, type StoredReport, storeReport } from './steps/report.js'
export { previewLetters, sendSchoolLetters } from './steps/school-letters.js'
export {
  changeSettings,
  type RuleInForce,
  type SettingInForce,
  type SettingSource,
  settingsBook,
  valuesThatDiffer,
} from './steps/settings-book.js'
export { type SettingsTrial, trySettings } from './steps/settings-trial.js'
export { buildSheet, type StoredSheet, storeSheet } from './steps/sheet.js'
export { silentSince } from './steps/silent-archivist.js'
export type { PlainKind } from './steps/statement-kinds.js'
export { kitSheets, readStoredKit, type StoredKitFiles, sheetOfKit } from './steps/stored-kit.js'
export {
  enterPlans,
  type PlanImport,
  type PlannedVersion,
  type PlanPreview,
  planningYear,
  planPreviewer,
  previewPlans,
  withdrawPlan,
} from './steps/thematic-plans.js'
export { type VerdictStory, verdictStory } from './steps/verdict-story.js'
export { priceOf } from './steps/windows.js'

/** Every job of the product, sorted; a structure test holds this list equal to the folder. */
export const jobs = [
  backUpArchive,
  checkJournal,
  dropBodies,
  finishRun,
  makeJournals,
  makePrintKit,
  makeReport,
  makeSheets,
  readClass,
  replayQuarantineJob,
  resync,
  scrubArchive,
  sendDigest,
  sendNotices,
  syncSchool,
  tryRestore,
  verifyArchive,
] as const
