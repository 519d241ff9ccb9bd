import { z } from 'zod'
import type { Instant } from '../clock.js'
import type { ClassJournal, JournalLesson, JournalSection } from './class-journal-model.js'
import { attendanceWords, isWholeJournal, notWhole, workWords } from './class-journal-words.js'

/**
 * The journal as JSON Lines: a line a record, the first one tells what the file is, the last one how many lines come before
 * it. Keys in a fixed order, UTF-8, LF; instants in UTC. What the fields mean stands in docs/class-journal.md, and in Russian
 * beside the archived file.
 */

const journalFormat = 'dnevnik-bridge/class-journal-lines/1'

function iso(instant: Instant | null): string | null {
  return instant === null ? null : new Date(instant).toISOString()
}

function firstLine(journal: ClassJournal): object {
  const { coverage, unplaced } = journal
  const whole = isWholeJournal(journal)
  return {
    record: 'journal',
    format: journalFormat,
    source: 'ИС «Дневник.ру»',
    school: journal.school,
    class: journal.class,
    classTeacher: journal.classTeacher,
    studyYear: journal.studyYear,
    period: journal.period,
    from: journal.from,
    to: journal.to,
    timeZone: journal.timeZone,
    complete: whole,
    completeness: whole ? 'прочитано полностью' : notWhole,
    gaps: coverage.gaps,
    quarantined: coverage.quarantined,
    unknownWords: coverage.unknownWords,
    marksWithoutLesson: unplaced.marks,
    attendanceWithoutLesson: unplaced.entries,
    made: {
      at: iso(journal.asOf),
      readFrom: iso(coverage.oldestLook),
      readTo: iso(coverage.newestLook),
      archiveBefore: journal.checkpoint,
    },
  }
}

function* lessonLines(lesson: JournalLesson, section: JournalSection): Generator<object> {
  yield {
    record: 'lesson',
    id: lesson.id,
    date: lesson.date,
    number: lesson.number,
    subject: section.subject,
    group: section.group,
    status: lesson.status,
    topic: lesson.topic,
    teachers: lesson.teachers,
    formerTeachers: lesson.formerTeachers,
    substitution: lesson.substitution,
    works: lesson.works.map(work => ({ ...work, title: workWords(work) })),
    homework: lesson.homework,
  }
  for (const { pupil, status } of lesson.attendance)
    yield {
      record: 'attendance',
      lesson: lesson.id,
      date: lesson.date,
      pupil,
      status,
      title: attendanceWords[status],
    }
  for (const { id, pupil, work, value } of lesson.marks) {
    const of = lesson.works[work]
    yield {
      record: 'mark',
      id,
      lesson: lesson.id,
      date: lesson.date,
      pupil,
      value,
      work: of?.id ?? null,
      kind: of?.kind ?? null,
      written: of?.written ?? null,
      title: of ? workWords(of) : null,
    }
  }
}

function* records(journal: ClassJournal): Generator<object> {
  yield firstLine(journal)
  for (const { id, name, start, finish } of journal.periods)
    yield { record: 'period', id, name, start, finish }
  for (const { id, name, left, stays } of journal.pupils) yield { record: 'pupil', id, name, left, stays }
  for (const section of journal.sections) {
    yield {
      record: 'section',
      subject: section.subject,
      group: section.group,
      teachers: section.teachers,
      membersKnown: section.membersKnown,
      pupils: section.pupils,
      stays: [...section.stays].map(([pupil, stays]) => ({ pupil, stays })),
      pupilsOfOtherClasses: section.guests,
      lessons: section.lessons.length,
    }
    for (const lesson of section.lessons) yield* lessonLines(lesson, section)
  }
  for (const { subject, pupil, period, value } of journal.finals)
    yield { record: 'final', subject, pupil, period, value }
}

/** The same journal gives the same bytes in any zone and locale. */
export function journalLines(journal: ClassJournal): string {
  const lines = [...records(journal)].map(record => JSON.stringify(record))
  return `${[...lines, JSON.stringify({ record: 'end', lines: lines.length })].join('\n')}\n`
}

const First = z.looseObject({ made: z.unknown() })

/** What makes a journal that journal: all but when it was made and read. */
export function journalSubstance(lines: string): string {
  const end = lines.indexOf('\n')
  const { made: _, ...first } = First.parse(JSON.parse(lines.slice(0, end)))
  return `${JSON.stringify(first)}${lines.slice(end)}`
}
