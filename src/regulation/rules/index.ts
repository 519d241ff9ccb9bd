import type { Rule } from '../rule.js'
import { controlHeld } from './1.2-control-held.js'
import { copiesMade } from './1.2-copies-made.js'
import { classTeacherSet } from './2.1-class-teacher-set.js'
import { homeworkAuthor } from './2.1-homework-author.js'
import { lessonTeacherSet } from './2.1-lesson-teacher-set.js'
import { sectionsFormed } from './2.2-sections-formed.js'
import { sectionsKept } from './2.2-sections-kept.js'
import { hoursHeld } from './2.3-hours-held.js'
import { topicFilled } from './2.3-topic-filled.js'
import { topicsByPlan } from './2.3-topics-by-plan.js'
import { classTeacherEdits } from './2.4-class-teacher-edits.js'
import { weeklyAcquaintance } from './2.4-weekly-acquaintance.js'
import { attendanceDaily } from './2.5-attendance-daily.js'
import { attendanceGaps } from './2.5-attendance-gaps.js'
import { editTimeLongEnough } from './2.5-edit-time-long-enough.js'
import { marksInPlace } from './2.5-marks-in-place.js'
import { marksNotChanged } from './2.5-marks-not-changed.js'
import { marksNotDeleted } from './2.5-marks-not-deleted.js'
import { marksSameDay } from './2.5-marks-same-day.js'
import { marksWhileAbsent } from './2.5-marks-while-absent.js'
import { waitingMarksClosed } from './2.5-waiting-marks-closed.js'
import { writtenWorksInTime } from './2.5-written-works-in-time.js'
import { writtenWorksMarked } from './2.5-written-works-marked.js'
import { homeworkInTime } from './2.6-homework-in-time.js'
import { homeworkLoad } from './2.6-homework-load.js'
import { homeworkShare } from './2.6-homework-share.js'
import { homeworkSpecified } from './2.6-homework-specified.js'
import { homeworkUnchanged } from './2.6-homework-unchanged.js'
import { exemptMeaning } from './2.7-exempt-meaning.js'
import { finalMarksBase } from './2.7-final-marks-base.js'
import { finalMarksComplete } from './2.7-final-marks-complete.js'
import { finalMarksMean } from './2.7-final-marks-mean.js'
import { finalMarksNotEarly } from './2.7-final-marks-not-early.js'
import { finalMarksUnchanged } from './2.7-final-marks-unchanged.js'
import { notAttested } from './2.7-not-attested.js'
import { sheetEqual } from './2.8-sheet-equal.js'
import { sheetUnchanged } from './2.8-sheet-unchanged.js'
import { archiveIntact } from './2.9-archive-intact.js'
import { copiesApart } from './2.9-copies-apart.js'
import { restoreTried } from './2.9-restore-tried.js'
import { sheetsPrinted } from './3-sheets-printed.js'
import { termsEnd } from './3-terms-end.js'
import { loginSigns } from './4.1-login-signs.js'
import { briefingHeld } from './4.2-briefing-held.js'
import { noticeInTime } from './4.3-notice-in-time.js'
import { operationsVoid } from './4.4-operations-void.js'

/** Every rule, in the order of the regulation; folder, documentation, tests and corpus hold the same names. */
export const rules: readonly Rule[] = [
  controlHeld,
  copiesMade,
  classTeacherSet,
  homeworkAuthor,
  lessonTeacherSet,
  sectionsFormed,
  sectionsKept,
  hoursHeld,
  topicFilled,
  topicsByPlan,
  classTeacherEdits,
  weeklyAcquaintance,
  attendanceDaily,
  attendanceGaps,
  editTimeLongEnough,
  marksInPlace,
  marksNotChanged,
  marksNotDeleted,
  marksSameDay,
  marksWhileAbsent,
  waitingMarksClosed,
  writtenWorksInTime,
  writtenWorksMarked,
  homeworkInTime,
  homeworkLoad,
  homeworkShare,
  homeworkSpecified,
  homeworkUnchanged,
  exemptMeaning,
  finalMarksBase,
  finalMarksComplete,
  finalMarksMean,
  finalMarksNotEarly,
  finalMarksUnchanged,
  notAttested,
  sheetEqual,
  sheetUnchanged,
  archiveIntact,
  copiesApart,
  restoreTried,
  sheetsPrinted,
  termsEnd,
  loginSigns,
  briefingHeld,
  noticeInTime,
  operationsVoid,
]
