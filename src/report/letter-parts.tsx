import type { ComponentChildren } from 'preact'
import { render } from 'preact-render-to-string'
import { clipped } from '../plain-text.js'

/** What all letters are built of, as mail programs render it: tables, styles on the elements, no images, nothing fetched. */

export const ink = '#1c2430'
export const soft = '#5a6575'
export const line = '#d5dae2'
export const bad = '#a61b1b'
export const font = 'font-family:Arial,Helvetica,sans-serif'
export const cell = `padding:6px 4px;border-bottom:1px solid ${line};font-size:13px;line-height:19px;color:${ink};${font};vertical-align:top`
export const headCell = `${cell};font-size:11px;color:${soft};text-align:left;font-weight:bold`
const small = `font-size:12px;line-height:18px;${font}`

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
      <td style={`padding:14px 12px 0;${font};font-size:14px;line-height:20px;color:${ink}`}>{children}</td>
    </tr>
  )
}

export function Heading({ children }: { children: ComponentChildren }) {
  return <h2 style={`margin:8px 0 6px;font-size:16px;line-height:22px;color:${ink};${font}`}>{children}</h2>
}

export function Line({ children, color = ink }: { children: ComponentChildren; color?: string }) {
  return <p style={`margin:0 0 4px;font-size:14px;line-height:20px;color:${color};${font}`}>{children}</p>
}

export function Small({ children, color = ink }: { children: ComponentChildren; color?: string }) {
  return <p style={`margin:0 0 16px;color:${color};${small}`}>{children}</p>
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
          <td style={`padding:8px 12px;${colors}`}>{children}</td>
        </tr>
      </Table>
    </Block>
  )
}

export function PageLink({ href, children }: { href: string | null; children: ComponentChildren }) {
  if (href === null) return null
  return (
    <Block>
      <a href={href} style="color:#0b57a4;font-weight:bold">
        {children}
      </a>
    </Block>
  )
}

/** At the end of letters that the recipient may do without. */
export function MuteLink({ href }: { href: string | null }) {
  if (href === null) return null
  return (
    <Small color={soft}>
      Это письмо необязательное.{' '}
      <a href={href} style="color:#0b57a4">
        Больше не присылать
      </a>
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
            <td align="center" style="padding:12px 0">
              <Table style={`max-width:640px;background-color:#ffffff;border:1px solid ${line}`}>
                <Block>
                  <h1 style={`margin:0;font-size:20px;line-height:26px;color:${ink};${font}`}>{title}</h1>
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
export function brief(sentence: string): string {
  return clipped(sentence, 500)
}

/** Blocks of lines, a blank line between them; blanks that don't break aren't for plain text. */
export function letterText(blocks: readonly (readonly string[])[]): string {
  const text = blocks.filter(block => block.length > 0).map(block => block.join('\n'))
  return `${text.join('\n\n')}\n`.replaceAll('\u00a0', ' ')
}
