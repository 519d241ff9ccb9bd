import type { LessonRecord, Window, WorkRecord } from '../../journal/index.js'
import { failure } from '../failures.js'
import { int64Text } from '../lossless.js'
import { WireLesson, WireWork } from '../schema/journal.js'
import type { Collector } from './collector.js'
import { daysAfter, listOf, weekOf } from './window.js'

/** `edu-groups/{g}/lessons/{from}/{to}`: lessons of the class and its subgroups, with their works inside. */
export function parseLessons(collector: Collector, body: unknown, window: Window): void {
  const dates: string[] = []
  for (const { wire, path } of collector.each(WireLesson, '', listOf(body))) {
    dates.push(wire.date)
    const record: LessonRecord = {
      kind: 'lesson',
      id: wire.id,
      groupId: wire.group,
      date: wire.date,
      number: wire.number,
      subjectId: wire.subject ?? wire.subjectId,
      teacherIds: wire.teachers ?? [],
      topic: wire.title,
      statusWord: wire.status,
    }
    collector.add(record)
    parseWorks(collector, wire.works ?? [], { path: `${path}.works`, lessonId: wire.id })
  }
  checkWeek(collector, dates, window)
}

function parseWorks(
  collector: Collector,
  works: readonly unknown[],
  of: { readonly path: string; readonly lessonId: string },
): void {
  // The short form of a lesson lists its works by number only; they say nothing that we could keep.
  const objects = works.map(work => (int64Text(work) === null ? work : null))
  for (const { wire } of collector.each(WireWork, of.path, objects)) {
    const record: WorkRecord = {
      kind: 'work',
      id: wire.id,
      lessonId: wire.lesson ?? of.lessonId,
      kindWord: wire.type,
      workTypeId: wire.workType,
      text: wire.text,
      fileCount: [...(wire.files ?? []), ...(wire.oneDriveLinks ?? [])].filter(file => file !== null).length,
      statusWord: wire.status,
      targetDate: wire.targetDate,
      sentRaw: wire.sentDate,
      createdBy: wire.createdBy,
      periodNumber: wire.periodNumber,
      periodTypeWord: wire.periodType,
    }
    collector.add(record)
  }
}

/** Lists are cut by the lesson's day. A day of grace, because the platform's idea of a day may be an hour off. */
function checkWeek(collector: Collector, dates: readonly string[], window: Window): void {
  const { from, to } = weekOf(window)
  if (dates.some(date => date < from || date > to)) collector.note('lesson outside the asked week')
  const earliest = daysAfter(from, -1)
  const latest = daysAfter(to, 1)
  if (dates.length === 0 || dates.some(date => date >= earliest && date <= latest)) return
  throw failure('DNEVNIK_UNEXPECTED', { message: 'Платформа прислала уроки не той недели, что запрошена.' })
}
