import { wholeSchool } from '../../regulation/index.js'
import { addresses } from '../addresses.js'
import { tokenField } from '../csrf.js'
import type { Field } from '../decisions/field.js'
import type { SchoolNames, Story } from '../deps/findings.js'
import type { ExemptionTyped, ReplyTyped } from '../verdict-forms.js'
import { othersFirst } from '../words.js'
import { FormFields } from './form-fields.js'

/** What may be done about a verdict, each by who may: a reminder, a reply, an exemption, a substitution. */

export interface ActionProps {
  readonly school: string
  readonly story: Story
  readonly names: SchoolNames
  readonly token: string
  readonly mayDecide: boolean
  readonly mayReply: boolean
  /** Where a reminder is written; null where there is nothing to remind of, or the viewer reminds nobody. */
  readonly remind: string | null
  /** The account knows who it is; without one people sign by hand. */
  readonly asksName: boolean
  readonly exemption: ExemptionTyped
  readonly reply: ReplyTyped
}

export function VerdictActions(props: ActionProps) {
  const { mayDecide, mayReply, remind, school, story } = props
  if (!mayDecide && !mayReply && remind === null) return null
  const { date, subject } = story.entry.verdict
  const { lesson, class: classId } = subject
  return (
    <section class="no-print">
      <h2>Что можно сделать</h2>
      {remind !== null && (
        <p>
          <a href={remind}>Напомнить письмом, что осталось записать</a>
        </p>
      )}
      {mayReply && <ReplyForm {...props} />}
      {mayDecide && <ExemptionForm {...props} />}
      {mayDecide && lesson !== undefined && (
        <p>
          Урок вёл другой учитель?{' '}
          <a href={addresses.newSubstitution(school, classId, date)}>Внести замену</a>: день проверится заново
          сразу.
        </p>
      )}
    </section>
  )
}

function ReplyForm({ school, story, token, asksName, reply }: ActionProps) {
  const fields: Field[] = [
    { kind: 'long-text', name: 'text', label: 'Ответ' },
    ...(asksName ? [{ kind: 'text', name: 'by', label: 'Кто отвечает' } as const] : []),
  ]
  return (
    <details open={reply.problems !== null}>
      <summary>Ответить</summary>
      <form method="post" action={addresses.reply(school, story.entry.id)} class="stacked">
        <input type="hidden" name={tokenField} value={token} />
        <p class="soft">
          Ответ стоит рядом с вердиктом и в отчётах, самого вердикта не меняет. Имён обучающихся не пишите.
        </p>
        <Fields prefix="reply-" fields={fields} typed={reply} />
        <button type="submit">Записать ответ</button>
      </form>
    </details>
  )
}

const scopes = [
  ['one', 'только этот случай'],
  ['teacher', 'это правило — у этого учителя, на эти дни'],
  ['class', 'это правило — в этом классе, на эти дни'],
] as const

function ExemptionForm({ school, story, token, asksName, exemption }: ActionProps) {
  const { problems, preview, scope } = exemption
  const { responsible, subject } = story.entry.verdict
  const possible = scopes.filter(
    ([name]) =>
      name === 'one' || (name === 'teacher' ? responsible.length > 0 : subject.class !== wholeSchool),
  )
  const fields: Field[] = [
    { kind: 'day', name: 'from', label: 'С' },
    { kind: 'day', name: 'to', label: 'По' },
    { kind: 'text', name: 'reason', label: 'Причина' },
    { kind: 'text', name: 'order', label: 'Основание', hint: 'Например, «приказ № 12 от 13.11.2026»' },
    ...(asksName ? [{ kind: 'text', name: 'by', label: 'Кто оформляет' } as const] : []),
  ]
  return (
    <details open={problems !== null || preview !== null}>
      <summary>Оформить исключение</summary>
      <form method="post" action={addresses.exempt(school, story.entry.id)} class="stacked">
        <input type="hidden" name={tokenField} value={token} />
        <p class="soft">
          Исключение не делает нарушение соблюдением: такие случаи показываются отдельно, с номером приказа.
        </p>
        <fieldset>
          <legend>Что исключить</legend>
          {possible.map(([name, label]) => (
            <label key={name} class="line">
              <input type="radio" name="scope" value={name} checked={scope === name} /> {label}
            </label>
          ))}
        </fieldset>
        <Fields prefix="exempt-" fields={fields} typed={exemption} />
        {preview !== null && (
          <p class="note" role="status">
            {previewText(preview)} {preview === 0 && 'Проверьте дни и то, что исключаете. '}Если всё верно,
            оформите.
          </p>
        )}
        <div class="bar">
          <button type="submit" name="step" value="preview" class="second">
            Проверить
          </button>
          {preview !== null && (
            <button type="submit" name="step" value="enter">
              Оформить
            </button>
          )}
        </div>
      </form>
    </details>
  )
}

function previewText(preview: NonNullable<ExemptionTyped['preview']>): string {
  if (preview === 'takes-too-long')
    return 'Сколько случаев будет исключено, считать здесь дольше, чем ждёт страница: это покажет проверка после записи.'
  if (preview === 'others-first')
    return `${othersFirst} Сколько случаев будет исключено, можно проверить через минуту.`
  return `Будет исключено случаев: ${preview}.`
}

interface FieldsProps {
  readonly prefix: string
  readonly fields: readonly Field[]
  readonly typed: ReplyTyped | ExemptionTyped
}

function Fields({ prefix, fields, typed }: FieldsProps) {
  const values = Object.entries(typed).flatMap(([name, value]): [string, string[]][] =>
    typeof value === 'string' ? [[name, [value]]] : [],
  )
  const wrong = typed.problems && new Map(Object.entries(typed.problems))
  return <FormFields prefix={prefix} fields={fields} typed={new Map(values)} wrong={wrong} />
}
