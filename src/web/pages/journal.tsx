import { russianDateTime } from '../../calendar/index.js'
import type { Id } from '../../journal/index.js'
import { dayRange, sectionKey, sectionName, type JournalSection } from '../../report/index.js'
import { addresses } from '../addresses.js'
import type { JournalView } from '../deps/journal.js'
import { shortName } from '../short.js'
import { FieldProblem } from './fields.js'
import { Changes } from './journal-change.js'
import { JournalGrid, JournalLessons } from './journal-grid.js'
import { ReadCoverage } from './read-coverage.js'

interface School {
  readonly id: Id
  readonly timeZone: string
}

export function JournalClasses(props: {
  school: School
  classes: readonly { readonly id: Id; readonly name: string }[]
}) {
  const { school, classes } = props
  return (
    <>
      <h1>Журнал</h1>
      {classes.length === 0 ? (
        <p>Здесь нет ни одного вашего класса: список классов ещё не прочитан, или уроков у вас нет.</p>
      ) : (
        <ul class="boxes">
          {classes.map(({ id, name }) => (
            <li key={id}>
              <a href={addresses.journal(school.id, { classId: id })}>
                <bdi>{shortName(name)}</bdi>
              </a>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

export interface JournalProps {
  readonly school: School
  readonly view: JournalView
  /** As it was typed; null for now. */
  readonly at: string | null
  readonly problem: string | null
}

/** A class: its subjects. */
export function JournalClass(props: JournalProps) {
  const { school, view, at } = props
  const { journal, periodId } = view
  return (
    <>
      <h1>
        Журнал: <bdi>{shortName(journal.class.name)}</bdi>
      </h1>
      <When {...props} section={null} />
      <ReadCoverage coverage={journal.coverage} timeZone={school.timeZone} />
      {journal.sections.length === 0 ? (
        <p>Уроков за эти дни нет.</p>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th scope="col">Предмет</th>
              <th scope="col" class="n">
                Уроков
              </th>
              <th scope="col">Учителя</th>
            </tr>
          </thead>
          <tbody>
            {journal.sections.map(section => (
              <tr key={sectionKey(section)}>
                <th scope="row">
                  <a
                    href={addresses.journal(school.id, {
                      classId: journal.class.id,
                      section: sectionKey(section),
                      period: periodId,
                      at,
                    })}
                  >
                    <bdi>{shortName(sectionName(section))}</bdi>
                  </a>
                </th>
                <td data-label="Уроков" class="n">
                  {section.lessons.length}
                </td>
                <td data-label="Учителя">
                  <bdi>{shortName(section.teachers.join(', ') || 'не указаны')}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p class="no-print">
        <a href={addresses.journals(school.id)}>Все классы</a>
      </p>
    </>
  )
}

/** One subject of a class. */
export function JournalSubject(props: JournalProps & { readonly section: JournalSection }) {
  const { school, view, at, section } = props
  const { journal, changes, periodId } = view
  const key = sectionKey(section)
  const days = new Map(section.lessons.map(({ id, date }) => [id, date.split('-').reverse().join('.')]))
  const pupils = new Map(journal.pupils.map(({ id, name }) => [id, name]))
  const changed = new Set(
    changes.flatMap(({ before }) =>
      before.kind === 'mark' || before.kind === 'attendance' ? [`${before.lessonId}/${before.personId}`] : [],
    ),
  )
  return (
    <>
      <h1>
        <bdi>{shortName(journal.class.name)}</bdi>: <bdi>{shortName(sectionName(section))}</bdi>
      </h1>
      <When {...props} section={key} />
      <ReadCoverage coverage={journal.coverage} timeZone={school.timeZone} />
      <JournalGrid journal={journal} section={section} changed={changed} />
      <p class="soft">
        Н — отсутствовал(а), Б — по болезни, П — по уважительной причине, О — опоздал(а). Подчёркнуто
        пунктиром — здесь что-то менялось, см. «Что менялось».
      </p>
      <h2>Уроки</h2>
      <JournalLessons section={section} />
      <Changes
        school={school.id}
        classId={journal.class.id}
        section={key}
        period={periodId}
        changes={changes}
        timeZone={school.timeZone}
        names={{
          pupil: id => pupils.get(id) ?? `обучающийся № ${id}`,
          dayOf: id => days.get(id) ?? null,
        }}
      />
      <p class="no-print">
        <a href={addresses.journal(school.id, { classId: journal.class.id, period: periodId, at })}>
          Все предметы класса
        </a>
      </p>
    </>
  )
}

/** No such subject in these days, as far as was known then. */
export function JournalEmpty(props: JournalProps & { readonly sectionKey: string }) {
  const { school, view, at, sectionKey: section } = props
  return (
    <>
      <h1>
        Журнал: <bdi>{shortName(view.journal.class.name)}</bdi>
      </h1>
      <When {...props} section={section} />
      <p>Уроков этого предмета в классе за эти дни нет, или до этого момента их не было видно.</p>
      <p class="no-print">
        <a href={addresses.journal(school.id, { classId: view.journal.class.id, period: view.periodId, at })}>
          Все предметы класса
        </a>
      </p>
    </>
  )
}

/** Which period, and as of when. */
function When({ school, view, at, problem, section }: JournalProps & { readonly section: string | null }) {
  const { journal, periods, periodId } = view
  const place = { classId: journal.class.id, ...(section !== null && { section }) }
  return (
    <>
      <p class="soft">
        {dayRange(journal.from, journal.to)} ·{' '}
        {at === null
          ? `состояние на ${russianDateTime(journal.asOf, school.timeZone)}`
          : `каким его показали чтения до ${russianDateTime(journal.asOf, school.timeZone)}`}{' '}
        ({school.timeZone})
      </p>
      <form method="get" action={addresses.journal(school.id, place)} class="days">
        {periods.length > 0 && (
          <div class="field">
            <label for="period">Период</label>
            <select id="period" name="period">
              {periods.map(({ id, name }) => (
                <option key={id} value={id} selected={id === periodId}>
                  {shortName(name)}
                </option>
              ))}
            </select>
          </div>
        )}
        <div class="field">
          <label for="at">Каким был на момент</label>
          <input
            type="datetime-local"
            id="at"
            name="at"
            value={at ?? ''}
            aria-invalid={problem !== null}
            aria-describedby={problem === null ? undefined : 'at-problem'}
          />
          {problem !== null && <FieldProblem id="at-problem" text={problem} />}
        </div>
        <button type="submit">Показать</button>
      </form>
      {at !== null && (
        <p class="note">
          Это прошлое: журнал показан таким, каким его видели наши чтения до этого момента.{' '}
          <a class="no-print" href={addresses.journal(school.id, { ...place, period: periodId })}>
            Показать нынешний
          </a>
        </p>
      )}
    </>
  )
}
