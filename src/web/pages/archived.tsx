import { russianDate, russianDateTime } from '../../calendar/index.js'
import type { Id } from '../../journal/index.js'
import { sizeText } from '../../report/index.js'
import { addresses } from '../addresses.js'
import type { ArchiveObjectView } from '../deps/archive.js'
import { short } from '../short.js'

interface ArchivedProps {
  readonly school: { readonly id: Id; readonly timeZone: string }
  readonly object: ArchiveObjectView
  /** May take the documents themselves. */
  readonly mayRead: boolean
}

/** One archived document: its versions, what vouches for each, its files. */
export function Archived({ school, object, mayRead }: ArchivedProps) {
  const { id, versions, holds, term } = object
  return (
    <>
      <h1>{id}</h1>
      {holds.map(({ entry, since, reason }) => (
        <p class="note" key={entry}>
          Запрет на уничтожение с {since}, запись {entry}: {short(reason, 500)}
        </p>
      ))}
      {term?.until && (
        <p class="soft">
          {term.obstacle === null
            ? `Срок хранения истёк ${russianDate(term.until.slice(0, 10))}: можно отобрать к уничтожению.`
            : `Хранится до ${russianDate(term.until.slice(0, 10))}.`}
        </p>
      )}
      {[...versions].reverse().map(({ version, created, message, actor, entry, files }) => (
        <section key={version}>
          <h2>
            {version}, {russianDateTime(Date.parse(created), school.timeZone)}
          </h2>
          <p>
            {short(message, 500)}{' '}
            <span class="soft">
              ({actor}; ручается запись журнала {entry})
            </span>
          </p>
          <table class="cards">
            <thead>
              <tr>
                <th scope="col">Файл</th>
                <th scope="col" class="n">
                  Размер
                </th>
                <th scope="col">SHA-512</th>
              </tr>
            </thead>
            <tbody>
              {files.map(({ path, size, sha512 }) => (
                <tr key={path}>
                  <th scope="row" class="id">
                    {mayRead ? (
                      <a href={addresses.archivedFile(school.id, { id, version, path })}>{path}</a>
                    ) : (
                      path
                    )}
                  </th>
                  <td data-label="Размер" class="n">
                    {sizeText(size)}
                  </td>
                  <td data-label="SHA-512">
                    <code title={sha512}>{sha512.slice(0, 16)}…</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ))}
      {!mayRead && <p class="soft">Сами документы открыты завучу и проверяющему.</p>}
      <p class="no-print">
        <a href={addresses.archive(school.id)}>Архив</a>
      </p>
    </>
  )
}
