import { russianDateTime } from '../calendar/index.js'
import type { Instant } from '../clock.js'
import type { IsoDate } from '../journal/index.js'
import {
  Block,
  brief,
  cell,
  headCell,
  Line,
  Link,
  letterHtml,
  letterText,
  PageLink,
  Small,
  soft,
  Table,
} from './letter-parts.js'
import type { Digest } from './model.js'
import { compareRussian, counted, dayRange, percent, written } from './russian.js'
import { readEnough } from './wording.js'

/** A school in the letter to the office; of teachers, classes and pupils it tells nothing. */
export interface OfficeSchool {
  readonly name: string
  readonly timeZone: string
  /** The days that are told, of the school's own calendar. */
  readonly from: IsoDate
  readonly to: IsoDate
  /** Share of the windows that were read whole, in per cent; null where there was nothing to read. */
  readonly coverage: number | null
  /** Kept of what is decided, in per cent; null where nothing is. */
  readonly kept: number | null
  /** The same of the week before. */
  readonly keptBefore: number | null
  readonly broken: number
  readonly mended: number
  readonly unproven: number
  readonly newestLook: Instant | null
  /** Whole weeks, by their Mondays, the newest last: kept of what is decided. */
  readonly weeks: readonly { readonly week: IsoDate; readonly kept: number | null }[]
}

/**
 * Where little was read and nothing is decided, a nought would be praise. The coverage alone doesn't tell: lists that were
 * read in September count in it for the whole year.
 */
export function isUndecided({ coverage, kept, broken, mended }: OfficeSchool): boolean {
  return kept === null && broken + mended === 0 && (coverage === null || coverage < readEnough)
}

export interface OfficeDigest {
  readonly office: string
  readonly from: IsoDate
  readonly to: IsoDate
  readonly asOf: Instant
  readonly timeZone: string
  readonly schools: readonly OfficeSchool[]
  readonly link: string | null
}

/** A letter is a screen: of more schools than fit, what wasn't read is told, and the page has them all. */
const mostSchools = 12
const mostIll = 5
const mostOfName = 45
const under = `color:${soft};font-size:12px`

/** «Средняя школа № 7» of a name that begins as all such names do; its number stays, whatever is left out. */
export function nameInBrief(name: string): string {
  if (name.length <= mostOfName) return name
  const own = /«(.+)»/.exec(name)?.[1] ?? /учреждение (.+)/.exec(name)?.[1] ?? name
  const cut = brief(own, mostOfName)
  const [number = ''] = /№\s?\d+/.exec(own) ?? []
  return cut.includes(number) ? cut : `${brief(own, mostOfName - number.length - 1)} ${number}`
}

const schoolForms = ['школа', 'школы', 'школ'] as const

/** The week of all schools of an installation, by name: an overview and no ranking. */
export function createOfficeDigest(digest: OfficeDigest): Digest {
  const schools = digest.schools.toSorted((a, b) => compareRussian(a.name, b.name))
  const ill = schools.filter(({ coverage }) => coverage === null || coverage < readEnough)
  const broken = schools.reduce((sum, school) => sum + school.broken, 0)
  const isAnyDecided = schools.some(school => !isUndecided(school))
  const subject = [
    `Журналы за неделю: ${counted(schools.length, schoolForms)}`,
    ...(ill.length > 0 ? [`не прочитано полностью — ${written(ill.length)}`] : []),
    ...(isAnyDecided ? [`нарушений ${written(broken)}`] : []),
  ]
    .join(', ')
    .replaceAll('\u00a0', ' ')
  const title = 'Ведение электронных журналов'
  const under = `${digest.office === '' ? 'Все школы' : digest.office}, ${dayRange(digest.from, digest.to)}`
  const html = letterHtml({
    subject,
    title,
    under,
    children: <Content digest={digest} schools={schools} ill={ill} />,
  })
  const text = letterText([
    [title, under],
    ill.length === 0
      ? []
      : [
          `ПРОЧИТАНО НЕ ПОЛНОСТЬЮ: ${written(ill.length)}`,
          ...ill.slice(0, mostIll).map(school => `- ${illText(school)}`),
          ...moreText(ill.length - mostIll),
        ],
    [
      'ШКОЛЫ',
      ...schools
        .slice(0, mostSchools)
        .map(school =>
          isUndecided(school)
            ? `- ${school.name}: ${coverageText(school)}${undecidedText(school)}`
            : `- ${school.name}: ${coverageText(school)}соблюдено ${keptText(school)}, нарушено ${written(school.broken)}, исправлено позже ${written(school.mended)}, не доказано ${written(school.unproven)}`,
        ),
      ...moreText(schools.length - mostSchools),
    ],
    digest.link === null ? [] : [`Все школы: ${digest.link}`],
    [stateText(digest)],
  ])
  return { subject, html, text }
}

function moreText(hidden: number): string[] {
  return hidden > 0 ? [`Ещё ${counted(hidden, schoolForms)}, на странице школ.`] : []
}

function illText({ name, coverage, newestLook, timeZone }: OfficeSchool): string {
  const last = newestLook === null ? 'ещё не читалась' : `читалась ${russianDateTime(newestLook, timeZone)}`
  return `${nameInBrief(name)}: охват ${percent(coverage)}, ${last}`
}

/** With what follows it; «охват 0 %» would only repeat «не прочитано». */
function coverageText(school: OfficeSchool): string {
  const { coverage } = school
  return isUndecided(school) && !coverage ? '' : `охват ${percent(coverage)}, `
}

function undecidedText({ coverage, unproven }: OfficeSchool): string {
  const what = coverage ? 'прочитано не всё, выводов нет' : 'не прочитано'
  return unproven > 0 ? `${what}, не доказано ${written(unproven)}` : what
}

/** «98,1 % (неделей раньше 97 %)» */
function keptText({ kept, keptBefore }: OfficeSchool): string {
  return `${percent(kept)}${keptBefore === null ? '' : ` (неделей раньше ${percent(keptBefore)})`}`
}

function stateText({ asOf, timeZone }: OfficeDigest): string {
  return `По состоянию на ${russianDateTime(asOf, timeZone)}. Школы — по алфавиту. «Не доказано» в долю соблюдения не входит.`
}

function Content(props: {
  digest: OfficeDigest
  schools: readonly OfficeSchool[]
  ill: readonly OfficeSchool[]
}) {
  const { digest, schools, ill } = props
  return (
    <>
      {ill.length > 0 && (
        <Block>
          <Line>
            <strong>Прочитано не полностью: {written(ill.length)}. О непрочитанном выводов нет.</strong>
          </Line>
          {ill.slice(0, mostIll).map(school => (
            <Line key={school.name}>— {illText(school)}</Line>
          ))}
          <More hidden={ill.length - mostIll} href={digest.link} />
        </Block>
      )}
      <Block>
        <Table>
          <tr>
            <th style={headCell}>Школа</th>
            <th style={`${headCell};text-align:right`}>Соблюдено (неделей раньше)</th>
          </tr>
          {schools.slice(0, mostSchools).map(school => (
            <tr key={school.name}>
              <td style={cell}>
                {nameInBrief(school.name)}
                <br />
                <span style={under}>
                  {isUndecided(school)
                    ? undecidedText(school)
                    : `нарушено ${written(school.broken)}, исправлено ${written(school.mended)}, не доказано ${written(school.unproven)}`}
                </span>
              </td>
              <td style={`${cell};text-align:right;white-space:nowrap`}>
                {percent(school.kept)}
                {school.keptBefore !== null && ` (${percent(school.keptBefore)})`}
                <br />
                <span style={under}>охват {percent(school.coverage)}</span>
              </td>
            </tr>
          ))}
        </Table>
        <More hidden={schools.length - mostSchools} href={digest.link} />
      </Block>
      <PageLink href={digest.link}>Открыть страницу школ</PageLink>
      <Block>
        <Small color={soft}>{stateText(digest)}</Small>
      </Block>
    </>
  )
}

function More({ hidden, href }: { hidden: number; href: string | null }) {
  if (hidden <= 0) return null
  return (
    <Line color={soft}>
      Ещё {counted(hidden, schoolForms)}
      {href === null ? '.' : ' — '}
      {href !== null && <Link href={href}>открыть</Link>}
    </Line>
  )
}
