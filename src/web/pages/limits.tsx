import { russianDateTime } from '../../calendar/index.js'
import { rules } from '../../regulation/index.js'
import { dayRange, severityWords } from '../../report/index.js'
import type { FindingQuery } from '../addresses.js'
import type { SchoolNames } from '../deps/findings.js'

interface LimitsProps {
  readonly query: FindingQuery
  readonly names: SchoolNames
  readonly timeZone: string
  /** On the screen a form says it; paper has no forms. */
  readonly onPaper?: true
}

/** Of which days a page is, and what narrows it. */
export function Limits({ query, names, timeZone, onPaper }: LimitsProps) {
  return (
    <p class={onPaper ? 'soft on-paper' : 'soft'}>
      <bdi>{limitsOf(query, names, timeZone).join(' · ')}</bdi>
    </p>
  )
}

function limitsOf(query: FindingQuery, names: SchoolNames, timeZone: string): string[] {
  const { from, to, classId, subject, teacher, clause, rule, severity } = query
  const { since, until, dueFrom, dueTo, mendable } = query
  const at = (moment: string) => russianDateTime(Date.parse(moment), timeZone)
  const known = rules.find(({ id }) => id === rule)
  return [
    dayRange(from, to),
    classId === undefined ? null : `класс ${names.className(classId)}`,
    subject === undefined ? null : names.subjectName(subject),
    teacher === undefined ? null : names.teacherName(teacher),
    known ? `п. ${known.clause}: ${known.title}` : clause === undefined ? null : `п. ${clause}`,
    severity === undefined ? null : severityWords[severity],
    since === undefined ? null : `стало так после ${at(since)}`,
    until === undefined ? null : `стало так не позже ${at(until)}`,
    dueFrom === undefined ? null : `срок не раньше ${at(dueFrom)}`,
    dueTo === undefined ? null : `срок не позже ${at(dueTo)}`,
    mendable === undefined ? null : 'ещё можно исправить',
  ].filter(part => part !== null)
}
