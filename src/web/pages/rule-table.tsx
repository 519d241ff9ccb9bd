import type { Id } from '../../journal/index.js'
import type { VerdictKind } from '../../regulation/index.js'
import {
  kindsToShow,
  percent,
  termFromSchool,
  unprovenNote,
  verdictTitles,
  written,
} from '../../report/index.js'
import { addresses, type FindingQuery } from '../addresses.js'
import { keptShareOf, type RuleCounts, totalOf } from '../findings-view.js'

export const allKinds = [
  'broken',
  'mended',
  'unproven',
  'exempt',
  'void',
  'pending',
] as const satisfies readonly VerdictKind[]

interface CountsProps {
  readonly school: Id
  readonly query: FindingQuery
  readonly rules: readonly RuleCounts[]
}

/** How many of each kind; every number leads to its list. */
export function Totals({ school, query, rules }: CountsProps) {
  return (
    <ul class="totals" aria-label="Итоги">
      {kindsToShow(rules, allKinds).map(kind => {
        const count = totalOf(rules, kind)
        return (
          <li key={kind} class={count > 0 ? kind : 'none'}>
            <a href={addresses.findings(school, { ...query, kind })}>
              <b>{written(count)}</b> {verdictTitles[kind]}
            </a>
          </li>
        )
      })}
    </ul>
  )
}

export function RuleTable({ school, query, rules }: CountsProps) {
  const kinds = kindsToShow(rules, allKinds)
  const isKeptKnown = rules.some(({ kept }) => kept !== null)
  return (
    <section>
      <h2>По пунктам регламента</h2>
      {rules.length === 0 ? (
        <p>Об этих днях правилам сказать нечего.</p>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th scope="col">Пункт</th>
              <th scope="col">Что проверяется</th>
              {isKeptKnown && (
                <th scope="col" class="n">
                  {verdictTitles.kept}
                </th>
              )}
              {kinds.map(kind => (
                <th scope="col" class="n" key={kind}>
                  {verdictTitles[kind]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rules.map(rule => (
              <tr key={rule.id}>
                <td data-label="Пункт">
                  {rule.clause === '' ? (
                    '—'
                  ) : (
                    <a href={addresses.clause(school, rule.clause, days(query))}>{rule.clause}</a>
                  )}
                </td>
                <th scope="row">
                  {rule.title}
                  {rule.termFrom === 'school' && <small> {termFromSchool}</small>}
                </th>
                {isKeptKnown && (
                  <td class="n" data-label={verdictTitles.kept}>
                    {percent(keptShareOf(rule))} <small>({written(rule.kept ?? 0)})</small>
                  </td>
                )}
                {kinds.map(kind => (
                  <Count key={kind} {...{ school, query, rule, kind }} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p class="soft">{unprovenNote}</p>
    </section>
  )
}

function days({ from, to }: FindingQuery) {
  return { from, to }
}

type CountProps = Omit<CountsProps, 'rules'> & {
  readonly rule: RuleCounts
  readonly kind: (typeof allKinds)[number]
}

function Count({ school, query, rule, kind }: CountProps) {
  const count = rule.counts[kind]
  return (
    <td class={count > 0 ? `n ${kind}` : 'n absent'} data-label={verdictTitles[kind]}>
      {count === 0 ? (
        '0'
      ) : (
        <a href={addresses.findings(school, { ...query, clause: undefined, kind, rule: rule.id })}>
          {written(count)}
        </a>
      )}
    </td>
  )
}
