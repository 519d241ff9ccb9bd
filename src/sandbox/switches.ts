import { z } from 'zod'

/**
 * What is unknown of the platform, one switch each; the defaults are what clients in use suggest. Whoever writes a
 * client tries it against every position.
 */

const zones = ['utc', 'local', 'moscow'] as const
const days = z.number().int().min(1)

export const Limits = z.strictObject({
  /** Of this many requests in any second; the next is refused. */
  perSecond: z.number().int().min(1).nullable().default(null),
  inFlight: z.number().int().min(1).nullable().default(null),
  /** By the school's day. */
  perDay: z.number().int().min(1).nullable().default(null),
  /** 429, 433, or an `apiRequestLimit` with status 200. */
  refusal: z.enum(['429', '433', '200']).default('429'),
  retryAfter: z.enum(['none', 'seconds', 'date']).default('seconds'),
})

export const Switches = z.strictObject({
  /** Which lesson homework hangs on. */
  homeworkOn: z.enum(['due', 'given']).default('due'),
  /** The zone in which act stamps (marks, attendance) are written. */
  stampZone: z.enum(zones).default('utc'),
  /** The zone of `Work.sentDate`; `stamps` is that of the other stamps. */
  sentZone: z.enum([...zones, 'stamps']).default('stamps'),
  /** Present pupils get an `Attend` entry, too. */
  attendWritten: z.boolean().default(false),
  /** What an edit of a mark, an entry or homework does besides: nothing, a new stamp, or a new stamp and id. */
  onEdit: z.enum(['keep', 'move-stamp', 'new-id']).default('keep'),
  /** Log entries of a group are refused without `subject`. */
  subjectRequired: z.boolean().default(false),
  limits: Limits.prefault({}),
  /** Whose token it is. `teacher` reads the journals of the classes that he teaches only. */
  role: z.enum(['administrator', 'staff', 'teacher', 'pupil']).default('administrator'),
  /** Whether people have surnames or a `shortName` only; `by-role`: pupils see short ones. */
  names: z.enum(['by-role', 'full', 'short']).default('by-role'),
  /** Most days of one request, by what is asked for; null: any. */
  maxDays: z
    .strictObject({
      lessons: days.nullable().default(null),
      marks: days.nullable().default(null),
      entries: days.nullable().default(null),
      schedules: days.nullable().default(null),
      homeworks: days.nullable().default(null),
      averages: days.nullable().default(null),
    })
    .prefault({}),
  /** Most ids in a body or a query. */
  maxIds: z.number().int().min(1).nullable().default(null),
  /** What asking for too much gives; `cut`: the beginning of it, without a word. */
  rangeRefusal: z.enum(['parameterInvalid', 'apiServerError', 'cut']).default('parameterInvalid'),
  timetables: z.enum(['object', 'array', 'refused']).default('object'),
  /** Whether final marks come by class and subject, or only pupil by pupil. */
  finalMarks: z.enum(['class', 'pupil']).default('class'),
  /** Marks of periods, which hang on no lesson, stand in mark lists by the day they were put. */
  periodMarksInLists: z.boolean().default(false),
  /** Words of `Lesson.status`. */
  lessonWords: z
    .strictObject({ held: z.string().default('Active'), cancelled: z.string().default('Cancelled') })
    .prefault({}),
  /** Words of `Work.status`. */
  workWords: z
    .strictObject({ draft: z.string().default('New'), sent: z.string().default('Sent') })
    .prefault({}),
  /** The word of `Task.status`. */
  taskWord: z.string().default('New'),
  /** What `School.timeZone` counts. */
  schoolTimeZone: z.enum(['hours', 'minutes', 'index']).default('hours'),
  /** `lessons=1&lessons=2` as a form is taken for a body, as one public client sends it. */
  formBodies: z.boolean().default(false),
  /** Days that a token lives: the first from the start of the sandbox's clock, others from their login; null: for ever. */
  tokenDays: z.number().min(0).nullable().default(null),
  /** What a client gets for a code: a token and what refreshes it, a token alone, or nothing, as clients may be refused. */
  codeFlow: z.enum(['refresh', 'token', 'refused']).default('refresh'),
  /** The `grant_type` that goes with a code. */
  grantWord: z.string().default('AuthorizationCode'),
  /** Whose id `Work.createdBy` is. */
  createdBy: z.enum(['person', 'user']).default('person'),
  /** How far the platform's clock is ahead: shifts act stamps and the `Date` header. */
  clockSkewSeconds: z.number().default(0),
})
export type Switches = z.infer<typeof Switches>
export type SwitchesGiven = z.input<typeof Switches>
export type Limits = z.infer<typeof Limits>
/** What a range of days is asked for. */
export type Ranged = keyof Switches['maxDays']

export const defaultSwitches: Switches = Switches.parse({})
