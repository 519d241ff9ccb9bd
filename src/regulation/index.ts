export { Acquaintance } from './acquaintances.js'
export {
  amendableRule,
  amendableRules,
  amended,
  asIfAlways,
  changesOn,
  type RuleValues,
  readRuleValues,
  SettingsChange,
  type StatedChange,
  valuesOf,
} from './amendments.js'
export type { ArchiveFacts, PrintedSheet } from './archive-facts.js'
export { factsAbout, noArchiveFacts } from './archive-facts.js'
export { Briefing } from './briefings.js'
export type { Proven, ProvenZone, StampTrial, ZoneProof } from './calibration.js'
export { proveZone, tells, withProven } from './calibration.js'
export { type Census, createCensus } from './census.js'
export {
  CheckingTerms,
  LimitRows,
  limitRowsAbout,
  TypedLimitRows,
  termsByDay,
  usualLimits,
  WrittenLimits,
  writtenLimitsText,
} from './checking-terms.js'
export { ClassOpening } from './class-openings.js'
export type { Clause, FormName } from './clauses.js'
export { clauses, formNames } from './clauses.js'
export { rulesConcernedBy, rulesOfIncidents } from './concerned.js'
export { coveragePage } from './coverage-page.js'
export { type Decisions, Exemption, Incident, noDecisions } from './decisions.js'
export type { CheckRequest, CheckResult, Judged } from './engine.js'
export { checkJournal, engineVersion, inWords, judgeJournal, judgeSteps } from './engine.js'
export { type ExemptMeaning, exemptMeaningOf } from './exempt-meaning.js'
export {
  type FigureBasis,
  type FigureCount,
  type FigureCounts,
  type FigureDay,
  figureBases,
  figureBasesOf,
  figureCounts,
  figureGroups,
  noFigures,
} from './figure-counts.js'
export { gradeBy } from './grade.js'
export { heldDays } from './held-topics.js'
export type { MeaningVotes } from './homework-habit.js'
export { clearMeaning, countMeanings } from './homework-habit.js'
export type { LessonMeaning } from './homework-lesson.js'
export type { Answers, IdleStatement } from './idle-statements.js'
export { answersOfAll, idleStatements } from './idle-statements.js'
export {
  BackupCopy,
  ControlSession,
  HardCopy,
  type HardCopyStep,
  hardCopySteps,
  hardCopyWords,
  TrialRestore,
  withNewestPrint,
} from './keeping.js'
export type { KeptDay, KeptDuties, KeptPlace } from './kept-duties.js'
export { plainTopics } from './likeness.js'
export { newestMemberships } from './membership.js'
export { mayBeMended } from './mending.js'
export { isAwayEntry, isEntry } from './neighbours.js'
export { byPlace } from './order.js'
export { newerActs, seedLetters } from './passport.js'
export { mayEndWithin } from './periods.js'
export { type PlanChange, type PlanField, planChanges } from './plan-correction.js'
export { changedCells, changedResults, newestSheets } from './printed-sheets.js'
export {
  type CouncilDecision,
  clashingPupils,
  councilDecisionOf,
  councilDecisionText,
  councilSubjects,
  type HomeOrder,
  homeText,
  isCouncilDecision,
  isHomeOrder,
  PupilOrder,
  type PupilOrderSubject,
  promotionText,
  pupilOrderSubjects,
  pupilOrdersOf,
} from './pupil-orders.js'
export { type ReadinessItem, readinessItems } from './readiness.js'
export type { Finding, Rule, RuleContext, StampZone } from './rule.js'
export { defineRule } from './rule.js'
export { sectionsFormed } from './rules/2.2-sections-formed.js'
export { writtenWorksInTime } from './rules/2.5-written-works-in-time.js'
export { briefingHeld } from './rules/4.2-briefing-held.js'
export { rules } from './rules/index.js'
export { isAskedUnder } from './school-asked.js'
export { type OrderMeaning, orderMeanings, orderText, SchoolOrder } from './school-orders.js'
export { readFor, type SchoolWide } from './school-wide.js'
export { type SettingShape, settingShapes } from './setting-shapes.js'
export {
  defaultRegulation,
  type Edition,
  editionOn,
  editionsDuring,
  RegulationSchema,
  type RegulationSettings,
  TypedEdition,
  TypedRegulation,
} from './settings.js'
export { requiredLine, type Stated, StatedId } from './stated.js'
export { plainSubject } from './subject-names.js'
export { Substitution, withSubstitutions } from './substitutions.js'
export {
  type PlannedRow,
  PlanRow,
  type PlanScope,
  type PlanVersion,
  type ThematicPlan,
  versionOn,
} from './thematic-plan.js'
export { topicTest } from './topic-text.js'
export type {
  EvidenceLevel,
  Severity,
  Verdict,
  VerdictEvidence,
  VerdictKind,
  VerdictSubject,
} from './verdict.js'
export { noCounts, verdictKey, verdictKinds, verdictText, wholeSchool } from './verdict.js'
export {
  byChange,
  changesBetween,
  isAccused,
  isCleared,
  type VerdictChange,
} from './verdict-changes.js'
export { workNames } from './written-works.js'
