import {
  Block,
  letterHtml,
  letterText,
  PageLink,
  type Section,
  SectionBlock,
  Small,
  sectionText,
  soft,
} from './letter-parts.js'
import type { Digest } from './model.js'
import { written } from './russian.js'

/** More than these nobody sees to in a day. */
const most = 12

/** To whoever runs the program: what is wrong with it, a sentence each, or (none) that all is well again. */
export function createProgramLetter({
  troubles,
  link,
}: {
  readonly troubles: readonly string[]
  readonly link: string | null
}): Digest {
  const subject =
    troubles.length === 0
      ? 'Программа электронного журнала: всё снова в порядке'
      : `Программе электронного журнала нужно внимание: ${troubles.length}`
  const hidden = troubles.length - most
  const section: Section =
    troubles.length === 0
      ? {
          ...{ title: 'Всё снова в порядке', more: null, href: null },
          items: [{ text: 'То, о чём говорило прежнее письмо, больше не обнаружено.' }],
        }
      : {
          title: `Нужно внимание: ${written(troubles.length)}`,
          items: troubles.slice(0, most).map(text => ({ text })),
          more: hidden > 0 ? `Ещё ${written(hidden)}, все назовёт «dnevnik-bridge doctor»` : null,
          href: null,
        }
  const title = 'Программа электронного журнала'
  const under = 'dnevnik-bridge'
  const note =
    troubles.length === 0
      ? []
      : [
          'Проверить установку: «dnevnik-bridge doctor». Пока это так, письмо приходит каждый рабочий день; когда пройдёт, придёт ещё одно.',
        ]
  const html = letterHtml({
    ...{ subject, title, under },
    children: (
      <>
        <SectionBlock section={section} />
        <PageLink href={link}>Открыть страницу программы</PageLink>
        <Block>
          {note.map(text => (
            <Small key={text} color={soft}>
              {text}
            </Small>
          ))}
        </Block>
      </>
    ),
  })
  const text = letterText([
    [title],
    sectionText(section),
    note,
    link === null ? [] : [`Страница программы: ${link}`],
  ])
  return { subject, html, text }
}
