import { addresses } from '../addresses.js'
import { tokenField } from '../csrf.js'
import type { SchoolNames, Story } from '../deps/findings.js'
import type { ExemptionTyped, ReplyTyped } from '../verdict-forms.js'

/** What may be done about a verdict, each by who may: an exemption, a reply, a substitution. */

export interface ActionProps {
  readonly school: string
  readonly story: Story
  readonly names: SchoolNames
  readonly token: string
  readonly mayDecide: boolean
  readonly mayReply: boolean
  /** The account knows who it is; without one people sign by hand. */
  readonly asksName: boolean
  readonly exemption: ExemptionTyped
  readonly reply: ReplyTyped
}

export function VerdictActions(props: ActionProps) {
  const { mayDecide, mayReply, story } = props
  if (!mayDecide && !mayReply) return null
  const { lesson } = story.entry.verdict.subject
  return (
    <section class="no-print">
      <h2>Что можно сделать</h2>
      {mayReply && <ReplyForm {...props} />}
      {mayDecide && <ExemptionForm {...props} />}
      {mayDecide && lesson !== undefined && (
        <details>
          <summary>Урок вёл другой учитель</summary>
          <p>Замена вносится на компьютере с программой; день проверится заново сразу:</p>
          <pre>
            dnevnik-bridge substitution add --lesson {lesson} --teacher НОМЕР --order "ПРИКАЗ" --by "КТО
            ВНОСИТ"
          </pre>
        </details>
      )}
    </section>
  )
}

function ReplyForm({ school, story, token, asksName, reply }: ActionProps) {
  return (
    <details open={reply.problems !== null}>
      <summary>Ответить</summary>
      <form method="post" action={addresses.reply(school, story.entry.id)} class="stacked">
        <input type="hidden" name={tokenField} value={token} />
        <p class="soft">
          Ответ стоит рядом с вердиктом и в отчётах, самого вердикта не меняет. Имён обучающихся не пишите.
        </p>
        <TextField name="text" label="Ответ" value={reply.text} problem={reply.problems?.text} long />
        {asksName && (
          <TextField
            name="by"
            label="Кто отвечает"
            value={reply.by}
            problem={reply.problems?.by}
            prefix="reply-"
          />
        )}
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
    ([name]) => name === 'one' || (name === 'teacher' ? responsible.length > 0 : subject.class !== ''),
  )
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
        <TextField
          name="from"
          label="С"
          type="date"
          value={exemption.from}
          problem={problems?.from}
          prefix="exempt-"
        />
        <TextField
          name="to"
          label="По"
          type="date"
          value={exemption.to}
          problem={problems?.to}
          prefix="exempt-"
        />
        <TextField name="reason" label="Причина" value={exemption.reason} problem={problems?.reason} />
        <TextField
          name="order"
          label="Основание, например «приказ № 12 от 13.11.2026»"
          value={exemption.order}
          problem={problems?.order}
        />
        {asksName && (
          <TextField
            name="by"
            label="Кто оформляет"
            value={exemption.by}
            problem={problems?.by}
            prefix="exempt-"
          />
        )}
        {preview !== null && (
          <p class="note" role="status">
            Будет исключено случаев: {preview}. {preview === 0 && 'Проверьте дни и то, что исключаете. '}Если
            всё верно, оформите.
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

interface TextFieldProps {
  readonly name: string
  readonly label: string
  readonly value: string
  readonly problem: string | undefined
  readonly type?: 'text' | 'date'
  readonly long?: boolean
  /** Two forms of one page have a field of that name. */
  readonly prefix?: string
}

function TextField({
  name,
  label,
  value,
  problem,
  type = 'text',
  long = false,
  prefix = '',
}: TextFieldProps) {
  const id = `${prefix}${name}`
  const described = {
    'aria-invalid': problem !== undefined,
    'aria-describedby': problem === undefined ? undefined : `${id}-problem`,
  }
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {long ? (
        <textarea id={id} name={name} rows={3} required {...described}>
          {value}
        </textarea>
      ) : (
        <Input {...{ id, name, type, value }} described={described} />
      )}
      {problem !== undefined && (
        <p class="problem" id={`${id}-problem`}>
          {problem}
        </p>
      )}
    </div>
  )
}

interface InputProps {
  readonly id: string
  readonly name: string
  readonly type: 'text' | 'date'
  readonly value: string
  readonly described: { readonly 'aria-invalid': boolean; readonly 'aria-describedby': string | undefined }
}

function Input({ type, described, ...given }: InputProps) {
  return type === 'date' ? (
    <input type="date" {...given} required {...described} />
  ) : (
    <input type="text" {...given} required {...described} />
  )
}
