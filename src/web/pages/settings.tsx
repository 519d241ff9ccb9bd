import { russianDate, russianDateTime } from '../../calendar/index.js'
import type { Id } from '../../journal/index.js'
import { type RuleValues, type SettingsChange, settingShapes } from '../../regulation/index.js'
import { settingSourceWords, settingText, settingsWords } from '../../report/index.js'
import { addresses } from '../addresses.js'
import type { Field, Typed, Wrong } from '../decisions/field.js'
import type { FixedSetting, RuleSet } from '../deps/settings.js'
import { FormFields } from './form-fields.js'
import { Scroll } from './scroll.js'

/** What the rules are set to, where each of it comes from, and the form that changes it. */

interface ListProps {
  readonly school: Id
  readonly book: readonly RuleSet[]
  readonly fixed: readonly FixedSetting[]
  /** Number of a change that has just been entered. */
  readonly entered: string | null
}

export function SettingsList({ school, book, fixed, entered }: ListProps) {
  return (
    <>
      <h1>Настройки</h1>
      <p>
        Сроки, пороги и допуски, по которым проверяется журнал. Их меняют с какого-то дня, приказом: дни до
        него проверяются как раньше, и прежнее значение остаётся в истории.
      </p>
      {entered !== null && (
        <p class="note" role="status">
          Записано: изменение № {entered}. Прошедшие дни проверены снова.
        </p>
      )}
      {book.map(({ rule, settings, ahead }) => (
        <section key={rule.id}>
          <h2>
            <a href={addresses.ruleSettings(school, rule.id)}>
              п. {rule.clause} {rule.title}
            </a>
          </h2>
          <InForce title={rule.title} set={{ rule, settings }} />
          {ahead.map(({ number, content }) => (
            <p class="note" key={number}>
              Впереди: {settingsWords(content)}
            </p>
          ))}
        </section>
      ))}
      <h2>Только в файле bridge.yaml</h2>
      <p>
        Это устройство самой установки: файл лежит в папке данных, меняет его администратор программы, и после
        этого её запускают снова. Пароли и токены здесь не показываются.
      </p>
      <Scroll label="Настройки установки">
        <table>
          <thead>
            <tr>
              <th scope="col">Настройка</th>
              <th scope="col">Что значит</th>
              <th scope="col">Значение</th>
            </tr>
          </thead>
          <tbody>
            {fixed.map(({ key, about, value }) => (
              <tr key={key}>
                <th scope="row">
                  <code>{key}</code>
                </th>
                <td>{about}</td>
                <td>{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  )
}

function InForce({ title, set }: { title: string; set: Pick<RuleSet, 'rule' | 'settings'> }) {
  const shapes = new Map(settingShapes(set.rule).map(shape => [shape.key, shape]))
  return (
    <Scroll label={title}>
      <table>
        <thead>
          <tr>
            <th scope="col">Что настраивается</th>
            <th scope="col">Действует</th>
            <th scope="col">По умолчанию</th>
            <th scope="col">Кем установлено</th>
          </tr>
        </thead>
        <tbody>
          {set.settings.map(({ key, value, usual, source }) => {
            const shape = shapes.get(key)
            return (
              shape && (
                <tr key={key}>
                  <th scope="row">{shape.about}</th>
                  <td>{settingText(shape, value)}</td>
                  <td>{settingText(shape, usual)}</td>
                  <td>{settingSourceWords(source)}</td>
                </tr>
              )
            )
          })}
        </tbody>
      </table>
    </Scroll>
  )
}

interface RuleProps {
  readonly school: Id
  readonly timeZone: string
  readonly set: RuleSet
  /** The day for which it is shown. */
  readonly on: string
  /** Null for who may only look. */
  readonly form: FormProps | null
}

interface FormProps {
  readonly fields: readonly Field[]
  readonly typed: Typed
  readonly wrong: Wrong | null
  /** What each field showed before anybody typed, and what else has to come back. */
  readonly hidden: readonly (readonly [string, string])[]
}

export function RuleSettings({ school, timeZone, set, on, form }: RuleProps) {
  const { rule, until, ahead } = set
  return (
    <>
      <p>
        <a href={addresses.settings(school)}>Все настройки</a>
      </p>
      <h1>
        п. {rule.clause} {rule.title}
      </h1>
      <p class="soft">
        {rule.termFrom === 'regulation'
          ? 'Требование установлено регламентом; здесь — его сроки и допуски.'
          : 'Регламент этого не называет: значение устанавливает школа, и сообщения говорят об этом.'}
      </p>
      <h2>Что действует {russianDate(on)}</h2>
      <InForce title={`Что действует ${russianDate(on)}`} set={set} />
      {rule.id === '2.5-written-works-in-time' && (
        <p>
          Акт школы о сроках проверки, если он внесён, действует вместо этих сроков
          {form ? (
            <>
              : <a href={addresses.decisions(school, 'written-limits')}>акты и их история</a>.
            </>
          ) : (
            '; вносит его завуч.'
          )}
        </p>
      )}
      {until !== null && (
        <p class="note">
          До {russianDate(until)}: с этого дня действует следующая редакция регламента из bridge.yaml, и
          изменения прежней кончаются.
        </p>
      )}
      {ahead.map(({ number, content }) => (
        <p class="note" key={number}>
          Впереди: {settingsWords(content)}.{' '}
          <a href={addresses.ruleSettings(school, rule.id, content.from)}>
            Что будет действовать с этого дня
          </a>
        </p>
      ))}
      {form && (
        <>
          <h2>Изменить</h2>
          <p>Сначала программа покажет, что от этого изменится; записано будет только после этого.</p>
          <form method="get" action={addresses.changeSettings(school, rule.id)} class="decision">
            <HiddenValues values={form.hidden} />
            <FormFields fields={form.fields} typed={form.typed} wrong={form.wrong} />
            <button type="submit">Посмотреть, что изменится</button>
          </form>
        </>
      )}
      <History school={school} timeZone={timeZone} set={set} mayChange={form !== null} />
    </>
  )
}

export function HiddenValues({ values }: { values: readonly (readonly [string, string])[] }) {
  return (
    <>
      {values.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
    </>
  )
}

interface HistoryProps {
  readonly school: Id
  readonly timeZone: string
  readonly set: RuleSet
  readonly mayChange: boolean
}

function History({ school, timeZone, set: { rule, history }, mayChange }: HistoryProps) {
  return (
    <>
      <h2>История</h2>
      {history.length === 0 && <p>Здесь ещё ничего не меняли.</p>}
      <ul class="decisions">
        {history.toReversed().map(({ number, revisions, before }) => {
          const stands = revisions.at(-1)?.content !== null
          return (
            <li key={number} class={stands ? undefined : 'gone'}>
              <b>№ {number}</b>
              {!stands && ' — отозвано'}
              {revisions.map(({ revision, content, why, author, enteredAt }) => (
                <p key={revision}>
                  {content === null ? 'Отозвано' : <Change content={content} before={before} rule={rule} />}
                  <small class="line">
                    {author}, {russianDateTime(enteredAt, timeZone)}
                    {why !== null && `; ${why}`}
                  </small>
                </p>
              ))}
              {stands && mayChange && (
                <p class="actions">
                  <a href={addresses.withdrawSettings(school, rule.id, number)}>Вернуть, как было</a>
                </p>
              )}
            </li>
          )
        })}
      </ul>
    </>
  )
}

interface ChangeProps {
  readonly content: SettingsChange
  readonly before: RuleValues
  readonly rule: RuleSet['rule']
}

function Change({ content, before, rule }: ChangeProps) {
  const { from, values, order, reason } = content
  const shapes = settingShapes(rule)
  return (
    <>
      С {russianDate(from)}, {order}
      {reason !== null && `; ${reason}`}
      {Object.entries(values).map(([key, value]) => {
        const shape = shapes.find(known => known.key === key)
        const text = (one: unknown) => (shape ? settingText(shape, one) : JSON.stringify(one))
        return (
          <span class="line" key={key}>
            {shape?.about ?? key}: {text(before[key])} →<b>{text(value)}</b>
          </span>
        )
      })}
    </>
  )
}
