import { russianDate } from '../../calendar/index.js'
import type { Id, IsoDate } from '../../journal/index.js'
import { dayRange } from '../../report/index.js'
import { addresses } from '../addresses.js'
import { tokenField } from '../csrf.js'
import { addDays } from '../days.js'
import type { StatedAcquaintance } from '../decisions/deps.js'
import type { Choice, Field, Typed, Wrong } from '../decisions/field.js'
import { FormFields } from './form-fields.js'

interface AcquaintanceProps {
  readonly school: Id
  /** Own ones. */
  readonly classes: readonly Choice[]
  /** Mondays, the newest first. */
  readonly weeks: readonly IsoDate[]
  readonly stated: readonly StatedAcquaintance[]
  /** Whose statements may be taken back. */
  readonly author: string
  readonly entered: boolean
  readonly fields: readonly Field[]
  readonly typed: Typed
  readonly wrong: Wrong | null
  readonly token: string
}

export const weekText = (monday: IsoDate) => dayRange(monday, addDays(monday, 6))

/** Clause 2.4: the class teacher says when the journal was looked through; nobody else can know. */
export function AcquaintancePage(props: AcquaintanceProps) {
  const { school, classes, fields, typed, wrong, token, entered } = props
  return (
    <>
      <h1>Ознакомление с журналом класса</h1>
      <p>
        Классный руководитель каждую неделю знакомится с журналом своего класса по всем предметам (п. 2.4).
        Кто его смотрел, платформа не сообщает: отметьте это здесь.
      </p>
      {entered && (
        <p class="note good" role="status">
          Записано.
        </p>
      )}
      {classes.length === 0 ? (
        <p>Платформа не называет вас классным руководителем ни одного класса, или списки ещё не прочитаны.</p>
      ) : (
        <>
          <form method="post" action={addresses.acquaintance(school)} class="decision">
            <input type="hidden" name={tokenField} value={token} />
            <FormFields fields={fields} typed={typed} wrong={wrong} />
            <button type="submit">Записать</button>
          </form>
          {classes.map(({ value, text }) => (
            <Weeks key={value} {...props} classId={value} name={text} />
          ))}
        </>
      )}
    </>
  )
}

function Weeks(props: AcquaintanceProps & { readonly classId: Id; readonly name: string }) {
  const { school, classId, name, weeks, stated, author } = props
  return (
    <section>
      <h2>
        Класс <bdi>{name}</bdi>
      </h2>
      <ul>
        {weeks.map(week => {
          const own = stated.filter(one => one.classId === classId && one.week === week)
          return (
            <li key={week}>
              {weekText(week)}: {own.length === 0 && 'не отмечено'}
              {own.map(one => (
                <span key={one.number} class="line">
                  журнал просмотрен {russianDate(one.on)} (<bdi>{one.author}</bdi>){' '}
                  {one.author === author && (
                    <a href={addresses.withdrawAcquaintance(school, one.number)}>Отозвать</a>
                  )}
                </span>
              ))}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
