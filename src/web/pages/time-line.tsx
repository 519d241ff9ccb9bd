import { russianDateTime } from '../../calendar/index.js'
import type { Instant } from '../../clock.js'
import { resourceWords } from '../../report/index.js'
import type { Story } from '../deps/findings.js'

/** What happened around a deadline, drawn to scale: lesson, looks at the journal, the platform's stamp, the deadline. */

type DrawnStory = Pick<Story, 'entry' | 'bells' | 'stamps' | 'looks'>

interface TimeLineProps {
  readonly story: DrawnStory
  readonly timeZone: string
}

/** Each row has its name above its axis, so that the drawing is as wide as whatever screen or paper it is on. */
const row = 42
const stampWords = { work: 'задание', mark: 'отметка', attendance: 'посещаемость' } as const

interface Mark {
  readonly at: Instant
  readonly class: string
  readonly title: string
}

interface Row {
  readonly name: string
  readonly marks: readonly Mark[]
  readonly span: { readonly from: Instant; readonly to: Instant; readonly title: string } | null
}

export function TimeLine({ story, timeZone }: TimeLineProps) {
  const rows = rowsOf(story, timeZone)
  const moments = rows.flatMap(({ marks, span }) => [
    ...marks.map(({ at }) => at),
    ...(span ? [span.from, span.to] : []),
  ])
  const { deadline } = story.entry.verdict
  const all = deadline === null ? moments : [...moments, deadline]
  if (all.length < 2) return null
  const [first, last] = [Math.min(...all), Math.max(...all)]
  /** In percent: what is written stays as large as it is, however wide the drawing. */
  const scale = (at: Instant) => Math.round(((at - first) / Math.max(1, last - first)) * 10_000) / 100
  const foot = rows.length * row
  const at = (instant: Instant) => russianDateTime(instant, timeZone)
  return (
    <section>
      <h2>Как это было</h2>
      <svg class="time-line" height={foot + 44} role="img" aria-label={spoken(rows, deadline, at)}>
        {deadline !== null && (
          <g class="deadline">
            {/* Only across the axes: the names above them stay legible. */}
            {rows.map(({ name }, index) => (
              <line
                key={name}
                x1={`${scale(deadline)}%`}
                x2={`${scale(deadline)}%`}
                y1={index * row + 23}
                y2={index * row + 43}
              />
            ))}
            <text x={`${scale(deadline)}%`} y={foot + 20} class={anchor(scale(deadline))}>
              срок {at(deadline)}
            </text>
          </g>
        )}
        {rows.map(({ name, marks, span }, index) => {
          const y = index * row + 32
          return (
            <g key={name}>
              <text x="0" y={y - 14}>
                {name}
              </text>
              <line x1="0" x2="100%" y1={y} y2={y} class="axis" />
              {span && (
                <rect
                  x={`${scale(span.from)}%`}
                  y={y - 6}
                  width={`${scale(span.to) - scale(span.from)}%`}
                  height="12"
                  class="span"
                >
                  <title>{span.title}</title>
                </rect>
              )}
              {marks.map(mark => (
                <circle
                  key={`${mark.at}/${mark.class}`}
                  cx={`${scale(mark.at)}%`}
                  cy={y}
                  r="6"
                  class={mark.class}
                >
                  <title>{mark.title}</title>
                </circle>
              ))}
            </g>
          )
        })}
        <text x="0" y={foot + 40} class="soft">
          {at(first)}
        </text>
        <text x="100%" y={foot + 40} class="soft end">
          {at(last)}
        </text>
      </svg>
      <p class="soft">
        Тёмная точка — журнал прочитан полностью, пустая — не полностью, красная — прочесть не удалось. Полоса
        — урок по звонкам либо время, за которое запись появилась; черта — срок.
      </p>
    </section>
  )
}

/** What is written at a place, in percent, stays within the narrowest screen. */
function anchor(place: number): string {
  if (place < 30) return 'start'
  return place > 70 ? 'end' : 'middle'
}

/** Homework may hang on the lesson that it is due for, long after its own deadline. */
export function isBeforeDeadline({ entry, bells }: Pick<Story, 'entry' | 'bells'>): boolean {
  const { deadline } = entry.verdict
  return bells !== null && (deadline === null || bells.start <= deadline)
}

function rowsOf(story: DrawnStory, timeZone: string): Row[] {
  const { entry, bells, stamps, looks } = story
  const at = (instant: Instant) => russianDateTime(instant, timeZone)
  const { absentAt, presentAt, platformAt } = entry.verdict.evidence
  const chains = looks.map(
    ({ window, looks: chain }): Row => ({
      name: `читали: ${resourceWords[window.resource]}`,
      span: null,
      marks: chain.map(look => ({
        at: look.askedAt,
        class: look.errorCode !== null ? 'look failed' : look.complete ? 'look complete' : 'look',
        title: `${at(look.askedAt)}: ${look.errorCode !== null ? 'прочесть не удалось' : look.complete ? 'прочитано полностью' : 'прочитано не полностью'}`,
      })),
    }),
  )
  const appeared =
    absentAt !== null && presentAt !== null && absentAt < presentAt
      ? { from: absentAt, to: presentAt, title: `Не было ${at(absentAt)}, было ${at(presentAt)}` }
      : null
  const stamped =
    platformAt === null
      ? []
      : [{ at: platformAt, class: 'stamp', title: `По данным платформы ${at(platformAt)}` }]
  const kind = stamps[0]?.of
  return [
    ...(bells === null || !isBeforeDeadline(story)
      ? []
      : [
          {
            name: 'урок',
            marks: [],
            span: { from: bells.start, to: bells.end, title: `Урок ${at(bells.start)} – ${at(bells.end)}` },
          },
        ]),
    ...chains,
    ...(appeared === null ? [] : [{ name: 'появилось между', marks: [], span: appeared }]),
    ...(stamped.length === 0
      ? []
      : [{ name: `время: ${kind ? stampWords[kind] : 'платформа'}`, marks: stamped, span: null }]),
  ]
}

/** The whole drawing in words, for who doesn't see it. */
function spoken(rows: readonly Row[], deadline: Instant | null, at: (instant: Instant) => string): string {
  const parts = rows.map(({ name, marks, span }) =>
    [name, ...(span ? [span.title] : []), ...marks.map(({ title }) => title)].join(': '),
  )
  return [...parts, ...(deadline === null ? [] : [`срок ${at(deadline)}`])].join('. ')
}
