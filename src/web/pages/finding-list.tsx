import { russianDate, russianDateTime } from '../../calendar/index.js'
import {
  evidenceText,
  levelWords,
  type ReportFinding,
  severityWords,
  weekdayWords,
} from '../../report/index.js'
import { weekdayOf } from '../days.js'

/** Findings one by one: what, whose, by when, and how it is known. No pupil's name stands here, only the number. */
export function FindingList({
  findings,
  timeZone,
}: {
  findings: readonly ReportFinding[]
  timeZone: string
}) {
  return (
    <table class="cards findings">
      <thead>
        <tr>
          <th scope="col">День</th>
          <th scope="col">Класс</th>
          <th scope="col">Что обнаружено</th>
          <th scope="col">Учитель</th>
          <th scope="col">Срок</th>
          <th scope="col">Откуда известно</th>
        </tr>
      </thead>
      <tbody>
        {findings.map((finding, index) => (
          <Row key={finding.entry ?? index} finding={finding} timeZone={timeZone} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ finding, timeZone }: { finding: ReportFinding; timeZone: string }) {
  const { verdict, className, subjectName, teachers } = finding
  const { level } = verdict.evidence
  const evidence = evidenceText(verdict.evidence, timeZone)
  const about = [
    `п. ${verdict.clause}`,
    subjectName,
    severityWords[verdict.severity],
    verdict.subject.person === undefined ? null : `обучающийся № ${verdict.subject.person}`,
  ].filter(part => part !== null)
  return (
    <tr>
      <td data-label="День" class="day">
        {russianDate(verdict.date)} <small>{weekdayWords[weekdayOf(verdict.date)]}</small>
      </td>
      <td data-label="Класс" class="class">
        {className}
      </td>
      <td>
        {verdict.message}
        <small class="line">{about.join(' · ')}</small>
      </td>
      <td data-label="Учитель">{teachers.length > 0 ? teachers.join(', ') : 'на платформе не указан'}</td>
      <td data-label="Срок" class={verdict.deadline === null ? 'absent' : ''}>
        {verdict.deadline === null ? '—' : russianDateTime(verdict.deadline, timeZone)}
      </td>
      <td data-label="Откуда известно" class={evidence === '' ? 'absent' : 'evidence'}>
        {level !== null && (
          <abbr class="level" title={levelWords[level]}>
            {level}
          </abbr>
        )}{' '}
        {evidence || '—'}
      </td>
    </tr>
  )
}
