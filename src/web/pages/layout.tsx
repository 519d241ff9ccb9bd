import type { ComponentChildren } from 'preact'
import { render } from 'preact-render-to-string'
import type { Viewer } from '../../people/index.js'
import { plainText } from '../../plain-text.js'
import { nameInBrief } from '../../report/index.js'
import type { Run } from '../../runs/index.js'
import type { AccessTrouble } from '../access.js'
import { addresses } from '../addresses.js'
import type { Assets } from '../assets.js'
import { tokenField } from '../csrf.js'
import type { WebDeps } from '../deps.js'
import { CheckingNote } from './checking-note.js'
import { Menu, type Section, visibleSchools } from './menu.js'

type School = WebDeps['schools'][number]

/** What every page has around its own content. */
export interface Frame {
  readonly assets: Assets
  readonly schools: WebDeps['schools']
  readonly accessTrouble: AccessTrouble | null
  /** Null where nobody knows who looks: then nothing but the page's own text is shown. */
  readonly viewer: Viewer | null
  /** For the form that logs out; null where nobody is logged in. */
  readonly logOutToken: string | null
  /** The run that judges the days of what was entered on the page before. */
  readonly checking?: Run | null
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

/** Sentences hold what people typed, and marks in it that turn a line around would turn what stands behind it. */
export function page(frame: Frame, content: ComponentChildren): string {
  return `<!doctype html>${plainText(render(<Page frame={frame}>{content}</Page>))}`
}

function Page({ frame, children }: { frame: Frame; children: ComponentChildren }) {
  const { assets, school, title, here, reloadAfter, accessTrouble, viewer, checking } = frame
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
        <main id="content">
          {school && viewer && here !== 'today' && <p class="soft on-paper">{school.name}</p>}
          {checking && viewer && <CheckingNote run={checking} viewer={viewer} />}
          {children}
        </main>
      </body>
    </html>
  )
}

function Header({ frame }: { frame: Frame }) {
  const { schools, school, here, viewer, logOutToken } = frame
  if (viewer === null) return <header />
  const visible = visibleSchools(viewer, schools)
  const home = school ?? visible[0]
  // The sections of the only one stand there already.
  const others = visible.length > 1 ? visible.filter(other => other.id !== school?.id) : []
  return (
    <header>
      <nav aria-label="Разделы">
        <Menu viewer={viewer} schools={schools} school={home?.id ?? null} here={here} />
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
            <a key={other.id} href={other.first} aria-label={other.name} title={other.name}>
              {nameInBrief(other.name)}
            </a>
          ))}
        </nav>
      )}
    </header>
  )
}
