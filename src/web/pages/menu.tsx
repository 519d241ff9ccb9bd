import type { Id } from '../../journal/index.js'
import { type Permission, reachOf, type Viewer } from '../../people/index.js'
import { addresses } from '../addresses.js'
import type { WebDeps } from '../deps.js'

/** The menu: sections in groups, of which each viewer sees those that are theirs. */

type Schools = WebDeps['schools']

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
  | 'program-letter'
  | 'office-letter'
  | 'decisions'
  | 'acquaintance'
  | 'plans'
  | 'settings'
  | 'overview'
  | 'queues'
  | 'account'
  | 'people'
  | 'access-log'

interface Item {
  readonly name: Section
  readonly text: string
  readonly needs: Permission
}

/** Pages of one school; in this order the first that a viewer may see is where he begins. */
const ofSchool: readonly (Item & { readonly address: (school: Id) => string })[] = [
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
  { name: 'journal', text: 'Журнал класса', needs: 'see-journal', address: addresses.journals },
  { name: 'sheets', text: 'Ведомости', needs: 'see-sheets', address: addresses.sheets },
  { name: 'sync', text: 'Что прочитано', needs: 'see-sync', address: school => addresses.sync(school) },
  { name: 'resync', text: 'Перечитать', needs: 'resync', address: school => addresses.resync(school) },
  { name: 'runs', text: 'Чтения журнала', needs: 'see-sync', address: addresses.runs },
  { name: 'archive', text: 'Что в архиве', needs: 'see-archive', address: addresses.archive },
  { name: 'print-kit', text: 'Печать', needs: 'see-decisions', address: addresses.printKit },
  {
    name: 'decisions',
    text: 'Решения и события',
    needs: 'see-decisions',
    address: addresses.decisionIndex,
  },
  {
    name: 'acquaintance',
    text: 'Ознакомление',
    needs: 'acquaint',
    address: school => addresses.acquaintance(school),
  },
  {
    name: 'plans',
    text: 'Тематические планы',
    needs: 'see-plans',
    address: school => addresses.plans(school),
  },
  {
    name: 'settings',
    text: 'Настройки',
    needs: 'see-settings',
    address: school => addresses.settings(school),
  },
  { name: 'digests', text: 'Письма', needs: 'see-digests', address: school => addresses.digests(school) },
]

/** Pages of the whole installation, or of several schools at once. */
const common: readonly (Item & {
  readonly of: 'installation' | 'some-school'
  readonly address: string
})[] = [
  { name: 'overview', text: 'Школы', needs: 'see-overview', of: 'some-school', address: addresses.overview },
  {
    name: 'access-log',
    text: 'Кто что смотрел',
    needs: 'see-access-log',
    of: 'some-school',
    address: addresses.accessLog(),
  },
  {
    name: 'office-letter',
    text: 'Письмо по школам',
    needs: 'see-office-letter',
    of: 'installation',
    address: addresses.officeLetter,
  },
  {
    name: 'program-letter',
    text: 'Письмо о программе',
    needs: 'see-program-letter',
    of: 'installation',
    address: addresses.programLetter,
  },
  { name: 'people', text: 'Люди', needs: 'manage-people', of: 'some-school', address: addresses.people },
  { name: 'queues', text: 'Очереди', needs: 'operate-queues', of: 'installation', address: addresses.queues },
]

const groups: readonly { readonly text: string; readonly sections: readonly Section[] }[] = [
  { text: 'Сегодня', sections: ['today'] },
  { text: 'Проверка', sections: ['classes', 'teachers', 'subjects', 'clauses', 'readiness'] },
  { text: 'Журнал', sections: ['journal', 'sheets', 'sync', 'resync', 'runs'] },
  { text: 'Решения', sections: ['decisions', 'acquaintance', 'plans', 'digests'] },
  { text: 'Архив', sections: ['archive', 'print-kit'] },
  {
    text: 'Управление',
    sections: ['settings', 'overview', 'office-letter', 'program-letter', 'people', 'access-log', 'queues'],
  },
]

interface Link {
  readonly name: Section
  readonly text: string
  readonly href: string
}

function reaches(viewer: Viewer, needs: Permission, schools: Schools): boolean {
  return [null, ...schools.map(({ id }) => id)].some(school => reachOf(viewer, needs, school) !== null)
}

function commonLinks(viewer: Viewer, schools: Schools): Link[] {
  return common
    .filter(({ needs, of }) => reaches(viewer, needs, of === 'installation' ? [] : schools))
    .map(({ name, text, address }) => ({ name, text, href: address }))
}

function schoolLinks(viewer: Viewer, school: Id): Link[] {
  return ofSchool
    .filter(({ needs }) => reachOf(viewer, needs, school))
    .map(({ name, text, address }) => ({ name, text, href: address(school) }))
}

/** Schools of which the viewer may see a page, each with the one where he begins. */
export function visibleSchools(
  viewer: Viewer,
  schools: Schools,
): readonly (Schools[number] & { readonly first: string })[] {
  return schools.flatMap(school => {
    const [first] = schoolLinks(viewer, school.id)
    return first ? [{ ...school, first: first.href }] : []
  })
}

/** Where the viewer begins; null when no page is theirs. */
export function firstPage(viewer: Viewer, schools: Schools): string | null {
  return visibleSchools(viewer, schools)[0]?.first ?? commonLinks(viewer, schools)[0]?.href ?? null
}

interface MenuProps {
  readonly viewer: Viewer
  readonly schools: Schools
  /** Whose pages the menu leads to; null for none. */
  readonly school: Id | null
  readonly here: Section | undefined
}

/** A group opens and closes by itself, without scripts; one with a single section is that section. */
export function Menu({ viewer, schools, school, here }: MenuProps) {
  const links = [...(school === null ? [] : schoolLinks(viewer, school)), ...commonLinks(viewer, schools)]
    // One school has no others beside it.
    .filter(({ name }) => schools.length > 1 || (name !== 'overview' && name !== 'office-letter'))
  return (
    <>
      {groups.map(({ text, sections }) => {
        const own = sections.flatMap(section => links.filter(({ name }) => name === section))
        const [only, second] = own
        if (only === undefined) return null
        if (second === undefined) return <MenuLink key={text} link={only} here={here} />
        const current = own.find(({ name }) => name === here)
        return (
          <details key={text} name="menu">
            <summary aria-current={current ? 'true' : undefined}>
              {text}
              {current && <span class="where">: {current.text}</span>}
            </summary>
            <ul>
              {own.map(link => (
                <li key={link.name}>
                  <MenuLink link={link} here={here} />
                </li>
              ))}
            </ul>
          </details>
        )
      })}
    </>
  )
}

function MenuLink({ link: { name, text, href }, here }: { link: Link; here: Section | undefined }) {
  return (
    <a href={href} aria-current={here === name ? 'page' : undefined}>
      {text}
    </a>
  )
}
