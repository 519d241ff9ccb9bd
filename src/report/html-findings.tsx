import { russianDate, russianDateTime } from '../calendar/index.js'
import { groupBy } from './grouping.js'
import type { ComplianceReport, ReportFinding } from './model.js'
import { compareRussian, counted, dayRange, written } from './russian.js'
import type { ReasonGroup } from './unproven.js'
import { unprovenReasons } from './unproven.js'
import {
  breaches,
  cases,
  evidenceText,
  excusedNothing,
  exemptNote,
  idleTitle,
  replyText,
  levelWords,
  severityWords,
  unprovenNote,
  voidNote,
  verdictWords,
} from './wording.js'

/** Single cases that can't be decided are listed only while the list can be read. */
const mostUnproven = 50

function ofKinds(report: ComplianceReport, ...kinds: readonly string[]): ReportFinding[] {
  return report.findings.filter(item => kinds.includes(item.verdict.verdict))
}

/** Classes in their order; within one, teachers by name: an address for the finding, never a ranking. */
export function Findings({ report }: { report: ComplianceReport }) {
  const found = ofKinds(report, 'broken', 'mended')
  if (found.length === 0) {
    return (
      <section>
        <h2>Нарушения</h2>
        <p>В том, что прочитано, доказанных нарушений нет.</p>
      </section>
    )
  }
  const byClass = groupBy(found, item => item.verdict.subject.class)
  return (
    <section>
      <h2>Нарушения</h2>
      {report.classes.flatMap(({ id, name }) => {
        const findings = byClass.get(id)
        return findings
          ? [<ClassFindings key={id} name={name} findings={findings} timeZone={report.timeZone} />]
          : []
      })}
    </section>
  )
}

interface TableProps {
  readonly findings: readonly ReportFinding[]
  readonly timeZone: string
  /** Where the table isn't one class's own. */
  readonly withClass?: boolean
}

function ClassFindings({ name, findings, timeZone }: TableProps & { readonly name: string }) {
  const mended = findings.filter(item => item.verdict.verdict === 'mended').length
  const byTeacher = [...groupBy(findings, item => item.teachers.join(', '))].sort(([a], [b]) =>
    compareRussian(a, b),
  )
  return (
    <section>
      <h3>
        {name}{' '}
        <small>
          {counted(findings.length, breaches)}
          {mended > 0 && `, из них исправлено позже: ${written(mended)}`}
        </small>
      </h3>
      {byTeacher.map(([teacher, own]) => (
        <div key={teacher}>
          <h4>{teacher || 'Учитель на платформе не указан'}</h4>
          <FindingTable findings={own} timeZone={timeZone} />
        </div>
      ))}
    </section>
  )
}

function FindingTable({ findings, timeZone, withClass = false }: TableProps) {
  return (
    <table class="cards">
      <thead>
        <tr>
          <th scope="col">Дата</th>
          <th scope="col">Пункт</th>
          <th scope="col">Что обнаружено</th>
          <th scope="col">Срок</th>
          <th scope="col">Доказательство</th>
        </tr>
      </thead>
      <tbody>
        {findings.map(item => (
          <FindingRow
            key={item.entry ?? item.verdict.message}
            item={item}
            timeZone={timeZone}
            withClass={withClass}
          />
        ))}
      </tbody>
    </table>
  )
}

function FindingRow({
  item,
  timeZone,
  withClass,
}: {
  item: ReportFinding
  timeZone: string
  withClass: boolean
}) {
  const { verdict, subjectName, className, entry } = item
  const { level } = verdict.evidence
  const evidence = evidenceText(verdict.evidence, timeZone)
  const about = [
    withClass ? className : null,
    subjectName,
    severityWords[verdict.severity],
    verdict.subject.person === undefined ? null : `обучающийся № ${verdict.subject.person}`,
    entry === null ? null : `запись ${entry}`,
  ].filter(part => part !== null)
  return (
    <tr>
      <td data-label="Дата">{russianDate(verdict.date)}</td>
      <td data-label="Пункт">{verdict.clause}</td>
      <td>
        <span class={verdict.verdict}>{verdictWords[verdict.verdict]}</span>. {verdict.message}
        <br />
        <small>{about.join(' · ')}</small>
        {item.replies.map(reply => (
          <div key={`${reply.at} ${reply.text}`}>{replyText(reply, timeZone)}</div>
        ))}
      </td>
      <td data-label="Срок" class={verdict.deadline === null ? 'none' : ''}>
        {verdict.deadline === null ? '' : russianDateTime(verdict.deadline, timeZone)}
      </td>
      <td class={evidence === '' ? 'evidence none' : 'evidence'}>
        {level !== null && (
          <>
            <abbr class="level" title={levelWords[level]}>
              {level}
            </abbr>{' '}
          </>
        )}
        {evidence}
      </td>
    </tr>
  )
}

export function Unproven({ report }: { report: ComplianceReport }) {
  const open = ofKinds(report, 'unproven')
  if (open.length === 0) return null
  return (
    <section>
      <h2>Не доказано</h2>
      <p>{unprovenNote}</p>
      <table class="cards">
        <thead>
          <tr>
            <th scope="col">Пункт</th>
            <th scope="col" class="n">
              Случаев
            </th>
            <th scope="col">Причина, на примере</th>
            <th scope="col">Классы</th>
          </tr>
        </thead>
        <tbody>
          {unprovenReasons(open).map(group => (
            <ReasonRow key={`${group.rule}/${group.reason}`} group={group} />
          ))}
        </tbody>
      </table>
      {open.length <= mostUnproven ? (
        <>
          <h3>По одному</h3>
          <FindingTable findings={open} timeZone={report.timeZone} withClass />
        </>
      ) : (
        <p class="soft">По одному эти {counted(open.length, cases)} перечислены в таблице XLSX.</p>
      )}
    </section>
  )
}

function ReasonRow({ group }: { group: ReasonGroup }) {
  return (
    <tr>
      <td data-label="Пункт">{group.clause}</td>
      <td class="n" data-label="Случаев">
        {written(group.count)}
      </td>
      <td>{group.example}</td>
      <td data-label="Классы">{group.classes.join(', ')}</td>
    </tr>
  )
}

export function Voided({ report }: { report: ComplianceReport }) {
  const findings = ofKinds(report, 'void')
  if (findings.length === 0) return null
  return (
    <section>
      <h2>Недействительно</h2>
      <p>{voidNote}</p>
      <FindingTable findings={findings} timeZone={report.timeZone} withClass />
    </section>
  )
}

export function Exempted({ report }: { report: ComplianceReport }) {
  if (report.exemptions.length === 0) return null
  const findings = ofKinds(report, 'exempt')
  return (
    <section>
      <h2>Исключения</h2>
      <p>{exemptNote}</p>
      <table class="cards">
        <thead>
          <tr>
            <th scope="col" class="n">
              №
            </th>
            <th scope="col">Дни</th>
            <th scope="col">Причина и основание</th>
            <th scope="col" class="n">
              Случаев
            </th>
          </tr>
        </thead>
        <tbody>
          {report.exemptions.map(({ number, from, to, reason, order, excused }) => (
            <tr key={number}>
              <td class="n" data-label="№">
                {number}
              </td>
              <td data-label="Дни">{dayRange(from, to)}</td>
              <td>
                {reason}, {order}
              </td>
              <td class="n" data-label="Случаев">
                {excused > 0 ? written(excused) : excusedNothing}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {findings.length > 0 && findings.length <= mostUnproven && (
        <>
          <h3>По одному</h3>
          <FindingTable findings={findings} timeZone={report.timeZone} withClass />
        </>
      )}
    </section>
  )
}

export function Idle({ report }: { report: ComplianceReport }) {
  if (report.idle.length === 0) return null
  return (
    <section>
      <h2>{idleTitle}</h2>
      <ul>
        {report.idle.map(message => (
          <li key={message}>{message}</li>
        ))}
      </ul>
    </section>
  )
}

export function Pending({ report }: { report: ComplianceReport }) {
  const pending = ofKinds(report, 'pending')
  if (pending.length === 0) return null
  const shown = pending
    .toSorted((a, b) => (a.verdict.deadline ?? 0) - (b.verdict.deadline ?? 0))
    .slice(0, mostUnproven)
  return (
    <section>
      <h2>Срок ещё не истёк</h2>
      <FindingTable findings={shown} timeZone={report.timeZone} withClass />
      {pending.length > shown.length && <p class="soft">Всего: {counted(pending.length, cases)}.</p>}
    </section>
  )
}
