import { createHash } from 'node:crypto'
import type {
  Answer,
  AttendanceRecord,
  ExamMarkRecord,
  FieldUse,
  FinalMarkRecord,
  GroupRecord,
  LessonRecord,
  MarkRecord,
  MemberRecord,
  PeriodRecord,
  PlatformRecord,
  Quarantined,
  Resource,
  Window,
  WorkRecord,
} from '../../src/journal/index.js'

/** Small records and answers; every test says only what matters to it. */

export const school = '1000000000001'
export const classId = '2260325488551003872'
export const week = '2026-11-16'

/** Minutes of the story, as instants. */
export function at(minute: number): number {
  return Date.UTC(2026, 10, 16, 8) + minute * 60_000
}

export function window(resource: Resource, place: Partial<Window> = {}): Window {
  const weekly = resource === 'lessons' || resource === 'marks' || resource === 'attendance'
  return { school, resource, group: classId, week: weekly ? week : null, ...place }
}

export interface AnswerFacts {
  readonly askedAt: number
  readonly answeredAt?: number
  readonly quarantined?: readonly Quarantined[]
  readonly fields?: readonly FieldUse[]
  /** Stands in for the bytes; equal bodies are equal answers. */
  readonly body?: string
  readonly drift?: readonly string[]
}

/** What the platform said is evidence: whoever changes it on the way fails the test. */
function frozen<T>(value: T): T {
  if (value !== null && typeof value === 'object') Object.values(Object.freeze(value)).forEach(frozen)
  return value
}

export function answer(records: readonly PlatformRecord[], facts: AnswerFacts): Answer {
  const body = facts.body ?? JSON.stringify([records, facts.quarantined ?? []])
  const counted = facts.fields ? { fields: facts.fields } : {}
  return {
    askedAt: facts.askedAt,
    answeredAt: facts.answeredAt ?? facts.askedAt + 1000,
    body,
    sha256: createHash('sha256').update(body).digest('hex'),
    requests: 1,
    parse: () => ({
      records: frozen(records),
      quarantined: facts.quarantined ?? [],
      drift: facts.drift ?? [],
      ...counted,
    }),
  }
}

/** An answer with the body of another one, which must not be parsed again. */
export function repeated(original: Answer, askedAt: number): Answer {
  return {
    ...original,
    askedAt,
    answeredAt: askedAt + 1000,
    parse() {
      throw new Error('an unchanged body was parsed')
    },
  }
}

export const unreadable: Quarantined = { path: '[3].date', problem: 'no date', raw: '{"id":1,"date":null}' }

export function lesson(id: string, facts: Partial<LessonRecord> = {}): LessonRecord {
  return {
    kind: 'lesson',
    id,
    groupId: null,
    date: '2026-11-17',
    number: 1,
    subjectId: '301',
    teacherIds: ['401'],
    topic: null,
    statusWord: 'Active',
    ...facts,
  }
}

export function work(id: string, facts: Partial<WorkRecord> = {}): WorkRecord {
  return {
    kind: 'work',
    id,
    lessonId: '1',
    kindWord: 'Homework',
    workTypeId: null,
    text: '§ 5',
    fileCount: 0,
    statusWord: 'Sent',
    targetDate: '2026-11-17',
    sentRaw: '2026-11-16T11:05:08.12',
    createdBy: '401',
    periodNumber: null,
    periodTypeWord: null,
    ...facts,
  }
}

export function mark(id: string, facts: Partial<MarkRecord> = {}): MarkRecord {
  return {
    kind: 'mark',
    id,
    personId: '501',
    lessonId: '1',
    workId: null,
    workTypeId: null,
    value: '5',
    markTypeWord: 'Mark5',
    number: null,
    stampRaw: '2026-11-17T09:00:00.5',
    ...facts,
  }
}

export function attendance(
  lessonId: string,
  personId: string,
  facts: Partial<AttendanceRecord> = {},
): AttendanceRecord {
  return {
    kind: 'attendance',
    id: `${lessonId}:${personId}`,
    lessonId,
    personId,
    statusWord: 'Absent',
    comment: false,
    stampRaw: '2026-11-17T06:10:00',
    ...facts,
  }
}

export function finalMark(
  personId: string,
  subjectId: string,
  facts: Partial<FinalMarkRecord> = {},
): FinalMarkRecord {
  return {
    kind: 'final-mark',
    id: `${personId}:${subjectId}:${facts.periodId ?? '601'}`,
    personId,
    subjectId,
    periodId: '601',
    markId: '701',
    value: '5',
    markTypeWord: 'Mark5',
    stampRaw: null,
    ...facts,
  }
}

export function examMark(
  personId: string,
  line: ExamMarkRecord['line'],
  facts: Partial<ExamMarkRecord> = {},
): ExamMarkRecord {
  const { subjectId = '301' } = facts
  return {
    kind: 'exam-mark',
    id: `${personId}:${subjectId}:${line}`,
    personId,
    subjectId,
    line,
    markId: '801',
    value: '4',
    markTypeWord: 'Mark5',
    stampRaw: null,
    ...facts,
  }
}

export function group(id: string, facts: Partial<GroupRecord> = {}): GroupRecord {
  return {
    kind: 'group',
    id,
    groupKind: 'class',
    parentIds: [],
    name: '5А',
    parallel: 5,
    studyYear: 2026,
    active: true,
    ...facts,
  }
}

export function member(groupId: string, personId: string, facts: Partial<MemberRecord> = {}): MemberRecord {
  return {
    kind: 'member',
    id: `${groupId}:${personId}`,
    groupId,
    personId,
    lastName: 'Ёлкина',
    firstName: 'Анна',
    middleName: null,
    shortName: 'Анна Ё.',
    ...facts,
  }
}

export function period(id: string, facts: Partial<PeriodRecord> = {}): PeriodRecord {
  return {
    kind: 'period',
    id: `${facts.classId ?? classId}:${id}`,
    periodId: id,
    classId,
    number: 2,
    typeWord: 'Quarter',
    name: 'II четверть',
    start: '2026-11-02',
    finish: '2026-12-30',
    ...facts,
  }
}
