import { russianDateTime } from '../../calendar/index.js'
import type { Id } from '../../journal/index.js'
import { addresses } from '../addresses.js'
import { tokenField } from '../csrf.js'
import { type Decision, type DecisionEffect, type DecisionKind, decisionKinds } from '../decisions/deps.js'
import type { Choice, Field, Typed, Wrong } from '../decisions/field.js'
import { formOf } from '../decisions/read-entry.js'
import { othersFirst } from '../words.js'
import { FormFields, HiddenFields } from './form-fields.js'
import { PageLinks } from './page-links.js'

/** What the school decided and what happened: lists with their history, forms, and what a form would do. */

export function DecisionIndex({ school }: { school: Id }) {
  return (
    <>
      <h1>Решения и события</h1>
      <p>То, чего в журнале не видно. Ничего не стирается: отзыв записывается рядом, с именем и временем.</p>
      <dl class="index">
        {decisionKinds.map(kind => (
          <div key={kind}>
            <dt>
              <a href={addresses.decisions(school, kind)}>{formOf(kind).title}</a>
            </dt>
            <dd>{formOf(kind).about}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}

interface ListProps {
  readonly school: Id
  readonly timeZone: string
  readonly kind: DecisionKind
  readonly decisions: readonly Decision[]
  /** Those that were taken back are shown too. */
  readonly all: boolean
  /** From 1. */
  readonly page: number
  readonly mayDecide: boolean
  /** Numbers that have just been entered. */
  readonly entered: readonly string[]
}

/** The newest first. */
const perPage = 100

export function DecisionList(props: ListProps) {
  const { school, timeZone, kind, decisions, all, page, mayDecide, entered } = props
  const wanted = decisions.filter(({ stands }) => all || stands).toReversed()
  const shown = wanted.slice((page - 1) * perPage, page * perPage)
  const gone = decisions.length - decisions.filter(({ stands }) => stands).length
  return (
    <>
      <h1>{formOf(kind).title}</h1>
      <p>{formOf(kind).about}</p>
      {(kind === 'substitution' || kind === 'order') && (
        <p class="soft">С журналом сверяются записи этого учебного года.</p>
      )}
      {entered.length > 0 && (
        <p class="note" role="status">
          Записано: № {entered.join(', № ')}.
        </p>
      )}
      {mayDecide && (
        <p>
          <a class="button" href={addresses.newDecision(school, kind)}>
            Внести
          </a>
        </p>
      )}
      {shown.length === 0 && <p>Записей нет.</p>}
      <ul class="decisions">
        {shown.map(({ number, stands, revisions, idle }) => (
          <li key={number} class={stands ? undefined : 'gone'}>
            <b>№ {number}</b>
            {!stands && ' — отозвано'}
            {revisions.map(({ text, why, author, at }) => (
              <p key={at}>
                {text ?? 'Отозвано'}
                <small class="line">
                  {author}, {russianDateTime(at, timeZone)}
                  {why !== null && `; ${why}`}
                </small>
              </p>
            ))}
            {idle !== null && <p class="note">Обратите внимание. {idle}</p>}
            {stands && mayDecide && (
              <p class="actions">
                {kind === 'incident' && (
                  <a href={addresses.updateIncident(school, number)}>Записать, что произошло</a>
                )}{' '}
                <a href={addresses.withdrawDecision(school, kind, number)}>Отозвать</a>
              </p>
            )}
          </li>
        ))}
      </ul>
      <PageLinks
        to={number => addresses.decisions(school, kind, { all, page: number })}
        count={wanted.length}
        {...{ page, perPage }}
      />
      {gone > 0 && !all && (
        <a href={addresses.decisions(school, kind, { all: true })}>Показать и отозванные: {gone}</a>
      )}
    </>
  )
}

interface FormProps {
  readonly school: Id
  readonly kind: DecisionKind
  readonly fields: readonly Field[]
  readonly typed: Typed
  readonly wrong: Wrong | null
  /** Chosen before the rest of the form; null where the form doesn't ask. */
  readonly classId: Id | null
}

export function DecisionForm({ school, kind, fields, typed, wrong, classId }: FormProps) {
  return (
    <>
      <h1>{formOf(kind).title}: новая запись</h1>
      <p>Сначала программа покажет, что от этого изменится; записано будет только после этого.</p>
      <form method="get" action={addresses.newDecision(school, kind)} class="decision">
        <input type="hidden" name="preview" value="1" />
        {classId !== null && <input type="hidden" name="of" value={classId} />}
        <FormFields fields={fields} typed={typed} wrong={wrong} />
        <button type="submit">Посмотреть, что изменится</button>
      </form>
    </>
  )
}

/** Pupils are chosen from one class: a whole school's names are on no page. */
export function ClassFirst(props: { school: Id; kind: DecisionKind; classes: readonly Choice[] }) {
  const { school, kind, classes } = props
  return (
    <>
      <h1>{formOf(kind).title}: новая запись</h1>
      <p>О каком классе речь?</p>
      <ul class="choices">
        {classes.map(({ value, text }) => (
          <li key={value}>
            <a href={addresses.newDecision(school, kind, value)}>{text}</a>
          </li>
        ))}
      </ul>
    </>
  )
}

interface PreviewProps {
  readonly school: Id
  readonly kind: DecisionKind
  readonly effect: DecisionEffect
  readonly fields: readonly Field[]
  readonly typed: Typed
  readonly token: string
  readonly classId: Id | null
  /** The form was sent with a token that is no longer good. */
  readonly stale: boolean
}

export function DecisionPreview(props: PreviewProps) {
  const { school, kind, effect, fields, typed, token, classId, stale } = props
  const back = new URLSearchParams(
    fields.flatMap(({ name }) => (typed.get(name) ?? []).map(value => [name, value])),
  )
  if (classId !== null) back.set('of', classId)
  return (
    <>
      <h1>{formOf(kind).title}: записать?</h1>
      {stale && (
        <p class="note" role="alert">
          Не записано: страница была открыта слишком давно. Проверьте и нажмите «Записать» ещё раз.
        </p>
      )}
      <ul>
        {effect.words.map(text => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      <Effect effect={effect} />
      <form method="post" action={addresses.newDecision(school, kind)} class="actions">
        <input type="hidden" name={tokenField} value={token} />
        {classId !== null && <input type="hidden" name="of" value={classId} />}
        <HiddenFields fields={fields} typed={typed} />
        <button type="submit">Записать</button>
        <a href={`${addresses.newDecision(school, kind)}?${back}`}>Изменить</a>
      </form>
    </>
  )
}

function Effect({ effect: { lines, more } }: { effect: DecisionEffect }) {
  if (lines === 'takes-too-long')
    return (
      <p class="note" role="status">
        Посмотреть, что изменится, в этой школе дольше, чем ждёт страница. Записать можно и так: вердикты
        будут проверены снова.
      </p>
    )
  if (lines === 'others-first')
    return (
      <p class="note" role="status">
        {othersFirst} Что изменится, покажет обновлённая через минуту страница. Записать можно и так: вердикты
        будут проверены снова.
      </p>
    )
  if (lines.length === 0) return <p>Вердикты прошедших дней от этого не изменятся.</p>
  return (
    <>
      <h2>Что изменится</h2>
      <ul>
        {lines.map(text => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      {more > 0 && <p class="soft">И ещё {more}.</p>}
    </>
  )
}

interface RevisionProps {
  readonly title: string
  readonly about: string
  readonly action: string
  readonly back: string
  readonly button: string
  readonly fields: readonly Field[]
  readonly typed: Typed
  readonly wrong: Wrong | null
  readonly token: string
}

/** Takes a statement back, or adds what has happened since. */
export function RevisionForm(props: RevisionProps) {
  const { title, about, action, back, button, fields, typed, wrong, token } = props
  return (
    <>
      <h1>{title}</h1>
      <p>{about}</p>
      <form method="post" action={action} class="decision">
        <input type="hidden" name={tokenField} value={token} />
        <FormFields fields={fields} typed={typed} wrong={wrong} />
        <p class="actions">
          <button type="submit">{button}</button> <a href={back}>Не надо</a>
        </p>
      </form>
    </>
  )
}
