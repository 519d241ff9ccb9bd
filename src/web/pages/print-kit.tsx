import { russianDate, russianDateTime } from '../../calendar/index.js'
import type { Id } from '../../journal/index.js'
import { hardCopySteps, hardCopyWords } from '../../regulation/index.js'
import { notGivenText, readinessTitles, sizeText } from '../../report/index.js'
import { addresses } from '../addresses.js'
import { tokenField } from '../csrf.js'
import type { ClassOnPaper, PrintBoard } from '../deps/print-kit.js'
import type { LeftOut } from '../line.js'
import { shortName } from '../short.js'
import { othersFirst } from '../words.js'
import { Scroll } from './scroll.js'

interface BoardProps {
  readonly school: Id
  readonly timeZone: string
  readonly board: PrintBoard
  /** Null for who may only look. */
  readonly token: string | null
}

/** «Печать»: how far each class's sheet is on paper, and the kits that were made. */
export function PrintKitBoard({ school, timeZone, board, token }: BoardProps) {
  const { studyYear, isCurrent, due, classes, kits, notGiven } = board
  const filed = classes.filter(({ next }) => next === null).length
  return (
    <>
      <h1>Печать годовых ведомостей, {studyYear}</h1>
      <p>
        До {russianDate(due)} ведомости печатают, прошивают, подписывают, скрепляют печатью и сдают в архив.
        Сдано: {filed} из {classes.length}.
      </p>
      <Years school={school} studyYear={studyYear} isCurrent={isCurrent} />
      {!isCurrent && (
        <p class="note">
          Год окончен. Шаги за него отмечает команда{' '}
          <code>dnevnik-bridge print-kit register --year {studyYear}</code>.
        </p>
      )}
      {notGiven.map(({ id, name }) => (
        <p class="note" key={id}>
          {notGivenText(shortName(name))}.
        </p>
      ))}
      {isCurrent && token !== null && (
        <form method="post" action={addresses.printKit(school)} class="actions">
          <input type="hidden" name={tokenField} value={token} />
          <button type="submit">Сделать комплект всех классов</button>
          <a href={addresses.newDecision(school, 'hard-copy')}>Отметить шаг</a>
          <a href={addresses.decisions(school, 'hard-copy')}>Все отметки</a>
        </form>
      )}
      <Scroll label="Классы по шагам">
        <table>
          <thead>
            <tr>
              <th scope="col">Класс</th>
              {isCurrent && <th scope="col">Готовность</th>}
              <th scope="col">Комплект</th>
              {hardCopySteps.map(step => (
                <th scope="col" key={step}>
                  {hardCopyWords[step]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {classes.map(({ id, name, steps, kit }) => (
              <tr key={id}>
                <th scope="row">{shortName(name)}</th>
                {isCurrent && (
                  <td>
                    <a href={addresses.printReadiness(school, id)}>проверить</a>
                  </td>
                )}
                <td>{kit ?? '—'}</td>
                {hardCopySteps.map(step => {
                  const taken = steps.get(step)
                  return (
                    <td key={step}>
                      {taken === undefined ? (
                        '—'
                      ) : (
                        <>
                          {russianDate(taken.on)}
                          <small class="line">{taken.who}</small>
                        </>
                      )}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <h2>Комплекты</h2>
      {kits.length === 0 && <p>Комплекта этого года ещё нет.</p>}
      {kits.map((kit, index) => (
        <details key={kit.version} open={index === 0}>
          <summary>
            {kit.version}, {russianDateTime(kit.createdAt, timeZone)}
          </summary>
          {kit.missing.map(({ name, reason }) => (
            <p class="note" key={name}>
              Не вошёл класс {name}: {reason}
            </p>
          ))}
          <ul>
            {kit.files.map(({ path, size }) => (
              <li key={path}>
                <a href={addresses.printFile(school, { studyYear, version: kit.version, path })} download>
                  {path}
                </a>{' '}
                <span class="soft">{sizeText(size)}</span>
              </li>
            ))}
          </ul>
        </details>
      ))}
    </>
  )
}

interface YearsProps {
  readonly school: Id
  readonly studyYear: string
  readonly isCurrent: boolean
}

/** To the year before and the one after, none of which is later than the one that runs. */
function Years({ school, studyYear, isCurrent }: YearsProps) {
  const shifted = (by: number) => studyYear.replace(/\d{4}/g, year => String(Number(year) + by))
  return (
    <nav class="pages" aria-label="Учебный год">
      <a href={addresses.printKit(school, shifted(-1))}>{shifted(-1)}</a>{' '}
      {!isCurrent && <a href={addresses.printKit(school, shifted(1))}>{shifted(1)}</a>}
    </nav>
  )
}

interface ReadinessProps {
  readonly school: Id
  readonly className: string
  readonly found: ClassOnPaper | LeftOut
}

/** Whether a class's sheet may be printed, and what the paper has otherwise. */
export function PrintReadiness({ school, className, found }: ReadinessProps) {
  return (
    <>
      <h1>Ведомость {className}: готова ли к печати</h1>
      {found === 'others-first' || found === 'takes-too-long' ? (
        <p class="note" role="status">
          {found === 'others-first' ? othersFirst : 'Ведомость проверяется дольше, чем ждёт страница.'}{' '}
          Обновите страницу через минуту. Проверит и команда <code>dnevnik-bridge print-kit</code>.
        </p>
      ) : (
        <Ready found={found} />
      )}
      <p>
        <a href={addresses.printKit(school)}>Все классы</a>
      </p>
    </>
  )
}

function Ready({ found: { readiness, changed } }: { found: ClassOnPaper }) {
  return (
    <>
      <p class="state">{readiness.ready ? 'Готова.' : 'Не готова.'}</p>
      <ul>
        {readiness.items.map(({ key, blocks, lines }) => (
          <li key={key}>
            {lines.length === 0 ? (
              <span class="soft">{readinessTitles[key]}: замечаний нет</span>
            ) : (
              <>
                <b class={blocks ? 'broken' : undefined}>
                  {readinessTitles[key]}
                  {blocks && ' — без этого не готова'}
                </b>
                <ul>
                  {lines.map(line => (
                    <li key={line}>{line}</li>
                  ))}
                </ul>
              </>
            )}
          </li>
        ))}
      </ul>
      {changed.length > 0 && (
        <>
          <h2>Изменилось после печати</h2>
          <p>Нужен «лист изменений»: он есть в новом комплекте.</p>
          <ul>
            {changed.map(line => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}
