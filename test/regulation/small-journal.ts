import { z } from 'zod'
import { writtenKinds } from '../../src/journal/index.js'
import { hardCopySteps, LimitRows } from '../../src/regulation/index.js'

/**
 * The form of a small journal, as it is written in `fixtures/rules/**` and in the tables of tests. Times are the
 * wall clock of the school, `2026-11-16 15:25`; lessons, works and marks are called by small numbers of their own.
 * `docs/rules/README.md` tells it to whoever writes a case.
 */

const Time = z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}(:\d{2})?$/)
const Day = z.iso.date()

/** `absent`: last complete look without it; left out where no look preceded. `seen`: first look with it. */
const seen = { absent: Time.nullable().default(null), seen: Time }
const Seen = z.strictObject(seen)

const LessonForm = z.strictObject({
  id: z.int(),
  date: Day,
  number: z.int().nullable().default(1),
  subject: z.string().nullable().default('Алгебра'),
  class: z.string().optional(),
  group: z.string().optional(),
  teachers: z.array(z.int()).default([9001]),
  /** Named by earlier versions of the lesson. */
  formerTeachers: z.array(z.int()).default([]),
  status: z.enum(['held', 'cancelled', 'unknown']).default('held'),
  moved: z.boolean().default(false),
  appeared: Seen.prefault({ seen: '2026-09-01 06:00' }),
  /** States of the topic after the empty one with which the lesson appeared. */
  topic: z.array(z.strictObject({ ...seen, value: z.string().nullable() })).default([]),
})

/** A lesson that stood there until a look between `absent` (the last with it) and `seen` (the first without). */
const FormerPlaceForm = z.strictObject({
  ...seen,
  lesson: z.int().optional(),
  removed: z.boolean().default(false),
  date: Day,
  number: z.int().nullable(),
  class: z.string().optional(),
  subject: z.string().nullable().default('Алгебра'),
  group: z.string().optional(),
})

const HomeworkForm = z.strictObject({
  id: z.int(),
  kind: z.enum(['lesson', 'written', 'homework', 'final', 'unknown']).default('homework'),
  author: z.int().nullable().default(9001),
  lesson: z.int().nullable(),
  target: Day.nullable().default(null),
  sent: z.string().nullable().default(null),
  states: z.array(
    z.strictObject({
      ...seen,
      text: z.string().nullable().default('§ 12, № 5'),
      files: z.int().default(0),
      draft: z.boolean().default(false),
    }),
  ),
})

const Written = z.enum([...writtenKinds, 'unknown'])

/** A work other than homework: written, unless `kind` says something else. */
const WorkForm = z.strictObject({
  ...seen,
  seen: Time.default('2026-09-01 06:00'),
  id: z.int(),
  lesson: z.int().nullable(),
  kind: z.enum(['lesson', 'written', 'final', 'unknown']).default('written'),
  written: Written.default('control'),
  author: z.int().nullable().default(9001),
})

const MarkForm = z.strictObject({
  ...seen,
  id: z.int(),
  class: z.string().optional(),
  lesson: z.int().nullable(),
  work: z.int().nullable().default(null),
  pupil: z.int().default(1001),
  kind: z.enum(['lesson', 'written', 'homework', 'final', 'unknown']).default('lesson'),
  written: Written.default('control'),
  value: z.string().default('4'),
  /** Values that it got later. */
  later: z.array(z.strictObject({ ...seen, value: z.string() })).default([]),
  stamp: z.string().nullable().default(null),
  /** Where it may be an earlier mark for another work: when that one appeared. */
  appeared: z.strictObject(seen).optional(),
  /** `absent`: last look that saw it; `seen`: first look that missed it. */
  gone: z.strictObject(seen).optional(),
})

const AttendanceForm = z.strictObject({
  ...seen,
  lesson: z.int(),
  pupil: z.int().default(1001),
  status: z.enum(['present', 'absent', 'ill', 'excused', 'late', 'unset', 'unknown']).default('absent'),
  stamp: z.string().nullable().default(null),
  /** When its status became this one, where it had been another. */
  changed: Seen.optional(),
})

const FinalMarkForm = z.strictObject({
  ...seen,
  pupil: z.int().default(1001),
  subject: z.string().default('Алгебра'),
  period: z.int().default(1),
  value: z.string().default('4'),
  stamp: z.string().nullable().default(null),
})

/** A value of a cell until a look between `absent` (the last with it) and `seen` (the first with another, or none). */
const FormerFinalMarkForm = FinalMarkForm.omit({ stamp: true })

/** Of an exam, or the resulting one after it. */
const ResultMarkForm = FinalMarkForm.omit({ period: true, stamp: true }).extend({
  line: z.enum(['exam', 'result']).default('exam'),
})

/** Days of a period until a look between `absent` (the last with them) and `seen` (the first with others). */
const FormerPeriodForm = z.strictObject({ ...seen, id: z.int().default(1), start: Day, finish: Day })

const FormerBellForm = z.strictObject({ ...seen, number: z.int(), start: z.string(), finish: z.string() })

/** A list of the platform's that isn't empty, and since when. */
const FilledListForm = z.strictObject({
  ...seen,
  resource: z.enum(['groups', 'class-subjects', 'periods', 'bells', 'work-types', 'mark-values']),
})

const ClassTeacherForm = z.strictObject({
  teacher: z.int(),
  class: z.string().optional(),
  appeared: Seen.optional(),
  left: Seen.optional(),
})

const PeriodForm = z.strictObject({
  id: z.int().default(1),
  number: z.int().nullable().default(1),
  type: z.enum(['quarter', 'trimester', 'half-year', 'module', 'year', 'unknown']).default('quarter'),
  name: z.string().default('1 четверть'),
  start: Day.default('2026-09-01'),
  finish: Day.default('2026-10-25'),
})

const MemberForm = z.strictObject({ pupil: z.int(), joined: Seen.optional(), left: Seen.optional() })

/** A row of a calendar-thematic plan; its text alone where it takes one lesson and has no day. */
const PlanRowForm = z.union([
  z.string(),
  z.strictObject({ topic: z.string(), hours: z.number().default(1), date: Day.nullable().default(null) }),
])

/** A plan of the case's own class: `rows` in force from 1 September, `later` versions from their days. */
const PlanForm = z.strictObject({
  subject: z.string().default('Алгебра'),
  class: z.string().optional(),
  group: z.string().optional(),
  teacher: z.int().optional(),
  from: Day.default('2026-09-01'),
  rows: z.array(PlanRowForm),
  later: z.array(z.strictObject({ from: Day, rows: z.array(PlanRowForm) })).default([]),
})

const Resource = z.enum([
  'lessons',
  'marks',
  'attendance',
  'final-marks',
  'exam-marks',
  'groups',
  'members',
  'class-subjects',
  'class-teacher',
  'periods',
  'bells',
  'work-types',
  'mark-values',
])

export const SmallJournal = z.strictObject({
  title: z.string().min(10),
  timeZone: z.string().default('Europe/Moscow'),
  week: z.union([z.literal(5), z.literal(6)]).default(5),
  class: z.string().default('7А'),
  parallel: z.int().nullable().default(7),
  asOf: Time.default('2026-11-18 12:00'),
  from: Day.default('2026-09-01'),
  to: Day.default('2027-05-31'),
  /** Newest complete look at every window; `looks` says it for one kind of window, null: never. */
  looked: Time.nullable().default('2026-11-18 06:00'),
  looks: z.partialRecord(Resource, Time.nullable()).default({}),
  /** Since when weeks without lessons were read too; null: five weeks before the first lesson. */
  readFrom: Day.nullable().default(null),
  /** Records that couldn't be read, by kind of window. */
  quarantined: z.partialRecord(Resource, z.int()).default({}),
  bells: z.record(z.string(), z.string()).default({
    1: '08:30-09:15',
    2: '09:25-10:10',
    3: '10:25-11:10',
    4: '11:25-12:10',
    5: '12:30-13:15',
    6: '13:30-14:15',
  }),
  restDays: z.array(Day).default([]),
  /** Logins that others may know, of the account of `teacher`. */
  incidents: z
    .array(
      z.strictObject({
        teacher: z.int().default(9001),
        learned: Time,
        head: Time.nullable().default(null),
        support: Time.nullable().default(null),
        passwordChanged: Time.nullable().default(null),
        confirmed: z.array(z.int()).default([]),
      }),
    )
    .default([]),
  /** Control of the case's class, copies, trial restores, what was done with its year's sheet on paper, and briefings. */
  controls: z.array(z.strictObject({ on: Day })).default([]),
  backups: z
    .array(
      z.strictObject({
        on: Day,
        place: z.string().default('внешний диск'),
        verified: z.boolean().default(true),
      }),
    )
    .default([]),
  restores: z.array(z.strictObject({ on: Day, succeeded: z.boolean().default(true) })).default([]),
  hardCopies: z
    .array(
      z.strictObject({
        step: z.enum(hardCopySteps),
        on: Day,
        year: z.string().default('2026-2027'),
        version: z.int().default(1),
      }),
    )
    .default([]),
  briefings: z
    .array(z.strictObject({ year: z.string().default('2026-2027'), on: Day, all: z.boolean().default(true) }))
    .default([]),
  /** Orders by which the case's class was opened in the running year. */
  classOpenings: z.array(z.strictObject({ order: z.string().default('45'), date: Day })).default([]),
  /** Checks that stand in the archive's log; null: the archive can't be seen. */
  archiveChecks: z
    .array(z.strictObject({ at: Time, whole: z.boolean().default(true), findings: z.int().default(0) }))
    .nullable()
    .default(null),
  /** Copies that the archive's log tells of. */
  archiveBackups: z
    .array(
      z.strictObject({
        at: Time,
        place: z.string().nullable().default(null),
        onSameDisk: z.boolean().default(false),
      }),
    )
    .default([]),
  /** Trial restores that the archive's log tells of. */
  archiveTrials: z.array(z.strictObject({ at: Time, findings: z.int().default(0) })).default([]),
  /** Archived year's sheets of the case's class that were printed; `lost`: not in the archive any more. */
  printed: z
    .array(
      z.strictObject({
        on: Day,
        read: Time,
        lost: z.boolean().default(false),
        cells: z
          .array(
            z.strictObject({
              pupil: z.int().default(1001),
              subject: z.string().default('Алгебра'),
              period: z.int().nullable().default(1),
              value: z.string().nullable(),
            }),
          )
          .default([]),
        /** Of its lines for exams; without them it has none. */
        results: z
          .array(
            z.strictObject({
              pupil: z.int().default(1001),
              subject: z.string().default('Алгебра'),
              line: z.enum(['exam', 'result']).default('exam'),
              value: z.string().nullable(),
            }),
          )
          .optional(),
        /** When it was made, where that isn't when final marks were read. */
        made: Time.optional(),
      }),
    )
    .default([]),
  /** Acts of the school that set checking terms; rows as in the settings of 2.5-written-works-in-time. */
  writtenLimits: z
    .array(
      z.strictObject({
        act: z.string().default('Положение о проверке работ'),
        number: z.string().default('5'),
        date: Day.default('2026-08-28'),
        from: Day.default('2026-09-01'),
        pauseOnDaysOff: z.boolean().default(true),
        limits: LimitRows,
      }),
    )
    .default([]),
  /** That the case's class was acquainted with its journal of a week, by its Monday. */
  acquaintances: z.array(z.strictObject({ week: Day, on: Day })).default([]),
  /** Who stood in: for the case's class, or a `group` of it. */
  substitutions: z
    .array(
      z.strictObject({
        group: z.string().optional(),
        date: Day,
        lesson: z.int(),
        teacher: z.int(),
        insteadOf: z.int().nullable().default(null),
        order: z.string().default('приказ № 45 от 16.11.2026'),
      }),
    )
    .default([]),
  /** Orders on which «осв» and «н/а» rest; `periods` are those of the case. */
  orders: z
    .array(
      z.strictObject({
        order: z.string().default('12-у'),
        date: Day.default('2026-10-05'),
        meaning: z.enum(['exempt', 'mastered', 'not-attested']),
        pupils: z.array(z.int()).default([1001]),
        subjects: z.array(z.string()).default(['Алгебра']),
        periods: z.array(z.int()).default([1]),
      }),
    )
    .default([]),
  /** What the school has excused by an order: the duties of a day, or until `to`. */
  exemptions: z
    .array(
      z.strictObject({
        from: Day,
        to: Day.optional(),
        /** Ids of rules; all without it. */
        rules: z.array(z.string()).optional(),
        teachers: z.array(z.int()).optional(),
        pupils: z.array(z.int()).optional(),
        reason: z.string().default('Учитель болен'),
        order: z.string().default('служебная записка от 16.11.2026'),
      }),
    )
    .default([]),
  plans: z.array(PlanForm).default([]),
  /** When the platform couldn't be worked with. */
  outages: z.array(z.strictObject({ from: Time, to: Time })).default([]),
  holidays: z.array(z.strictObject({ from: Day, to: Day })).default([]),
  /** Whose production calendar no decree has confirmed yet. */
  provisionalYears: z.array(z.int()).default([]),
  /** Subjects that the platform lists for the class, besides those of the lessons. */
  taught: z.array(z.string()).default([]),
  halfYear: z.array(z.string()).default([]),
  members: z.array(MemberForm).default([{ pupil: 1001 }, { pupil: 1002 }]),
  subgroups: z
    .record(
      z.string(),
      z.strictObject({
        classes: z.array(z.string()).optional(),
        pupils: z.array(z.union([z.int(), MemberForm])),
      }),
    )
    .default({}),
  classTeachers: z.array(ClassTeacherForm).default([]),
  periods: z.array(PeriodForm).default([]),
  formerPeriods: z.array(FormerPeriodForm).default([]),
  formerBells: z.array(FormerBellForm).default([]),
  lists: z.array(FilledListForm).default([]),
  lessons: z.array(LessonForm).default([]),
  formerPlaces: z.array(FormerPlaceForm).default([]),
  homework: z.array(HomeworkForm).default([]),
  works: z.array(WorkForm).default([]),
  marks: z.array(MarkForm).default([]),
  attendance: z.array(AttendanceForm).default([]),
  finals: z.array(FinalMarkForm).default([]),
  formerFinals: z.array(FormerFinalMarkForm).default([]),
  results: z.array(ResultMarkForm).default([]),
  formerResults: z.array(ResultMarkForm).default([]),
  stamps: z.enum(['uncalibrated', 'utc', 'local', 'moscow']).default('uncalibrated'),
  /** Settings of the rule. */
  settings: z.record(z.string(), z.unknown()).default({}),
  /** Settings of other rules, where two rest on one term. */
  otherSettings: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  /** Verdicts that must be among those found; each line must fit exactly one. Without it, all have the file's kind. */
  expect: z
    .array(
      z.strictObject({
        lesson: z.int().optional(),
        work: z.int().optional(),
        mark: z.int().optional(),
        pupil: z.int().optional(),
        subject: z.string().optional(),
        /** Its id: 101 for the case's own class, then as they come. */
        class: z.int().optional(),
        part: z.string().optional(),
        incident: z.int().optional(),
        verdict: z.enum(['pending', 'kept', 'broken', 'mended', 'unproven', 'exempt']).optional(),
        reason: z.string().optional(),
        level: z.enum(['A', 'B', 'C', 'D']).nullable().optional(),
        /** Of the evidence: the look without it and the look with it; null: none. */
        absent: Time.nullable().optional(),
        seen: Time.nullable().optional(),
        severity: z.enum(['critical', 'major', 'minor', 'info']).optional(),
        date: Day.optional(),
        /** null: none can be told. */
        deadline: Time.nullable().optional(),
        teachers: z.array(z.int()).optional(),
        says: z.string().optional(),
      }),
    )
    .optional(),
  /** How many verdicts the rule gives; 0 where there is nothing to say. */
  verdicts: z.int().optional(),
  notApplicable: z.int().optional(),
})
export type SmallJournal = z.infer<typeof SmallJournal>
/** What is written: everything but the title may be left out. */
export type SmallJournalInput = z.input<typeof SmallJournal>
