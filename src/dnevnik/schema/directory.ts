import { z } from 'zod'
import { flag, id, ids, integer, optionalId, requiredText, text, word } from './values.js'
import { wireKind } from './wire.js'

export const WireGroup = wireKind(
  'group',
  z.object({
    id,
    type: word,
    parentIds: ids,
    name: text,
    fullName: text,
    parallel: integer,
    studyyear: integer,
    status: word,
  }),
  ['timetable', 'educationType', 'subjects', 'journaltype', 'avatarSmall'],
)

const personFields = {
  id,
  userId: optionalId,
  lastName: text,
  firstName: text,
  middleName: text,
  shortName: text,
}
/** Pupils are shown to each other by their short names. */
const personByRights = ['userId', 'lastName', 'firstName', 'middleName', 'shortName']

export const WirePerson = wireKind(
  'person',
  z.object(personFields),
  ['sex', 'birthday', 'locale', 'timezone'],
  personByRights,
)

const teacherIgnored = [
  'sex',
  'dateBirth',
  'email',
  'subjects',
  'houseMaster',
  'education',
  'scientificDegree',
  'startDate',
  'pedagogicalActivityDate',
  'managingEmployee',
  'nameManagingPosition',
  'teachingStaff',
  'nameTeacherPosition',
  'trainingAndSupportStaff',
  'servicePersonnel',
  'medicalWorker',
  'nameMedicalPosition',
  'externalPartTime',
]

export const WireTeacher = wireKind('teacher', z.object(personFields), teacherIgnored, personByRights)

export const WireSubject = wireKind('subject', z.object({ id, name: requiredText, halfYear: flag }), [
  'knowledgeArea',
  'knowledgeAreaId',
  'fgosSubjectId',
  'espSubjectName',
])

export const WireWorkType = wireKind(
  'work-type',
  z.object({ id, schoolId: optionalId, kind: word, title: text, name: text, abbr: text, abbreviation: text }),
  ['kindId', 'weight', 'isFinal', 'isImportant'],
)

/** Only the value itself is known of these. */
export const WireMarkValue = wireKind('mark-value', z.object({ value: word, textValue: word }), [])
