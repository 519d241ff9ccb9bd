import { render } from 'preact-render-to-string'
import { russianDateTime } from '../../calendar/index.js'
import { counted, dayRange, written } from '../../report/index.js'
import type { Run } from '../../runs/index.js'
import { addresses } from '../addresses.js'
import { tokenField } from '../csrf.js'
import { askerWord, differenceText, ofParts, runKinds, runStates, stepWord } from '../words.js'
import { kindsText } from './resync.js'

export function isFinished(run: Run): boolean {
  return run.state !== 'queued' && run.state !== 'running'
}

interface RunProps {
  readonly run: Run
  readonly timeZone: string
  readonly classNames: readonly string[] | null
  readonly cancel: CancelForm | null
  /** Whether the viewer may go on to what was found. */
  readonly seesFindings: boolean
  /** The cancelling was sent with a token that is no longer good. */
  readonly stale?: boolean
}

/** Null for who may only look. */
export interface CancelForm {
  readonly token: string
}

export function RunPage({ classNames, stale = false, ...progress }: RunProps) {
  const { run, timeZone } = progress
  return (
    <>
      <h1>{runKinds[run.kind]}</h1>
      <p class="soft">
        {dayRange(run.from, run.to)} · классы: {classNames === null ? 'все' : classNames.join(', ')}
        {run.kinds !== null && ` · только ${kindsText(run.kinds)}`} · {askerWord(run.askedBy)},{' '}
        {russianDateTime(run.createdAt, timeZone)}
      </p>
      {stale && (
        <p class="note" role="alert">
          Не отменено: страница была открыта слишком давно. Нажмите «Отменить» ещё раз.
        </p>
      )}
      <RunProgress {...progress} />
      <p class="no-print">
        <a href={addresses.runs(run.school)}>Все чтения журнала</a>
      </p>
    </>
  )
}

type ProgressProps = Omit<RunProps, 'classNames' | 'stale'>

export function runProgress(props: ProgressProps): string {
  return render(<RunProgress {...props} />)
}

/** Asks for itself every second, and stops asking once the run has ended: the last answer has no trigger. */
export function RunProgress({ run, timeZone, cancel, seesFindings }: ProgressProps) {
  const finished = isFinished(run)
  const reads = run.kind !== 'print-kit' && run.kind !== 'check'
  const asking = finished
    ? {}
    : {
        'hx-get': addresses.runProgress(run.school, run.id),
        'hx-trigger': 'every 1s',
        'hx-swap': 'outerHTML',
      }
  return (
    <section id="progress" class="run" {...asking}>
      <p class={`state ${run.state}`} role="status">
        {stateText(run)}
      </p>
      <Bar run={run} />
      {run.errorMessage !== null && (
        <p class="note">
          {run.errorMessage} {run.errorCode !== null && <small>({run.errorCode})</small>}
        </p>
      )}
      {reads && run.difference !== null && (
        <p class="difference">
          Принесено: <b>{differenceText(run.difference)}</b>.
        </p>
      )}
      <dl>
        {reads && <Reading run={run} />}
        {run.finishedAt !== null && (
          <>
            <dt>Окончено</dt>
            <dd>{russianDateTime(run.finishedAt, timeZone)}</dd>
          </>
        )}
      </dl>
      {finished ? (
        <p class="no-print">
          <Onward run={run} seesFindings={seesFindings} />
        </p>
      ) : (
        <>
          {cancel && <Cancel run={run} token={cancel.token} />}
          <noscript>
            <p class="no-print">
              <a href={addresses.run(run.school, run.id)}>Обновить</a>
            </p>
          </noscript>
        </>
      )}
    </section>
  )
}

function Onward({ run: { kind, school, from, to }, seesFindings }: Pick<RunProps, 'run' | 'seesFindings'>) {
  if (kind === 'print-kit') return <a href={addresses.printKit(school)}>Комплекты и классы</a>
  return seesFindings ? (
    <a href={addresses.school(school, { from, to })}>Что нарушено за эти дни</a>
  ) : (
    <a href={addresses.sync(school, { from, to })}>Что прочитано за эти дни</a>
  )
}

function Reading({ run }: { run: Run }) {
  return (
    <>
      <dt>Запросов к платформе</dt>
      <dd>{written(run.requests)}</dd>
      <dt>Прочитано не полностью</dt>
      <dd class={run.incomplete > 0 ? 'broken' : ''}>{written(run.incomplete)}</dd>
      <dt>Изменилось записей</dt>
      <dd>{written(run.changed)}</dd>
      <dt>Исчезло записей</dt>
      <dd>{written(run.gone)}</dd>
      <dt>Отложено неразобранных</dt>
      <dd class={run.quarantined > 0 ? 'broken' : ''}>{written(run.quarantined)}</dd>
    </>
  )
}

/** What was read stays; a planned look isn't taken a second time. */
function Cancel({ run, token }: { run: Run; token: string }) {
  return (
    <form method="post" action={addresses.cancelRun(run.school, run.id)} class="actions">
      <input type="hidden" name={tokenField} value={token} />
      <button type="submit" class="quiet">
        Отменить
      </button>
      <span class="soft">
        Прочитанное останется.
        {run.askedBy === 'cron' &&
          ' Плановое чтение повторено не будет: его сроки могут остаться недоказанными.'}
      </span>
    </form>
  )
}

function stateText(run: Run): string {
  const state = runStates[run.state]
  return run.state === 'running' && run.step !== null ? `${state}: ${stepWord(run.step)}` : state
}

function Bar({ run }: { run: Run }) {
  const done = run.complete + run.incomplete
  if (run.windows === null) {
    return isFinished(run) ? null : <progress aria-label="Считаем, сколько предстоит" />
  }
  return (
    <p class="bar">
      <progress
        max={Math.max(1, run.windows)}
        value={run.windows === 0 ? 1 : done}
        aria-label="Сколько сделано"
      />
      <span>
        {written(done)} из {counted(run.windows, ofParts(run.kind))}
      </span>
    </p>
  )
}
