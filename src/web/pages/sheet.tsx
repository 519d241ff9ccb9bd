import { russianDateTime } from '../../calendar/index.js'
import type { Id } from '../../journal/index.js'
import {
  lineNames,
  type SummarySheet,
  sheetCell,
  sheetColumns,
  sheetDecision,
  sheetLegend,
  stayTexts,
  written,
} from '../../report/index.js'
import { addresses } from '../addresses.js'
import { schoolDay } from '../days.js'
import { type SheetForm, type SheetPeriod, sheetForms } from '../deps/sheets.js'
import { short, shortName } from '../short.js'
import { ReadCoverage } from './read-coverage.js'
import { Scroll } from './scroll.js'

export function SheetClasses(props: {
  school: { readonly id: Id }
  classes: readonly { readonly id: Id; readonly name: string }[]
}) {
  const { school, classes } = props
  return (
    <>
      <h1>Сводные ведомости</h1>
      <p>Здесь они такие, какие сейчас. Снимки на конец периодов и года лежат в архиве.</p>
      {classes.length === 0 ? (
        <p>Здесь нет ни одного вашего класса, или список классов ещё не прочитан.</p>
      ) : (
        <ul class="boxes">
          {classes.map(({ id, name }) => (
            <li key={id}>
              <a href={addresses.sheet(school.id, { classId: id })}>
                <bdi>{shortName(name)}</bdi>
              </a>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

interface SheetProps {
  readonly sheet: SummarySheet
  readonly periods: readonly SheetPeriod[]
  /** Null for the year. */
  readonly periodId: Id | null
}

const formNames: Readonly<Record<SheetForm, string>> = {
  pdf: 'PDF для печати',
  xlsx: 'таблица XLSX',
  json: 'данные JSON',
}

/** The form of clause 2.8: pupils by periods and subjects; an empty cell is a visible one. */
export function Sheet({ sheet, periods, periodId }: SheetProps) {
  const place = { classId: sheet.class.id, period: periodId }
  const { grade, profile } = sheet.class
  const empty = emptyCells(sheet, periods)
  return (
    <>
      <h1>
        Сводная ведомость: <bdi>{shortName(sheet.class.name)}</bdi>
      </h1>
      <p class="soft">
        {sheet.studyYear} учебный год{grade !== null && ` · параллель ${grade}`}
        {profile !== null && (
          <>
            {' '}
            · профиль: <bdi>{shortName(profile)}</bdi>
          </>
        )}{' '}
        · система отметок: {sheet.markSystem} · аттестация {sheet.periodScheme} · классный руководитель:{' '}
        <bdi>{shortName(sheet.classTeacher ?? 'не указан')}</bdi> · состояние на{' '}
        {russianDateTime(sheet.asOf, sheet.timeZone)} ({sheet.timeZone})
      </p>
      <p>
        Сводная ведомость учёта результатов промежуточной и итоговой аттестации обучающихся (сводная ведомость
        успеваемости). {empty > 0 && <b>Пустых клеток за прошедшие периоды: {written(empty)}.</b>}
      </p>
      <form method="get" action={addresses.sheet(sheet.school.id, { classId: sheet.class.id })} class="days">
        <div class="field">
          <label for="period">Период</label>
          <select id="period" name="period">
            <option value="" selected={periodId === null}>
              Весь год
            </option>
            {periods.map(({ id, name }) => (
              <option key={id} value={id} selected={id === periodId}>
                {shortName(name)}
              </option>
            ))}
          </select>
        </div>
        <button type="submit">Показать</button>
      </form>
      <ReadCoverage coverage={sheet.coverage} timeZone={sheet.timeZone} />
      <p class="no-print">
        Скачать:{' '}
        {sheetForms.map((form, index) => (
          <>
            {index > 0 && ' · '}
            <a href={addresses.sheetFile(sheet.school.id, place, form)}>{formNames[form]}</a>
          </>
        ))}
      </p>
      <SheetTable sheet={sheet} />
      <p class="soft">{sheetLegend(sheet)}</p>
      <p class="no-print">
        <a href={addresses.sheets(sheet.school.id)}>Все классы</a>
      </p>
    </>
  )
}

/** Of periods that are over: a cell of one that is ahead is no debt. */
function emptyCells({ periods: lines, ...sheet }: SummarySheet, periods: readonly SheetPeriod[]): number {
  const today = schoolDay(sheet.asOf, sheet.timeZone)
  const ahead = new Set(periods.filter(({ finish }) => finish >= today).map(({ id }) => id))
  const isOver = lines.map(({ id }) => (id === null ? ahead.size === 0 : !ahead.has(id)))
  const emptyOf = (pupil: SummarySheet['pupils'][number]) =>
    pupil.marks
      .filter((_, line) => isOver[line])
      .flatMap(line => line.filter((mark, at) => mark === null && isTaught(sheet, pupil, at)))
  return sheet.pupils.reduce((sum, pupil) => sum + (pupil.left ? 0 : emptyOf(pupil).length), 0)
}

function isTaught(
  sheet: Pick<SummarySheet, 'subjects'>,
  { notTaught }: SummarySheet['pupils'][number],
  at: number,
): boolean {
  return !notTaught.includes(sheet.subjects[at]?.id ?? '')
}

function SheetTable({ sheet }: { sheet: SummarySheet }) {
  const lines = lineNames(sheet)
  const columns = sheetColumns(sheet)
  return (
    <Scroll label="Сводная ведомость">
      <table class="heat grid sheet">
        <thead>
          <tr>
            <th scope="col">Обучающийся</th>
            {lines.length > 1 && <th scope="col">Период</th>}
            {columns.map(({ title }, index) => (
              <th scope="col" key={index}>
                <bdi>{shortName(title)}</bdi>
              </th>
            ))}
          </tr>
        </thead>
        {sheet.pupils.map((pupil, number) => (
          <tbody key={pupil.id}>
            {lines.map((name, line) => (
              <tr key={line} class={sheet.periods[line]?.id === null ? 'final' : undefined}>
                {line === 0 && (
                  <th scope="rowgroup" rowSpan={lines.length}>
                    {number + 1}. <bdi>{shortName(pupil.name)}</bdi>
                    {stayTexts(pupil).map(text => (
                      <small class="line" key={text}>
                        {text}
                      </small>
                    ))}
                  </th>
                )}
                {lines.length > 1 && (
                  <th scope="row">
                    <bdi>{shortName(name)}</bdi>
                  </th>
                )}
                {columns.map((column, index) =>
                  column.kind === 'decision' ? (
                    line === 0 && (
                      <td key={index} rowSpan={lines.length}>
                        <bdi>{shortName(sheetDecision(pupil, column))}</bdi>
                      </td>
                    )
                  ) : (
                    <td key={index}>{short(sheetCell(sheet, pupil, column, line), 20)}</td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </Scroll>
  )
}
