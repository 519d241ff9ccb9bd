import { russianDateTime } from '../calendar/index.js'
import type { Instant } from '../clock.js'
import type { IsoDate } from '../journal/index.js'
import {
  Block,
  cell,
  headCell,
  Line,
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

const schoolForms = ['школа', 'школы', 'школ'] as const

/** The week of all schools of an installation, by name: an overview and no ranking. */
export function createOfficeDigest(digest: OfficeDigest): Digest {
  const schools = digest.schools.toSorted((a, b) => compareRussian(a.name, b.name))
  const ill = schools.filter(({ coverage }) => coverage === null || coverage < readEnough)
  const broken = schools.reduce((sum, school) => sum + school.broken, 0)
  const subject = [
    `Журналы за неделю: ${counted(schools.length, schoolForms)}`,
    ...(ill.length > 0 ? [`не прочитано полностью — ${written(ill.length)}`] : []),
    `нарушений ${written(broken)}`,
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
    ill.length === 0 ? [] : ['ПРОЧИТАНО НЕ ПОЛНОСТЬЮ', ...ill.map(school => `- ${illText(school, digest)}`)],
    [
      'ШКОЛЫ',
      ...schools.map(
        school =>
          `- ${school.name}: охват ${percent(school.coverage)}, соблюдено ${keptText(school)}, нарушено ${written(school.broken)}, исправлено позже ${written(school.mended)}, не доказано ${written(school.unproven)}`,
      ),
    ],
    digest.link === null ? [] : [`Все школы: ${digest.link}`],
    [stateText(digest)],
  ])
  return { subject, html, text }
}

function illText({ name, coverage, newestLook }: OfficeSchool, { timeZone }: OfficeDigest): string {
  const last = newestLook === null ? 'не читался' : `читался ${russianDateTime(newestLook, timeZone)}`
  return `${name}: охват ${percent(coverage)}, журнал последний раз ${last}`
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
  const number = `${cell};text-align:right;white-space:nowrap`
  return (
    <>
      {ill.length > 0 && (
        <Block>
          <Line>
            <strong>Прочитано не полностью, о непрочитанном выводов нет:</strong>
          </Line>
          {ill.map(school => (
            <Line key={school.name}>— {illText(school, digest)}</Line>
          ))}
        </Block>
      )}
      <Block>
        <Table>
          <tr>
            <th style={headCell}>Школа</th>
            {['Охват', 'Соблюдено', 'Нарушено', 'Исправлено', 'Не доказано'].map(text => (
              <th key={text} style={`${headCell};text-align:right`}>
                {text}
              </th>
            ))}
          </tr>
          {schools.map(school => (
            <tr key={school.name}>
              <td style={cell}>{school.name}</td>
              <td style={number}>{percent(school.coverage)}</td>
              <td style={number}>
                {percent(school.kept)}
                {school.keptBefore !== null && (
                  <span style={`color:${soft};font-size:12px`}>
                    <br />
                    было {percent(school.keptBefore)}
                  </span>
                )}
              </td>
              <td style={number}>{written(school.broken)}</td>
              <td style={number}>{written(school.mended)}</td>
              <td style={number}>{written(school.unproven)}</td>
            </tr>
          ))}
        </Table>
      </Block>
      <PageLink href={digest.link}>Открыть страницу школ</PageLink>
      <Block>
        <Small color={soft}>{stateText(digest)}</Small>
      </Block>
    </>
  )
}
