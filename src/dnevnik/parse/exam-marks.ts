import type { ExamMarkRecord, Id, Neighbours, Window } from '../../journal/index.js'
import { fieldsOf } from '../schema/fields.js'
import { type FinalMarkOfPupil, marksOfPupils } from './all-final-marks.js'
import type { Collector } from './collector.js'
import { checkPeople } from './whose.js'
import { listOf } from './window.js'

/** By the type of the work; the marks of periods and of the year come with the final marks. */
const lines = new Map<string | null, ExamMarkRecord['line']>([
  ['Exam', 'exam'],
  ['PeriodFinalMark', 'result'],
])

/** `{"pupils":[…]}`, which `readExamMarks` joins; `"refused":[…]` names pupils of whom the platform told nothing. */
export function parseExamMarks(
  collector: Collector,
  body: unknown,
  _window: Window,
  neighbours?: Neighbours,
): void {
  const { pupils, refused } = fieldsOf(body) ?? {}
  const marks = [...marksOfPupils(collector, '.pupils', pupils)]
  if (refused !== undefined && listOf(refused).length > 0) collector.lacksPart()
  // Of two in one cell, as after a resit, the later one counts, in whatever order they come.
  for (const mark of marks.sort(byStamp)) addMark(collector, mark)
  checkPeople(new Set<Id>(marks.map(({ wire }) => wire.person)), neighbours)
}

function byStamp(a: FinalMarkOfPupil, b: FinalMarkOfPupil): number {
  const [first, second] = [a.wire.date ?? '', b.wire.date ?? '']
  return first === second ? 0 : first < second ? -1 : 1
}

function addMark(collector: Collector, { wire, path, element, work }: FinalMarkOfPupil): void {
  if (work?.type === 'PeriodMark') return
  const line = lines.get(work?.type ?? null)
  const value = wire.value ?? wire.textValue
  if (work?.type && !line) {
    collector.note('final work of another type')
    return
  }
  if (!work?.subjectId || !line || value === null) {
    collector.quarantine(path, 'неизвестно, по какому предмету, за экзамен ли или какая это отметка', element)
    return
  }
  const record: ExamMarkRecord = {
    kind: 'exam-mark',
    id: `${wire.person}:${work.subjectId}:${line}`,
    personId: wire.person,
    subjectId: work.subjectId,
    line,
    markId: wire.id,
    value,
    markTypeWord: wire.type,
    stampRaw: wire.date,
  }
  collector.add(record)
}
