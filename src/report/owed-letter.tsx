import { russianDateTime } from '../calendar/index.js'
import type { Instant } from '../clock.js'
import type { Id, IsoDate } from '../journal/index.js'
import { soonMs } from './due-soon.js'
import { type ListOfFindings, letterLinks } from './letter-links.js'
import {
  Block,
  brief,
  Line,
  letterHtml,
  letterText,
  MuteLink,
  muteText,
  PageLink,
  type Section,
  SectionBlock,
  Small,
  sectionText,
  soft,
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
  /** Address of the dashboard; null where there is none to link to. */
  readonly baseUrl: string | null
  readonly school: Id
  readonly person: Id
  /** The days of which what is owed is told. */
  readonly from: IsoDate
  readonly to: IsoDate
  readonly mute: string | null
  /** Somebody's reminder, with the name of whoever sends it; null where it isn't told. Left out of the program's own letters. */
  readonly reminder?: { readonly by: string | null }
}

const most = 6
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
  return (
    <>
      {sentBy(letter).map(text => (
        <Block key={text}>
          <Line>{text}</Line>
        </Block>
      ))}
      {sectionsOf(letter).map(section => (
        <SectionBlock key={section.title} section={section} />
      ))}
      <PageLink href={pageOf(letter)}>Открыть страницу журнала</PageLink>
      <Block>
        <Small color={soft}>{stateText(letter)}</Small>
        <MuteLink href={letter.mute} />
      </Block>
    </>
  )
}

function pageOf({ baseUrl, school }: OwedLetter): string | null {
  return baseUrl === null ? null : new URL(`/schools/${school}`, baseUrl).href
}

function sectionsOf(letter: OwedLetter): Section[] {
  const { due, owed, asOf, from, to, person: teacher } = letter
  const soon = { from: asOf, to: asOf + soonMs }
  return [
    section(letter, 'Срок скоро истечёт', due, { from, to, teacher, kind: 'pending', due: soon }),
    section(letter, 'Срок прошёл, но записать ещё нужно', owed, {
      ...{ from, to, teacher, kind: 'broken', mendable: true },
    }),
  ].filter(({ items }) => items.length > 0)
}

function section(
  letter: OwedLetter,
  title: string,
  findings: readonly ReportFinding[],
  list: ListOfFindings,
): Section {
  const shown = mostOf(letter)
  const links = letterLinks(letter.baseUrl, letter.school)
  const hidden = findings.length - shown
  return {
    title: `${title}: ${written(findings.length)}`,
    items: findings
      .slice(0, shown)
      .map(({ verdict, entry }) => ({ text: brief(verdict.message), href: links.verdict(entry) })),
    more: hidden > 0 ? `Ещё ${counted(hidden, cases)}` : null,
    href: hidden > 0 ? links.list(list) : null,
  }
}

function mostOf({ reminder }: OwedLetter): number {
  return reminder === undefined ? most : mostReminded
}

function sentBy({ reminder }: OwedLetter): string[] {
  return reminder?.by == null ? [] : [`Напоминание отправляет: ${reminder.by}`]
}

function stateText({ asOf, timeZone }: OwedLetter): string {
  return `По состоянию на ${russianDateTime(asOf, timeZone)}: что записано позже, здесь ещё не учтено. Отвечать на письмо не нужно.`
}

function owedText(letter: OwedLetter, title: string, under: string): string {
  const page = pageOf(letter)
  return letterText([
    [title, under],
    sentBy(letter),
    ...sectionsOf(letter).map(sectionText),
    page === null ? [] : [`Страница журнала: ${page}`],
    [stateText(letter)],
    muteText(letter.mute),
  ])
}
