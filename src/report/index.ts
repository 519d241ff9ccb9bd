export { type BlankField, type BlankForm, blankFormPdf } from './blank-form.js'
export {
  type CertificateRequest,
  type CertificateScope,
  CertificateWords,
  type CheckCertificate,
  createCertificate,
  usualAim,
} from './certificate.js'
export { certificatePdf } from './certificate-pdf.js'
export { checkpointPdf } from './checkpoint-form.js'
export { type ClassJournalInput, createClassJournal } from './class-journal.js'
export { journalLines, journalSubstance } from './class-journal-lines.js'
export type { ClassJournal, ClassSlice, JournalLesson, JournalSection } from './class-journal-model.js'
export { classJournalPdf } from './class-journal-pdf.js'
export { journalGlyphs } from './class-journal-places.js'
export { journalReadme } from './class-journal-readme.js'
export { isAway } from './class-journal-stays.js'
export {
  attendanceWords,
  cellOf,
  homeworkText,
  lessonState,
  sectionKey,
  sectionName,
  stayText,
  teachersText,
  workLetters,
  workWords,
} from './class-journal-words.js'
export type { ComplianceInput, RuleFacts } from './compliance.js'
export { createComplianceReport, findingsOf } from './compliance.js'
export { type Correction, changeWords, rowWords } from './correction-table.js'
export { createDigest } from './digest.js'
export type { DigestOptions } from './digest-model.js'
export { type DigestNews, digestNews, isNews } from './digest-news.js'
export { type DisposalActForm, type DisposedDocument, disposalActPdf } from './disposal-act.js'
export { dueSoon, soonMs } from './due-soon.js'
export {
  type Figure,
  type FigureSource,
  figuresOf,
  type Results,
  resultsOf,
} from './figures.js'
export { countFigures } from './figures-count.js'
export type { FigureInput } from './figures-input.js'
export { describeGaps } from './gaps.js'
export { complianceHtml } from './html.js'
export { canonicalJson } from './json.js'
export { type KeyActForm, keyActPdf } from './key-act-form.js'
export { letterLinks } from './letter-links.js'
export type {
  ArchiveHead,
  ComplianceReport,
  Digest,
  ReportCoverage,
  ReportFinding,
  ReportReply,
  RuleFigures,
  SheetOrders,
  SummarySheet,
} from './model.js'
export { createOfficeDigest, isUndecided, nameInBrief, type OfficeSchool } from './office-digest.js'
export { createOwedLetter } from './owed-letter.js'
export { pageCount } from './page-count.js'
export type { Official } from './paper.js'
export type { PlanSheet } from './plan-table.js'
export { planNames, planSizeText, yearText } from './plan-words.js'
export { createPrintKit, kitSubstance, type PrintKitInput } from './print-kit.js'
export { type ComparedSheet, type SeenChange, sheetChanges } from './print-kit-changes.js'
export { changesPdf } from './print-kit-changes-pdf.js'
export { type ClassPapers, kitFiles, manifestName, refuseOffice } from './print-kit-files.js'
export {
  type ClassReadiness,
  type KitClass,
  type KitOffice,
  notGivenText,
  type PrintKit,
  type ReadinessKey,
  readinessTitles,
  type SheetChanges,
} from './print-kit-model.js'
export { classReadiness, readinessRules, usualFailing } from './print-kit-readiness.js'
export { readinessPdf } from './print-kit-readiness-pdf.js'
export { createProgramLetter } from './program-letter.js'
export { kindsToShow } from './rare-kinds.js'
export type {
  NextReminder,
  OwingTeacher,
  ReminderAbout,
  ReminderObstacle,
  ReminderWish,
} from './reminder.js'
export type { Forms } from './russian.js'
export {
  compareRussian,
  counted,
  dayRange,
  listed,
  lowerFirst,
  percent,
  share,
  weekdayWords,
  written,
} from './russian.js'
export { settingSourceWords, settingsWords, settingText } from './setting-words.js'
export { createSummarySheet, type SheetSettings } from './sheet.js'
export {
  cellOf as sheetCell,
  columnsOf as sheetColumns,
  decisionOf as sheetDecision,
  lineNames,
} from './sheet-columns.js'
export type { AttendanceRead as SheetAttendance } from './sheet-missed.js'
export { sheetPdf } from './sheet-pdf.js'
export { signs as sheetLegend } from './sheet-signs.js'
export { stayTexts } from './sheet-stays.js'
export { basisTexts, passportGaps, type PassportLine, passportLines } from './passport.js'
export { sizeText } from './size-text.js'
export {
  acquaintanceWords,
  backupWords,
  controlWords,
  exemptionWords,
  incidentWords,
  meaningWords,
  orderWords,
  outageWords,
  printedWords,
  pupilOrderSubjectWords,
  pupilOrderWords,
  classOpeningWords,
  restoreWords,
  briefingWords,
  type StatementNames,
  statementNames,
  substitutionWords,
  writtenLimitsWords,
} from './statement-words.js'
export {
  coverageLines,
  editionsText,
  evidenceText,
  isWhole,
  levelWords,
  ofParts,
  provisionalLine,
  readEnough,
  resourceWords,
  severityWords,
  termFromSchool,
  unknownWordLine,
  unprovenNote,
  verdictTitles,
  verdictWords,
} from './wording.js'
export { classJournalXlsx, complianceXlsx, correctionXlsx, planXlsx, sheetXlsx } from './xlsx.js'
