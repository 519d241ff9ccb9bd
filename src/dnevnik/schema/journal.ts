import { z } from 'zod'
import { day, id, ids, integer, list, optionalDay, optionalId, stamp, text, word } from './values.js'
import { wireKind } from './wire.js'

export const WireLesson = wireKind(
  'lesson',
  z.object({
    id,
    date: day,
    number: integer,
    title: text,
    subject: optionalId,
    subjectId: optionalId,
    group: optionalId,
    status: word,
    teachers: ids,
    works: list,
  }),
  ['resultPlaceId', 'building', 'place', 'floor', 'hours'],
)

const unusedOfWork = [
  'markType',
  'markCount',
  'displayInJournal',
  'eduGroup',
  'tasks',
  'subjectId',
  'isImportant',
]

export const WireWork = wireKind(
  'work',
  z.object({
    id,
    lesson: optionalId,
    type: word,
    workType: optionalId,
    text,
    files: list,
    oneDriveLinks: list,
    status: word,
    targetDate: optionalDay,
    sentDate: stamp,
    createdBy: optionalId,
    periodNumber: integer,
    periodType: word,
  }),
  unusedOfWork,
)

export const WireMark = wireKind(
  'mark',
  z.object({
    id,
    person: id,
    lesson: optionalId,
    work: optionalId,
    workType: optionalId,
    value: word,
    textValue: word,
    type: word,
    number: integer,
    date: stamp,
  }),
  ['mood', 'use_avg_calc'],
)

export type WireMark = z.output<typeof WireMark.schema>

/** All final marks of one pupil, each on a work that tells its subject and period. */
export const WireAllFinalMarks = wireKind('all-final-marks', z.object({ marks: list, works: list }), [
  'subjects',
  'workTypes',
])

export const WireFinalWork = wireKind(
  'final-work',
  z.object({ id, type: word, subjectId: optionalId, periodNumber: integer, periodType: word }),
  [...Object.keys(WireWork.schema.shape), ...unusedOfWork],
)

export const WireLogEntry = wireKind(
  'lesson-log-entry',
  z.object({ lesson: id, person: id, status: word, comment: text, createdDate: stamp }),
  [],
)

/** The marks of one pupil in one period, or of the year where `reportingPeriod` is null. */
export const WirePersonFinalMarks = wireKind(
  'person-final-marks',
  z.object({ person: id, group: optionalId, reportingPeriod: optionalId, perSubjectFinalMarks: list }),
  [],
)

export const WireSubjectFinalMark = wireKind(
  'subject-final-mark',
  z.object({ subject: id, finalMark: z.unknown().optional() }),
  [],
)

/** A mark like others. Its id isn't its identity (person, subject and period are), so it may be missing. */
export const WireFinalMark = wireKind(
  'mark',
  z.object({ id: optionalId, value: word, textValue: word, type: word, date: stamp }),
  ['person', 'work', 'lesson', 'number', 'workType', 'mood', 'use_avg_calc'],
)
