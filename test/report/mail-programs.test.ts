import { describe, expect, test } from '@jest/globals'
import { caniemail } from 'caniemail'
import { badLetters } from '../support/letters.js'

/** What Gmail, Outlook and Mail.ru make of letters, by the collected tests of caniemail.com. */

/** What some of them don't do at all, and why a letter reads the same without it. */
const harmless: Readonly<Record<string, string>> = {
  '<body> element': 'its colour and margins: all that is read lies in a table of its own',
  'target attribute': 'links open in a new window anyway',
  'role attribute': 'the old Windows Mail: only what is read aloud',
  'white-space': 'a share in a narrow column may stand in two lines',
  'word-break': 'the old Windows Mail: the checkpoint, whose words end where its lines may',
}

/** What they do in part: the part that letters use is done by all. */
const partly: Readonly<Record<string, string>> = {
  ...harmless,
  'align attribute': 'of a table; letters align the cell around it',
  background: 'colours are done, and letters have no other',
  border: 'up to 8 px, of cells',
  'font-size': 'px are done, rem and per cent are not',
  'font-weight': 'bold is done',
  'height property': 'of cells; the name is found in line-height too',
  'line-height': 'px are done, of each line itself',
  margin: 'positive ones of paragraphs are done, negative, automatic and those of <span> are not',
  'max-width': 'of tables; elsewhere the letter is as wide as the window',
  padding: 'of cells',
  'text-align': 'left, right and center are done',
  'width property': 'of cells; the name is found in max-width too',
  'width attribute': 'of tables; wrong for pictures, and of none at 120 dpi',
}

const programs = ['gmail.*', 'outlook.*', 'mail-ru.*'] as const

describe.each(Object.entries(badLetters))('the letter «%s»', (_name, create) => {
  const { html } = create()
  const { errors, warnings } = caniemail({ clients: [...programs], html }).issues
  const titles = (issues: typeof errors) =>
    [...new Set([...issues.values()].flat().map(({ title }) => title))].sort()

  test('rests on nothing that Gmail, Outlook or Mail.ru leave out', () => {
    expect([...warnings.keys()]).toEqual(expect.arrayContaining(['gmail.desktop-webmail', 'outlook.windows']))
    expect(titles(errors).filter(title => !(title in harmless))).toEqual([])
    expect(titles(warnings).filter(title => !(title in partly))).toEqual([])
  })

  test('uses of what is done in part only the part that is done', () => {
    const styled = [...html.matchAll(/<(\w+)[^>]*? style="([^"]*)"/g)].map(([, element, style]) => ({
      element: element ?? '',
      declarations: (style ?? '').split(';').filter(declaration => declaration !== ''),
    }))
    expect(styled.length).toBeGreaterThan(10)
    const unreliable = styled.flatMap(({ element, declarations }) =>
      declarations
        .filter(declaration => isUnreliable(element, declaration))
        .map(declaration => `${element}: ${declaration}`),
    )
    expect([...new Set(unreliable)]).toEqual([])
    expect(html).not.toMatch(/<(img|style|link|script|svg|button|form|input|video)\b/)
  })
})

function isUnreliable(element: string, declaration: string): boolean {
  const [name = '', value = ''] = declaration.split(':')
  if (name === 'padding') return element !== 'td' && element !== 'th' && value !== '0'
  if (name.startsWith('border'))
    return !['table', 'td', 'th'].includes(element) || Number.parseInt(value, 10) > 8
  if (name === 'max-width') return element !== 'table'
  if (name === 'width' || name === 'height') return !['table', 'td', 'th'].includes(element)
  if (name === 'font-weight') return value !== 'bold' && value !== 'normal'
  if (name === 'margin') return /-|auto/.test(value) || (element === 'span' && value !== '0')
  if (name === 'font-size' || name === 'line-height') return !/^\d+px$/.test(value)
  if (name === 'text-align') return !['left', 'right', 'center'].includes(value)
  return name === 'background'
}
