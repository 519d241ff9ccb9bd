import { russianDateTime } from '../calendar/index.js'
import type { Instant } from '../clock.js'
import {
  Block,
  brief,
  cell,
  Heading,
  Line,
  letterHtml,
  letterText,
  MuteLink,
  muteText,
  PageLink,
  Small,
  soft,
  Table,
} from './letter-parts.js'
import type { Digest, ReportFinding } from './model.js'
import { counted, written } from './russian.js'
import { cases } from './wording.js'

export interface OwedLetter {
  readonly schoolName: string
  readonly timeZone: string
  readonly asOf: Instant
  /** «Петрова М. И.» */
  readonly teacher: string
  /** Whose term isn't over, nearest first: here a reminder still helps. */
  readonly due: readonly ReportFinding[]
  /** Whose term is over and that can still be made good, newest first. */
  readonly owed: readonly ReportFinding[]
  readonly link: string | null
  readonly mute: string | null
  /** Somebody's reminder, with the name of whoever sends it; null where it isn't told. Left out of the program's own letters. */
  readonly reminder?: { readonly by: string | null }
}

const most = 10
/** Of a reminder, which is about a list that somebody has looked at. */
const mostReminded = 50

/** A subject teacher's short list of what is still to be entered, and until when (messages tell it). No figures, no reproach. */
export function createOwedLetter(letter: OwedLetter): Digest {
  const { due, owed } = letter
  const parts = [
    ...(due.length > 0 ? [`срок скоро истечёт: ${written(due.length)}`] : []),
    ...(owed.length > 0 ? [`ещё не записано: ${written(owed.length)}`] : []),
  ]
  const begins = letter.reminder === undefined ? 'Журнал' : 'Напоминание о журнале'
  const subject = `${begins}: ${parts.join(', ')}`.replaceAll('\u00a0', ' ')
  const title =
    letter.reminder === undefined
      ? 'Что осталось записать в журнал'
      : 'Напоминание: что осталось записать в журнал'
  const under = `${letter.teacher}, ${letter.schoolName}`
  const html = letterHtml({ subject, title, under, children: <Content letter={letter} /> })
  return { subject, html, text: owedText(letter, title, under) }
}

function Content({ letter }: { letter: OwedLetter }) {
  const { due, owed } = letter
  return (
    <>
      {sentBy(letter).map(text => (
        <Block key={text}>
          <Line>{text}</Line>
        </Block>
      ))}
      <Items title="Срок скоро истечёт" items={due} most={mostOf(letter)} />
      <Items title="Срок прошёл, но записать ещё нужно" items={owed} most={mostOf(letter)} />
      <PageLink href={letter.link}>Открыть страницу журнала</PageLink>
      <Block>
        <Small color={soft}>{stateText(letter)}</Small>
        <MuteLink href={letter.mute} />
      </Block>
    </>
  )
}

function mostOf({ reminder }: OwedLetter): number {
  return reminder === undefined ? most : mostReminded
}

function sentBy({ reminder }: OwedLetter): string[] {
  return reminder?.by == null ? [] : [`Напоминание отправляет: ${reminder.by}`]
}

interface ItemsProps {
  readonly title: string
  readonly items: readonly ReportFinding[]
  readonly most: number
}

function Items({ title, items, most }: ItemsProps) {
  if (items.length === 0) return null
  const more = items.length - most
  return (
    <Block>
      <Heading>{title}</Heading>
      <Table>
        {items.slice(0, most).map(item => (
          <tr key={item.entry}>
            <td style={cell}>{brief(item.verdict.message)}</td>
          </tr>
        ))}
      </Table>
      {more > 0 && <Line color={soft}>И ещё {counted(more, cases)}.</Line>}
    </Block>
  )
}

function stateText({ asOf, timeZone }: OwedLetter): string {
  return `По состоянию на ${russianDateTime(asOf, timeZone)}: что записано позже, здесь ещё не учтено. Отвечать на письмо не нужно.`
}

function owedText(letter: OwedLetter, title: string, under: string): string {
  const { due, owed } = letter
  const shown = mostOf(letter)
  const items = (heading: string, list: readonly ReportFinding[]) =>
    list.length === 0
      ? []
      : [
          heading,
          ...list.slice(0, shown).map(item => `- ${brief(item.verdict.message)}`),
          ...(list.length > shown ? [`И ещё ${counted(list.length - shown, cases)}.`] : []),
        ]
  return letterText([
    [title, under],
    sentBy(letter),
    items('СРОК СКОРО ИСТЕЧЁТ', due),
    items('СРОК ПРОШЁЛ, НО ЗАПИСАТЬ ЕЩЁ НУЖНО', owed),
    letter.link === null ? [] : [`Страница журнала: ${letter.link}`],
    [stateText(letter)],
    muteText(letter.mute),
  ])
}
