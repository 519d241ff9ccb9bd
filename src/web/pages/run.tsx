import { render } from 'preact-render-to-string'
import { russianDateTime } from '../../calendar/index.js'
import { counted, dayRange, written } from '../../report/index.js'
import type { Run } from '../../runs/index.js'
import { addresses } from '../addresses.js'
import { askerWord, ofWindows, runKinds, runStates, stepWord } from '../words.js'

export function isFinished(run: Run): boolean {
  return run.state !== 'queued' && run.state !== 'running'
}

interface RunProps {
  readonly run: Run
  readonly timeZone: string
  readonly classNames: readonly string[] | null
}

export function RunPage({ run, timeZone, classNames }: RunProps) {
  return (
    <>
      <h1>{runKinds[run.kind]}</h1>
      <p class="soft">
        {dayRange(run.from, run.to)} · классы: {classNames === null ? 'все' : classNames.join(', ')} ·{' '}
        {askerWord(run.askedBy)}, {russianDateTime(run.createdAt, timeZone)}
      </p>
      <RunProgress run={run} timeZone={timeZone} />
      <p class="no-print">
        <a href={addresses.runs(run.school)}>Все чтения журнала</a>
      </p>
    </>
  )
}

export function runProgress(run: Run, timeZone: string): string {
  return render(<RunProgress run={run} timeZone={timeZone} />)
}

/** Asks for itself every second, and stops asking once the run has ended: the last answer has no trigger. */
export function RunProgress({ run, timeZone }: { run: Run; timeZone: string }) {
  const finished = isFinished(run)
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
      <dl>
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
        {run.finishedAt !== null && (
          <>
            <dt>Окончено</dt>
            <dd>{russianDateTime(run.finishedAt, timeZone)}</dd>
          </>
        )}
      </dl>
      {finished ? (
        <p class="no-print">
          <a href={addresses.school(run.school, { from: run.from, to: run.to })}>Что нарушено за эти дни</a>
        </p>
      ) : (
        <noscript>
          <p class="no-print">
            <a href={addresses.run(run.school, run.id)}>Обновить</a>
          </p>
        </noscript>
      )}
    </section>
  )
}

function stateText(run: Run): string {
  const state = runStates[run.state]
  return run.state === 'running' && run.step !== null ? `${state}: ${stepWord(run.step)}` : state
}

function Bar({ run }: { run: Run }) {
  const done = run.complete + run.incomplete
  if (run.windows === null) {
    return isFinished(run) ? null : <progress aria-label="Считаем, сколько читать" />
  }
  return (
    <p class="bar">
      <progress max={Math.max(1, run.windows)} value={run.windows === 0 ? 1 : done} aria-label="Ход чтения" />
      <span>
        {written(done)} из {counted(run.windows, ofWindows)}
      </span>
    </p>
  )
}
