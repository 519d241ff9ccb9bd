import type { Rule } from '../rule.js'
import { topicFilled } from './2.3-topic-filled.js'
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
import { finalMarksComplete } from './2.7-final-marks-complete.js'
import { noticeInTime } from './4.3-notice-in-time.js'
import { operationsVoid } from './4.4-operations-void.js'

/** Every rule, in the order of the regulation; folder, documentation, tests and corpus hold the same names. */
export const rules: readonly Rule[] = [
  topicFilled,
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
  finalMarksComplete,
  noticeInTime,
  operationsVoid,
]
