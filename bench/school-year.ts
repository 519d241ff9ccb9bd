import { createHash } from 'node:crypto'
import { parsersOf } from '../src/dnevnik/index.js'
import type { Answer, Id, Window } from '../src/journal/index.js'
import { weeklyResources } from '../src/journal/index.js'
import { weeksBetween } from './weeks.js'

/**
 * The journal of a school-year as the platform writes it, window by window and nothing kept: 656 records a
 * class-week, 0.9 million in forty classes. The numbers of one kind and their ids are spread like the platform's.
 */
export interface YearOptions {
  readonly classes: number
  /** Ids of another school-year don't meet this one's. */
  readonly year: number
}

/** What was changed since the first look: nothing, or one record in fifty of each window, but one at least. */
export type Edition = 'first' | 'later'

export const school = '1000004956244'
export const weeks = weeksBetween('2026-09-01', '2027-05-26').slice(0, 34)
const lessonsAWeek = 33
const marksAWeek = 370
const absencesAWeek = 220
export const recordsAWeek = 2 * lessonsAWeek + marksAWeek + absencesAWeek
const changedOneIn = 50
const pupils = 25

export function windowsOfWeek(group: Id, week: string): Window[] {
  return weeklyResources.map((resource): Window => ({ school, resource, group, week }))
}

export function classId({ year }: YearOptions, index: number): Id {
  return String(2_260_325_488_551_000_000n + BigInt(year * 1000 + index))
}

/** Mixes numbers into one that looks random, the same each time. */
function mixed(...parts: readonly number[]): number {
  let hash = 2166136261
  for (const part of parts) hash = Math.imul(hash ^ part, 16777619) >>> 0
  return Math.imul(hash ^ (hash >>> 15), 2246822519) >>> 0
}

interface Place {
  readonly window: Window
  readonly week: number
  readonly group: number
}

const longId = (kind: number, { group, week }: Place, index: number) =>
  String(2_392_148_420_000_000_000n + BigInt(kind) * 10n ** 14n + BigInt((group * 64 + week) * 1000 + index))
const personId = ({ group }: Place, index: number) => String(1_000_000_000_000 + group * 100 + index)

export function bodyOf(window: Window, edition: Edition): string {
  const place = {
    window,
    week: weeks.indexOf(window.week ?? ''),
    group: Number((window.group ?? '').slice(-7)),
  }
  const list = (count: number, write: (index: number, changed: boolean) => string) => {
    const step = Math.min(changedOneIn, count)
    const first = mixed(place.group, place.week) % step
    const isChanged = (index: number) => edition === 'later' && index % step === first
    return `[${Array.from({ length: count }, (_, index) => write(index, isChanged(index))).join()}]`
  }
  if (window.resource === 'lessons')
    return list(lessonsAWeek, (index, changed) => lesson(place, index, changed))
  if (window.resource === 'marks') return list(marksAWeek, (index, changed) => mark(place, index, changed))
  return list(absencesAWeek, (index, changed) => absence(place, index, changed))
}

const moment = ({ window }: Place, index: number) =>
  `${window.week}T0${index % 10}:${10 + (index % 50)}:07.${index}`

function lesson(place: Place, index: number, changed: boolean): string {
  const { window } = place
  const [id, work] = [longId(1, place, index), longId(2, place, index)]
  const subject = String(2_210_189_129_247_681_000n + BigInt(index % 14))
  const topic = `Проценты: решение текстовых задач, часть ${index}${changed ? ' (уточнено)' : ''}`
  return `{"id":${id},"id_str":"${id}","title":"${topic}","date":"${window.week}T00:00:00","number":${1 + (index % 7)},"subject":{"id":${subject},"id_str":"${subject}","name":"Математика","knowledgeArea":"Математика и информатика","fgosSubjectId":null,"halfYear":false},"group":${window.group},"status":"Active","resultPlaceId":null,"works":[{"id":${work},"id_str":"${work}","type":"Homework","workType":1735360453061036831,"markType":"Mark5","markCount":1,"lesson":${id},"lesson_str":"${id}","displayInJournal":false,"status":"Sent","eduGroup":${window.group},"tasks":[],"text":"§ ${index}, упражнения 5–7${changed ? ', и 8' : ''}","periodNumber":1,"periodType":"Quarter","subjectId":${subject},"isImportant":false,"targetDate":"${window.week}T00:00:00","sentDate":"${moment(place, index)}","createdBy":1000000123456,"files":[],"oneDriveLinks":[]}],"teachers":[1000000123456],"teachers_str":["1000000123456"]}`
}

function mark(place: Place, index: number, changed: boolean): string {
  const [id, work] = [longId(3, place, index), longId(4, place, index % 40)]
  const of = longId(1, place, index % lessonsAWeek)
  const person = personId(place, index % pupils)
  const value = changed ? 2 : 3 + (mixed(place.week, index) % 3)
  return `{"id":${id},"id_str":"${id}","type":"Mark5","value":"${value}","textValue":"${value}","person":${person},"person_str":"${person}","work":${work},"work_str":"${work}","lesson":${of},"lesson_str":"${of}","number":1,"date":"${moment(place, index)}","workType":2141571717039095810,"mood":"Good","use_avg_calc":true}`
}

function absence(place: Place, index: number, changed: boolean): string {
  const of = longId(1, place, index % lessonsAWeek)
  const person = personId(place, index)
  return `{"person":${person},"person_str":"${person}","lesson":${of},"lesson_str":"${of}","comment":null,"status":"${changed ? 'Ill' : 'Absent'}","createdDate":"${moment(place, index)}"}`
}

export type UndatedAnswer = Omit<Answer, 'askedAt' | 'answeredAt'>

/** A look at the window as the client would give it: the body is hashed when it has come, parsed when asked. */
export function answerOf(window: Window, body: string): UndatedAnswer {
  return {
    body,
    sha256: createHash('sha256').update(body).digest('hex'),
    requests: 1,
    ...parsersOf(window, body),
  }
}
