import { russianDate, russianDateTime } from '../../calendar/index.js'
import type { Instant } from '../../clock.js'
import type { Id } from '../../journal/index.js'
import type { LedgerEntry } from '../../ledger/index.js'
import { clipped } from '../../plain-text.js'
import { evidenceText, levelWords, severityWords, verdictTitles, weekdayWords } from '../../report/index.js'
import { addresses } from '../addresses.js'
import { weekdayOf } from '../days.js'
import type { SchoolNames } from '../deps/findings.js'

/** Enough for what a rule has to say; the verdict's own page has more of it. */
const mostLetters = 400

/** What every list of findings needs to name things and to tell what has passed. */
export interface ListGround {
  readonly school: Id
  readonly names: SchoolNames
  /** Null where the viewer may not see whom it is about. */
  pupilOf(entry: LedgerEntry): string | null
  readonly timeZone: string
  readonly now: Instant
}

interface FindingListProps extends ListGround {
  readonly entries: readonly LedgerEntry[]
  /** In lists of one kind the heading says which. */
  readonly kinds?: boolean
}

/** Findings one by one: what, whose, by when, and how it is known. A pupil is named to who may open the journal there. */
export function FindingList({ entries, kinds = false, ...ground }: FindingListProps) {
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
        {entries.map(entry => (
          <Row key={entry.id} entry={entry} kinds={kinds} {...ground} />
        ))}
      </tbody>
    </table>
  )
}

type RowProps = ListGround & { readonly entry: LedgerEntry; readonly kinds: boolean }

function Row({ entry, kinds, school, names, pupilOf, timeZone, now }: RowProps) {
  const { id, verdict } = entry
  const { level } = verdict.evidence
  const { subject, person } = verdict.subject
  const evidence = evidenceText(verdict.evidence, timeZone)
  const about = [
    kinds ? verdictTitles[verdict.verdict].toLowerCase() : null,
    `п. ${verdict.clause}`,
    subject === undefined ? null : names.subjectName(subject),
    severityWords[verdict.severity],
    person === undefined ? null : `обучающийся(аяся): ${pupilOf(entry) ?? `№ ${person}`}`,
  ].filter(part => part !== null)
  return (
    <tr>
      <td data-label="День" class="day">
        {russianDate(verdict.date)} <small>{weekdayWords[weekdayOf(verdict.date)]}</small>
      </td>
      <td data-label="Класс" class="class">
        <bdi>{names.className(verdict.subject.class)}</bdi>
      </td>
      <td class="what">
        <a href={addresses.verdict(school, id)}>
          <bdi>{clipped(verdict.message, mostLetters)}</bdi>
        </a>
        <small class="line">
          <bdi>{about.join(' · ')}</bdi>
        </small>
      </td>
      <td data-label="Учитель">
        <bdi>{verdict.responsible.map(names.teacherName).join(', ') || '—'}</bdi>
      </td>
      <td data-label="Срок" class={verdict.deadline === null ? 'absent' : ''}>
        {verdict.deadline === null ? '—' : russianDateTime(verdict.deadline, timeZone)}
        {isPassed(verdict, now) && <small class="line">{passedNote}</small>}
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

/** The last check found the deadline ahead, and it is behind by now. */
export function isPassed(
  { verdict, deadline }: Pick<LedgerEntry['verdict'], 'verdict' | 'deadline'>,
  now: Instant,
): boolean {
  return verdict === 'pending' && deadline !== null && deadline <= now
}

export const passedNote = 'срок прошёл после проверки'
