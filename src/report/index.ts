export { type Correction, changeWords, rowWords } from './correction-table.js'
export { type BlankField, type BlankForm, blankFormPdf } from './blank-form.js'
export { type DisposalActForm, type DisposedDocument, disposalActPdf } from './disposal-act.js'
export { createDigest } from './digest.js'
export { complianceHtml } from './html.js'
export { canonicalJson } from './json.js'
export type {
  ArchiveHead,
  ComplianceReport,
  Digest,
  ReportCoverage,
  ReportReply,
  ReportFinding,
  RuleFigures,
  SummarySheet,
} from './model.js'
export type { ComplianceInput, RuleFacts } from './compliance.js'
export { createComplianceReport } from './compliance.js'
export { describeGaps } from './gaps.js'
export { kindsToShow } from './rare-kinds.js'
export type { Forms } from './russian.js'
export { counted, dayRange, percent, weekdayWords, written } from './russian.js'
export { sheetPdf } from './sheet-pdf.js'
export { createSummarySheet } from './sheet.js'
export {
  coverageLines,
  unknownWordLine,
  editionsText,
  evidenceText,
  isWhole,
  levelWords,
  provisionalLine,
  resourceWords,
  severityWords,
  termFromSchool,
  unprovenNote,
  verdictTitles,
  verdictWords,
} from './wording.js'
export { complianceXlsx, correctionXlsx, sheetXlsx } from './xlsx.js'
