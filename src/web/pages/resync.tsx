import type { Id } from '../../journal/index.js'
import { counted, dayRange } from '../../report/index.js'
import { addresses } from '../addresses.js'
import { tokenField } from '../csrf.js'
import type { Problems } from '../days.js'
import type { ResyncRequest } from '../deps.js'
import type { TypedResync } from '../resync-form.js'
import { type ReadKind, readKinds } from '../../runs/index.js'
import { readKindWords, requests, windows } from '../words.js'
import { DayFields, FieldProblem } from './fields.js'

type Classes = readonly { readonly id: Id; readonly name: string }[]

interface FormProps {
  readonly school: Id
  readonly classes: Classes
  readonly typed: TypedResync
  readonly problems: Problems | null
}

export function ResyncForm({ school, classes, typed, problems }: FormProps) {
  return (
    <>
      <h1>Перечитать журнал</h1>
      <p>
        Программа прочитает журнал за выбранные дни ещё раз и проверит его. Сначала она покажет, сколько
        запросов к платформе для этого нужно: их число ограничено.
      </p>
      <form method="get" action={addresses.resync(school)} class="resync">
        <input type="hidden" name="price" value="1" />
        <div class="days">
          <DayFields typed={typed} problems={problems} />
        </div>
        <KindBoxes ticked={typed.kinds} problem={problems?.kind} />
        <ClassBoxes classes={classes} ticked={typed.classIds} problem={problems?.class} />
        <button type="submit">Продолжить</button>
      </form>
    </>
  )
}

function ClassBoxes(props: { classes: Classes; ticked: readonly Id[]; problem: string | undefined }) {
  const { classes, ticked, problem } = props
  if (classes.length === 0) {
    return <p class="note">Список классов ещё не прочитан: будут прочитаны все классы школы.</p>
  }
  return (
    <fieldset aria-describedby={problem === undefined ? undefined : 'class-problem'}>
      <legend>Классы</legend>
      <p class="soft">Ничего не отмечено — читаются все классы.</p>
      <div class="boxes">
        {classes.map(({ id, name }) => (
          <label key={id}>
            <input type="checkbox" name="class" value={id} checked={ticked.includes(id)} /> {name}
          </label>
        ))}
      </div>
      {problem !== undefined && <FieldProblem id="class-problem" text={problem} />}
    </fieldset>
  )
}

function KindBoxes({ ticked, problem }: { ticked: readonly string[]; problem: string | undefined }) {
  return (
    <fieldset aria-describedby={problem === undefined ? undefined : 'kind-problem'}>
      <legend>Что читать</legend>
      <p class="soft">Ничего не отмечено — читается всё, а списки — если сегодня их ещё не читали.</p>
      <div class="boxes kinds">
        {readKinds.map(kind => (
          <label key={kind}>
            <input type="checkbox" name="kind" value={kind} checked={ticked.includes(kind)} />{' '}
            {readKindWords[kind]}
          </label>
        ))}
      </div>
      {problem !== undefined && <FieldProblem id="kind-problem" text={problem} />}
    </fieldset>
  )
}

export function kindsText(kinds: readonly ReadKind[] | null): string {
  return kinds === null ? 'всё' : kinds.map(kind => readKindWords[kind]).join('; ')
}

interface PriceProps {
  readonly request: ResyncRequest
  readonly classes: Classes
  readonly price: { readonly requests: number; readonly windows: number }
  readonly token: string
  /** The form was sent with a token that is no longer good. */
  readonly stale?: boolean
}

export function ResyncPrice({ request, classes, price, token, stale = false }: PriceProps) {
  const { school, from, to, classIds, kinds } = request
  const names = classes.filter(({ id }) => classIds?.includes(id)).map(({ name }) => name)
  return (
    <>
      <h1>Перечитать журнал?</h1>
      {stale && (
        <p class="note" role="alert">
          Чтение не начато: страница была открыта слишком давно. Проверьте и нажмите «Начать» ещё раз.
        </p>
      )}
      <dl>
        <dt>Дни</dt>
        <dd>{dayRange(from, to)}</dd>
        <dt>Классы</dt>
        <dd>{classIds === null ? 'все' : names.join(', ')}</dd>
        <dt>Что</dt>
        <dd>{kindsText(kinds)}</dd>
        <dt>Понадобится</dt>
        <dd>
          <strong>{counted(price.requests, requests)}</strong> к платформе, {counted(price.windows, windows)}
        </dd>
      </dl>
      <p class="soft">Это наименьшее число: длинные списки и повторы после сбоев платформы добавят ещё.</p>
      <form method="post" action={addresses.resync(school)} class="actions">
        <input type="hidden" name={tokenField} value={token} />
        <input type="hidden" name="from" value={from} />
        <input type="hidden" name="to" value={to} />
        {classIds?.map(id => (
          <input type="hidden" name="class" value={id} key={id} />
        ))}
        {kinds?.map(kind => (
          <input type="hidden" name="kind" value={kind} key={kind} />
        ))}
        <button type="submit">Начать</button>
        <a href={addresses.resync(school, { from, to, classIds, kinds })}>Изменить</a>
      </form>
    </>
  )
}
