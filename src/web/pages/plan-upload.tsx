import { russianDate } from '../../calendar/index.js'
import type { Id } from '../../journal/index.js'
import type { Problem } from '../../plan-file/index.js'
import { planSizeText, yearText } from '../../report/index.js'
import { addresses } from '../addresses.js'
import { tokenField } from '../csrf.js'
import type { Field, Typed, Wrong } from '../decisions/field.js'
import type { SentPlan } from '../deps/plans.js'
import { typedPlan } from '../plan-form.js'
import { short, shortName } from '../short.js'
import { FieldProblem } from './fields.js'
import { FormFields, HiddenFields } from './form-fields.js'
import { PlanChanges, PlanTopics } from './plan-topics.js'
import { Scroll } from './scroll.js'

/** The way of a file: chosen, shown as it was understood, confirmed. */

interface NewProps {
  readonly school: Id
  readonly fields: readonly Field[]
  readonly typed: Typed
  readonly token: string
  readonly mostMegabytes: number
  /** Why the file that was sent wasn't taken; null where none was sent. */
  readonly problem: string | null
}

export function NewPlan({ school, fields, typed, token, mostMegabytes, problem }: NewProps) {
  return (
    <>
      <h1>Тематический план из файла</h1>
      <p>Сначала программа покажет, что в файле прочитано; записано будет только после этого.</p>
      <form method="post" action={addresses.newPlan(school)} enctype="multipart/form-data" class="decision">
        <input type="hidden" name={tokenField} value={token} />
        <div class="field">
          <label for="file">Файл плана, XLSX или CSV</label>
          <input
            type="file"
            id="file"
            name="file"
            accept=".xlsx,.csv"
            required
            aria-invalid={problem !== null}
            aria-describedby={problem === null ? 'file-hint' : 'file-hint file-problem'}
          />
          <p class="soft" id="file-hint">
            До {mostMegabytes} МБ. Нужны столбцы «Тема урока» и «Количество часов»; читаются также номер,
            раздел, дата и домашнее задание.
          </p>
          {problem !== null && <FieldProblem id="file-problem" text={problem} />}
        </div>
        <FormFields fields={fields} typed={typed} wrong={null} />
        <p class="actions">
          <button type="submit">Посмотреть, что прочитано</button>{' '}
          <a href={addresses.plans(school)}>Не надо</a>
        </p>
      </form>
    </>
  )
}

interface SentProps {
  readonly school: Id
  readonly id: string
  /** Null where what was typed isn't enough to read the file. */
  readonly sent: SentPlan | null
  readonly fields: readonly Field[]
  readonly typed: Typed
  readonly wrong: Wrong | null
  /** Who enters it and why, to be typed with the confirmation. */
  readonly signing: readonly Field[]
  readonly signingWrong: Wrong | null
  readonly seen: string
  readonly token: string
  /** Why what was confirmed isn't entered yet. */
  readonly stale: string | null
}

export function SentPlanPage(props: SentProps) {
  const { school, id, sent, fields, typed, wrong, stale } = props
  const isWhole = sent !== null && sent.versions.length > 0
  return (
    <>
      <h1>{isWhole ? 'Тематический план: записать?' : 'Тематический план из файла'}</h1>
      {stale !== null && (
        <p class="note" role="alert">
          {stale}
        </p>
      )}
      {sent !== null && <Understood sent={sent} />}
      {sent !== null && sent.file.problems.length > 0 && (
        <>
          <p class="note" role="alert">
            Ничего не записано и не будет: в файле ошибок {sent.file.problems.length}. Исправьте их и{' '}
            <a href={addresses.newPlan(school, typedPlan(typed))}>выберите файл снова</a>.
          </p>
          <Faults label="Ошибки в файле" problems={sent.file.problems} />
        </>
      )}
      {sent !== null && sent.file.remarks.length > 0 && (
        <>
          <h2>Обратите внимание</h2>
          <Faults label="Замечания к файлу" problems={sent.file.remarks} />
        </>
      )}
      {isWhole && <Confirmation {...props} sent={sent} />}
      <details open={!isWhole}>
        <summary>Чей это план</summary>
        <form method="get" action={addresses.sentPlan(school, id)} class="decision">
          <FormFields fields={fields} typed={typed} wrong={wrong} />
          <button type="submit" class="second">
            Показать, что получится
          </button>
        </form>
      </details>
      {isWhole && (
        <details>
          <summary>Темы, как они прочитаны: {sent.file.rows.length}</summary>
          <PlanTopics rows={sent.file.rows} />
        </details>
      )}
    </>
  )
}

function Understood({ sent }: { sent: SentPlan }) {
  const { fileName, subjectName, studyYear, file } = sent
  const { rows, kind, unread } = file
  const dated = rows.flatMap(({ date }) => date ?? []).sort()
  const sections = new Set(rows.flatMap(({ section }) => section ?? [])).size
  return (
    <dl>
      <dt>Файл</dt>
      <dd>
        «{shortName(fileName)}»{kind !== '' && `, ${short(kind, 120)}`}
      </dd>
      <dt>Предмет и учебный год</dt>
      <dd>
        {shortName(subjectName)}, {yearText(studyYear)}
      </dd>
      {rows.length > 0 && (
        <>
          <dt>Прочитано</dt>
          <dd>
            {planSizeText(rows)}
            {sections > 0 && `, разделов ${sections}`}
          </dd>
          <dt>Даты</dt>
          <dd>
            {dated.length === 0
              ? 'нет'
              : `у ${dated.length} из ${rows.length}, с ${russianDate(dated[0] ?? '')} по ${russianDate(dated.at(-1) ?? '')}`}
          </dd>
        </>
      )}
      {unread.length > 0 && (
        <>
          <dt>Столбцы, которые не читаются</dt>
          <dd>{unread.map(name => `«${short(name, 60)}»`).join(', ')}</dd>
        </>
      )}
    </dl>
  )
}

const mostFaults = 50

function Faults({ label, problems }: { label: string; problems: readonly Problem[] }) {
  const rest = problems.length - mostFaults
  return (
    <>
      <Scroll label={label}>
        <table>
          <thead>
            <tr>
              <th scope="col">Где</th>
              <th scope="col">Что не так</th>
              <th scope="col">Что сделать</th>
            </tr>
          </thead>
          <tbody>
            {problems.slice(0, mostFaults).map(({ place, message, fix }, index) => (
              <tr key={index}>
                <th scope="row">{place ?? 'весь файл'}</th>
                <td>{short(message, 300)}</td>
                <td>{short(fix, 300)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {rest > 0 && <p class="soft">И ещё {rest}.</p>}
    </>
  )
}

const mostChanges = 40

function Confirmation({
  school,
  id,
  sent,
  fields,
  typed,
  signing,
  signingWrong,
  seen,
  token,
}: SentProps & { sent: SentPlan }) {
  return (
    <>
      <h2>Что будет записано</h2>
      <ul>
        {sent.versions.map(version => (
          <li key={version.className}>
            <b>{shortName(version.className)}</b>: {versionWords(version)}
            {!version.isTaught && <b> Внимание: среди предметов класса на платформе этого предмета нет.</b>}
            {version.supersedes !== null && !version.unchanged && (
              <details open={sent.versions.length === 1}>
                <summary>Что изменится: {version.changes.length}</summary>
                <PlanChanges changes={version.changes.slice(0, mostChanges)} />
                {version.changes.length > mostChanges && (
                  <p class="soft">И ещё {version.changes.length - mostChanges}.</p>
                )}
              </details>
            )}
          </li>
        ))}
      </ul>
      {sent.versions.every(({ unchanged }) => unchanged) ? (
        <p class="note">Всё это уже записано.</p>
      ) : (
        <form method="post" action={addresses.sentPlan(school, id)} class="decision">
          <input type="hidden" name={tokenField} value={token} />
          <input type="hidden" name="seen" value={seen} />
          <HiddenFields fields={fields} typed={typed} />
          <FormFields fields={signing} typed={typed} wrong={signingWrong} prefix="sign-" />
          <p class="actions">
            <button type="submit">Записать</button>{' '}
            <a href={addresses.newPlan(school, typedPlan(typed))}>Другой файл</a>
          </p>
        </form>
      )}
    </>
  )
}

function versionWords({ draft, supersedes, changes, unchanged }: SentPlan['versions'][number]): string {
  if (supersedes !== null && unchanged) {
    return `то же, что в плане № ${supersedes.number}, версия ${supersedes.version}.`
  }
  const from = `действует с ${russianDate(draft.from)}`
  if (supersedes === null) return `новый план, ${from}.`
  const of = (kind: string) => changes.filter(change => change.kind === kind).length
  const counts = `добавлено тем ${of('added')}, исключено ${of('removed')}, изменено ${of('changed')}`
  return `заменит план № ${supersedes.number}, версия ${supersedes.version}; ${from}; ${counts}.`
}
