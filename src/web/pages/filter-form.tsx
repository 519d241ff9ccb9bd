import { clauses, wholeSchool } from '../../regulation/index.js'
import { severityWords } from '../../report/index.js'
import { type FindingQuery, schoolWord } from '../addresses.js'
import type { Problems, TypedPeriod } from '../days.js'
import type { Named, SchoolNames } from '../deps/findings.js'
import { DayFields } from './fields.js'

type Narrowing = 'class' | 'teacher' | 'subject' | 'clause'

export interface FilterFormProps {
  readonly action: string
  readonly typed: TypedPeriod
  readonly problems: Problems | null
  /** Null where the days typed make no sense: then only days are asked for. */
  readonly query: FindingQuery | null
  readonly names: SchoolNames | null
  /** What this page shows is chosen by its address, not by the form. */
  readonly without?: readonly Narrowing[]
}

/** What narrows a list that something else leads to, and has no field. */
const unseen = ['rule', 'since', 'until', 'dueFrom', 'dueTo', 'mendable'] as const
const severities = Object.entries(severityWords).map(([id, name]) => ({ id, name }))
const clauseNames = [
  ...new Set(clauses.filter(({ rules }) => rules.length > 0).map(({ clause }) => clause)),
].map(clause => ({ id: clause, name: `п. ${clause}` }))

/** Days, and what else narrows what is shown; works without scripts. */
export function FilterForm({ action, typed, problems, query, names, without = [] }: FilterFormProps) {
  const shows = (name: Narrowing) => !without.includes(name)
  const chosen = [
    shows('class') && query?.classId,
    shows('teacher') && query?.teacher,
    shows('subject') && query?.subject,
    shows('clause') && query?.clause,
    query?.severity,
  ]
  const isOpen = chosen.some(value => typeof value === 'string')
  return (
    <form method="get" action={action} class="days">
      <DayFields typed={typed} problems={problems} />
      {query?.kind !== undefined && <input type="hidden" name="kind" value={query.kind} />}
      {unseen.map(
        name =>
          query?.[name] !== undefined && <input key={name} type="hidden" name={name} value={query[name]} />,
      )}
      {names && (
        <details open={isOpen}>
          <summary>Отобрать</summary>
          <div class="filters">
            {shows('class') && (
              <Choice
                name="class"
                label="Класс"
                all="все"
                from={[...names.classes, { id: schoolWord, name: 'Школа в целом' }]}
                value={query?.classId === wholeSchool ? schoolWord : query?.classId}
              />
            )}
            {shows('subject') && (
              <Choice name="subject" label="Предмет" all="все" from={names.subjects} value={query?.subject} />
            )}
            {shows('teacher') && (
              <Choice name="teacher" label="Учитель" all="все" from={names.teachers} value={query?.teacher} />
            )}
            {shows('clause') && (
              <Choice name="clause" label="Пункт" all="все" from={clauseNames} value={query?.clause} />
            )}
            <Choice
              name="severity"
              label="Значимость"
              all="любая"
              from={severities}
              value={query?.severity}
            />
          </div>
        </details>
      )}
      <button type="submit">Показать</button>
    </form>
  )
}

interface ChoiceProps {
  readonly name: string
  readonly label: string
  readonly all: string
  readonly from: readonly Named[]
  readonly value: string | undefined
}

function Choice({ name, label, all, from, value }: ChoiceProps) {
  return (
    <div class="field">
      <label for={`filter-${name}`}>{label}</label>
      <select id={`filter-${name}`} name={name}>
        <option value="">{all}</option>
        {value !== undefined && !from.some(({ id }) => id === value) && (
          <option value={value} selected>
            {value}
          </option>
        )}
        {from.map(item => (
          <option key={item.id} value={item.id} selected={item.id === value}>
            {item.name}
          </option>
        ))}
      </select>
    </div>
  )
}
