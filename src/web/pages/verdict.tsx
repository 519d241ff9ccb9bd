import type { ComponentChildren } from 'preact'
import { z } from 'zod'
import { russianDate, russianDateTime } from '../../calendar/index.js'
import type { Instant } from '../../clock.js'
import { errorKinds } from '../../errors.js'
import type { ChainLook } from '../../mirror/index.js'
import { clipped } from '../../plain-text.js'
import { type Exemption, rules } from '../../regulation/index.js'
import {
  evidenceText,
  levelWords,
  resourceWords,
  severityWords,
  termFromSchool,
  verdictTitles,
} from '../../report/index.js'
import { addresses } from '../addresses.js'
import type { SchoolNames, Story } from '../deps/findings.js'
import { isPassed, passedNote } from './finding-list.js'
import { type ReminderPartProps, SentReminders } from './reminder.js'
import { isBeforeDeadline, TimeLine } from './time-line.js'
import { type ActionProps, VerdictActions } from './verdict-actions.js'

const mostLetters = 4000

export interface VerdictPageProps {
  readonly school: string
  readonly story: Story
  readonly names: SchoolNames
  readonly timeZone: string
  readonly now: Instant
  /** Null where there is no pupil, or the viewer may not see who. */
  readonly pupil: string | null
  /** Null for who reminds nobody. */
  readonly reminders: ReminderPartProps | null
  readonly actions: Omit<ActionProps, 'school' | 'story' | 'names' | 'remind'>
}

/** Everything that one verdict rests on. */
export function VerdictPage(props: VerdictPageProps) {
  const { school, story, names, timeZone, now, pupil, reminders, actions } = props
  const { verdict } = story.entry
  const at = (instant: Instant) => russianDateTime(instant, timeZone)
  return (
    <>
      <p class={`state ${verdict.verdict}`}>
        {verdictTitles[verdict.verdict]}
        {story.closed && ' (закрыто: больше не стоит)'}
      </p>
      <h1 class="message">
        <bdi>{clipped(verdict.message, mostLetters)}</bdi>
      </h1>
      {isPassed(verdict, now) && <p class="note">{passedNote}: соблюдён ли он, скажет следующая проверка.</p>}
      <Facts {...{ school, story, names, timeZone, pupil }} />
      <TimeLine story={story} timeZone={timeZone} />
      <Evidence story={story} timeZone={timeZone} />
      <Decisions story={story} at={at} />
      <Replies story={story} at={at} />
      {reminders && <SentReminders {...reminders} />}
      <VerdictActions {...{ school, story, names }} {...actions} remind={reminders?.address ?? null} />
      <section>
        <h2>История записи {story.entry.id}</h2>
        <ol class="history">
          {story.events.map(event => (
            <li key={`${event.at}/${event.to}`}>
              {at(event.at)} — {event.to === 'closed' ? 'закрыто' : verdictTitles[event.to].toLowerCase()}
            </li>
          ))}
        </ol>
      </section>
    </>
  )
}

type FactsProps = Pick<VerdictPageProps, 'school' | 'story' | 'names' | 'timeZone' | 'pupil'>

function Facts({ school, story, names, timeZone, pupil }: FactsProps) {
  const { entry, rule, demands, edition, bells } = story
  const { verdict } = entry
  const { class: classId, subject, person } = verdict.subject
  const at = (instant: Instant) => russianDateTime(instant, timeZone)
  return (
    <dl>
      <dt>Пункт</dt>
      <dd>
        <a href={addresses.clause(school, verdict.clause)}>{verdict.clause}</a>{' '}
        {demands.map(demand => (
          <span key={demand}>{demand} </span>
        ))}
      </dd>
      <dt>Правило</dt>
      <dd>
        {rule?.title ?? `${verdict.rule} (его больше нет)`} <small>{severityWords[verdict.severity]}</small>
      </dd>
      <dt>День</dt>
      <dd>{russianDate(verdict.date)}</dd>
      <dt>Класс</dt>
      <dd>
        {classId === '' ? (
          names.className(classId)
        ) : (
          <a href={addresses.class(school, classId)}>{names.className(classId)}</a>
        )}
      </dd>
      {subject !== undefined && (
        <>
          <dt>Предмет</dt>
          <dd>
            <a href={addresses.subject(school, subject)}>
              <bdi>{names.subjectName(subject)}</bdi>
            </a>
          </dd>
        </>
      )}
      {person !== undefined && (
        <>
          <dt>Обучающийся</dt>
          <dd>
            <bdi>{pupil ?? `№ ${person}`}</bdi>
          </dd>
        </>
      )}
      <dt>Отвечает</dt>
      <dd>
        {verdict.responsible.length === 0 && 'на платформе никто не указан'}
        {verdict.responsible.map((id, index) => (
          <span key={id}>
            {index > 0 && ', '}
            <a href={addresses.teacher(school, id)}>
              <bdi>{names.teacherName(id)}</bdi>
            </a>
          </span>
        ))}
      </dd>
      <dt>Срок</dt>
      <dd>
        {verdict.deadline === null ? 'не назван' : `${at(verdict.deadline)} (${timeZone})`}
        {rule?.termFrom === 'school' && <small class="line">{termFromSchool}</small>}
        {bells !== null && (
          <small class="line">
            {isBeforeDeadline(story) ? 'Урок по звонкам' : 'В журнале записано у урока'}: {at(bells.start)} –{' '}
            {at(bells.end)}
          </small>
        )}
        <Terms story={story} />
      </dd>
      <dt>Редакция</dt>
      <dd>
        № {edition.number}
        {edition.order !== null && `, ${edition.order}`}
      </dd>
    </dl>
  )
}

/** How the deadline came about: the rule's settings in that edition, each with what it means. */
function Terms({ story: { edition, entry } }: { story: Story }) {
  const own: Readonly<Record<string, Readonly<Record<string, unknown>>>> = edition.rules
  const meanings = rules.find(({ id }) => id === entry.verdict.rule)?.settings.shape
  const settings = Object.entries(own[entry.verdict.rule] ?? {})
  if (settings.length === 0) return null
  return (
    <details>
      <summary>По каким настройкам</summary>
      <ul>
        {settings.map(([key, value]) => (
          <li key={key}>
            {meaningOf(meanings?.[key]) ?? key}: <b>{clipped(JSON.stringify(value), 200)}</b>
          </li>
        ))}
      </ul>
    </details>
  )
}

function meaningOf(schema: unknown): string | null {
  return schema instanceof z.ZodType ? (schema.description ?? null) : null
}

function Evidence({ story, timeZone }: { story: Story; timeZone: string }) {
  const { evidence } = story.entry.verdict
  const at = (instant: Instant) => russianDateTime(instant, timeZone)
  return (
    <section>
      <h2>Откуда известно</h2>
      <p>
        {evidence.level !== null && <b>Уровень {evidence.level}: </b>}
        {evidence.level !== null && `${levelWords[evidence.level]}: `}
        {evidenceText(evidence, timeZone) || 'взвешивать пока нечего'}.
      </p>
      {story.stamps.map(({ of, stamp }) => (
        <p key={`${of}/${stamp.raw}`} class="soft">
          Отметка времени платформы «<bdi>{clipped(stamp.raw, 60)}</bdi>»: если это UTC — {at(stamp.utc)},
          время школы — {at(stamp.local)}, московское — {at(stamp.moscow)}.
        </p>
      ))}
      {story.looks.length > 0 && (
        <details>
          <summary>Чтения журнала вокруг срока</summary>
          {story.looks.map(({ window, looks }) => (
            <div key={`${window.resource}/${window.week}`}>
              <h3>
                {resourceWords[window.resource]}
                {window.week !== null && `, неделя с ${russianDate(window.week)}`}
              </h3>
              <ul>
                {looks.map(look => (
                  <li key={look.askedAt}>
                    {at(look.askedAt)} — {lookText(look, at)}
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </details>
      )}
    </section>
  )
}

function lookText(look: ChainLook, at: (instant: Instant) => string): string {
  if (look.errorCode !== null) return `не прочитано: ${errorKinds[look.errorCode].title}`
  const state = look.suspect ? 'под вопросом' : look.complete ? 'полностью' : 'не полностью'
  const news =
    look.unchangedSince === null
      ? `записей ${look.records}, новых и изменённых ${look.changed}, исчезло ${look.gone}`
      : `без изменений с ${at(look.unchangedSince)}`
  return `${state}, ${news}`
}

type PartProps = { readonly story: Story; readonly at: (instant: Instant) => string }

function Decisions({ story: { statement, entry, formerDecisions }, at }: PartProps) {
  const { decision } = entry.verdict
  return (
    <>
      {decision && statement && (
        <Decision by={decision.by} statement={statement} at={at}>
          Без него было бы: {verdictTitles[decision.insteadOf].toLowerCase()}.
        </Decision>
      )}
      {formerDecisions.map(({ by, statement: former }) => (
        <Decision key={`${by}/${former.number}`} by={by} statement={former} at={at}>
          Больше не действует на эту запись.
        </Decision>
      ))}
    </>
  )
}

type DecisionProps = Story['formerDecisions'][number] & Pick<PartProps, 'at'>

function Decision({ by, statement, at, children }: DecisionProps & { readonly children: ComponentChildren }) {
  const reasonOf = (content: object | null) =>
    content !== null && isExemption(content) ? `: ${content.reason}, ${content.order}` : ''
  return (
    <section>
      <h2>
        {by === 'exemption' ? 'Исключение' : 'Инцидент'} № {statement.number}
      </h2>
      <p>{children}</p>
      <ul>
        {statement.revisions.map(({ revision, author, enteredAt, why, content }) => (
          <li key={revision}>
            {content === null ? 'отозвано' : 'записано'} {at(enteredAt)}, <bdi>{author}</bdi>
            <bdi>{reasonOf(content)}</bdi>
            {why !== null && <bdi>; {why}</bdi>}
          </li>
        ))}
      </ul>
    </section>
  )
}

function isExemption(content: object): content is Exemption {
  return 'order' in content && 'reason' in content
}

function Replies({ story: { replies }, at }: PartProps) {
  if (replies.length === 0) return null
  return (
    <section>
      <h2>Ответы</h2>
      <ul class="replies">
        {replies.map(({ number, revisions }) => {
          const newest = revisions.at(-1)
          if (!newest) return null
          return (
            <li key={number}>
              <bdi>{newest.content === null ? 'Ответ отозван.' : newest.content.text}</bdi>
              <small class="line">
                <bdi>{newest.author}</bdi>, {at(newest.enteredAt)}
              </small>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
