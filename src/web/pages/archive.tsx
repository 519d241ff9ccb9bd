import { render } from 'preact-render-to-string'
import type { ArchivedFile, ArchivedObject, ScrubRecord } from '../../archive/index.js'
import { russianDateTime } from '../../calendar/index.js'
import type { Id } from '../../journal/index.js'
import { sizeText, written } from '../../report/index.js'
import type { ArchiveCheck } from '../../runs/index.js'
import { addresses } from '../addresses.js'
import { tokenField } from '../csrf.js'
import type { ArchiveOverview } from '../deps/archive.js'
import { short } from '../short.js'

interface School {
  readonly id: Id
  readonly timeZone: string
}

interface ArchiveProps {
  readonly school: School
  /** Null while there is no archive. */
  readonly shown: ArchiveOverview | null
  /** What must stand in a document's id or in what its newest version says of itself. */
  readonly wanted: string
  readonly token: string
  readonly stale?: boolean
}

/** A longer list is narrowed by the field above it. */
const mostObjects = 200

/** What lies in the archive, when it was last proved to be whole, and the head to keep elsewhere. */
export function ArchiveList({ school, shown, wanted, token, stale = false }: ArchiveProps) {
  // Of one that was begun and has nothing there is no checkpoint to keep.
  if (shown === null || Number(shown.checkpoint.seq) === 0) {
    return (
      <>
        <h1>Архив</h1>
        <p>Архива ещё нет: он появится с первым отчётом, первой ведомостью или первым журналом.</p>
      </>
    )
  }
  const parts = wanted.toLowerCase().split(/\s+/)
  const found = shown.objects.filter(({ id, versions }) => {
    const text = `${id} ${versions.at(-1)?.message ?? ''}`.toLowerCase()
    return parts.every(part => text.includes(part))
  })
  const held = new Set(shown.holds.map(({ id }) => id))
  return (
    <>
      <h1>Архив</h1>
      {stale && (
        <p class="note" role="alert">
          Проверка не начата: страница была открыта слишком давно. Нажмите ещё раз.
        </p>
      )}
      <Wholeness school={school} shown={shown} token={token} />
      <form method="get" action={addresses.archive(school.id)} class="days">
        <div class="field">
          <label for="id">Есть в описании или в идентификаторе</label>
          <input type="search" id="id" name="id" value={short(wanted, 200)} />
        </div>
        <button type="submit">Найти</button>
      </form>
      <h2>
        Документы: {written(found.length)}
        {found.length < shown.objects.length && ` из ${written(shown.objects.length)}`}
      </h2>
      <Objects objects={found.slice(0, mostObjects)} held={held} school={school} />
      {found.length > mostObjects && <p class="note">Показаны первые {mostObjects}. Уточните, что искать.</p>}
    </>
  )
}

function Objects(props: { objects: readonly ArchivedObject[]; held: ReadonlySet<string>; school: School }) {
  const { objects, held, school } = props
  return (
    <table class="cards">
      <thead>
        <tr>
          <th scope="col">Документ</th>
          <th scope="col">Последняя версия</th>
          <th scope="col" class="n">
            Размер
          </th>
        </tr>
      </thead>
      <tbody>
        {objects.map(({ id, head, versions, files }) => {
          const last = versions.at(-1)
          return (
            <tr key={id}>
              <th scope="row">
                <a href={addresses.archived(school.id, id)}>{short(last?.message ?? id, 200)}</a>
                <small class="line id">{id}</small>
                {held.has(id) && <small class="line broken">запрет на уничтожение</small>}
              </th>
              <td data-label="Последняя версия">
                {head}
                {last && `, ${russianDateTime(Date.parse(last.created), school.timeZone)}`}
              </td>
              <td data-label="Размер" class="n">
                {sizeText(bytesOf(files))}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function bytesOf(files: readonly ArchivedFile[]): number {
  return files.reduce((sum, { size }) => sum + size, 0)
}

function scrubText({ at, whole, findings }: ScrubRecord, timeZone: string): string {
  const what = whole ? 'весь архив' : 'новое в архиве'
  const came = findings === 0 ? 'повреждений нет' : `найдено повреждений: ${written(findings)}`
  return `${russianDateTime(at, timeZone)}: прочитано ${what}, ${came}`
}

function Wholeness({ school, shown, token }: { school: School; shown: ArchiveOverview; token: string }) {
  const { scrubs, copies, checkpoint, check } = shown
  const last = scrubs.at(-1)
  const whole = scrubs.findLast(scrub => scrub.whole)
  const copy = copies.at(-1)
  return (
    <section class={last?.findings === 0 ? 'coverage whole' : 'coverage'} aria-label="Целость">
      <h2>
        {last === undefined ? 'Ещё не проверялся' : last.findings === 0 ? 'Архив цел' : 'Архив повреждён'}
      </h2>
      {last && <p>{scrubText(last, school.timeZone)}.</p>}
      {whole && whole !== last && <p>Целиком — {scrubText(whole, school.timeZone)}.</p>}
      <p>
        {copy === undefined
          ? 'Копий в журнале архива нет.'
          : `Последняя копия — ${russianDateTime(copy.at, school.timeZone)}${copy.place ? `, ${short(copy.place, 100)}` : ''}${copy.onSameDisk ? ' (на том же диске)' : ''}.`}
      </p>
      <p>
        Контрольная точка: <code class="hash">{`${checkpoint.seq}:${checkpoint.head}`}</code>. Запишите её
        там, куда не достанет тот, кто может писать на диск архива: с ней видно отрезанный конец и старую
        копию.
      </p>
      {check !== null && (
        <p>
          <a href={addresses.archiveCheck(school.id, check.id)}>
            Проверка от {russianDateTime(check.askedAt, school.timeZone)}
          </a>
          {check.finishedAt === null && ': идёт'}
        </p>
      )}
      <form method="post" action={addresses.archiveChecks(school.id)} class="actions">
        <input type="hidden" name={tokenField} value={token} />
        <button type="submit">Проверить весь архив сейчас</button>
      </form>
    </section>
  )
}

export function ArchiveCheckPage({ school, check }: { school: School; check: ArchiveCheck }) {
  return (
    <>
      <h1>Проверка архива</h1>
      <p class="soft">Начата {russianDateTime(check.askedAt, school.timeZone)}</p>
      <CheckProgress school={school} check={check} />
      <p class="no-print">
        <a href={addresses.archive(school.id)}>Архив</a>
      </p>
    </>
  )
}

export function checkProgress(school: School, check: ArchiveCheck): string {
  return render(<CheckProgress school={school} check={check} />)
}

/** As the progress of a run: asks for itself until the check has ended. */
function CheckProgress({ school, check }: { school: School; check: ArchiveCheck }) {
  const { finishedAt, done, total, findings, errorMessage, errorCode } = check
  const address = addresses.archiveCheck(school.id, check.id)
  const asking =
    finishedAt === null
      ? { 'hx-get': `${address}/progress`, 'hx-trigger': 'every 1s', 'hx-swap': 'outerHTML' }
      : {}
  const state =
    finishedAt === null
      ? 'идёт'
      : errorCode !== null
        ? 'не удалась'
        : findings.length === 0
          ? 'архив цел'
          : `найдено повреждений: ${written(findings.length)}`
  const good = finishedAt !== null && errorCode === null && findings.length === 0
  return (
    <section id="progress" class="run" {...asking}>
      <p class={`state ${finishedAt === null ? '' : good ? 'done' : 'failed'}`} role="status">
        {state}
      </p>
      {finishedAt === null && (
        <p class="bar">
          {total === null ? (
            <progress aria-label="Считаем, сколько читать" />
          ) : (
            <progress max={Math.max(1, total)} value={done ?? 0} aria-label="Ход проверки" />
          )}
          {total !== null && (
            <span>
              {sizeText(done ?? 0)} из {sizeText(total)}
            </span>
          )}
        </p>
      )}
      {errorMessage !== null && (
        <p class="note">
          {errorMessage} <small>({errorCode})</small>
        </p>
      )}
      {findings.length > 0 && (
        <>
          <p>
            Ничего в папке архива не исправляйте и не удаляйте: сначала скопируйте её целиком на другой диск.
          </p>
          <ul>
            {findings.map(line => (
              <li key={line} class="id">
                {line}
              </li>
            ))}
          </ul>
        </>
      )}
      {finishedAt !== null && check.objects !== null && (
        <dl>
          <dt>Прочитано документов</dt>
          <dd>{written(check.objects)}</dd>
          <dt>Файлов</dt>
          <dd>{written(check.files ?? 0)}</dd>
          <dt>Окончена</dt>
          <dd>{russianDateTime(finishedAt, school.timeZone)}</dd>
        </dl>
      )}
      {finishedAt === null && (
        <noscript>
          <p class="no-print">
            <a href={address}>Обновить</a>
          </p>
        </noscript>
      )}
    </section>
  )
}
