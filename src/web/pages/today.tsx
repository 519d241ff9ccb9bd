import type { LedgerEntry } from '../../ledger/index.js'
import { written } from '../../report/index.js'
import { addresses, type FindingQuery } from '../addresses.js'
import type { Problems, TypedPeriod } from '../days.js'
import type { Ground, HeatCount, News, RuleCounts } from '../findings-view.js'
import { mostCounted, totalOf } from '../findings-view.js'
import { CertificateLink } from './certificate.js'
import { Coverage } from './coverage.js'
import { FilterForm } from './filter-form.js'
import { FindingList } from './finding-list.js'
import { HeatMap } from './heat-map.js'
import { Limits } from './limits.js'
import { RuleTable, Totals } from './rule-table.js'

export interface TodayProps {
  readonly school: { readonly id: string; readonly name: string }
  readonly typed: TypedPeriod
  readonly problems: Problems | null
  /** Null when the days typed can't be shown. */
  readonly shown: TodayShown | null
}

export interface TodayShown {
  readonly ground: Ground
  readonly rules: readonly RuleCounts[]
  readonly heat: readonly HeatCount[]
  readonly news: News
  /** The worst of what is broken. */
  readonly broken: readonly LedgerEntry[]
  readonly mayResync: boolean
  readonly mayControl: boolean
}

export function Today({ school, typed, problems, shown }: TodayProps) {
  return (
    <>
      <h1>
        <bdi>{school.name}</bdi>
      </h1>
      <FilterForm
        action={addresses.school(school.id)}
        typed={typed}
        problems={problems}
        query={shown?.ground.query ?? null}
        names={shown?.ground.names ?? null}
      />
      {shown && <Shown school={school.id} {...shown} />}
    </>
  )
}

function Shown(props: TodayShown & { school: string }) {
  const { school, ground, rules, heat, news, broken, mayResync, mayControl } = props
  const { query, names, pupilOf, timeZone, now } = ground
  const list = { school, names, pupilOf, timeZone, now }
  const brokenCount = totalOf(rules, 'broken')
  return (
    <>
      <Limits {...{ query, names, timeZone }} onPaper />
      <Coverage ground={ground} resync={mayResync ? addresses.resync(school, query) : null} />
      <Totals school={school} query={query} rules={rules} />
      {mayControl && <CertificateLink {...{ school, query }} />}
      <Soon news={news} list={list} query={query} />
      <section>
        <h2>Что нарушено</h2>
        {broken.length === 0 ? (
          <p>В том, что прочитано, доказанных нарушений нет.</p>
        ) : (
          <FindingList entries={broken} {...list} />
        )}
        {brokenCount > broken.length && (
          <p class="no-print">
            <a href={addresses.findings(school, { ...query, kind: 'broken' })}>
              Показать все: {written(brokenCount)}
            </a>
          </p>
        )}
      </section>
      {news.mended.length > 0 && (
        <section>
          <h2>Что исправлено за сутки</h2>
          <FindingList entries={news.mended} {...list} />
        </section>
      )}
      <HeatMap school={school} query={query} names={names} counts={heat} />
      <RuleTable school={school} query={query} rules={rules} />
    </>
  )
}

type SoonProps = {
  readonly news: News
  readonly list: Omit<Parameters<typeof FindingList>[0], 'entries'>
  readonly query: FindingQuery
}

/** Deadlines of the next hours, whatever days are shown: the list behind the number is that of all that is pending. */
function Soon({ news: { soon, soonCount, passed }, list, query }: SoonProps) {
  if (soon.length === 0 && passed === 0) return null
  const many = (count: number) =>
    count >= mostCounted ? `${written(mostCounted)} или больше` : written(count)
  return (
    <section>
      <h2>Чей срок истекает в ближайшие сутки: {many(soonCount)}</h2>
      {passed > 0 && (
        <p class="note">
          <a href={addresses.findings(list.school, { ...query, kind: 'pending' })}>
            Срок прошёл после последней проверки: {many(passed)}
          </a>
          . Соблюдён ли он, скажет следующая проверка.
        </p>
      )}
      {soon.length > 0 && <FindingList entries={soon} {...list} />}
      {soonCount > soon.length && <p class="soft">Показаны первые {written(soon.length)}.</p>}
    </section>
  )
}
