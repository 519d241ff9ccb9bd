export { checkpointPdf } from './checkpoint-form.js'
export { type BlankField, type BlankForm, blankFormPdf } from './blank-form.js'
export { type ClassJournalInput, createClassJournal } from './class-journal.js'
export { journalLines, journalSubstance } from './class-journal-lines.js'
export type { ClassJournal } from './class-journal-model.js'
export { classJournalPdf } from './class-journal-pdf.js'
export { journalGlyphs } from './class-journal-places.js'
export { journalReadme } from './class-journal-readme.js'
export type { ComplianceInput, RuleFacts } from './compliance.js'
export { createComplianceReport, findingsOf } from './compliance.js'
export { type Correction, changeWords, rowWords } from './correction-table.js'
export { createDigest } from './digest.js'
export { type DigestOptions, dueSoon } from './digest-model.js'
export { type DigestNews, digestNews, isNews } from './digest-news.js'
export { type DisposalActForm, type DisposedDocument, disposalActPdf } from './disposal-act.js'
export { describeGaps } from './gaps.js'
export { complianceHtml } from './html.js'
export { canonicalJson } from './json.js'
export type {
  ArchiveHead,
  ComplianceReport,
  Digest,
  ReportCoverage,
  ReportFinding,
  ReportReply,
  RuleFigures,
  SummarySheet,
} from './model.js'
export { createOfficeDigest, type OfficeSchool } from './office-digest.js'
export { createOwedLetter } from './owed-letter.js'
export { kindsToShow } from './rare-kinds.js'
export type { Forms } from './russian.js'
export { counted, dayRange, percent, share, weekdayWords, written } from './russian.js'
export { createSummarySheet } from './sheet.js'
export { sheetPdf } from './sheet-pdf.js'
export {
  acquaintanceWords,
  backupWords,
  controlWords,
  exemptionWords,
  incidentWords,
  meaningWords,
  orderWords,
  outageWords,
  restoreWords,
  type StatementNames,
  statementNames,
  substitutionWords,
} from './statement-words.js'
export {
  coverageLines,
  editionsText,
  evidenceText,
  isWhole,
  levelWords,
  readEnough,
  provisionalLine,
  resourceWords,
  severityWords,
  termFromSchool,
  unknownWordLine,
  unprovenNote,
  verdictTitles,
  verdictWords,
} from './wording.js'
export { classJournalXlsx, complianceXlsx, correctionXlsx, sheetXlsx } from './xlsx.js'
