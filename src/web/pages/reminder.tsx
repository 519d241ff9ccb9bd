import { russianDateTime } from '../../calendar/index.js'
import type { Id } from '../../journal/index.js'
import type { SentReminder } from '../../ledger/index.js'
import { type NextReminder, type OwingTeacher, type ReminderAbout, written } from '../../report/index.js'
import { addresses } from '../addresses.js'
import { tokenField } from '../csrf.js'
import type { Field, Typed, Wrong } from '../decisions/field.js'
import type { ControlDeps } from '../deps/control.js'
import type { SchoolNames } from '../deps/findings.js'
import { FormFields } from './form-fields.js'

/** Reminders by mail: to whom one may go, what exactly goes, and what went. */

/** What `owedBy` leaves out is told too. */
const nothingOwed =
  'Напоминать пока не о чем: по последней проверке здесь нет ничего просроченного, что ещё можно записать, и ни один срок не истекает в ближайшие двое суток (сегодняшние уроки не в счёт).'

interface OwingProps {
  readonly school: Id
  readonly about: ReminderAbout
  readonly teachers: readonly OwingTeacher[]
}

export function OwingPage({ school, about, teachers }: OwingProps) {
  return (
    <>
      <h1>Кому напомнить</h1>
      {teachers.length === 0 ? (
        <p>{nothingOwed}</p>
      ) : (
        <>
          <p>Выберите учителя: сначала программа покажет письмо, уйдёт оно только после этого.</p>
          <ul class="names">
            {teachers.map(({ teacher, name, count }) => (
              <li key={teacher}>
                <a href={addresses.remind(school, { ...about, teacher })}>
                  <bdi>{name}</bdi>
                </a>
                <small class="line">осталось записать: {written(count)}</small>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}

interface ReminderProps {
  readonly school: Id
  readonly about: ReminderAbout
  readonly teacher: Id
  readonly next: NextReminder
  readonly sent: readonly SentReminder[]
  readonly quietHours: ControlDeps['quietHours']
  readonly timeZone: string
  readonly names: Pick<SchoolNames, 'teacherName'>
  readonly fields: readonly Field[]
  readonly typed: Typed
  readonly wrong: Wrong | null
  readonly token: string
}

export function ReminderPage(props: ReminderProps) {
  const { school, about, teacher, next, sent, timeZone, names, fields, typed, wrong, token } = props
  const { content, address, obstacle } = next
  return (
    <>
      <h1>
        Напоминание: <bdi>{next.teacher}</bdi>
      </h1>
      {obstacle !== null && <p class="note">{obstacleText(props)}</p>}
      <SentReminders sent={sent} timeZone={timeZone} names={names} />
      {content !== null && (
        <section>
          <h2>Письмо</h2>
          <p class="what">
            Кому: {address === null ? 'адреса нет' : <bdi>{address}</bdi>}
            <br />
            Тема: <b>{content.subject}</b>
          </p>
          <iframe class="letter" title="Письмо, каким оно уйдёт" srcdoc={content.html} sandbox="" />
        </section>
      )}
      {(obstacle === null || wrong !== null) && (
        <form method="post" action={addresses.remind(school, {})} class="decision">
          <input type="hidden" name={tokenField} value={token} />
          <input type="hidden" name="teacher" value={teacher} />
          {about.classId !== null && <input type="hidden" name="class" value={about.classId} />}
          {about.entry !== null && <input type="hidden" name="entry" value={about.entry} />}
          <input type="hidden" name="seen" value={next.seen} />
          <FormFields fields={fields} typed={typed} wrong={wrong} />
          {obstacle === null && <button type="submit">Отправить</button>}
        </form>
      )}
      <p class="no-print">
        <a href={addresses.teacher(school, teacher)}>Страница учителя</a>
      </p>
    </>
  )
}

function obstacleText({ next: { obstacle }, quietHours }: ReminderProps): string {
  switch (obstacle) {
    case 'nothing-owed':
      return nothingOwed
    case 'no-address':
      return 'Адреса этого учителя программа не знает, и письмо не уйдёт. Адреса учителей вносит администратор: schools, teachers в bridge.yaml.'
    case 'muted':
      return 'Учитель отказался от писем о том, что осталось записать, и напоминание не уйдёт. Скажите ему сами.'
    case 'already':
      return 'Сегодня это напоминание уже отправлено. Завтра можно отправить ещё раз.'
    case 'day-off':
      return 'Сегодня нерабочий день: письма не уходят. Отправьте в рабочий.'
    case 'quiet':
      return `Сейчас тихие часы${quietHours ? ` (с ${quietHours.from} до ${quietHours.to})` : ''}: письма не уходят. Отправьте позже.`
    case null:
      return ''
  }
}

export interface ReminderPartProps {
  /** Where a reminder is written; null where there is nothing to remind of. */
  readonly address: string | null
  readonly sent: readonly SentReminder[]
  readonly timeZone: string
  readonly names: Pick<SchoolNames, 'teacherName'>
}

/** On the pages of a verdict, a teacher, a class. */
export function ReminderPart({ address, ...sent }: ReminderPartProps) {
  return (
    <>
      {address !== null && (
        <p class="no-print">
          <a href={address}>Напомнить письмом, что осталось записать</a>
        </p>
      )}
      <SentReminders {...sent} />
    </>
  )
}

export function SentReminders({ sent, timeZone, names }: Omit<ReminderPartProps, 'address'>) {
  if (sent.length === 0) return null
  return (
    <section>
      <h2>Напоминания</h2>
      <ul>
        {sent.map(({ kind, period, at, teacher, by, entries }) => (
          <li key={`${kind}/${period}`} class="what">
            {russianDateTime(at, timeZone)} — отправлено, кому: <bdi>{names.teacherName(teacher)}</bdi>,
            случаев: {written(entries.length)}, от кого: <bdi>{by}</bdi>
          </li>
        ))}
      </ul>
    </section>
  )
}
