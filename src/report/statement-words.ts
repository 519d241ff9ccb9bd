import { russianDate, russianDateTime } from '../calendar/index.js'
import type { Directory, Id } from '../journal/index.js'
import { nameWithInitials } from '../journal/index.js'
import {
  type Acquaintance,
  type BackupCopy,
  type Briefing,
  type ClassOpening,
  type ControlSession,
  councilDecisionText,
  type Exemption,
  type HardCopy,
  hardCopyWords,
  homeText,
  type Incident,
  isCouncilDecision,
  isHomeOrder,
  type OrderMeaning,
  orderText,
  type PupilOrder,
  type PupilOrderSubject,
  promotionText,
  rules,
  type SchoolOrder,
  type Substitution,
  type TrialRestore,
  type WrittenLimits,
  workNames,
  writtenLimitsText,
} from '../regulation/index.js'
import { dayRange } from './russian.js'

/** What people stated, in a line each: on the command line, on pages. */

/** Names by number; the number itself where nobody knows it. */
export interface StatementNames {
  className(id: Id): string
  subject(id: Id): string
  teacher(id: Id): string
  period(id: Id): string
  /** Numbers, unless whoever reads it may see names. */
  pupil(id: Id): string
  readonly timeZone: string
}

export function statementNames(
  directory: Directory,
  { timeZone, pupils }: { readonly timeZone: string; readonly pupils: 'names' | 'numbers' },
): StatementNames {
  const index = (items: readonly { readonly id: Id; readonly name: string }[]) => {
    const names = new Map(items.map(({ id, name }) => [id, name]))
    return (id: Id) => names.get(id) ?? `№ ${id}`
  }
  const members = directory.members.map(({ person }) => ({ id: person.id, name: nameWithInitials(person) }))
  return {
    timeZone,
    className: index([...directory.classes, ...directory.archivedClasses, ...directory.subgroups]),
    subject: index(directory.subjects),
    teacher: index(directory.teachers.map(teacher => ({ id: teacher.id, name: nameWithInitials(teacher) }))),
    period: index(directory.periods),
    pupil: pupils === 'names' ? index(members) : id => id,
  }
}

const meanings: Readonly<Record<OrderMeaning, string>> = {
  exempt: '«осв» — освобождён',
  mastered: '«осв» — освоено',
  'not-attested': '«н/а» — не аттестован',
}

export const meaningWords = (meaning: OrderMeaning) => meanings[meaning]

export function substitutionWords(content: Substitution, names: StatementNames): string {
  const { groupId, date, lesson, personId, insteadOf, order } = content
  const instead = insteadOf === null ? '' : ` вместо ${names.teacher(insteadOf)}`
  return `${names.className(groupId)}, ${russianDate(date)}, урок ${lesson}: ${names.teacher(personId)}${instead}, ${order}`
}

export function orderWords(content: SchoolOrder, names: StatementNames): string {
  return [
    `${orderText(content)}, ${meaningWords(content.meaning)}`,
    `обучающиеся: ${content.personIds.map(names.pupil).join(', ')}`,
    `предметы: ${content.subjectIds.map(names.subject).join(', ')}`,
    `периоды: ${content.periodIds.map(names.period).join(', ')}`,
  ].join('; ')
}

export function classOpeningWords({ classId, order, date }: ClassOpening, names: StatementNames): string {
  return `${names.className(classId)}: ${orderText({ order, date })} об открытии класса`
}

const pupilOrderSubjectTexts: Readonly<Record<PupilOrderSubject, string>> = {
  joined: 'прибыл(а) — приказ',
  left: 'выбыл(а) — приказ',
  home: 'обучение на дому — приказ',
  promoted: 'переведён(а) — решение педсовета',
  conditional: 'переведён(а) условно — решение педсовета',
  retained: 'оставлен(а) на повторное обучение — решение педсовета',
  graduated: 'выпущен(а) — решение педсовета',
}

export const pupilOrderSubjectWords = (what: PupilOrderSubject) => pupilOrderSubjectTexts[what]

export function pupilOrderWords(content: PupilOrder, names: StatementNames): string {
  const { classId, studyYear, personIds } = content
  return [
    `${names.className(classId)}, ${studyYear}: ${orderedText(content)}`,
    `обучающиеся (${personIds.length}): ${personIds.map(names.pupil).join(', ')}`,
  ].join('; ')
}

function orderedText(content: PupilOrder): string {
  const { what, number, date } = content
  if (isCouncilDecision(content))
    return `решение педсовета от ${councilDecisionText(content)} — ${promotionText(content)}`
  if (isHomeOrder(content)) return homeText(content)
  return `${what === 'joined' ? 'прибыл(а)' : 'выбыл(а)'}, ${orderText({ order: number, date })}`
}

export function controlWords(
  { classIds, on, checked, found }: ControlSession,
  names: StatementNames,
): string {
  const result = found === null ? '' : `; найдено: ${found}`
  return `${russianDate(on)}, ${classIds.map(names.className).join(', ')}: ${checked}${result}`
}

export function acquaintanceWords({ classId, week, on }: Acquaintance, names: StatementNames): string {
  return `${names.className(classId)}, неделя с ${russianDate(week)}, журнал просмотрен ${russianDate(on)}`
}

export function writtenLimitsWords(content: WrittenLimits): string {
  const daysOff = `каникулы и праздники в срок ${content.pauseOnDaysOff ? 'не входят' : 'входят'}`
  const begins = `${writtenLimitsText(content)}, действует с ${russianDate(content.from)}`
  return [begins, daysOff, ...content.limits.map(rowText)].join('; ')
}

function rowText(row: WrittenLimits['limits'][number]): string {
  const { works, grades, subjects, lessons, days, count } = row
  const [first, last] = grades
  const where = `${first}–${last} классы${subjects.length === 0 ? '' : ` (${subjects.join(', ')}…)`}`
  const byDays = `${days} ${count === 'study' ? 'уч. дн.' : 'дн.'}`
  const byLesson =
    lessons === 1 ? 'к следующему уроку' : `${lessons === 2 ? 'ко' : 'к'} ${lessons}-му следующему уроку`
  const term = lessons === 0 ? byDays : `${byLesson}, не позже ${byDays}`
  return `${works.map(work => workNames[work]).join(', ')}, ${where}: ${term}`
}

export function backupWords({ on, place, verified }: BackupCopy): string {
  return `${russianDate(on)}, ${place}, ${verified ? 'проверена' : 'не проверена'}`
}

export function restoreWords({ on, from, succeeded }: TrialRestore): string {
  return `${russianDate(on)}, ${from}, ${succeeded ? 'удалось' : 'не удалось'}`
}

export function briefingWords({ studyYear, on, sheet, signedByAll }: Briefing): string {
  return `${studyYear}: ${russianDate(on)}, ${sheet}, ${signedByAll ? 'расписались все' : 'расписались не все'}`
}

export function printedWords(content: HardCopy, names: StatementNames): string {
  const { classId, studyYear, step, on, doneBy, sheet } = content
  return [
    `${names.className(classId)}, ${studyYear}: ${hardCopyWords[step]} ${russianDate(on)}`,
    ...(doneBy === undefined ? [] : [doneBy]),
    ...(sheet === null ? [] : [`версия ${sheet.version} в архиве`]),
  ].join(', ')
}

export function exemptionWords(content: Exemption, names: StatementNames): string {
  const titles = new Map(rules.map(rule => [rule.id, `п. ${rule.clause} ${rule.title}`]))
  const parts: readonly (readonly [string, readonly string[] | null, (id: string) => string])[] = [
    ['правила', content.rules, id => titles.get(id) ?? id],
    ['классы', content.classIds, names.className],
    ['учителя', content.teacherIds, names.teacher],
    ['предметы', content.subjectIds, names.subject],
    ['уроки', content.lessonIds, id => `№ ${id}`],
    ['обучающиеся', content.personIds, names.pupil],
  ]
  const scope = parts.flatMap(([name, ids, words]) =>
    ids === null ? [] : [`${name}: ${ids.map(words).join(', ')}`],
  )
  return `${dayRange(content.from, content.to)}; ${scope.join('; ') || 'вся школа'}; ${content.reason}, ${content.order}`
}

export function outageWords(
  { from, to, source }: { readonly from: number; readonly to: number; readonly source: string },
  { timeZone }: StatementNames,
): string {
  return `${russianDateTime(from, timeZone)} – ${russianDateTime(to, timeZone)}, ${source}`
}

export function incidentWords(content: Incident, names: StatementNames): string {
  const at = (instant: number | null) =>
    instant === null ? 'ещё нет' : russianDateTime(instant, names.timeZone)
  return [
    `логин: ${names.teacher(content.personId)}`,
    `узнали — ${at(content.learnedAt)}`,
    `сообщено руководителю — ${at(content.headToldAt)}`,
    `службе поддержки — ${at(content.supportToldAt)}`,
    `смена пароля — ${at(content.passwordChangedAt)}`,
  ].join(', ')
}
