import { z } from 'zod'

/**
 * The platform's objects, written from what is known of its wire and not from the sandbox's code. Strict: a field
 * too many is as wrong as one too few. Ids that come as bare integers are marked with `#` by `markIds`.
 */

export function markIds(json: string): string {
  return json.replace(/(?<=[[:,])\d{13,19}(?=[,\]}])/g, '"#$&"')
}

const int64 = z.string().regex(/^#\d{19}$/)
const twin = z.string().regex(/^\d{19}$/)
/** Persons, users, schools: 13 digits. */
const short = z.string().regex(/^#\d{13}$/)
const shortTwin = z.string().regex(/^\d{13}$/)
const day = z.string().regex(/^\d{4}-\d\d-\d\dT00:00:00$/)
const act = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{0,6}[1-9])?$/)
const text = z.string()
const sex = z.enum(['Male', 'Female'])

export const Id64 = int64
export const ShortId = short

export const Person = z.strictObject({
  id: short,
  id_str: shortTwin,
  userId: short.nullable(),
  userId_str: shortTwin.nullable(),
  firstName: text,
  lastName: text,
  middleName: text.nullable(),
  shortName: text,
  sex,
})

export const User = z.strictObject({
  id: short,
  id_str: shortTwin,
  personId: short,
  personId_str: shortTwin,
  login: text,
  firstName: text,
  lastName: text,
  middleName: text.nullable(),
  shortName: text,
  locale: z.literal('ru-RU'),
  timezone: z.string().regex(/^[+-]\d{1,2}:\d\d$/),
  sex,
  birthday: day,
  roles: z.array(text),
  phone: z.literal(''),
})

export const PersonSchool = z.strictObject({
  id: short,
  id_str: shortTwin,
  name: text,
  educationType: z.literal('Regular'),
  tsoCityId: z.int(),
  tsoRegionTreePath: text,
})

export const School = PersonSchool.extend({
  fullName: text,
  avatarSmall: z.null(),
  city: text,
  municipality: text,
  regionid: z.int(),
  markType: z.literal('Mark5'),
  timeZone: z.int(),
  uses_avg: z.boolean(),
  uses_weighted_avg: z.boolean(),
})

export const Organization = z.strictObject({
  OrganizationId: short,
  OrganizationType: text,
  RegionId: z.int(),
  DistrictId: z.int(),
  CityId: z.int(),
})

export const Subject = z.strictObject({
  id: int64,
  id_str: twin,
  name: text,
  knowledgeArea: text,
  fgosSubjectId: z.null(),
  espSubjectName: z.null(),
  halfYear: z.boolean(),
})
export const ShortSubject = z.strictObject({ id: int64, name: text, knowledgeAreaId: z.int() })

export const EduGroup = z.strictObject({
  id: int64,
  id_str: twin,
  parentIds: z.array(int64).nullable(),
  parentIds_str: z.array(twin).nullable(),
  type: z.enum(['Group', 'Subgroup']),
  name: text,
  fullName: text,
  parallel: z.int(),
  timetable: int64,
  timetable_str: twin,
  status: z.enum(['Active', 'Archive']),
  studyyear: z.int(),
  educationType: z.literal('Regular'),
  subjects: z.array(Subject),
  journaltype: text,
})

export const Context = z.strictObject({
  userId: short,
  avatarUrl: z.null(),
  roles: z.array(text),
  children: z.array(z.never()),
  schools: z.array(
    z.strictObject({ id: short, name: text, type: z.literal('Regular'), groupIds: z.array(int64) }),
  ),
  eduGroups: z.array(EduGroup),
  splitId: text,
  personId: short,
  firstName: text,
  lastName: text,
  middleName: text.nullable(),
  shortName: text,
  schoolIds: z.array(short),
  groupIds: z.array(int64),
})

export const Memberships = z.strictObject({
  person: short,
  person_str: shortTwin,
  schools: z.array(
    z.strictObject({
      school: School,
      roles: z.array(text),
      editorRoles: z.array(text),
      eduGroupMemberships: z.array(z.strictObject({ eduGroup: EduGroup })),
      subjects: z.array(Subject),
    }),
  ),
})

export const SchoolTeacher = z.strictObject({
  Id: short,
  IdStr: shortTwin,
  UserId: short,
  UserIdStr: shortTwin,
  FirstName: text,
  LastName: text,
  MiddleName: text,
  ShortName: text,
  Sex: sex,
  DateBirth: day.nullable(),
  Email: text.nullable(),
  Subjects: text,
  HouseMaster: z.boolean(),
  Education: text.nullable(),
  ScientificDegree: text.nullable(),
  StartDate: day.nullable(),
  PedagogicalActivityDate: day.nullable(),
  ManagingEmployee: z.boolean(),
  NameManagingPosition: text.nullable(),
  TeachingStaff: z.boolean(),
  NameTeacherPosition: text,
  TrainingAndSupportStaff: z.boolean(),
  ServicePersonnel: z.boolean(),
  MedicalWorker: z.boolean(),
  NameMedicalPosition: text.nullable(),
  ExternalPartTime: z.boolean(),
})

export const Period = z.strictObject({
  id: int64,
  id_str: twin,
  start: day,
  // Sometimes with a fraction; the first ten characters are what counts.
  finish: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?$/),
  number: z.int().min(1),
  type: z.enum(['Quarter', 'Trimester', 'Semester', 'HalfYear', 'Module']),
  name: text,
  year: z.int(),
})

export const PeriodGroup = z.strictObject({
  id: int64,
  reportingPeriods: z.array(Period),
  holidays: z.array(
    z.strictObject({
      id: int64,
      reportingPeriodGroupId: int64,
      dateStart: day,
      dateFinish: day,
      name: text,
      description: text.nullable(),
    }),
  ),
})

export const Timetable = z.strictObject({
  Name: text,
  Start: text,
  FirstLessonNumber: z.int(),
  Items: z.array(
    z.strictObject({
      Id: z.int(),
      Start: z.string().regex(/T\d\d:\d\d:00$/),
      Finish: z.string().regex(/T\d\d:\d\d:00$/),
      Name: text,
      Type: text,
      DaysOfWeek: z.array(text),
      LessonNumber: z.int(),
    }),
  ),
})

export const WorkType = z.strictObject({
  id: int64,
  id_str: twin,
  schoolId: short,
  kindId: z.int(),
  kind: text,
  title: text,
  abbr: text,
  weight: z.number(),
})
export const ShortWorkType = z.strictObject({
  id: int64,
  schoolId: short,
  abbreviation: text,
  name: text,
  isFinal: z.boolean(),
  isImportant: z.boolean(),
  kindId: z.int(),
  kind: text,
})

export const Work = z.strictObject({
  id: int64,
  id_str: twin,
  type: text,
  workType: int64,
  markType: z.literal('Mark5'),
  markCount: z.int(),
  lesson: int64.nullable(),
  lesson_str: twin.nullable(),
  displayInJournal: z.boolean(),
  status: text,
  eduGroup: int64,
  eduGroup_str: twin,
  tasks: z.array(z.unknown()),
  text: text.nullable(),
  periodNumber: z.int(),
  periodType: text.nullable(),
  subjectId: int64,
  isImportant: z.boolean(),
  targetDate: day.nullable(),
  sentDate: act.nullable(),
  createdBy: short,
  files: z.array(z.int()),
  oneDriveLinks: z.array(z.unknown()),
})

export const Lesson = z.strictObject({
  id: int64,
  id_str: twin,
  title: text.nullable(),
  date: day,
  number: z.int().min(1),
  subject: Subject,
  group: int64,
  status: text,
  resultPlaceId: z.null(),
  works: z.array(Work),
  teachers: z.array(short),
  teachers_str: z.array(shortTwin),
})
export const ShortLesson = z.strictObject({
  id: int64,
  title: text.nullable(),
  date: day,
  number: z.int().min(1),
  subjectId: int64,
  status: text,
  resultPlaceId: z.null(),
  building: text.nullable(),
  place: text.nullable(),
  floor: text.nullable(),
  hours: z.string().regex(/^\d\d:\d\d - \d\d:\d\d$/),
  works: z.array(int64),
  teachers: z.array(short),
})

export const Task = z.strictObject({
  id: int64,
  id_str: twin,
  person: short,
  person_str: shortTwin,
  work: int64,
  work_str: twin,
  status: text,
  targetDate: day,
})

export const Mark = z.strictObject({
  id: int64,
  id_str: twin,
  type: text,
  value: text,
  textValue: text,
  person: short,
  person_str: shortTwin,
  work: int64,
  work_str: twin,
  lesson: int64.nullable(),
  lesson_str: twin.nullable(),
  number: z.int(),
  date: act,
  workType: int64,
  mood: z.enum(['Good', 'Average', 'Bad', 'NotSet', 'More']),
  use_avg_calc: z.boolean(),
})

/** No id: lesson and person are the key. */
export const LogEntry = z.strictObject({
  person: short,
  person_str: shortTwin,
  lesson: int64,
  lesson_str: twin,
  comment: text.nullable(),
  status: z.enum(['Attend', 'Absent', 'Ill', 'Late', 'Pass', 'NotSet']),
  createdDate: act,
})
export const LogEntries = z.array(LogEntry.nullable())

export const ScheduleDay = z.strictObject({
  date: day,
  lessons: z.array(ShortLesson),
  marks: z.array(Mark),
  works: z.array(Work),
  homeworks: z.array(Work),
  subjects: z.array(ShortSubject),
  workTypes: z.array(ShortWorkType),
  lessonLogEntries: LogEntries,
  teachers: z.array(z.strictObject({ person: Person, role: text })),
  nextDate: day,
})

export const Homeworks = z.strictObject({
  works: z.array(Work),
  subjects: z.array(ShortSubject),
  lessons: z.array(ShortLesson),
  files: z.array(z.unknown()),
  teachers: z.array(Person),
})

export const RecentMarks = z.strictObject({
  marks: z.array(Mark),
  criteriabasedmarks: z.array(z.unknown()),
  works: z.array(Work),
  subjects: z.array(ShortSubject),
  workTypes: z.array(ShortWorkType),
  lessons: z.array(ShortLesson),
  lessonLogEntries: LogEntries,
})

export const AllFinalMarks = z.strictObject({
  marks: z.array(Mark),
  works: z.array(Work),
  subjects: z.array(ShortSubject),
  workTypes: z.array(ShortWorkType),
})

export const SubjectFinalMark = z.strictObject({
  subject: int64,
  subject_str: twin,
  'final-mark': Mark.nullable(),
})
export const PersonFinalMarks = z.strictObject({
  person: short,
  person_str: shortTwin,
  group: int64,
  group_str: twin,
  reportingPeriod: int64.nullable(),
  reportingPeriod_str: twin.nullable(),
  'per-subject-final-marks': z.array(SubjectFinalMark),
})

const comma = z.string().regex(/^[1-5],\d\d$/)
export const Average = z.strictObject({
  person: short,
  person_str: shortTwin,
  'per-subject-averages': z.array(
    z.strictObject({ subject: int64, subject_str: twin, 'avg-mark-value': comma }),
  ),
})
export const PeriodAverage = Average.extend({
  group: int64,
  group_str: twin,
  reportingPeriod: int64,
  reportingPeriod_str: twin,
})
export const Weighted = z.strictObject({
  subjectMarks: z.array(
    z.strictObject({
      subject: int64,
      subject_str: twin,
      marks: z.array(z.strictObject({ person: short, value: comma.nullable() })),
    }),
  ),
})
export const AverageText = z.union([comma, z.literal('')])
