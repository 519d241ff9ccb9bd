import type { ComponentChildren } from 'preact'
import { render } from 'preact-render-to-string'
import { clipped } from '../plain-text.js'

/** What all letters are built of, as mail programs render it: tables, styles on the elements, no images, nothing fetched. */

export const ink = '#1c2430'
export const soft = '#5a6575'
export const line = '#d5dae2'
export const bad = '#a61b1b'
export const font = 'font-family:Arial,Helvetica,sans-serif'
export const cell = `padding:4px;border-bottom:1px solid ${line};font-size:13px;line-height:18px;color:${ink};${font};vertical-align:top`
export const headCell = `${cell};font-size:11px;color:${soft};text-align:left;font-weight:bold`
const small = `font-size:11px;line-height:15px;${font}`

export function Table({ children, style = '' }: { children: ComponentChildren; style?: string }) {
  return (
    <table role="presentation" cellPadding="0" cellSpacing="0" width="100%" style={`border:0;${style}`}>
      <tbody>{children}</tbody>
    </table>
  )
}

export function Block({ children }: { children: ComponentChildren }) {
  return (
    <tr>
      <td style={`padding:8px 12px 0;${font};font-size:13px;line-height:18px;color:${ink}`}>{children}</td>
    </tr>
  )
}

export function Heading({ children }: { children: ComponentChildren }) {
  return <h2 style={`margin:0 0 1px;font-size:14px;line-height:18px;color:${ink};${font}`}>{children}</h2>
}

interface LineProps {
  readonly children: ComponentChildren
  readonly color?: string
  /** One of several that say different things. */
  readonly apart?: boolean
}

export function Line({ children, color = ink, apart = false }: LineProps) {
  const margin = `margin:0 0 ${apart ? 3 : 1}px`
  return <p style={`${margin};font-size:13px;line-height:17px;color:${color};${font}`}>{children}</p>
}

export function Small({ children, color = ink }: { children: ComponentChildren; color?: string }) {
  return <p style={`margin:0 0 6px;color:${color};${small}`}>{children}</p>
}

/** Green where all was read, yellow where not. */
export function Banner({ good, children }: { good: boolean; children: ComponentChildren }) {
  const colors = good
    ? 'background-color:#eef7f1;border-left:4px solid #1d6b3a'
    : 'background-color:#fff4d6;border-left:4px solid #d9a400'
  return (
    <Block>
      <Table>
        <tr>
          <td style={`padding:6px 12px;${colors}`}>{children}</td>
        </tr>
      </Table>
    </Block>
  )
}

/** Opens beside the letter where that is shown in a page. */
export function Link({ href, children }: { href: string; children: ComponentChildren }) {
  return (
    <a href={href} target="_blank" rel="noopener" style="color:#0b57a4">
      {children}
    </a>
  )
}

/** A part of a letter: its most important lines, and where the others are. */
export interface Section {
  readonly title: string
  readonly items: readonly Item[]
  /** «Ещё 50 нарушений»; null where everything is shown. */
  readonly more: string | null
  /** The whole list; null where there is none. */
  readonly href: string | null
}

export interface Item {
  /** What it begins with: a clause, a deadline. */
  readonly lead?: string
  readonly critical?: boolean
  readonly text: string
  /** What stands under it, smaller. */
  readonly under?: string
  /** Just this one's page or list, and the words that lead there; «открыть» behind the text where none are given. */
  readonly href?: string | null
  readonly link?: string
}

export function SectionBlock({ section: { title, items, more, href } }: { section: Section }) {
  return (
    <Block>
      <Heading>{title}</Heading>
      {items.map(item => (
        <ItemLine key={`${item.lead}/${item.text}/${item.href}`} item={item} />
      ))}
      {more !== null && (
        <Line color={soft}>
          {more}
          {href === null ? '.' : ' — '}
          {href !== null && <Link href={href}>открыть</Link>}
        </Line>
      )}
    </Block>
  )
}

function ItemLine({ item: { lead, critical, text, under, href = null, link } }: { item: Item }) {
  return (
    <Line apart>
      {critical === true && <strong style={`color:${bad}`}>Критическое. </strong>}
      {lead !== undefined && <strong>{lead} </strong>}
      {text}
      {link !== undefined && ' '}
      {link !== undefined && href === null && link}
      {link === undefined && href !== null && ' — '}
      {href !== null && <Link href={href}>{link ?? 'открыть'}</Link>}
      {under !== undefined && (
        <>
          <br />
          <span style={`color:${soft};font-size:12px`}>{under}</span>
        </>
      )}
    </Line>
  )
}

/** The same in plain text: one address a part, because many hide what is said. */
export function sectionText({ title, items, more, href }: Section): string[] {
  const link = href === null ? '' : `: ${href}`
  return [
    title.toLocaleUpperCase('ru'),
    ...items.map(({ lead, critical, text, under, link }) => {
      const said = [critical === true ? 'КРИТИЧЕСКОЕ.' : undefined, lead, text, link]
      const first = said.filter(part => part !== undefined).join(' ')
      return `- ${first}${under === undefined ? '' : ` [${under}]`}`
    }),
    ...(more === null ? (href === null ? [] : [`Список${link}`]) : [`${more}${link === '' ? '.' : link}`]),
  ]
}

export function PageLink({ href, children }: { href: string | null; children: ComponentChildren }) {
  if (href === null) return null
  return (
    <Block>
      <Link href={href}>
        <strong>{children}</strong>
      </Link>
    </Block>
  )
}

/** At the end of letters that the recipient may do without. */
export function MuteLink({ href }: { href: string | null }) {
  if (href === null) return null
  return (
    <Small color={soft}>
      Это письмо необязательное. <Link href={href}>Больше не присылать</Link>
    </Small>
  )
}

export const muteText = (href: string | null) =>
  href === null ? [] : [`Это письмо необязательное. Больше не присылать: ${href}`]

interface LetterProps {
  readonly subject: string
  readonly title: string
  readonly under: string
  readonly children: ComponentChildren
}

/** The whole letter as HTML. */
export function letterHtml(props: LetterProps): string {
  return `<!doctype html>\n${render(<LetterPage {...props} />)}\n`
}

function LetterPage({ subject, title, under, children }: LetterProps) {
  return (
    <html lang="ru">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{subject}</title>
      </head>
      <body style="margin:0;padding:0;background-color:#f4f6f9">
        <Table style="background-color:#f4f6f9">
          <tr>
            <td align="center" style="padding:8px 0">
              <Table style={`max-width:640px;background-color:#ffffff;border:1px solid ${line}`}>
                <Block>
                  <h1 style={`margin:0;font-size:18px;line-height:24px;color:${ink};${font}`}>{title}</h1>
                  <Line color={soft}>{under}</Line>
                </Block>
                {children}
              </Table>
            </td>
          </tr>
        </Table>
      </body>
    </html>
  )
}

/** A letter is a screen: whoever wants a sentence to its end follows the link. */
export function brief(sentence: string, most = 150): string {
  return clipped(sentence, most)
}

/** Blocks of lines, a blank line between them; blanks that don't break aren't for plain text. */
export function letterText(blocks: readonly (readonly string[])[]): string {
  const text = blocks.filter(block => block.length > 0).map(block => block.join('\n'))
  return `${text.join('\n\n')}\n`.replaceAll('\u00a0', ' ')
}
