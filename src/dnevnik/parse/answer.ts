import type { Neighbours, ParsedAnswer, Resource, Window } from '../../journal/index.js'
import { completeJson } from '../lossless.js'
import { parseBells } from './bells.js'
import { Collector } from './collector.js'
import {
  parseClassSubjects,
  parseClassTeacher,
  parseGroups,
  parseMarkValues,
  parseMembers,
  parseSubjects,
  parseTeachers,
  parseWorkTypes,
} from './directory.js'
import { parseExamMarks } from './exam-marks.js'
import { parseFinalMarks } from './final-marks.js'
import { parseLessons } from './lessons.js'
import { parseAttendance, parseMarks } from './marks.js'
import { parsePeriods } from './periods.js'

type Parse = (collector: Collector, body: unknown, window: Window, neighbours?: Neighbours) => void

const parsers: Readonly<Record<Resource, Parse>> = {
  groups: parseGroups,
  teachers: parseTeachers,
  subjects: parseSubjects,
  'work-types': parseWorkTypes,
  members: parseMembers,
  'mark-values': parseMarkValues,
  'class-teacher': parseClassTeacher,
  'class-subjects': parseClassSubjects,
  periods: parsePeriods,
  bells: parseBells,
  lessons: parseLessons,
  marks: parseMarks,
  attendance: parseAttendance,
  'final-marks': parseFinalMarks,
  'exam-marks': parseExamMarks,
}

/**
 * Records of the body of one look; the same for a body just read and for one kept in the archive.
 * @param neighbours what was known at the look; without it another class's answer may pass for the class's own
 * @throws BridgeError DNEVNIK_TRUNCATED when the body isn't complete JSON, DNEVNIK_UNEXPECTED when it is JSON but
 * not what the window asked for
 */
export function parseAnswer(window: Window, body: string, neighbours?: Neighbours): ParsedAnswer {
  const collector = new Collector()
  parsers[window.resource](collector, completeJson(body), window, neighbours)
  return collector.result()
}
