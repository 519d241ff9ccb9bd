import type { FinalsOfDay, LedgerEntry } from '../../ledger/index.js'
import type { Figure } from '../../report/index.js'
import { written } from '../../report/index.js'
import { addresses, type FindingQuery } from '../addresses.js'
import type { Problems, TypedPeriod } from '../days.js'
import { type Ground, type RuleCounts, totalOf } from '../findings-view.js'
import { CertificateLink } from './certificate.js'
import { WeekChart, type WeekValue } from './charts.js'
import { Coverage } from './coverage.js'
import { Figures, ResultTable } from './figures.js'
import { FilterForm } from './filter-form.js'
import { FindingList } from './finding-list.js'
import { Limits } from './limits.js'
import { ReminderPart, type ReminderPartProps } from './reminder.js'
import { RuleTable, Totals } from './rule-table.js'

/** A class, a teacher, a subject or a clause over some days. */

export interface SliceProps {
  readonly school: string
  readonly kind: 'class' | 'teacher' | 'subject' | 'clause'
  readonly title: string
  /** The page's own address, for its form. */
  readonly action: string
  /** Said under the title: what a clause demands, whose class it is. */
  readonly lines: readonly string[]
  readonly typed: TypedPeriod
  readonly problems: Problems | null
  readonly shown: SliceShown | null
  /** Of a class or a teacher, for who controls them; else null. */
  readonly control: ReminderPartProps | null
}

export interface SliceShown {
  readonly ground: Ground
  readonly rules: readonly RuleCounts[]
  /** Null where figures make no sense: of a clause. */
  readonly figures: readonly Figure[] | null
  readonly finals: readonly FinalsOfDay[]
  readonly periodName: (date: string) => string | null
  readonly charts: readonly {
    readonly title: string
    readonly unit: 'percent' | 'count'
    readonly values: readonly WeekValue[]
  }[]
  readonly parts: readonly Part[]
  readonly broken: readonly LedgerEntry[]
}

/** The same findings by another thing: a class's by subject, a subject's by class; never by teacher. */
export interface Part {
  readonly title: string
  readonly rows: readonly {
    readonly name: string
    readonly address: string
    readonly query: FindingQuery
    readonly broken: number
    readonly mended: number
    readonly unproven: number
  }[]
}

export function SlicePage(props: SliceProps) {
  const { school, kind, title, action, lines, typed, problems, shown, control } = props
  return (
    <>
      <h1>
        <bdi>{title}</bdi>
      </h1>
      {lines.map(line => (
        <p key={line} class="soft">
          <bdi>{line}</bdi>
        </p>
      ))}
      <FilterForm
        {...{ action, typed, problems }}
        query={shown?.ground.query ?? null}
        names={shown?.ground.names ?? null}
        without={[kind]}
      />
      {shown && <Shown {...{ school, control }} {...shown} />}
    </>
  )
}

function Shown({
  school,
  ground,
  rules,
  figures,
  finals,
  periodName,
  charts,
  parts,
  broken,
  control,
}: SliceShown & Pick<SliceProps, 'school' | 'control'>) {
  const { query, names, pupilOf, timeZone, now } = ground
  const count = totalOf(rules, 'broken')
  return (
    <>
      <Limits {...{ query, names, timeZone }} onPaper />
      <Coverage ground={ground} resync={null} />
      <Totals {...{ school, query, rules }} />
      {control && (
        <>
          <CertificateLink {...{ school, query }} />
          <ReminderPart {...control} />
        </>
      )}
      {figures && <Figures figures={figures} />}
      <ResultTable finals={finals} periodName={periodName} />
      {charts.length > 0 && (
        <section>
          <h2>По неделям</h2>
          <div class="charts">
            {charts.map(chart => (
              <WeekChart key={chart.title} {...chart} />
            ))}
          </div>
        </section>
      )}
      {parts.map(part => (
        <PartTable key={part.title} school={school} part={part} />
      ))}
      <section>
        <h2>Что нарушено</h2>
        {broken.length === 0 ? (
          <p>В том, что прочитано, доказанных нарушений нет.</p>
        ) : (
          <FindingList {...{ school, names, pupilOf, timeZone, now }} entries={broken} />
        )}
        {count > broken.length && (
          <p class="no-print">
            <a href={addresses.findings(school, { ...query, kind: 'broken' })}>
              Показать все: {written(count)}
            </a>
          </p>
        )}
      </section>
      <RuleTable {...{ school, query, rules }} />
    </>
  )
}

const columns = [
  ['broken', 'Нарушено'],
  ['mended', 'Исправлено после срока'],
  ['unproven', 'Не доказано'],
] as const

function PartTable({ school, part: { title, rows } }: { school: string; part: Part }) {
  if (rows.length === 0) return null
  return (
    <section>
      <h2>{title}</h2>
      <table class="cards">
        <thead>
          <tr>
            <th scope="col">Название</th>
            {columns.map(([kind, name]) => (
              <th scope="col" class="n" key={kind}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={row.address}>
              <th scope="row">
                <a href={row.address}>
                  <bdi>{row.name}</bdi>
                </a>
              </th>
              {columns.map(([kind, name]) => (
                <td key={kind} class={row[kind] > 0 ? `n ${kind}` : 'n absent'} data-label={name}>
                  {row[kind] === 0 ? (
                    '0'
                  ) : (
                    <a href={addresses.findings(school, { ...row.query, kind })}>{written(row[kind])}</a>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
