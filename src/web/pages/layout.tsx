import type { ComponentChildren } from 'preact'
import { render } from 'preact-render-to-string'
import type { Id } from '../../journal/index.js'
import { type Permission, reachOf, type Viewer } from '../../people/index.js'
import type { AccessTrouble } from '../access.js'
import { addresses } from '../addresses.js'
import type { Assets } from '../assets.js'
import { tokenField } from '../csrf.js'
import type { WebDeps } from '../deps.js'

type School = WebDeps['schools'][number]

export type Section =
  | 'today'
  | 'classes'
  | 'teachers'
  | 'subjects'
  | 'clauses'
  | 'readiness'
  | 'resync'
  | 'sync'
  | 'journal'
  | 'sheets'
  | 'print-kit'
  | 'archive'
  | 'runs'
  | 'digests'
  | 'decisions'
  | 'settings'
  | 'overview'
  | 'queues'
  | 'account'
  | 'people'
  | 'access-log'

/** What every page has around its own content. */
export interface Frame {
  readonly assets: Assets
  readonly schools: WebDeps['schools']
  readonly accessTrouble: AccessTrouble | null
  /** Null where nobody knows who looks: then nothing but the page's own text is shown. */
  readonly viewer: Viewer | null
  /** For the form that logs out; null where nobody is logged in. */
  readonly logOutToken: string | null
  /** Null on pages that belong to no school. */
  readonly school: School | null
  readonly title: string
  readonly here?: Section
  /** Seconds after which a browser without scripts loads the page again. */
  readonly reloadAfter?: number
}

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='3' fill='%231f4e8c'/%3E%3Cpath d='M4 8.5l2.5 2.5L12 5' fill='none' stroke='white' stroke-width='2'/%3E%3C/svg%3E"
/** Nothing of htmx that the content security policy would refuse. */
const htmxConfig = '{"includeIndicatorStyles":false,"allowEval":false,"selfRequestsOnly":true}'

export function page(frame: Frame, content: ComponentChildren): string {
  return `<!doctype html>${render(<Page frame={frame}>{content}</Page>)}`
}

function Page({ frame, children }: { frame: Frame; children: ComponentChildren }) {
  const { assets, school, title, reloadAfter, accessTrouble } = frame
  return (
    <html lang="ru">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="htmx-config" content={htmxConfig} />
        <title>{school ? `${title} — ${school.name}` : title}</title>
        <link rel="icon" href={icon} />
        <link rel="stylesheet" href={assets.style} />
        <script src={assets.htmx} defer />
        {reloadAfter !== undefined && (
          <noscript>
            <meta http-equiv="refresh" content={String(reloadAfter)} />
          </noscript>
        )}
      </head>
      <body>
        <a class="skip" href="#content">
          К содержанию
        </a>
        <Header frame={frame} />
        {accessTrouble && (
          <p class="trouble" role="alert">
            <b>{accessTrouble.text}</b> {accessTrouble.todo}
          </p>
        )}
        <main id="content">{children}</main>
      </body>
    </html>
  )
}

/** Sections in the order of the menu; each viewer sees those that are theirs. */
const sections: readonly {
  readonly name: Section
  readonly text: string
  readonly needs: Permission
  readonly address: (school: Id) => string
}[] = [
  { name: 'today', text: 'Сегодня', needs: 'see-findings', address: school => addresses.school(school) },
  { name: 'classes', text: 'Классы', needs: 'see-findings', address: addresses.classes },
  { name: 'teachers', text: 'Учителя', needs: 'see-findings', address: addresses.teachers },
  { name: 'subjects', text: 'Предметы', needs: 'see-findings', address: addresses.subjects },
  { name: 'clauses', text: 'Пункты', needs: 'see-findings', address: addresses.clauses },
  {
    name: 'readiness',
    text: 'К 5 сентября',
    needs: 'see-findings',
    address: school => addresses.readiness(school),
  },
  { name: 'journal', text: 'Журнал', needs: 'see-journal', address: addresses.journals },
  { name: 'sheets', text: 'Ведомости', needs: 'see-sheets', address: addresses.sheets },
  { name: 'print-kit', text: 'Печать', needs: 'see-decisions', address: addresses.printKit },
  { name: 'archive', text: 'Архив', needs: 'see-archive', address: addresses.archive },
  { name: 'sync', text: 'Что прочитано', needs: 'see-sync', address: school => addresses.sync(school) },
  { name: 'resync', text: 'Перечитать', needs: 'resync', address: school => addresses.resync(school) },
  { name: 'runs', text: 'Чтения журнала', needs: 'see-sync', address: addresses.runs },
  { name: 'decisions', text: 'Решения', needs: 'see-decisions', address: addresses.decisionIndex },
  {
    name: 'settings',
    text: 'Настройки',
    needs: 'see-settings',
    address: school => addresses.settings(school),
  },
  { name: 'digests', text: 'Сводки', needs: 'see-digests', address: addresses.digests },
]

/** Pages of the whole installation, or of several schools at once. */
const commonSections: readonly {
  readonly name: NonNullable<Frame['here']>
  readonly text: string
  readonly needs: Permission
  readonly of: 'installation' | 'some-school'
  readonly address: string
}[] = [
  { name: 'overview', text: 'Школы', needs: 'see-overview', of: 'some-school', address: addresses.overview },
  {
    name: 'access-log',
    text: 'Кто что смотрел',
    needs: 'see-access-log',
    of: 'some-school',
    address: addresses.accessLog(),
  },
  { name: 'people', text: 'Люди', needs: 'manage-people', of: 'some-school', address: addresses.people },
  { name: 'queues', text: 'Очереди', needs: 'operate-queues', of: 'installation', address: addresses.queues },
]

function reachesSection(viewer: Viewer, needs: Permission, schools: readonly School[]): boolean {
  return [null, ...schools.map(({ id }) => id)].some(school => reachOf(viewer, needs, school) !== null)
}

/** Where the viewer begins; null when no page is theirs. */
export function firstPage(viewer: Viewer, schools: readonly School[]): string | null {
  for (const { id } of schools) {
    const section = sections.find(({ needs }) => reachOf(viewer, needs, id))
    if (section) return section.address(id)
  }
  const common = commonSections.find(({ needs, of }) =>
    reachesSection(viewer, needs, of === 'installation' ? [] : schools),
  )
  return common?.address ?? null
}

function Header({ frame }: { frame: Frame }) {
  const { schools, school, here, viewer, logOutToken } = frame
  if (viewer === null) return <header />
  const visible = schools.filter(({ id }) => sections.some(({ needs }) => reachOf(viewer, needs, id)))
  const home = school ?? visible[0]
  const others = visible.filter(other => other.id !== school?.id)
  return (
    <header>
      <nav aria-label="Разделы">
        {home &&
          sections
            .filter(({ needs }) => reachOf(viewer, needs, home.id))
            .map(({ name, text, address }) => (
              <a key={name} href={address(home.id)} aria-current={here === name ? 'page' : undefined}>
                {text}
              </a>
            ))}
        {commonSections
          .filter(
            ({ name, needs, of }) =>
              // One school has no others beside it.
              (name !== 'overview' || schools.length > 1) &&
              reachesSection(viewer, needs, of === 'installation' ? [] : schools),
          )
          .map(({ name, text, address }) => (
            <a key={name} href={address} aria-current={here === name ? 'page' : undefined}>
              {text}
            </a>
          ))}
        {logOutToken !== null && (
          <form method="post" action={addresses.logOut} class="whoami">
            <a href={addresses.account} aria-current={here === 'account' ? 'page' : undefined}>
              {viewer.name}
            </a>
            <input type="hidden" name={tokenField} value={logOutToken} />
            <button type="submit" class="plain">
              Выйти
            </button>
          </form>
        )}
      </nav>
      {others.length > 0 && (
        <nav aria-label="Школы" class="schools">
          {others.map(other => (
            <a key={other.id} href={addresses.school(other.id)}>
              {other.name}
            </a>
          ))}
        </nav>
      )}
    </header>
  )
}
