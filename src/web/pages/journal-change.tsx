import { russianDate, russianDateTime } from '../../calendar/index.js'
import type { Id, LessonRecord, WorkRecord } from '../../journal/index.js'
import type { RecordChange } from '../../mirror/index.js'
import { attendanceWords, written } from '../../report/index.js'
import { addresses } from '../addresses.js'
import { typedMoment } from '../days.js'
import { short, shortName } from '../short.js'

/** What was changed and taken away, with the looks between which it happened. */

export interface ChangeNames {
  pupil(id: Id): string
  /** «12.10.2026» of a lesson, null where it isn't known any more. */
  dayOf(lesson: Id): string | null
}

interface ChangesProps {
  readonly school: Id
  readonly classId: Id
  readonly section: string
  readonly period: Id | null
  readonly changes: readonly RecordChange[]
  readonly names: ChangeNames
  readonly timeZone: string
}

const mostText = 200
const quoted = (text: string | null) =>
  text === null || text === '' ? 'пусто' : `«${short(text, mostText)}»`

export function Changes(props: ChangesProps) {
  const { changes, names, timeZone, school, ...place } = props
  const told = changes.flatMap(change => {
    const text = changeText(change, names)
    return text === null ? [] : [{ change, text }]
  })
  return (
    <section>
      <h2>Что менялось</h2>
      {told.length === 0 ? (
        <p>Изменений и удалений наши чтения не видели.</p>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th scope="col">Между чтениями</th>
              <th scope="col">Урок</th>
              <th scope="col">Что изменилось</th>
              <th scope="col">Журнал до этого</th>
            </tr>
          </thead>
          <tbody>
            {told.map(({ change: { before, ended }, text }, index) => (
              <tr key={index}>
                <td data-label="Между чтениями">
                  {ended.absentAt !== null && `${russianDateTime(ended.absentAt, timeZone)} и `}
                  {russianDateTime(ended.presentAt, timeZone)}
                </td>
                <td data-label="Урок">{lessonDay(before, names) ?? '—'}</td>
                <td data-label="Что изменилось">
                  <bdi>{text}</bdi>
                </td>
                <td data-label="Журнал до этого" class="no-print">
                  <a
                    href={addresses.journal(school, {
                      ...place,
                      at: typedMoment(ended.presentAt - 1, timeZone),
                    })}
                  >
                    как было
                  </a>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {changes.length >= 200 && <p class="note">Показаны последние {written(changes.length)}.</p>}
    </section>
  )
}

function lessonDay(before: RecordChange['before'], { dayOf }: ChangeNames): string | null {
  if (before.kind === 'lesson') return russianDate(before.date)
  return 'lessonId' in before && before.lessonId !== null ? dayOf(before.lessonId) : null
}

/** Null where nothing changed that a person would see. */
export function changeText({ before, after, attendance }: RecordChange, names: ChangeNames): string | null {
  if (attendance !== null && before.kind === 'attendance') {
    const now = attendance.after === null ? 'запись удалена' : attendanceWords[attendance.after]
    if (attendance.before === attendance.after) return null
    return `${name(names, before.personId)}: ${attendanceWords[attendance.before]} → ${now}`
  }
  if (before.kind === 'mark') {
    const who = name(names, before.personId)
    const was = shortName(before.value)
    if (after?.kind !== 'mark') return `${who}: отметка ${was} удалена`
    if (after.value !== before.value) return `${who}: отметка ${was} → ${shortName(after.value)}`
    return after.lessonId === before.lessonId ? null : `${who}: отметка ${was} перенесена на другой урок`
  }
  if (before.kind === 'lesson') return lessonText(before, after?.kind === 'lesson' ? after : null)
  if (before.kind === 'work') return workText(before, after?.kind === 'work' ? after : null)
  return null
}

function name({ pupil }: ChangeNames, id: Id): string {
  return shortName(pupil(id))
}

function lessonText(before: LessonRecord, after: LessonRecord | null): string | null {
  if (after === null) return `урок удалён; тема: ${quoted(before.topic)}`
  const parts = [
    ...(before.topic === after.topic ? [] : [`тема: ${quoted(before.topic)} → ${quoted(after.topic)}`]),
    ...(before.date === after.date && before.number === after.number
      ? []
      : [`урок перенесён: ${placeText(before)} → ${placeText(after)}`]),
    ...(before.statusWord === after.statusWord
      ? []
      : [`состояние урока: ${quoted(before.statusWord)} → ${quoted(after.statusWord)}`]),
    ...(before.teacherIds.join() === after.teacherIds.join() ? [] : ['указан другой учитель']),
  ]
  return parts.length === 0 ? null : parts.join('; ')
}

function placeText({ date, number }: LessonRecord): string {
  return number === null ? russianDate(date) : `${russianDate(date)}, ${number}-й урок`
}

function workText(before: WorkRecord, after: WorkRecord | null): string | null {
  if (after === null) return `задание или работа удалены: ${quoted(before.text)}`
  const parts = [
    ...(before.text === after.text ? [] : [`задание: ${quoted(before.text)} → ${quoted(after.text)}`]),
    ...(before.fileCount === after.fileCount ? [] : [`файлов: ${before.fileCount} → ${after.fileCount}`]),
    ...(before.targetDate === after.targetDate ? [] : ['изменён день, к которому задано']),
  ]
  return parts.length === 0 ? null : parts.join('; ')
}
