import type { LedgerEntry } from '../../ledger/index.js'
import { isWhole, verdictTitles, written } from '../../report/index.js'
import { addresses } from '../addresses.js'
import type { TypedPeriod } from '../days.js'
import type { Ground } from '../findings-view.js'
import { CertificateLink } from './certificate.js'
import { FilterForm } from './filter-form.js'
import { FindingList } from './finding-list.js'
import { Limits } from './limits.js'
import { PageLinks } from './page-links.js'

export interface FindingsProps {
  readonly school: string
  readonly typed: TypedPeriod
  readonly ground: Ground
  readonly entries: readonly LedgerEntry[]
  readonly count: number
  readonly perPage: number
  readonly mayControl: boolean
}

/** The list behind a number. */
export function Findings(props: FindingsProps) {
  const { school, typed, ground, entries, count, perPage, mayControl } = props
  const { query, names, pupilOf, coverage, timeZone, now } = ground
  const title = query.kind === undefined ? 'Найдено' : verdictTitles[query.kind]
  return (
    <>
      <h1>
        {title}: {written(count)}
      </h1>
      <Limits {...{ query, names, timeZone }} />
      <FilterForm
        action={addresses.findings(school, { from: '', to: '' }).split('?')[0] ?? ''}
        typed={typed}
        problems={null}
        query={query}
        names={names}
      />
      <p class="no-print">
        <a href={addresses.school(school, { from: query.from, to: query.to })}>Все сведения за эти дни</a>
      </p>
      {mayControl && <CertificateLink {...{ school, query }} />}
      {!isWhole(coverage) && (
        <p class="note">
          Прочитано не всё: список может быть неполным. Чего именно нет — на первой странице.
        </p>
      )}
      {entries.length === 0 ? (
        <p>В том, что прочитано, таких случаев нет.</p>
      ) : (
        <FindingList
          {...{ school, names, pupilOf, timeZone, now, entries }}
          kinds={query.kind === undefined}
        />
      )}
      <PageLinks
        page={query.page ?? 1}
        to={page => addresses.findings(school, { ...query, page })}
        {...{ count, perPage }}
      />
    </>
  )
}
