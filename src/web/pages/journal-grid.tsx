import { russianDate } from '../../calendar/index.js'
import {
  type ClassJournal,
  cellOf,
  homeworkText,
  isAway,
  type JournalLesson,
  type JournalSection,
  lessonState,
  stayText,
  teachersText,
  workLetters,
  workWords,
} from '../../report/index.js'
import { short, shortName } from '../short.js'
import { Scroll } from './scroll.js'

/** A subject as teachers know it: pupils by lessons, then what was taught and given. */

interface GridProps {
  readonly journal: ClassJournal
  readonly section: JournalSection
  /** `<lesson>/<pupil>` of the cells in which something was changed or taken away. */
  readonly changed: ReadonlySet<string>
}

/** A cancelled lesson has no column, unless something was entered in it. */
function hasColumn({ status, marks, attendance }: JournalLesson): boolean {
  return status !== 'cancelled' || marks.length > 0 || attendance.length > 0
}

export function JournalGrid({ journal, section, changed }: GridProps) {
  const columns = section.lessons
    .filter(hasColumn)
    .flatMap(lesson => lesson.works.map((work, index) => ({ lesson, work, index })))
  const pupils = new Map(journal.pupils.map(pupil => [pupil.id, pupil]))
  const finals = section.subject.id === null ? [] : journal.periods
  const finalOf = new Map(
    journal.finals
      .filter(({ subject }) => subject === section.subject.id)
      .map(({ pupil, period, value }) => [`${pupil}/${period}`, value]),
  )
  return (
    <Scroll label="Отметки и посещаемость">
      <table class="heat grid">
        <thead>
          <tr>
            <th scope="col">Обучающийся</th>
            {columns.map(({ lesson, work, index }) => (
              <th scope="col" key={`${lesson.id}/${index}`}>
                <a href={`#l${lesson.id}`}>{russianDate(lesson.date).slice(0, 5)}</a>
                {workLetters(work) !== '' && (
                  <small>
                    <abbr title={workWords(work)}>{workLetters(work)}</abbr>
                  </small>
                )}
              </th>
            ))}
            {finals.map(period => (
              <th scope="col" key={period.id ?? ''}>
                <bdi>{shortName(period.name)}</bdi>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {section.pupils.map((id, number) => {
            const pupil = pupils.get(id)
            const note = pupil ? stayText(pupil) : null
            return (
              <tr key={id}>
                <th scope="row">
                  {number + 1}. <bdi>{shortName(pupil?.name ?? `№ ${id}`)}</bdi>
                  {note !== null && <small class="line">{note}</small>}
                </th>
                {columns.map(({ lesson, index }) => {
                  const away =
                    isAway(pupil?.stays ?? [], lesson.date) ||
                    isAway(section.stays.get(id) ?? [], lesson.date)
                  const was = index === 0 && changed.has(`${lesson.id}/${id}`)
                  const look = [...(away ? ['away'] : []), ...(was ? ['was'] : [])].join(' ')
                  return (
                    <td key={`${lesson.id}/${index}`} class={look === '' ? undefined : look}>
                      {short(cellOf(lesson, index, id), 20)}
                    </td>
                  )
                })}
                {finals.map(period => (
                  <td key={period.id ?? ''} class="final">
                    {short(finalOf.get(`${id}/${period.id}`) ?? '', 20)}
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </Scroll>
  )
}

/** Room for what is typed on a page; the whole text stands in the printed journal. */
const mostText = 500

export function JournalLessons({ section }: { section: JournalSection }) {
  return (
    <table class="cards lessons">
      <thead>
        <tr>
          <th scope="col">Дата</th>
          <th scope="col">Что пройдено на уроке</th>
          <th scope="col">Домашнее задание</th>
          <th scope="col">Учитель</th>
        </tr>
      </thead>
      <tbody>
        {section.lessons.map(lesson => {
          const state = lessonState(lesson)
          const homework = homeworkText(lesson)
          const works = lesson.works.slice(1).map(workWords)
          return (
            <tr key={lesson.id} id={`l${lesson.id}`}>
              <td data-label="Дата" class="day">
                {russianDate(lesson.date)}
                {lesson.number !== null && <small> урок {lesson.number}</small>}
              </td>
              <td data-label="Пройдено">
                {state !== null && `(${state}) `}
                {lesson.topic === null ? (
                  <span class="soft">тема не записана</span>
                ) : (
                  <bdi>{short(lesson.topic, mostText)}</bdi>
                )}
                {works.length > 0 && <small class="line">{short([...new Set(works)].join(', '), 200)}</small>}
              </td>
              <td data-label="Домашнее задание" class={homework === '' ? 'absent' : ''}>
                {homework === '' ? '—' : <bdi>{short(homework, mostText)}</bdi>}
              </td>
              <td data-label="Учитель">
                <bdi>{short(teachersText(lesson), 200)}</bdi>
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
