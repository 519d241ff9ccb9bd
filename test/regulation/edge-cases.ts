/**
 * The regulation's edge cases, and the rules that each of them touches: whose duty it lifts, moves or puts off. A case of
 * `fixtures/rules/` names its own with `row:`; `edge-cases.test.ts` holds both against each other.
 */

const marks = ['2.5-marks-same-day', '2.5-marks-in-place', '2.5-marks-not-changed', '2.5-marks-not-deleted']
const attendance = ['2.5-attendance-daily', '2.5-attendance-gaps']
const written = ['2.5-written-works-in-time', '2.5-written-works-marked']
const homework = ['2.6-homework-in-time', '2.6-homework-specified', '2.6-homework-unchanged']
/** What has to be done by the end of the lesson's own day. */
const ofTheDay = ['2.3-topic-filled', '2.5-attendance-daily', '2.5-marks-same-day', '2.6-homework-in-time']

export const touchedRules = {
  'lesson-cancelled': [
    '2.3-topic-filled',
    '2.3-topics-by-plan',
    '2.3-hours-held',
    ...attendance,
    '2.5-marks-same-day',
    '2.5-marks-in-place',
    '2.5-marks-not-deleted',
    '2.5-marks-while-absent',
    ...written,
    ...homework,
    '2.6-homework-share',
    '2.6-homework-load',
  ],
  'lesson-moved': [
    '2.3-topic-filled',
    '2.3-topics-by-plan',
    ...attendance,
    ...marks,
    ...written,
    ...homework,
  ],
  'substitution-same-subject': [
    '2.1-homework-author',
    '2.3-topics-by-plan',
    ...ofTheDay,
    '2.5-attendance-gaps',
    ...written,
    '2.7-final-marks-complete',
  ],
  'substitution-other-subject': [
    '2.1-homework-author',
    '2.3-topics-by-plan',
    '2.3-hours-held',
    ...ofTheDay,
    '2.5-written-works-in-time',
  ],
  'second-shift': [...ofTheDay, '2.5-written-works-in-time'],
  subgroup: [
    '2.3-topics-by-plan',
    '2.3-hours-held',
    ...ofTheDay,
    '2.5-attendance-gaps',
    '2.5-marks-in-place',
    ...written,
    '2.6-homework-load',
    '2.7-final-marks-complete',
  ],
  'no-homework': ['2.6-homework-in-time', '2.6-homework-specified', '2.6-homework-share'],
  'pupil-joined': [
    ...attendance,
    '2.5-marks-same-day',
    '2.5-marks-in-place',
    '2.5-marks-not-deleted',
    '2.5-written-works-in-time',
    '2.7-final-marks-complete',
    '2.7-final-marks-base',
    '2.7-not-attested',
  ],
  'pupil-left': [
    ...attendance,
    '2.5-marks-same-day',
    '2.5-marks-in-place',
    '2.5-marks-not-deleted',
    '2.5-written-works-in-time',
    '2.7-final-marks-complete',
    '2.7-final-marks-not-early',
    '2.7-final-marks-unchanged',
    '2.8-sheet-equal',
    '2.8-sheet-unchanged',
  ],
  holiday: [
    '2.3-topic-filled',
    '2.3-topics-by-plan',
    ...attendance,
    '2.5-marks-same-day',
    ...written,
    ...homework,
    '2.6-homework-share',
    '2.7-final-marks-complete',
    '2.7-final-marks-not-early',
  ],
  'remote-lesson': [...ofTheDay, '2.5-written-works-in-time', '2.6-homework-specified'],
  'class-has-no-lessons': [...ofTheDay, ...written],
  saturday: [
    ...ofTheDay,
    '2.5-written-works-in-time',
    '2.7-final-marks-complete',
    '2.7-final-marks-not-early',
  ],
  'mark-changed-late': ['2.5-marks-not-changed', '2.7-final-marks-unchanged', '2.8-sheet-unchanged'],
  'mark-deleted': [
    '2.5-marks-not-deleted',
    '2.5-written-works-marked',
    '2.7-final-marks-base',
    '2.7-final-marks-unchanged',
  ],
  'teacher-ill': ['2.3-hours-held', ...ofTheDay, ...written, '2.6-homework-specified'],
  'home-education': [
    '2.3-topics-by-plan',
    '2.3-hours-held',
    ...ofTheDay,
    '2.5-written-works-in-time',
    '2.7-final-marks-complete',
  ],
  outage: [
    '2.3-topic-filled',
    '2.3-topics-by-plan',
    ...attendance,
    ...marks,
    '2.5-marks-while-absent',
    '2.5-waiting-marks-closed',
    ...written,
    ...homework,
    '2.7-final-marks-complete',
    '2.7-final-marks-unchanged',
  ],
} satisfies Readonly<Record<string, readonly string[]>>

export type EdgeCase = keyof typeof touchedRules

export function isEdgeCase(name: string): name is EdgeCase {
  return Object.hasOwn(touchedRules, name)
}
