import { russianDate } from '../../calendar/index.js'
import type { IsoDate } from '../../journal/index.js'
import type { LedgerEntry } from '../../ledger/index.js'
import { type ReadinessItem, readinessItems, type VerdictKind } from '../../regulation/index.js'
import { counted, verdictTitles, written } from '../../report/index.js'
import { addresses } from '../addresses.js'
import { schoolDay } from '../days.js'
import type { Ground } from '../findings-view.js'
import { ofClasses } from '../words.js'
import { Coverage } from './coverage.js'
import { FindingList } from './finding-list.js'
import { Scroll } from './scroll.js'

/** «Готовность к 5 сентября»: twelve things that the administration forms for each class, clause 2.2. */

export interface ReadyClass {
  readonly id: string
  readonly name: string
  /** Null: this class hasn't been checked for that year. */
  readonly items: ReadonlyMap<ReadinessItem, LedgerEntry> | null
}

export interface ReadinessProps {
  readonly school: string
  readonly year: number
  readonly ground: Ground
  /** Null for a viewer who leads none. */
  readonly classes: readonly ReadyClass[] | null
  /** What was formed and was taken away again. */
  readonly changed: readonly LedgerEntry[]
}

const items = Object.entries(readinessItems) as [ReadinessItem, string][]

export function Readiness({ school, year, ground, classes: led, changed }: ReadinessProps) {
  const classes = led ?? []
  const checked = classes.flatMap(one => (one.items === null ? [] : [{ ...one, items: one.items }]))
  const ready = checked.filter(one => readyCount(one.items) === items.length)
  const { names, pupilOf, timeZone, now } = ground
  return (
    <>
      <h1>Готовность журнала к 5 сентября {year} года</h1>
      <p class="soft">Пункт 2.2: разделы журнала администрация формирует до 5 сентября.</p>
      <nav class="pages no-print" aria-label="Годы">
        <a href={addresses.readiness(school, year - 1)}>{year - 1}</a>
        <a href={addresses.readiness(school, year + 1)}>{year + 1}</a>
      </nav>
      {led && <Coverage ground={ground} resync={null} />}
      {led === null ? (
        <p>Готовность показывается классному руководителю: по его классу. Своего класса у вас нет.</p>
      ) : checked.length === 0 ? (
        <p>{unchecked(year, schoolDay(now, timeZone))}</p>
      ) : (
        <>
          <p>
            Готово полностью: {written(ready.length)} из {counted(checked.length, ofClasses)}.
          </p>
          <Scroll label="Готовность по классам">
            <table class="heat ready">
              <thead>
                <tr>
                  <th scope="col">Класс</th>
                  <th scope="col">Готово</th>
                  {items.map(([id, name]) => (
                    <th scope="col" key={id}>
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {checked.map(({ id, name, items: found }) => (
                  <tr key={id}>
                    <th scope="row">{name}</th>
                    <td>
                      {readyCount(found)} из {items.length}
                    </td>
                    {items.map(([item]) => (
                      <ItemCell key={item} school={school} entry={found.get(item)} />
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
          <p class="soft">
            ✓ — готово в срок; слово — чего не хватает или что не доказано, со ссылкой на то, откуда это
            известно.
          </p>
        </>
      )}
      <NotChecked classes={classes} />
      {changed.length > 0 && (
        <section>
          <h2>Что после этого убрано или изменено</h2>
          <FindingList {...{ school, names, pupilOf, timeZone, now }} entries={changed} kinds />
        </section>
      )}
    </>
  )
}

function unchecked(year: number, today: IsoDate): string {
  const day = `${year}-09-05`
  return today < day
    ? `За ${year} год готовность ещё не проверялась: срок — ${russianDate(day)}.`
    : `За ${year} год готовность не проверялась: журнал за дни вокруг ${russianDate(day)} не прочитан.`
}

/** What came late, or nobody knows when, is there all the same. */
function readyCount(found: ReadonlyMap<ReadinessItem, LedgerEntry>): number {
  const missing = [...found.values()].filter(({ verdict }) => verdict.evidence.presentAt === null)
  return items.length - missing.length
}

const words: Readonly<Partial<Record<VerdictKind, string>>> = {
  mended: '✓ позже',
  broken: 'нет',
  pending: 'ещё нет',
}

function ItemCell({ school, entry }: { school: string; entry: LedgerEntry | undefined }) {
  if (!entry) return <td>✓</td>
  const { verdict } = entry.verdict
  const text = words[verdict] ?? verdictTitles[verdict].toLowerCase()
  return (
    <td class={verdict === 'broken' ? 'shade3' : ''}>
      <a class={verdict} href={addresses.verdict(school, entry.id)}>
        {text}
      </a>
    </td>
  )
}

function NotChecked({ classes }: { classes: readonly ReadyClass[] }) {
  const names = classes.filter(({ items: found }) => found === null).map(({ name }) => name)
  if (names.length === 0 || names.length === classes.length) return null
  return (
    <p class="note">
      Не проверялись (не прочитаны или открыты позже, а приказ не внесён): {names.join(', ')}.
    </p>
  )
}
